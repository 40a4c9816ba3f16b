import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RuleSet } from "tidegate";
import { assertError, randomNumbers } from "./support.mjs";

const PATTERN = { detail: { state: ["running"], tags: { k: ["a"], v: ["b"] } } };

function rulesOf(options) {
  const rules = new RuleSet(options);
  rules.add("r", PATTERN);
  return rules;
}

describe('validate: "touched"', () => {
  test("passes over what is wrong where no rule looks", () => {
    const text =
      '{"junk": [nul, {"x": 01}], "detail": {"state": "running", "tags": [{"k": "a", "v": "b"}]}, oops';
    assertError(() => rulesOf().match(text), { code: "ERR_INVALID_JSON" });
    assert.deepEqual(rulesOf({ validate: "touched" }).match(text), ["r"]);
  });

  test("still refuses what is wrong where rules look", () => {
    const rules = rulesOf({ validate: "touched" });
    for (const text of [
      "",
      "[]",
      '{"detail"',
      '{"detail" {}}',
      '{"detail": {"state": "run\\x"}}',
      '{"detail": {"state": 01}}',
      '{"detail": {"state": "running"',
    ]) {
      const code = text === "[]" ? "ERR_EVENT_NOT_OBJECT" : "ERR_INVALID_JSON";
      assertError(() => rules.match(text), { code });
    }
  });

  test("matches valid events as always", () => {
    const random = randomNumbers(11);
    const pick = (...list) => list[Math.floor(random() * list.length)];
    const tag = () => ({ k: pick("a", "b"), w: [1, { k: "a" }], v: pick("b", "c") });
    const all = rulesOf();
    const touched = rulesOf({ validate: "touched" });
    let matched = 0;
    for (let i = 0; i < 500; i++) {
      const state = pick("running", "stopped", 'quo"te', 1.5e3, null);
      const detail = { a: { "}": ["{", "\\"] }, state, tags: pick(tag(), [tag(), tag()], []) };
      const event = pick(
        { detail, z: [] },
        { "}{": "]", detail },
        { "detail.state": state, detail },
      );
      const text = JSON.stringify(event, null, pick(0, 1));
      const names = all.match(text);
      assert.deepEqual(touched.match(text), names, text);
      assert.deepEqual(touched.match(Buffer.from(text)), names, text);
      matched += names.length;
    }
    assert.ok(matched > 20);
  });

  test("is an option like others", async () => {
    assertError(() => new RuleSet({ validate: "none" }), { code: "ERR_INVALID_ARGUMENT" });
    const text = '{"detail": {"state": "running", "tags": {"k": "a", "v": "b"}}, oops';
    const loaded = RuleSet.fromSnapshot(rulesOf({ validate: "touched" }).snapshot());
    assert.deepEqual(loaded.match(text), ["r"]);
    const { matched, errors } = await loaded.matchBatch(`${text}\n${text}`);
    assert.deepEqual([matched, errors], [2, []]);
  });
});
