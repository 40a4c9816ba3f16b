// The site without a network, once it was there.
import assert from "node:assert/strict";
import { expectVerdict, journey, open, openTab, site } from "./support.mjs";

journey(
  "offline, the page opens again, judges, and opens a tab for the first time",
  { serviceWorkers: "allow" },
  async (page, context) => {
    await open(page);
    await expectVerdict(page, "✗ No match");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await context.setOffline(true);
    site.asked.length = 0;
    await page.reload();
    await expectVerdict(page, "✗ No match");
    await openTab(page, "Convert");
    await page.locator(".panel .cm-content", { hasText: "specversion" }).waitFor();
    await openTab(page, "Facets");
    assert.deepEqual(site.asked, []);
  },
);
