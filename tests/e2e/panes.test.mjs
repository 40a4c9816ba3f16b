// Rules | Events | Result: the verdict, why, and what belongs together in the texts.
import assert from "node:assert/strict";
import { editor, expectVerdict, journey, open, verdict, write } from "./support.mjs";

journey("shows a verdict at once, as text first", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match: 1 of 3 conditions failed: detail.state.");
  const tree = page.getByRole("list", { name: "The rule, condition by condition" });
  assert.equal(await tree.getByRole("img", { name: "holds" }).count(), 2);
  assert.equal(await tree.getByRole("img", { name: "fails" }).count(), 2);
});

journey("follows what is typed, in the rule and in the event", async (page) => {
  await open(page);
  await write(page, "Rule", '{ "n": [{ "numeric": ["<", 10] }] }');
  await write(page, "Event", '{ "n": 12 }');
  await expectVerdict(page, "✗ No match");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Backspace");
  await expectVerdict(page, "✓ Match");
  assert.equal(await editor(page, "Event").textContent(), '{ "n": 1 }');
});

journey("half-typed JSON keeps the last good result, greyed, with the error", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match");
  const before = await verdict(page).textContent();

  await write(page, "Event", '{ "source": "aws.ec2", ');
  const problem = page.locator(".problem");
  await problem.filter({ hasText: /The event line 1, column \d+:.*ERR_INVALID_JSON/ }).waitFor();
  assert.equal(await verdict(page).textContent(), before);
  assert.equal(await page.locator(".stale .verdict").count(), 1);
  await page
    .locator('[data-pane="event"] .cm-lintRange-error, [data-pane="event"] .cm-lintPoint')
    .waitFor({ state: "attached" });

  await write(page, "Rule", '{ "source": [');
  await problem.filter({ hasText: "The rule" }).waitFor();
  assert.equal(await problem.count(), 2);
  assert.equal(await verdict(page).textContent(), before);

  await write(page, "Rule", '{ "source": ["aws.ec2"] }');
  await write(page, "Event", '{ "source": "aws.ec2" }');
  await expectVerdict(page, "✓ Match");
  assert.equal(await page.locator(".problem, .stale").count(), 0);
});

journey("a caret in a condition marks the values that it looked at", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match");
  await page.locator('[data-pane="rule"] .cm-line', { hasText: "stopped" }).click();
  await page.mouse.move(1, 1);
  const inEvent = page.locator('[data-pane="event"] .mark-pointed');
  await inEvent.waitFor();
  assert.equal(await inEvent.textContent(), '"running"');
  assert.match(await page.locator(".leaf.pointed").textContent(), /state/);
});

journey("a caret in a value marks the conditions that looked at it", async (page) => {
  await open(page);
  await write(
    page,
    "Rule",
    '{\n  "source": ["aws.ec2"],\n  "detail": { "n": [{ "numeric": [">", 3] }] }\n}',
  );
  await write(page, "Event", '{\n  "source": "aws.s3",\n  "detail": { "n": 1 }\n}');
  await expectVerdict(page, "✗ No match: 2 of 2");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const inRule = page.locator('[data-pane="rule"] .mark-pointed');
  await inRule.waitFor();
  assert.equal(await inRule.textContent(), '["aws.ec2"]');
  await page.keyboard.press("ArrowDown");
  await inRule.filter({ hasText: "numeric" }).waitFor();
});

journey("the pointer does the same as the caret", async (page) => {
  await open(page);
  await expectVerdict(page, "✗ No match");
  await page.locator('[data-pane="rule"] .tok-string', { hasText: "stopped" }).hover();
  const inEvent = page.locator('[data-pane="event"] .mark-pointed');
  await inEvent.waitFor();
  assert.equal(await inEvent.textContent(), '"running"');

  await page.locator('[data-pane="event"] .tok-string', { hasText: "aws.ec2" }).first().hover();
  const inRule = page.locator('[data-pane="rule"] .mark-pointed');
  await inRule.filter({ hasText: "aws.ec2" }).waitFor();

  await page.locator(".leaf", { hasText: "detail-type" }).hover();
  await inEvent.filter({ hasText: "EC2 Instance State-change Notification" }).waitFor();
});

journey(
  "says what became of a condition by sign, word and line, never by colour alone",
  async (page) => {
    await open(page);
    await expectVerdict(page, "✗ No match");
    const look = (selector) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { textDecorationLine, textDecorationStyle, outlineStyle } =
            getComputedStyle(element);
          return { textDecorationLine, textDecorationStyle, outlineStyle };
        });
    const event = '[data-pane="event"]';
    await page.locator(`${event} .mark-failed`).waitFor();
    const failed = await look(`${event} .mark-failed`);
    const matched = await look(`${event} .mark-matched`);
    assert.equal(failed.textDecorationLine, "underline");
    assert.equal(matched.textDecorationLine, "underline");
    assert.notEqual(failed.textDecorationStyle, matched.textDecorationStyle);
    await page.locator('[data-pane="rule"] .tok-string', { hasText: "stopped" }).hover();
    await page.locator(`${event} .mark-pointed`).waitFor();
    assert.equal((await look(`${event} .mark-pointed`)).outlineStyle, "solid");

    const signs = await page.locator('[data-pane="rule"] .cm-signs .sign').allTextContents();
    assert.deepEqual([...new Set(signs)].sort(), ["✓", "✗"]);
    assert.match(await verdict(page).textContent(), /^✗ No match/);
  },
);
