import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, formatExplanation, matches, RuleSet } from "tidegate";
import { assertError, randomNumbers, utf8 } from "./support.mjs";

/** All nodes of a tree, by the text of their paths; several of one path in a list. */
function fieldsOf(tree) {
  const fields = {};
  const visit = (node) => {
    for (const child of node.members ?? node.branches ?? []) visit(child);
    if (node.kind === "field") fields[node.path] = node;
  };
  visit(tree);
  return fields;
}

const event = '{"é": "😀", "detail-type": "EC2", "detail": {"state": "Stopped", "size": "12"}}';
const pattern = {
  é: ["😀"],
  detailType: ["EC2"],
  detail: { state: ["stopped", "running"], size: [{ numeric: [">", 10] }] },
};

test("tells of each field what became of it, and why", () => {
  const result = explain(event, pattern);
  assert.equal(result.matched, false);
  assert.equal(result.failed, 3);
  assert.equal(result.conditions, 4);
  assert.equal(
    result.summary,
    "No match: 3 of 4 conditions failed: detailType, detail.state, detail.size.",
  );
  assert.equal(result.pattern, JSON.stringify(pattern));
  const fields = fieldsOf(result.tree);
  assert.equal(fields.é.status, "matched");
  assert.deepEqual(fields.detailType.reason, {
    code: "FIELD_MISSING",
    message: 'There is no "detailType" in the event; did you mean "detail-type"?',
    nearest: "detail-type",
  });
  assert.deepEqual(fields["detail.state"].reason, {
    code: "CASE_DIFFERS",
    message: '"Stopped" differs only in case from "stopped".',
    value: 0,
    alternative: 0,
    expected: '"stopped"',
  });
  assert.equal(fields["detail.state"].alternatives[1].reason.code, "VALUE_DIFFERS");
  assert.equal(fields["detail.size"].reason.code, "TYPE_DIFFERS");
});

test("points into both texts, by UTF-16 where the event is a string and by bytes where it is not", () => {
  const check = (given, slice) => {
    const { tree, pattern: text } = explain(given, pattern);
    const fields = fieldsOf(tree);
    assert.equal(text.slice(...tree.span), text);
    assert.equal(text.slice(...fields["detail.state"].span), '["stopped","running"]');
    const [, running] = fields["detail.state"].alternatives;
    assert.equal(text.slice(...running.span), '"running"');
    for (const field of Object.values(fields)) {
      for (const value of field.values) assert.equal(slice(...value.span), value.text);
    }
    assert.deepEqual(
      fields.é.values.map(({ pointer, text: shown, type, served }) => [
        pointer,
        shown,
        type,
        served,
      ]),
      [["/é", '"😀"', "string", true]],
    );
  };
  check(event, (begin, end) => event.slice(begin, end));
  const bytes = utf8(event);
  check(bytes, (begin, end) => new TextDecoder().decode(bytes.subarray(begin, end)));
});

test("an event that is an object has pointers and no spans", () => {
  const fields = fieldsOf(explain(JSON.parse(event), pattern).tree);
  assert.deepEqual(fields["detail.size"].values, [
    { pointer: "/detail/size", text: '"12"', type: "string" },
  ]);
});

test("lone surrogates do not shift what comes behind them", () => {
  const text = '{"x":"\ud800","y":"Z"}';
  const { tree } = explain(text, '{"\ud800":[{"exists":false}],"y":["z"]}');
  const { y } = fieldsOf(tree);
  assert.equal(text.slice(...y.values[0].span), '"Z"');
  assert.equal(y.reason.code, "CASE_DIFFERS");
});

test("says of elements of arrays which fields meet in which", () => {
  const { summary, tree } = explain(
    {
      items: [
        { sku: "A", n: 9 },
        { sku: "B", n: 3 },
      ],
    },
    { items: { sku: ["A"], n: [{ numeric: ["<", 5] }] } },
  );
  assert.match(summary, /in the same elements of arrays: items.sku in \/items\/0; items.n in/);
  assert.equal(tree.reason.code, "ARRAY_ELEMENTS_DISAGREE");
  assert.deepEqual(tree.reason.elements, [
    { pointer: "/items/0", fields: ["items.sku"] },
    { pointer: "/items/1", fields: ["items.n"] },
  ]);
});

test("goes through $or branch by branch", () => {
  const result = explain(
    { a: 2, b: 2 },
    { $or: [{ a: [1] }, { a: [2] }, { b: [2] }], c: [{ exists: false }] },
  );
  assert.equal(result.summary, "Match: 2 conditions hold.");
  const [or] = result.tree.members;
  assert.equal(or.kind, "or");
  assert.deepEqual(
    or.branches.map(({ status }) => status),
    ["failed", "matched", "not-reached"],
  );
});

test("explains a rule of a set by its name, each pattern", () => {
  const rules = RuleSet.from({ both: [{ a: [1] }, { a: [2], b: [2] }], other: { a: [3] } });
  const result = rules.explain({ a: 2, b: 2 }, "both");
  assert.equal(result.rule, "both");
  assert.equal(result.matched, true);
  assert.equal(result.summary, "Match: 2 conditions hold.");
  assert.deepEqual(
    result.patterns.map(({ matched }) => matched),
    [false, true],
  );
  assertError(() => rules.explain({}, "none"), {
    code: "ERR_INVALID_ARGUMENT",
    message: 'There is no rule of the name "none".',
  });
});

test("ranks the rules of a set: those that match, then the nearest misses", () => {
  const rules = RuleSet.from({
    far: { a: [0], b: [0], c: [0] },
    half: { a: [1], b: [0] },
    none: { a: [0] },
    most: { a: [1], b: [2], c: [0] },
    match: { a: [1] },
  });
  const ranked = rules.explain({ a: 1, b: 2, c: 3 });
  assert.deepEqual(
    ranked.map(({ rule, failed, conditions }) => [rule, failed, conditions]),
    [
      ["match", 0, 1],
      ["most", 1, 3],
      ["half", 1, 2],
      ["none", 1, 1],
      ["far", 3, 3],
    ],
  );
  assert.deepEqual(
    rules.explain({ a: 1, b: 2, c: 3 }, { limit: 2 }).map(({ rule }) => rule),
    ["match", "most"],
  );
  for (const limit of [0, 1.5, "1", Number.NaN]) {
    assertError(() => rules.explain({}, { limit }), { code: "ERR_INVALID_ARGUMENT" });
  }
  assertError(() => rules.explain({}, { limits: 1 }), { code: "ERR_INVALID_ARGUMENT" });
  const empty = new RuleSet();
  assert.deepEqual(empty.explain({}), []);
  empty.dispose();
  assertError(() => empty.explain({}), { code: "ERR_DISPOSED" });
  assertError(() => empty.explain({}, "x"), { code: "ERR_DISPOSED" });
});

test("explains the rules of a snapshot", () => {
  const rules = RuleSet.from({ é: { a: ["x"] } });
  const loaded = RuleSet.fromSnapshot(rules.snapshot());
  assert.equal(loaded.explain({ a: "X" }, "é").patterns[0].pattern, '{"a":["x"]}');
});

test("refuses what match() refuses, with its place", () => {
  assertError(() => explain('{"a": 1,}', { a: [1] }), { code: "ERR_INVALID_JSON", offset: 8 });
  assertError(() => explain("[]", { a: [1] }), { code: "ERR_EVENT_NOT_OBJECT" });
  assertError(() => explain({}, { a: 1 }), { code: "ERR_PATTERN_FIELD", rule: undefined });
  assertError(() => explain({}, { a: [1] }, { maxEventBytes: 1 }), { code: "ERR_TOO_LARGE" });
  assertError(() => explain(undefined, { a: [1] }), { code: "ERR_INVALID_ARGUMENT" });
  assertError(() => explain(Uint8Array.of(...utf8('{"a":"'), 0xff, 0x22, 0x7d), { a: [1] }), {
    code: "ERR_INVALID_UTF8",
    offset: 6,
  });
  assertError(() => explain({ big: 1n }, { a: [1] }), { code: "ERR_INVALID_ARGUMENT" });
});

test("takes the profile of the rules", () => {
  assertError(() => explain({}, { a: [{ wildcard: "x*" }] }, { profile: "pipes" }), {
    code: "ERR_PATTERN_UNSUPPORTED",
  });
  const { tree } = explain("plain", { a: [1] }, { profile: "sns-body" });
  assert.equal(tree.reason.code, "EVENT_NOT_OBJECT");
});

test("is written as a tree for a terminal", () => {
  assert.equal(
    formatExplanation(explain(event, pattern)),
    `✗ No match: 3 of 4 conditions failed: detailType, detail.state, detail.size.
  ✓ "é": /é is "😀"
  ✗ detailType: There is no "detailType" in the event; did you mean "detail-type"?
  ✗ detail
    ✗ state
      ✗ "stopped": "Stopped" differs only in case from "stopped".
      ✗ "running": "Stopped" is not "running".
    ✗ size: "12" is a string, and numeric looks at numbers only; as a number it would do.`,
  );
  const rules = RuleSet.from({ "a b": { $or: [{ x: [{ exists: false }] }, { y: [1] }] } });
  assert.equal(
    formatExplanation(rules.explain({}, "a b")),
    `✓ a b: Match: 1 condition holds.
  ✓ $or
    ✓ branch
      ✓ x: has no value
    · branch
      · y`,
  );
});

test("the verdict is that of matches()", () => {
  const random = randomNumbers(11);
  const below = (count) => Math.floor(random() * count);
  const pick = (list) => list[below(list.length)];
  const values = ["a", "A", "ab", 1, 2.5, true, null, "10.0.0.1"];
  const value = () => (below(4) === 0 ? [pick(values), { x: pick(values) }] : pick(values));
  const tests = [
    { prefix: "a" },
    { suffix: "b" },
    { wildcard: "*a*" },
    { numeric: ["<", 2] },
    { "anything-but": ["a", "b"] },
    { exists: true },
    { exists: false },
    { cidr: "10.0.0.0/8" },
  ];
  const alternatives = () => [pick([...values, ...tests]), pick([...values, ...tests])];
  const object = () => ({ x: value(), y: value(), z: [{ x: value() }, { y: value() }] });
  for (let i = 0; i < 500; i++) {
    const rule = {
      x: alternatives(),
      z: { x: alternatives(), y: alternatives() },
      $or: [{ y: alternatives() }, { z: { x: alternatives() } }],
    };
    const given = JSON.stringify(object());
    assert.equal(explain(given, rule).matched, matches(given, rule), `${given} ${rule}`);
  }
});

test("large and deep events are explained in bounded time", { timeout: 20_000 }, () => {
  const wide = JSON.stringify({
    a: Array.from({ length: 100_000 }, (_, i) => ({ [`k${i % 7}`]: i })),
  });
  assert.equal(explain(wide, { a: { k1: [1], k2: [2], kx: [1] } }).matched, false);
  const depth = 990;
  const deep = `${'{"a":'.repeat(depth)}[1]${"}".repeat(depth)}`;
  const result = explain(deep, deep, { profile: "event-ruler" });
  assert.equal(result.matched, true);
  assert.equal(formatExplanation(result).split("\n").length, depth + 1);
});
