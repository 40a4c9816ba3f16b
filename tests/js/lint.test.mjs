import assert from "node:assert/strict";
import { test } from "node:test";
import { lint, lintRules, matches, RuleSet } from "tidegate";
import { applyFix, assertError } from "./support.mjs";

const codesOf = (findings) => findings.map(({ code }) => code);

test("a witness satisfies the list that it was found in", () => {
  for (const [text, code] of [
    ['{"v": [{"cidr": "0.0.0.0/0"}]}', "BLOCK_OF_BOTH_FAMILIES"],
    ['{"v": [{"cidr": "32.1.0.0/16"}]}', "BLOCK_OF_BOTH_FAMILIES"],
    ['{"v": [{"cidr": "2000::/3"}]}', "BLOCK_OF_BOTH_FAMILIES"],
    ['{"v": ["a", {"anything-but": "a"}]}', "EXCLUDES_NOTHING"],
    ['{"v": [{"anything-but": {"suffix": "a"}}, {"anything-but": "b"}]}', "EXCLUDES_NOTHING"],
    ['{"v": [{"wildcard": "a*b*c"}, {"anything-but": {"wildcard": "a*b*c"}}]}', "EXCLUDES_NOTHING"],
  ]) {
    const [finding] = lint(text).filter((found) => found.code === code);
    assert.ok(matches(`{"v": ${finding.witness}}`, text), text);
  }
});

test("places are those of the text, and objects have paths alone", () => {
  const text = '{"é😀": ["a", {"prefix": "a"}]}';
  const [{ path, offset, end, related, fix }] = lint(text);
  assert.equal(path, "/é😀/0");
  assert.equal(text.slice(offset, end), '"a"');
  assert.equal(text.slice(related.offset, related.end), '{"prefix": "a"}');
  assert.equal(applyFix(text, fix), '{"é😀": [{"prefix": "a"}]}');
  assert.deepEqual(lint(JSON.parse(text)), [
    {
      path: "/é😀/0",
      code: "REDUNDANT_ALTERNATIVE",
      severity: "warning",
      message: 'Whatever is "a", another alternative of the list takes as well.',
      related: { path: "/é😀/1" },
    },
  ]);
  const lone = '{"\ud800": ["\ud801", "\ud801"]}';
  const [found] = lint(lone);
  assert.equal(lone.slice(found.offset, found.end), '"\ud801"');
});

test("what is refused is a finding with the code of the error", () => {
  const [refused, ...none] = lint('{"a": [{"prefx": "b"}]}');
  assert.deepEqual(none, []);
  assert.equal(refused.code, "REFUSED");
  assert.equal(refused.severity, "error");
  assert.equal(refused.errorCode, "ERR_PATTERN_OPERATOR");
  assert.equal(refused.message, "Unrecognized match type prefx");
  assert.equal(refused.path, "/a/0/prefx");
  assert.match(refused.hint, /prefix/);
  for (const text of ["", "{", '{"a": [1]} x', "null"]) {
    const [finding] = lint(text);
    assert.equal(finding.severity, "error", text);
    assert.throws(() => new RuleSet().add("", text), { code: finding.errorCode });
  }
});

test("rules are held against each other", () => {
  const found = lintRules([
    ["wide", { source: ["a", "b"] }],
    ["narrow", '{"source": ["a"], "x": [1]}'],
    ["several", [{ y: [1] }, { source: ["b"] }]],
    ["refused", '{"a": 1}'],
  ]).filter(({ code }) => code !== "UNKNOWN_FIELD");
  assert.deepEqual(
    found.map(({ code, rule, pattern, related }) => [code, rule, pattern, related?.rule]),
    [
      ["SHADOWED", "narrow", undefined, "wide"],
      ["SHADOWED", "several", 1, "wide"],
      ["SCALAR_FIELD", "refused", undefined, undefined],
    ],
  );
  const rules = RuleSet.from({ a: { x: [1] }, b: '{"x": [1.0]}' });
  assert.deepEqual(codesOf(lintRules(rules.entries())), ["DUPLICATE_RULE"]);
  assert.deepEqual(lintRules({}), []);
});

test("arrays keep a rule from being shadowed where an element could tell", () => {
  const narrow = { a: { b: [1], c: [{ exists: false }] } };
  const wide = { a: { c: [{ exists: false }] } };
  const event = { a: [{ b: 1 }, { c: 1 }] };
  assert.deepEqual([matches(event, narrow), matches(event, wide)], [true, false]);
  assert.deepEqual(lintRules({ narrow, wide }), []);
  assert.deepEqual(lintRules({ one: { a: [1] }, other: { a: [2] } }), []);
  const apart = { x: [1], a: { c: [{ exists: false }] } };
  assert.deepEqual(codesOf(lintRules({ apart, wide })), ["SHADOWED"]);
});

test("quotas are those of a bus", () => {
  const rules = (count, pattern) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`r${i}`, pattern(i)]));
  const wildcard = (i) => ({ [`f${i}`]: [{ wildcard: "a*b" }] });
  assert.deepEqual(lintRules(rules(30, wildcard)), []);
  const [finding] = lintRules(rules(31, wildcard));
  assert.deepEqual(
    [finding.code, finding.path, finding.rule],
    ["OVER_DEFAULT_QUOTA", "", undefined],
  );
  assert.deepEqual(lintRules(rules(31, wildcard), { profile: "event-ruler" }), []);
  const plain = (i) => ({ [`f${i}`]: [i] });
  assert.deepEqual(lintRules(rules(300, plain)), []);
  assert.deepEqual(codesOf(lintRules(rules(301, plain))), ["OVER_DEFAULT_QUOTA"]);
});

test("what is no pattern is an error of its own", () => {
  const invalid = { code: "ERR_INVALID_ARGUMENT" };
  for (const pattern of [undefined, () => {}, 1n, { a: [undefined] }, { a: [Number.NaN] }]) {
    assertError(() => lint(pattern), invalid);
  }
  assert.deepEqual(codesOf(lint(null)), ["REFUSED"]);
  assertError(() => lint("{}", { profile: "sqs" }), invalid);
  for (const schema of [5, null, [5], [{ $ref: 1n }]]) {
    assertError(() => lint("{}", { schema }), invalid);
  }
  assertError(() => lint("{}", null), invalid);
  assertError(() => lintRules("{}"), invalid);
  assertError(() => lintRules({ a: undefined }), { ...invalid, rule: "a" });
  assertError(() => lintRules([[5, "{}"]]), invalid);
});

test("patterns are held against the schemas of their events", () => {
  const schemaOf = (source, names) => ({
    "x-amazon-events-source": source,
    type: "object",
    properties: {
      detail: { type: "object", additionalProperties: false, properties: names },
    },
  });
  const schema = [
    schemaOf("shop", { order: { type: "object", properties: { price: { type: "number" } } } }),
    JSON.stringify(schemaOf("bank", { account: { enum: ["é1", "é2"] } })),
  ];
  const rules = {
    cheap: '{"source": ["shop"], "detail": {"order": {"price": ["5"]}}}',
    both: { source: ["shop"], detail: { account: ["é1"] } },
    other: { source: ["else"], detail: { account: ["é1"] } },
    all: { detail: { account: ["é3", "é2"] } },
  };
  assert.deepEqual(
    lintRules(rules, { schema, profile: "event-ruler" }).map(({ rule, code, path, hint, fix }) => [
      rule,
      code,
      path,
      hint,
      fix?.edits,
    ]),
    [
      [
        "cheap",
        "VALUE_NOT_IN_SCHEMA",
        "/detail/order/price/0",
        "Did you mean 5?",
        [{ offset: 52, end: 55, text: "5" }],
      ],
      ["both", "FIELD_NOT_IN_SCHEMA", "/detail/account", undefined, undefined],
      [
        "all",
        "VALUE_NOT_IN_SCHEMA",
        "/detail/account/0",
        "The schema has here: string.",
        undefined,
      ],
    ],
  );
  assert.deepEqual(codesOf(lint(rules.both, { schema: [] })), []);
  assert.deepEqual(codesOf(lint({ a: [1] }, { schema: true, profile: "event-ruler" })), []);
});

test("a schema that is no JSON is an error with its place", () => {
  const broken = '{"type": "object",\n "x" 1}';
  assertError(() => lint("{}", { schema: broken }), {
    code: "ERR_INVALID_JSON",
    offset: 24,
    line: 2,
    column: 6,
  });
  assertError(() => lint("{}", { schema: [true, broken] }), { code: "ERR_INVALID_JSON", line: 2 });
  assertError(() => lint("{}", { schema: new Uint8Array([0xff]) }), { code: "ERR_INVALID_UTF8" });
});
