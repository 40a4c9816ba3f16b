// Every example of the gallery, opened by its link as somebody shares it.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import {
  expectVerdict,
  figure,
  journey,
  moduleOf,
  open,
  openDialog,
  openTab,
  tab,
  tabIsThere,
} from "./support.mjs";

const { examples } = await moduleOf("examples/index.ts");

const titleOf = (id) => id[0].toUpperCase() + id.slice(1);

/** What the table says, or the verdict where there is but one of each: by event the rules that match it. */
async function verdicts(page, { rules, events }) {
  if (rules.length === 0) return Object.fromEntries(events.map(({ name }) => [name, []]));
  if (rules.length === 1 && events.length === 1) {
    const isMatch = await page.locator(".verdict.is-match").count();
    return { [events[0].name]: isMatch > 0 ? [rules[0].name] : [] };
  }
  const rows = page.getByRole("region", { name: "Rules by events" }).locator("tbody tr");
  const hits = await rows.evaluateAll((all) =>
    all.map((row) => [
      row.querySelector("th button").textContent,
      [...row.querySelectorAll("[role=img]")].map(({ ariaLabel }) => ariaLabel === "matches"),
    ]),
  );
  return Object.fromEntries(
    hits.map(([event, found]) => [
      event,
      rules.filter((_, rule) => found[rule]).map(({ name }) => name),
    ]),
  );
}

/** The page shows what came before until it has judged anew. */
async function expectVerdicts(page, example) {
  let found;
  for (let turn = 0; turn < 100; turn += 1) {
    found = await verdicts(page, example);
    if (isDeepStrictEqual(found, example.expect)) return;
    await page.waitForTimeout(100);
  }
  assert.deepEqual(found, example.expect, example.id);
}

journey("every example opens by its link, and does as it says", async (page) => {
  for (const [index, example] of examples.entries()) {
    const { id, title, tab: first = "explain" } = example;
    // The first by a page that is loaded, the others as links within it.
    if (index === 0) await open(page, `#example=${id}`);
    else
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `example=${id}`);
    await page.locator(".notice", { hasText: title }).waitFor();
    await tabIsThere(page, titleOf(first));
    await openTab(page, "Explain");
    await expectVerdicts(page, example);
  }
  assert.ok(examples.length >= 24, String(examples.length));
  figure("examples with the verdicts that they expect", examples.length);
});

journey("an example that is not there is said to be so, and leaves all as it is", async (page) => {
  await open(page, "#example=nothing-like-it");
  await page.locator(".notice", { hasText: 'There is no example "nothing-like-it"' }).waitFor();
  await expectVerdict(page, "✗ No match: 1 of 3");
});

journey("the gallery finds, opens, and can be taken back", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match: 1 of 3");
  const dialog = await openDialog(page, "Examples");
  await dialog.getByRole("link").first().waitFor();
  assert.equal(await dialog.getByRole("link").count(), examples.length);
  const { id, title } = examples.at(-1);
  await dialog.getByRole("searchbox", { name: "Find" }).fill(title);
  await dialog.getByRole("link", { name: title }).first().click();
  await dialog.waitFor({ state: "detached" });
  await page.locator(".notice", { hasText: title }).waitFor();
  assert.equal(new URL(page.url()).hash, `#example=${id}`);
  await page.getByRole("button", { name: "Bring back what was there" }).click();
  await tab(page, "Explain").click();
  await expectVerdict(page, "✗ No match: 1 of 3");
});
