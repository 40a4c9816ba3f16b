// Each example of the gallery does what it says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, lint, lintRules, RuleSet, toCloudEvents, validateCloudEvent } from "tidegate";
import { load } from "./support.mjs";

const { examples } = await load("examples/index.ts");
const { formatJson } = await load("json/json-text.ts");
const { TABS } = await load("workspace/workspace.ts");
const { decodeWorkspace, encodeWorkspace, tooLongForLink } = await load("share/permalink.ts");
const { redact } = await load("share/redact.ts");

const byId = new Map(examples.map((example) => [example.id, example]));

/** A rule or an event of an example. */
const textOf = (id, list, name) => byId.get(id)[list].find((one) => one.name === name).text;

for (const { id, rules, events, expect, refused } of examples) {
  test(`${id} matches as it says`, () => {
    const set = new RuleSet();
    const failed = [];
    for (const { name, text } of rules) {
      try {
        set.add(name, text);
      } catch {
        failed.push(name);
      }
    }
    assert.deepEqual(failed, refused);
    const found = Object.fromEntries(events.map(({ name, text }) => [name, set.match(text)]));
    assert.deepEqual(found, expect);
  });
}

test("ids, titles and names are different, and groups stand together", () => {
  assert.ok(examples.length >= 24, `${examples.length} examples`);
  for (const key of ["id", "title", "about"]) {
    assert.equal(new Set(examples.map((example) => example[key])).size, examples.length, key);
  }
  const groups = examples
    .map(({ group }) => group)
    .filter((group, at, all) => group !== all[at - 1]);
  assert.equal(new Set(groups).size, groups.length);
  for (const { id, rules, events } of examples) {
    assert.match(id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    for (const list of [rules, events]) {
      assert.equal(new Set(list.map(({ name }) => name)).size, list.length, id);
    }
  }
});

test("texts are laid out, and sentences are sentences", () => {
  for (const { id, about, title, tab, rules, events } of examples) {
    for (const { text } of [...rules, ...events]) assert.equal(text, formatJson(text), id);
    assert.match(about, /^[A-Z"$a-z][^\n]{20,120}\.$/, id);
    assert.ok(title.length <= 40 && !title.endsWith("."), id);
    if (tab !== undefined) assert.ok(TABS.includes(tab), id);
  }
});

test("each operator has an example", () => {
  const all = examples.flatMap(({ rules }) => rules.map(({ text }) => text)).join("\n");
  for (const operator of [
    "prefix",
    "suffix",
    "equals-ignore-case",
    "wildcard",
    "numeric",
    "cidr",
    "exists",
    "anything-but",
    "$or",
  ]) {
    assert.ok(all.includes(`"${operator}": `), operator);
  }
});

test("those that ask why not have a telling answer", () => {
  const reasons = [
    ["type-differs", "busy", "string", "TYPE_DIFFERS"],
    ["case-differs", "stopped", "capital", "CASE_DIFFERS"],
    ["key-misspelt", "notifications", "stops", "FIELD_MISSING"],
    ["elements-disagree", "impaired billing", "mixed", "ARRAY_ELEMENTS_DISAGREE"],
    ["out-of-range", "up to 150", "150.01", "OUT_OF_RANGE"],
  ];
  for (const [id, rule, event, code] of reasons) {
    const result = explain(textOf(id, "events", event), textOf(id, "rules", rule));
    assert.ok(JSON.stringify(result.tree).includes(`"${code}"`), id);
  }
});

test("those of lint have a finding", () => {
  const codes = [
    ["missing-list", "no list", "SCALAR_FIELD"],
    ["literal-star", "star", "LITERAL_STAR"],
    ["number-as-string", "ports", "NUMBER_AS_STRING"],
    ["dead", "dead", "SOURCE_SPELLING"],
  ];
  for (const [id, rule, code] of codes) {
    const found = lint(textOf(id, "rules", rule)).map(({ code }) => code);
    assert.ok(found.includes(code), `${id}: ${found}`);
  }
  for (const [id, code] of [
    ["shadowed", "SHADOWED"],
    ["duplicates", "DUPLICATE_RULE"],
  ]) {
    const rules = byId.get(id).rules.map(({ name, text }) => [name, text]);
    const found = lintRules(rules).map(({ code }) => code);
    assert.ok(found.includes(code), `${id}: ${found}`);
  }
});

test("those of conversion and validation are what they say", () => {
  for (const { id, events } of examples.filter(({ tab }) => tab === "convert")) {
    const converted = toCloudEvents(events[0].text);
    assert.deepEqual([converted.events.length, converted.issues], [1, []], id);
  }
  const { issues } = validateCloudEvent(textOf("invalid-cloudevent", "events", "order"));
  assert.equal(
    issues.filter(({ severity }) => severity === "error").length,
    3,
    JSON.stringify(issues),
  );
});

test("each can be shared: it fits a link, and has no secret", async () => {
  for (const { id, rules, events } of examples) {
    const workspace = { rules, events, cases: [], schema: "", rule: 0, event: 0, tab: "explain" };
    const link = await encodeWorkspace(workspace);
    assert.ok(!tooLongForLink(link), id);
    assert.deepEqual(await decodeWorkspace(link), { workspace, problems: [] });
    assert.deepEqual(redact(workspace).findings, [], id);
  }
});
