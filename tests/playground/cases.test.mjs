// What the tab Tests says of saved cases.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./support.mjs";

const { matchesOf, runCases } = await load("engine/cases.ts");
const { countsOf, resultsByName, withExpected } = await load("tabs/tests-counts.ts");

const RULES = [
  { name: "any", text: '{"state": [{"exists": true}]}' },
  { name: "stopped", text: '{"state": ["stopped"]}' },
  { name: "begun", text: " " },
];
const STOPPED = '{"state": "stopped"}';
const RUNNING = '{"state": "running"}';
const saved = (name, event, matches) => ({ name, event, matches });

test("a new case expects what the rules say now", () => {
  assert.deepEqual(matchesOf(RULES, STOPPED), ["any", "stopped"]);
  assert.deepEqual(matchesOf(RULES, RUNNING), ["any"]);
  assert.deepEqual(matchesOf([], RUNNING), []);
  assert.throws(() => matchesOf(RULES, "{"), { code: "ERR_INVALID_JSON" });
});

test("a case says what is missing, what is too much, and why", () => {
  const { results, refused } = runCases(RULES, [
    saved("right", STOPPED, ["stopped", "any"]),
    saved("wrong", RUNNING, ["stopped", "gone"]),
  ]);
  assert.deepEqual(refused, []);
  assert.equal(results[0].passed, true);
  const { passed, matches, missing, extra, unknown } = results[1];
  assert.equal(passed, false);
  assert.deepEqual(matches, ["any"]);
  assert.deepEqual(missing, [
    { rule: "stopped", why: "No match: 1 of 1 condition failed: state." },
  ]);
  assert.deepEqual(
    extra.map(({ rule }) => rule),
    ["any"],
  );
  assert.match(extra[0].why, /^Match/);
  assert.deepEqual(unknown, ["gone"]);
});

test("an event that cannot be read fails its case alone", () => {
  const { results } = runCases(RULES, [saved("bad", "{", []), saved("good", RUNNING, ["any"])]);
  assert.deepEqual(
    results.map(({ passed, failure }) => [passed, failure?.code]),
    [
      [false, "ERR_INVALID_JSON"],
      [true, undefined],
    ],
  );
});

test("rules that are refused are named; one without a text is none yet", () => {
  const { refused } = runCases([...RULES, { name: "bad", text: '{"a": 1}' }], []);
  assert.deepEqual(
    refused.map(({ rule, failure }) => [rule, failure.code]),
    [["bad", "ERR_PATTERN_FIELD"]],
  );
});

test("how many pass is said in words", () => {
  const cases = ["a", "b", "c"].map((name) => saved(name, STOPPED, []));
  const said = (...passed) => {
    const results = passed.map((one, index) => ({ name: cases[index].name, passed: one }));
    return countsOf(cases, resultsByName({ results, refused: [] })).text;
  };
  assert.equal(said(true), "The case passes.");
  assert.equal(said(false), "The case fails.");
  assert.equal(said(true, true), "All 2 cases pass.");
  assert.equal(said(false, false), "All 2 cases fail.");
  assert.equal(said(true, false, true), "1 of 3 cases fails.");
  assert.equal(said(false, false, true), "2 of 3 cases fail.");
  assert.deepEqual(
    { ...countsOf(cases, resultsByName(undefined)), text: "" },
    { text: "", run: 0, failed: 0 },
  );
});

test("an expectation stays in the order of the rules", () => {
  assert.deepEqual(withExpected(["c", "gone"], ["a", "b", "c"], "a", true), ["a", "c", "gone"]);
  assert.deepEqual(withExpected(["a", "c", "gone"], ["a", "b", "c"], "c", false), ["a", "gone"]);
  assert.deepEqual(withExpected(["a", "gone"], ["a"], "gone", false), ["a"]);
});
