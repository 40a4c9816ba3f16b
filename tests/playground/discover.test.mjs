// What the tab Discover shows: schemas, how two versions differ, a pattern for some events.
import assert from "node:assert/strict";
import { test } from "node:test";
import { matches } from "tidegate";
import { load } from "./support.mjs";

const { discoverSchemas, compareVersions, suggest } = await load("engine/tools/discover.ts");
const { patternText } = await load("engine/tools/pattern-text.ts");

const event = (source, detail) =>
  JSON.stringify({ source, "detail-type": "State Change", detail }, null, 2);
const EVENTS = [
  event("shop", { id: 1, state: "open" }),
  event("shop", { id: 2 }),
  event("post", { weight: 1.5 }),
];

test("each kind of event has a schema, in every form", () => {
  const { found, chosen, broken } = discoverSchemas(EVENTS, "shop@StateChange");
  assert.deepEqual(found, [
    { name: "post@StateChange", kind: "eventbridge", samples: 1 },
    { name: "shop@StateChange", kind: "eventbridge", samples: 2 },
  ]);
  assert.equal(broken.size, 0);
  assert.equal(chosen.name, "shop@StateChange");
  const { typescript, ...forms } = chosen.texts;
  const { openapi3, ...schemas } = Object.fromEntries(
    Object.entries(forms).map(([form, text]) => [form, JSON.parse(text)]),
  );
  assert.match(openapi3.openapi, /^3\.0/);
  assert.match(schemas["2020-12"].$schema, /2020-12/);
  assert.match(schemas["draft-04"].$schema, /draft-04/);
  assert.match(typescript, /export interface AWSEvent \{/);
  assert.match(typescript, /state\?: string;/);
});

test("a name that is gone gives the first one; no events give none", () => {
  assert.equal(discoverSchemas(EVENTS, "gone").chosen.name, "post@StateChange");
  assert.equal(discoverSchemas(EVENTS, undefined).chosen.name, "post@StateChange");
  assert.deepEqual(discoverSchemas([], undefined), { found: [], broken: new Map() });
});

test("events that cannot be read are left out, each with what is wrong", () => {
  const { found, broken } = discoverSchemas(["{", EVENTS[0], "[]", ""], undefined);
  assert.deepEqual(
    found.map(({ samples }) => samples),
    [1],
  );
  assert.deepEqual(
    [...broken].map(([index, { code }]) => [index, code]),
    [
      [0, "ERR_INVALID_JSON"],
      [2, "ERR_EVENT_NOT_OBJECT"],
      [3, "ERR_INVALID_JSON"],
    ],
  );
});

test("versions are compared, whatever forms they have", () => {
  const before = discoverSchemas([EVENTS[0]], undefined).chosen.texts;
  const after = discoverSchemas(EVENTS.slice(0, 2), undefined).chosen.texts;
  for (const form of ["2020-12", "draft-04", "openapi3"]) {
    const { level, changes } = compareVersions(before[form], after);
    assert.equal(level, "major", form);
    assert.deepEqual(
      changes.map(({ code, path, breaks }) => [code, path, ...breaks]),
      [["FIELD_OPTIONAL", "/detail/state", "consumers"]],
      form,
    );
  }
  assert.throws(() => compareVersions("{", after), { code: "ERR_INVALID_JSON" });
});

const named = (texts) => texts.map((text, index) => ({ name: `event ${index + 1}`, text }));

test("a pattern is suggested that matches the one side and not the other", () => {
  const [first, second, third] = named(EVENTS);
  const { pattern, leftOut } = suggest([first, second], [third], "values", []);
  assert.deepEqual(leftOut, []);
  assert.ok(matches(first.text, pattern));
  assert.ok(matches(second.text, pattern));
  assert.ok(!matches(third.text, pattern));
});

test("fields can be left out", () => {
  const [first, second] = named(EVENTS);
  assert.equal(suggest([first], [second], "values", []).pattern.includes("id"), true);
  assert.equal(
    suggest([first], [second], "values", ["detail.id"]).pattern,
    '{\n  "detail": {\n    "state": ["open"]\n  }\n}',
  );
});

test("where there is no pattern, the two events are named", () => {
  const same = [...named(EVENTS), { name: "again", text: EVENTS[0] }];
  const { pattern, code, reason, witness } = suggest([same[0]], same.slice(1), "values", []);
  assert.equal(pattern, undefined);
  assert.equal(code, "INDISTINGUISHABLE");
  assert.ok(reason.length > 0);
  assert.deepEqual(witness, { match: "event 1", not: "again" });
});

test("what is no event is left out; with none to match there is nothing to say", () => {
  const [good] = named(EVENTS);
  const bad = [
    { name: "half", text: "{" },
    { name: "list", text: "[]" },
  ];
  const { pattern, leftOut } = suggest([good, bad[0]], [bad[1]], "values", []);
  assert.ok(matches(good.text, pattern));
  assert.deepEqual(leftOut, ["half", "list"]);
  assert.deepEqual(suggest([bad[0]], [good], "values", []), { leftOut: ["half"] });
  assert.deepEqual(suggest([], [good], "values", []), { leftOut: [] });
});

test("a pattern is written with a line for each field, and means the same", () => {
  const pattern = {
    source: ["shop", "post"],
    'a\n"b': [null, 1.5, true, { prefix: "x, [y]: " }, { numeric: [">", 0] }],
    $or: [{ a: [1] }, { b: { c: [{ "anything-but": { suffix: ["}", "{"] } }] } }],
  };
  const text = patternText(pattern);
  assert.deepEqual(JSON.parse(text), pattern);
  assert.equal(
    patternText({ source: ["shop"], $or: [{ a: [1, { exists: false }] }, { b: ["x"] }] }),
    [
      "{",
      '  "source": ["shop"],',
      '  "$or": [',
      "    {",
      '      "a": [1, { "exists": false }]',
      "    },",
      "    {",
      '      "b": ["x"]',
      "    }",
      "  ]",
      "}",
    ].join("\n"),
  );
});
