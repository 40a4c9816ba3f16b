// Links and files there and back, what is taken out of them, and what comes in from elsewhere.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import {
  editor,
  expectVerdict,
  fc,
  figure,
  journey,
  linkTo,
  moduleOf,
  open,
  openDialog,
  openTab,
  settle,
  TABS,
  write,
} from "./support.mjs";

const { decodeWorkspace, encodeWorkspace } = await moduleOf("share/permalink.ts");

const notice = (page, text) => page.locator(".notice", { hasText: text }).waitFor();

/** Follows a link on the page that is open. */
async function follow(page, fragment) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, fragment);
  await settle(page);
}

/** The fragment of the link that Share offers. */
async function shared(page) {
  const dialog = await openDialog(page, "Share");
  const link = dialog.getByLabel("Link");
  await page.waitForFunction(() => document.querySelector("dialog input.link")?.value !== "");
  const { hash } = new URL(await link.inputValue());
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  return hash;
}

// --- Links -------------------------------------------------------------------------------------------------

const plain = { noNullPrototype: true };
const text = fc.oneof(
  fc.json(),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constant("\ud800 \u0000"),
);
const named = (least) =>
  fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1 }), text }, plain), {
    selector: ({ name }) => name,
    minLength: least,
    maxLength: 4,
  });

const works = fc
  .record(
    {
      rules: named(1),
      events: named(1),
      cases: fc.array(
        fc.record({ name: text, event: text, matches: fc.array(text, { maxLength: 2 }) }, plain),
        {
          maxLength: 2,
        },
      ),
      schema: text,
      rule: fc.nat(3),
      event: fc.nat(3),
      tab: fc.constantFrom(...TABS.map((title) => title.toLowerCase())),
    },
    plain,
  )
  .map((work) => ({
    ...work,
    rule: Math.min(work.rule, work.rules.length - 1),
    event: Math.min(work.event, work.events.length - 1),
  }));

const RUNS = 20;

journey(`any work comes back by its link`, async (page) => {
  await open(page);
  await fc.assert(
    fc.asyncProperty(works, async (work) => {
      const link = await encodeWorkspace(work);
      await follow(page, link);
      const back = await decodeWorkspace(await shared(page));
      assert.deepEqual(back.workspace, work);
      assert.deepEqual(back.problems, []);
    }),
    { numRuns: RUNS },
  );
  figure("works that came back by their links", RUNS);
});

const TWO = {
  rules: [
    { source: ["aws.ec2"] },
    { source: ["aws.s3"], detail: { text: ["filler ".repeat(60)] } },
  ],
  events: [{ source: "aws.ec2", text: Array.from({ length: 400 }, (_, n) => n * n) }],
};

journey("a broken link says so, and keeps what can be read of it", async (page) => {
  const link = await linkTo(TWO);
  await open(page, link.slice(0, -link.length / 3));
  await page.locator(".notice", { hasText: /link/ }).waitFor();
  const said = await page.locator(".notice").textContent();
  assert.match(said, /cut|damaged|broken|incomplete/i);
  await editor(page, "Rule").filter({ hasText: '"aws.ec2"' }).waitFor();
  await page.getByRole("button", { name: "Bring back what was there" }).click();
  await expectVerdict(page, "✗ No match: 1 of 3");
});

for (const [what, fragment, expected] of [
  ["of a later version", "#v9.abcdef", /version v?9/],
  ["of nothing that can be read", "#v1.!!!!", /link/],
  ["of an empty text", "#v1.", /link/],
  ["to an example of no name", "#example=%E0%A4%A", /There is no example/],
]) {
  journey(`a link ${what} leaves what was there`, async (page) => {
    await open(page, fragment);
    await page.locator(".notice", { hasText: expected }).waitFor();
    await expectVerdict(page, "✗ No match: 1 of 3");
  });
}

journey("a link to a schema alone brings it", async (page) => {
  await open(page, await linkTo({ schema: '{"title": "Alone"}', tab: "validate" }));
  await page.getByText('"Alone"').waitFor();
});

journey("nothing that a visitor does adds to the history", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match: 1 of 3");
  const length = () => page.evaluate(() => history.length);
  const before = await length();
  for (const title of TABS) await openTab(page, title);
  await openTab(page, "Explain");
  await write(page, "Event", '{ "source": "aws.ec2" }');
  const dialog = await openDialog(page, "Share");
  await dialog.getByRole("button", { name: "Copy the link" }).click();
  await dialog.getByText("Copied").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.match(new URL(page.url()).hash, /^#v1\./);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());

  // A link to what was there before would be wrong: it goes with the next change.
  await write(page, "Event", '{ "source": "aws.s3" }');
  await page.waitForFunction(() => location.hash === "");
  const gallery = await openDialog(page, "Examples");
  await gallery.getByRole("link").first().click();
  await page.waitForFunction(() => location.hash.startsWith("#example="));
  assert.equal(await length(), before);
});

// --- Secrets -----------------------------------------------------------------------------------------------

journey("secrets are named before sharing, and are not in what is shared", async (page) => {
  const secrets = {
    key: `AKIA${"Q3EG".repeat(4)}`,
    password: "correct horse battery staple",
    authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLWlzLWhlcmU",
  };
  await open(
    page,
    await linkTo({
      rules: [{ source: ["aws.ec2"] }],
      events: [{ source: "aws.ec2", detail: secrets }],
    }),
  );
  await expectVerdict(page, "✓ Match");
  const dialog = await openDialog(page, "Share");
  await dialog.getByText("Secrets were taken out of what is shared").waitFor();
  const named = await dialog.getByRole("listitem").allTextContents();
  assert.ok(named.length >= 3, named.join());
  assert.ok(
    named.every((line) => line.startsWith('event "event 1"')),
    named.join(),
  );
  await dialog.getByRole("button", { name: "Copy as Markdown" }).click();
  await dialog.getByText("Copied").waitFor();
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save as a file" }).click(),
  ]);
  const file = await readFile(await download.path(), "utf8");
  await page.keyboard.press("Escape");
  const { workspace } = await decodeWorkspace(await shared(page));
  for (const secret of Object.values(secrets)) {
    for (const [what, said] of Object.entries({
      markdown,
      file,
      link: JSON.stringify(workspace),
    })) {
      assert.ok(!said.includes(secret), `${what}: ${secret}`);
    }
    assert.ok((await editor(page, "Event").textContent()).includes(secret), secret);
  }
  assert.match(markdown, /✗|✓|Match/);
});

// --- Files -------------------------------------------------------------------------------------------------

journey("what is too much for a link is a file, and comes back by it", async (page) => {
  const words = Array.from({ length: 4000 }, (_, n) => (n * 7919).toString(36));
  const work = { rules: [{ source: ["aws.ec2"] }], events: [{ source: "aws.ec2", words }] };
  await open(page);
  await follow(page, await linkTo(work));
  await expectVerdict(page, "✓ Match");
  const dialog = await openDialog(page, "Share");
  await dialog.getByText("This is too much for a link").waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Copy the link" }).count(), 0);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save as a file" }).click(),
  ]);
  const path = await download.path();
  await page.keyboard.press("Escape");
  await follow(page, "#example=first-rule");
  await page.locator(".notice").waitFor();

  const importing = await openDialog(page, "Import");
  await importing.locator("input[type=file]").setInputFiles(path);
  await notice(page, /^Opened/);
  await expectVerdict(page, "✓ Match");
  await editor(page, "Event").filter({ hasText: words[0] }).waitFor();
});

// --- From elsewhere, and to elsewhere ----------------------------------------------------------------------

const EVENT = { source: "aws.s3", "detail-type": "Object Created", detail: { size: 7 } };
const RECORD = {
  eventVersion: "1.08",
  eventSource: "s3.amazonaws.com",
  eventName: "PutObject",
  eventTime: "2026-11-11T21:30:34Z",
  awsRegion: "us-east-1",
  recipientAccountId: "123456789012",
};

const IMPORTS = {
  "an event": [JSON.stringify(EVENT), /Added 1 event\./],
  "a list of events": [JSON.stringify([EVENT, EVENT]), /Added 2 events\./],
  "lines, one of them broken": [
    `${JSON.stringify(EVENT)}\n{"a":\n${JSON.stringify(EVENT)}\n`,
    /Added 2 events\..*[Ll]ine 2/,
  ],
  "a log file of CloudTrail": [JSON.stringify({ Records: [RECORD] }), /Added 1 event\./],
  "a curl command": [
    `curl -X POST https://example.com/ -H 'ce-id: 1' -H 'ce-source: /a' -H 'ce-type: b' -H 'ce-specversion: 1.0' -H 'content-type: application/json' -d '{"size": 7}'`,
    /Added 1 event\./,
  ],
  "a template": [
    "Resources:\n  Uploads:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [aws.s3]\n",
    /Added 1 rule\./,
  ],
  "a pattern": ['{ "source": ["aws.s3"] }', /Added 1 rule\./],
  "what is nothing of this": ["nothing of this", /Nothing was added/],
};

for (const [what, [text, expected]] of Object.entries(IMPORTS)) {
  journey(`import takes ${what}`, async (page) => {
    await open(page);
    const dialog = await openDialog(page, "Import");
    const box = dialog.getByRole("textbox", { name: "Paste" });
    await box.fill(text);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await page.locator(".notice", { hasText: expected }).waitFor();
    await page.getByRole("button", { name: "Bring back what was there" }).click();
    await expectVerdict(page, "✗ No match: 1 of 3");
  });
}

journey("files may be dropped anywhere", async (page) => {
  await open(page);
  await page.evaluate(
    (content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], "events.ndjson"));
      document
        .querySelector("main")
        .dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    `${JSON.stringify(EVENT)}\n`.repeat(3),
  );
  await notice(page, "Added 3 events.");
});

journey("the rules are exported for each tool, and copied", async (page) => {
  await open(
    page,
    await linkTo({
      rules: [{ source: ["aws.s3"], detail: { size: [{ numeric: [">", 5] }] } }],
      events: [EVENT],
    }),
  );
  const dialog = await openDialog(page, "Export");
  const formats = await dialog.getByRole("combobox").locator("option").allTextContents();
  assert.ok(formats.length >= 5, formats.join());
  const exported = dialog.locator(".cm-content");
  for (const format of formats) {
    await dialog.getByRole("combobox").selectOption({ label: format });
    await exported.filter({ hasText: "aws.s3" }).waitFor();
  }
  await dialog.getByRole("combobox").selectOption({ index: 0 });
  await exported.filter({ hasText: "aws events put-rule" }).waitFor();
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await dialog.getByText("Copied").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /aws events put-rule/);
  figure("tools that rules are exported for", formats.length);
});
