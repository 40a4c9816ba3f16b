// What is written of cases passes in `tidegate test`, whatever their texts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { RuleSet } from "tidegate";
import { hostile, rules } from "./patterns.mjs";
import { data, folder, load, program } from "./support.mjs";

const { exportCases } = await load("exports/export-cases.ts");

/** What `tidegate test` says of a file. */
function run(t, text) {
  const path = folder(t);
  writeFileSync(join(path, "cases.json"), text);
  const { status, stdout, stderr } = spawnSync(program, ["test", "cases.json", "--json"], {
    cwd: path,
    encoding: "utf8",
  });
  const outcomes = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { status, outcomes, stderr };
}

test("the sample events and rules pass", (t) => {
  const patterns = JSON.parse(readFileSync(join(data, "rules.json"), "utf8"));
  const rules = Object.entries(patterns).map(([name, pattern]) => {
    // Some are text, for numbers that JavaScript would round.
    const text = typeof pattern === "string" ? pattern : JSON.stringify(pattern, null, 2);
    return { name, text };
  });
  const set = RuleSet.from(patterns);
  const cases = readdirSync(join(data, "events")).map((name) => {
    const event = readFileSync(join(data, "events", name), "utf8");
    return { name, event, matches: set.match(event) };
  });
  const { fileName, text, notes } = exportCases(cases, rules);
  assert.equal(fileName, "cases.json");
  assert.deepEqual(notes, []);
  const { status, outcomes, stderr } = run(t, text);
  assert.equal(status, 0, stderr);
  assert.equal(outcomes.length, cases.length);
});

test("a file is for people, too", () => {
  const { text } = exportCases(
    [{ name: "stops", event: '{"detail": {"state": "stopped", "n": 1.50}}', matches: ["stopped"] }],
    [{ name: "stopped", text: '{"detail": {"state": ["stopped"]}}' }],
  );
  assert.equal(
    text,
    `{
  "rules": {
    "stopped": {
      "detail": {
        "state": ["stopped"]
      }
    }
  },
  "cases": [
    {
      "name": "stops",
      "event": {
        "detail": {
          "state": "stopped",
          "n": 1.50
        }
      },
      "matches": ["stopped"]
    }
  ]
}
`,
  );
});

test("a case that is wrong fails", (t) => {
  const rules = [{ name: "a", text: '{"a": [1]}' }];
  const cases = [{ name: "no", event: '{"a": 2}', matches: ["a"] }];
  const { status, outcomes } = run(t, exportCases(cases, rules).text);
  assert.equal(status, 1);
  assert.equal(outcomes[0].passed, false);
});

test("cases with any texts pass", (t) => {
  const cases = fc.array(
    fc.tuple(hostile, fc.dictionary(hostile, fc.oneof(hostile, fc.jsonValue()), { maxKeys: 3 })),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(rules, cases, (rules, pairs) => {
      const set = new RuleSet();
      for (const { name, text } of rules) set.add(name, text);
      const cases = pairs.map(([name, value]) => {
        const event = JSON.stringify(value, null, 1);
        return { name, event, matches: set.match(event) };
      });
      const { text, notes } = exportCases(cases, rules);
      assert.deepEqual(notes, []);
      const { status, outcomes, stderr } = run(t, text);
      assert.equal(status, 0, stderr);
      assert.deepEqual(
        outcomes.map(({ name, passed }) => [name.toWellFormed(), passed]),
        cases.map(({ name }) => [name.toWellFormed(), true]),
      );
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

test("what would be taken for a function of a template is text", (t) => {
  const rules = [{ name: "ref", text: '{"x": {"Ref": ["main"]}, "y": {"Fn::Sub": ["a"]}}' }];
  const event = '{"x": {"Ref": "main"}, "y": {"Fn::Sub": "a"}}';
  const { text } = exportCases([{ name: "ref", event, matches: ["ref"] }], rules);
  const { status, stderr } = run(t, text);
  assert.equal(status, 0, stderr);
});

test("a pattern that would be too long when it is laid out is text", (t) => {
  const pattern = { a: Array.from({ length: 300 }, (_, index) => `value ${index}`) };
  const rules = [{ name: "long", text: JSON.stringify(pattern) }];
  const cases = [{ name: "last", event: '{"a": "value 299"}', matches: ["long"] }];
  assert.equal(run(t, exportCases(cases, rules).text).status, 0);
});

test("two rules of one name, and what is left out", () => {
  const rules = [
    { name: "a", text: '{"a": [1]}' },
    { name: "a", text: '{"a": [2]}' },
    { name: "half", text: "{" },
  ];
  const cases = [
    { name: "one", event: '{"a": 2}', matches: ["a", "half"] },
    { name: "two", event: '{"a": ', matches: [] },
    { name: "three", event: "[1]", matches: [] },
  ];
  const { text, notes } = exportCases(cases, rules);
  const file = JSON.parse(text);
  assert.deepEqual(file.rules, { a: [{ a: [1] }, { a: [2] }] });
  assert.deepEqual(file.cases, [
    { name: "one", event: { a: 2 }, matches: ["a"] },
    { name: "three", text: "[1]", matches: [] },
  ]);
  assert.deepEqual(notes, [
    'Rule "half" is no JSON object: it is left out.',
    'Case "one": there is no rule "half" to match.',
    'The event of case "two" is no JSON: it is left out.',
  ]);
});
