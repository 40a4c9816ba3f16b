// What each tab is there for, on a rule set that is worth it; what shows then is accessible too.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { expectClean } from "./axe.mjs";
import {
  editor,
  expectVerdict,
  figure,
  journey,
  linkTo,
  open,
  openTab,
  RUNNING,
  TABS,
  tab,
  write,
} from "./support.mjs";

const STOPPED = { ...RUNNING, detail: { ...RUNNING.detail, state: "stopped" } };

const panel = (page) => page.getByRole("tabpanel");
const shows = (page, text) => panel(page).getByText(text).first().waitFor();
const output = (page) => panel(page).locator(".cm-content").first();

journey("each tab opens, and comes back as it was left", async (page) => {
  await open(page, await linkTo({ rules: [{ source: ["aws.ec2"] }], events: [RUNNING] }));
  await expectVerdict(page, "✓ Match");
  for (const title of [...TABS, ...TABS]) {
    await openTab(page, title);
    const text = await panel(page).textContent();
    assert.ok(text.length > 20, `${title}: ${text}`);
    assert.doesNotMatch(text, /could not be loaded/, title);
  }
  assert.equal(await page.getByRole("tab").count(), TABS.length);
});

journey("Explain: several rules on several events are a table", async (page) => {
  await open(
    page,
    await linkTo({
      rules: [{ detail: { state: ["stopped"] } }, { source: ["aws.ec2"] }, { source: ["aws.s3"] }],
      events: [RUNNING, STOPPED],
    }),
  );
  const table = page.getByRole("region", { name: "Rules by events" }).getByRole("table");
  const cells = (event) =>
    table
      .getByRole("row", { name: event })
      .getByRole("img")
      .evaluateAll((marks) => marks.map((mark) => mark.ariaLabel));
  await table.getByRole("row", { name: /^event 2/ }).waitFor();
  assert.deepEqual(await cells(/^event 1/), ["does not match", "matches", "does not match"]);
  assert.deepEqual(await cells(/^event 2/), ["matches", "matches", "does not match"]);
  await shows(page, /2 of 2 events \(100 %\) are matched by some rule/);
  await shows(page, /None of them by rule 3/);
  await table.getByRole("button", { name: "rule 2" }).click();
  await expectVerdict(page, "✓ Match");
});

journey("Explain: a value of the event is added to the rule", async (page) => {
  await open(page, await linkTo({ rules: ["{}"], events: ['{\n  "color": "red"\n}'] }));
  await page.locator('[data-pane="event"] .tok-string', { hasText: "red" }).click();
  await page.getByRole("button", { name: "Add to the rule" }).click();
  await expectVerdict(page, "✓ Match");
  assert.deepEqual(JSON.parse((await editor(page, "Rule").innerText()).replace(/\n+/g, "\n")), {
    color: ["red"],
  });
});

journey("Convert: there, back, and what it costs", async (page) => {
  await open(page, await linkTo({ rules: [{ source: ["aws.ec2"] }], events: [RUNNING] }));
  await openTab(page, "Convert");
  await shows(page, "This is an EventBridge event.");
  await output(page).filter({ hasText: '"specversion": "1.0"' }).waitFor();
  await shows(page, /9 values come back as they were; 1 does not/);
  await shows(page, "/resources/0");
  await page.getByLabel("Lossless").check();
  await shows(page, /values come back as they were/);
  await page.getByText("/resources/0").waitFor({ state: "detached" });
  await expectClean(page, "Convert, lossless");

  const forms = await page.getByLabel("Into").locator("option").allTextContents();
  assert.ok(forms.length >= 12, forms.join());
  for (const form of forms) {
    await page.getByLabel("Into").selectOption({ label: form });
    // An event of the Event Grid has a subject, which this one has not.
    if (form.startsWith("Event Grid")) await page.getByLabel("Default subject").fill("instance");
    await panel(page).getByRole("heading", { name: form, exact: true }).waitFor();
    await output(page).filter({ hasText: /\S/ }).waitFor();
  }
  figure("forms that an event is converted into", forms.length);
  await page.getByLabel("Into").selectOption({ label: forms[0] });
  await page.getByRole("button", { name: "Use as an event" }).click();
  await shows(page, /This is a CloudEvent/);
  assert.match(await editor(page, "Event").textContent(), /specversion/);

  await write(page, "Event", '{ "specversion": ');
  await panel(page).locator(".problem", { hasText: "ERR_INVALID_JSON" }).waitFor();
  assert.equal(await panel(page).locator(".converted.stale").count(), 1);
});

journey("Validate: the envelope, a schema, and where it is wrong", async (page) => {
  await open(
    page,
    await linkTo({
      rules: [{ source: ["aws.ec2"] }],
      events: [RUNNING, { ...RUNNING, account: 12, detail: { state: 1 } }],
    }),
  );
  await openTab(page, "Validate");
  await shows(page, /✓ Valid by EventBridge/);
  await page.getByRole("button", { name: "Discover it from the events" }).click();
  await panel(page).locator(".cm-content", { hasText: "$schema" }).waitFor();
  await page
    .getByRole("list", { name: "All events" })
    .getByRole("button", { name: /event 2/ })
    .click();
  await shows(page, /✗ Not valid by EventBridge/);
  const issue = panel(page).locator(".issue").filter({ hasText: "/account" }).first();
  await issue.waitFor();
  assert.match(await issue.textContent(), /✗ Error/);
  await expectClean(page, "Validate, with issues");
  await page.locator('[data-pane="event"] .cm-lintRange').first().waitFor();

  await issue.getByRole("button", { name: /account/ }).click();
  await page.waitForFunction(() => {
    const line = document.querySelector('[data-pane="event"] .cm-activeLine');
    return (
      line?.textContent.includes('"account"') &&
      document.activeElement.closest('[data-pane="event"]')
    );
  });
});

journey("Discover: schema, types, versions, and a rule from samples", async (page) => {
  await open(page, await linkTo({ rules: [{ source: ["aws.s3"] }], events: [RUNNING, STOPPED] }));
  await openTab(page, "Discover");
  await shows(page, "aws.ec2@EC2InstanceStateChangeNotification");
  for (const [form, expected] of [
    ["JSON Schema 2020-12", "draft/2020-12"],
    ["Draft 04", "draft-04"],
    ["OpenAPI 3.0", "3.0.0"],
    ["TypeScript", "interface"],
  ]) {
    await panel(page).getByRole("radio", { name: form }).check();
    await output(page).filter({ hasText: expected }).waitFor();
  }
  await expectClean(page, "Discover, TypeScript");

  await panel(page).getByRole("radio", { name: "Version difference" }).check();
  await page.getByRole("button", { name: "Keep the present one" }).click();
  await shows(page, "Nothing has changed.");
  await write(page, "Event", JSON.stringify({ ...RUNNING, detail: { state: 3 } }));
  await shows(page, /✗ A major change: it breaks/);
  await expectClean(page, "Discover, versions");

  await panel(page).getByRole("radio", { name: "Suggest a rule" }).check();
  await output(page).filter({ hasText: '"detail"' }).waitFor();
  await expectClean(page, "Discover, suggestion");
  await page.getByRole("button", { name: "Add as a rule" }).click();
  await openTab(page, "Explain");
  await expectVerdict(page, "✓ Match");
});

journey("Lint: finds, shows and mends", async (page) => {
  await open(
    page,
    await linkTo({
      rules: [{ source: "aws.ec2" }, { source: ["aws.ec2"] }, { source: ["aws.ec2"] }],
      events: [RUNNING],
    }),
  );
  await openTab(page, "Lint");
  const finding = panel(page).locator(".finding", { hasText: "✗ Error" }).first();
  await finding.waitFor();
  await expectClean(page, "Lint, with findings");
  await finding
    .getByRole("button", { name: /rule 1/ })
    .first()
    .click();
  await page.waitForFunction(() => document.activeElement.closest('[data-pane="rule"]'));
  await panel(page).getByText("DUPLICATE_RULE").first().waitFor();
  await page.getByRole("button", { name: /^Fix all/ }).click();
  await expectVerdictOf(page, 'source": ["aws.ec2"]');
});

/** The rule that is shown says so now. */
async function expectVerdictOf(page, text) {
  await editor(page, "Rule").filter({ hasText: text }).waitFor();
  await openTab(page, "Explain");
  await expectVerdict(page, "✓ Match");
}

journey("Benchmark: measures beside the page, and stops when asked", async (page) => {
  await open(
    page,
    await linkTo({
      rules: [{ source: ["aws.ec2"] }, { detail: { state: ["stopped"] } }],
      events: [RUNNING, STOPPED],
    }),
  );
  await openTab(page, "Benchmark");
  await page.getByRole("button", { name: "Measure" }).click();
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await shows(page, /Both matchers say the same in all 4 verdicts/);
  // The page answers meanwhile.
  await write(page, "Rule", '{ "source": ["aws.s3"] }');
  await tab(page, "Explain").click();
  await expectVerdict(page, "✗ No match");
  await openTab(page, "Benchmark");
  await page.getByRole("button", { name: "Measure again" }).click();
  await panel(page).getByRole("table").waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await shows(page, /stopped early/);
  await page.getByRole("button", { name: "Measure again" }).click();
  await page.getByRole("button", { name: "Measure again" }).waitFor({ timeout: 60_000 });
  const rows = await panel(page).getByRole("table").getByRole("row").allTextContents();
  assert.equal(rows.length, 4, rows.join("\n"));
  await expectClean(page, "Benchmark, measured");
});

journey("Tests: saves a case, runs it live, and writes the file of tidegate test", async (page) => {
  await open(
    page,
    await linkTo({
      rules: [{ source: ["aws.ec2"] }, { detail: { state: ["stopped"] } }],
      events: [RUNNING],
    }),
  );
  await openTab(page, "Tests");
  await page.getByRole("button", { name: "Save this event as a case" }).click();
  await shows(page, "✓ Passed");
  await shows(page, "rule 1");
  await write(page, "Rule", '{ "source": ["aws.s3"] }');
  await shows(page, "✗ Failed");
  await shows(page, /should match, but does not/);
  await expectClean(page, "Tests, failed");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /Download for/ }).click(),
  ]);
  assert.match(await readFile(await download.path(), "utf8"), /aws\.s3/);
  await page.getByRole("button", { name: /Expect what came/ }).click();
  await shows(page, "✓ Passed");
});

journey("Facets: both editions, what one needs, and the advisor", async (page) => {
  await open(page);
  await openTab(page, "Facets");
  const table = page.getByRole("region", { name: "Services by facets" }).getByRole("table");
  const row = (name) => table.getByRole("row", { name: new RegExp(`^${name} `) }).first();
  const filteringOf = async (name) =>
    (await row(name).getByRole("cell").last().textContent()).trim();
  assert.match(await filteringOf("RabbitMQ"), /yes\s*was No/);
  await page.getByRole("radio", { name: /2019/ }).check({ force: true });
  assert.match(await filteringOf("RabbitMQ"), /^FilteringNo/);
  await expectClean(page, "Facets, 2019");
  await page.getByRole("radio", { name: /2026/ }).check({ force: true });
  for (const need of ["Ordering", "Filtering", "Serverless"]) {
    await page.getByRole("group", { name: "I need" }).getByText(need, { exact: true }).click();
  }
  await shows(page, /✓ Fits:/);
  assert.match(
    await panel(page)
      .getByText(/✓ Fits:/)
      .locator("..")
      .textContent(),
    /SNS FIFO/,
  );
  await expectClean(page, "Facets, with needs");
  for (const question of await panel(page).locator(".advisor fieldset").all()) {
    await question.getByText("Yes", { exact: true }).click();
    await question.getByText("For: ").waitFor();
  }
  await shows(page, /✓ Yes\./);
  await expectClean(page, "Facets, with advice");
});
