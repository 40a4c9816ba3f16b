// Pictures of each tab and pane in both themes and three widths, to be looked at: they are compared with nothing.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  figure,
  journey,
  linkToWork,
  moduleOf,
  open,
  openDialog,
  openWholeTab,
  settle,
  TABS,
} from "./support.mjs";

const folder = fileURLToPath(new URL("../../build/e2e/screenshots", import.meta.url));
mkdirSync(folder, { recursive: true });

const WIDTHS = { 360: 740, 1280: 800, 1920: 1080 };

const { examples } = await moduleOf("examples/index.ts");
const { rules, events, expect } = examples.find(({ id }) => id === "many-rules");
const [saved] = events;
const link = await linkToWork({
  rules,
  events,
  cases: [
    { name: saved.name, event: saved.text, matches: expect[saved.name] },
    { name: "expects too much", event: saved.text, matches: rules.map(({ name }) => name) },
  ],
});

let count = 0;

async function shoot(page, name) {
  await settle(page);
  await page.screenshot({ path: `${folder}/${name}.png` });
  count += 1;
}

for (const colorScheme of ["light", "dark"]) {
  journey(`screenshots, ${colorScheme}`, { colorScheme }, async (page) => {
    await open(page, link);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await openWholeTab(page, "Benchmark");
    await page.getByRole("button", { name: "Measure" }).click();
    await page.getByRole("button", { name: "Measure again" }).waitFor({ timeout: 60_000 });
    for (const [width, height] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width: Number(width), height });
      for (const title of TABS) {
        await openWholeTab(page, title);
        await shoot(page, `${title.toLowerCase()}-${colorScheme}-${width}`);
      }
      await openWholeTab(page, "Explain");
      const dialog = await openDialog(page, "Examples");
      await dialog.getByRole("link").first().waitFor();
      await shoot(page, `examples-${colorScheme}-${width}`);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    }
    await page.setViewportSize({ width: 360, height: WIDTHS[360] });
    for (const pane of ["Rules", "Events"]) {
      await page
        .getByRole("navigation", { name: "Panes" })
        .getByRole("button", { name: pane })
        .click();
      await shoot(page, `pane-${pane.toLowerCase()}-${colorScheme}-360`);
    }
    figure(`screenshots in build/e2e/screenshots, with ${colorScheme}`, count);
  });
}
