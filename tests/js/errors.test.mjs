// What is refused, and what the error says: code, place, path, rule. The set must be as it was.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matches, RuleSet, TidegateError, toCloudEvent } from "tidegate";
import { assertError, errorOf, utf8 } from "./support.mjs";

const good = '{"a": "x"}';

function rulesWithOne() {
  return RuleSet.from({ one: { a: ["x"] } });
}

describe("malformed events", () => {
  const cases = [
    ["", { code: "ERR_INVALID_JSON", offset: 0, line: 1, column: 1 }],
    ["  ", { code: "ERR_INVALID_JSON", offset: 2, line: 1, column: 3 }],
    ['{"a": 1', { code: "ERR_INVALID_JSON", offset: 7, line: 1, column: 8 }],
    ['{"a": 1,}', { code: "ERR_INVALID_JSON", offset: 8, line: 1, column: 9 }],
    ['{"a": 1} x', { code: "ERR_INVALID_JSON", offset: 9, line: 1, column: 10 }],
    ['{\n"a": 1,\r\n"b": ?}', { code: "ERR_INVALID_JSON", offset: 16, line: 3, column: 6 }],
    ['{\r"ä€😀": ?}', { code: "ERR_INVALID_JSON", offset: 10, line: 2, column: 9 }],
    ["{'a': 1}", { code: "ERR_INVALID_JSON", offset: 1, line: 1, column: 2 }],
    ["\ufeff{}", { code: "ERR_INVALID_JSON", offset: 0, line: 1, column: 1 }],
    ['{"a": "\0"}', { code: "ERR_INVALID_JSON", offset: 7, line: 1, column: 8 }],
    ["{}\0", { code: "ERR_INVALID_JSON", offset: 2, line: 1, column: 3 }],
    ['{"a": NaN}', { code: "ERR_INVALID_JSON", offset: 6, line: 1, column: 7 }],
    ["[]", { code: "ERR_EVENT_NOT_OBJECT" }],
    ["5", { code: "ERR_EVENT_NOT_OBJECT" }],
    ['"{}"', { code: "ERR_EVENT_NOT_OBJECT" }],
    ["null", { code: "ERR_EVENT_NOT_OBJECT" }],
    [
      `${'{"a":'.repeat(1001)}1${"}".repeat(1001)}`,
      { code: "ERR_TOO_DEEP", offset: 5000, line: 1 },
    ],
    [`{"a": ${"1".repeat(1001)}}`, { code: "ERR_NUMBER_TOO_LONG", line: 1 }],
  ];

  for (const [event, expected] of cases) {
    test(`${JSON.stringify(event).slice(0, 40)} is ${expected.code}`, () => {
      const rules = rulesWithOne();
      assertError(() => rules.match(event), expected);
      assertError(() => rules.matchesAny(event), expected);
      assertError(() => matches(event, { a: ["x"] }), expected);
      assertError(() => toCloudEvent(event), expected);
      const { offset, ...rest } = expected;
      const bytes = offset === undefined ? {} : { offset: utf8(event.slice(0, offset)).length };
      assertError(() => rules.match(utf8(event)), { ...rest, ...bytes });
      assert.deepEqual(rules.match(good), ["one"]);
    });
  }

  test("at the limits they are fine", () => {
    const rules = rulesWithOne();
    assert.deepEqual(rules.match(`${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`), []);
    assert.deepEqual(rules.match(`{"a": ${"1".repeat(1000)}}`), []);
  });

  const bad = {
    "a lone continuation byte": [0x80],
    "an overlong slash": [0xc0, 0xaf],
    "a surrogate": [0xed, 0xa0, 0x80],
    "beyond U+10FFFF": [0xf4, 0x90, 0x80, 0x80],
    "a sequence cut short": [0xe2, 0x82],
    "a byte that UTF-8 never has": [0xff],
  };
  for (const [what, bytes] of Object.entries(bad)) {
    test(`bytes with ${what} are ERR_INVALID_UTF8`, () => {
      const rules = rulesWithOne();
      const event = Uint8Array.from([...utf8('{"b": "é'), ...bytes, ...utf8('"}')]);
      assertError(() => rules.match(event), {
        code: "ERR_INVALID_UTF8",
        offset: 9,
        line: 1,
        column: 9,
      });
      assertError(() => toCloudEvent(event), { code: "ERR_INVALID_UTF8", offset: 9 });
      assert.deepEqual(rules.match(good), ["one"]);
    });
  }

  test("a byte order mark in bytes is refused as in text", () => {
    assertError(() => rulesWithOne().match(Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d])), {
      code: "ERR_INVALID_JSON",
      offset: 0,
    });
  });
});

describe("bad patterns", () => {
  const cases = [
    ["", "ERR_PATTERN_NOT_OBJECT", ""],
    ['{"a": [1]', "ERR_INVALID_JSON", undefined],
    ['{"a": [1]} x', "ERR_INVALID_JSON", undefined],
    ["[]", "ERR_PATTERN_NOT_OBJECT", ""],
    ["5", "ERR_PATTERN_NOT_OBJECT", ""],
    ["null", "ERR_PATTERN_NOT_OBJECT", ""],
    ["{}", "ERR_PATTERN_EMPTY", ""],
    ['{"a": []}', "ERR_PATTERN_EMPTY", "/a"],
    ['{"a": {"b": {}}}', "ERR_PATTERN_EMPTY", "/a/b"],
    ['{"a": "x"}', "ERR_PATTERN_FIELD", "/a"],
    ['{"a/b": {"c~d": 5}}', "ERR_PATTERN_FIELD", "/a~1b/c~0d"],
    ['{"a": [[1]]}', "ERR_PATTERN_VALUE", "/a/0"],
    ['{"a": [{"prefx": "x"}]}', "ERR_PATTERN_OPERATOR", "/a/0/prefx"],
    ['{"a": ["x", {"prefix": 5}]}', "ERR_PATTERN_OPERAND", undefined],
    ['{"a": [{"numeric": ["!=", 5]}]}', "ERR_PATTERN_NUMERIC", undefined],
    ['{"a": [{"wildcard": "a**b"}]}', "ERR_PATTERN_WILDCARD", undefined],
    ['{"a": [{"cidr": "10.0.0.0"}]}', "ERR_PATTERN_CIDR", undefined],
    ['{"$or": [{"a": [1]}]}', "ERR_PATTERN_OR", undefined],
    [`{"a": ["${"x".repeat(4096)}"]}`, "ERR_TOO_LARGE", undefined],
  ];

  for (const [pattern, code, path] of cases) {
    test(`${pattern.slice(0, 40)} is ${code}`, () => {
      const rules = rulesWithOne();
      const before = [...rules.entries()];
      const expected = path === undefined ? { code } : { code, path };
      for (const name of ["one", "new"]) {
        assertError(() => rules.add(name, pattern), { ...expected, rule: name });
        assertError(() => rules.replace(name, pattern), { ...expected, rule: name });
        assertError(() => rules.remove(name, pattern), { ...expected, rule: name });
        assertError(() => rules.addAll([[name, pattern]]), { ...expected, rule: name });
      }
      const alone = assertError(() => matches(good, pattern), expected);
      assert.equal("rule" in alone, false);
      assert.deepEqual([...rules.entries()], before);
      assert.deepEqual(rules.match(good), ["one"]);
    });
  }

  test("the place is an index into the text, the line and the column", () => {
    const text = '{\n  "€😀": ["x",\n    {"nope": 1}]}';
    const error = assertError(() => new RuleSet().add("r", text), {
      code: "ERR_PATTERN_OPERATOR",
      path: "/€😀/1/nope",
      line: 3,
    });
    assert.equal(text.slice(error.offset, error.offset + 6), '"nope"');
    assert.equal(typeof error.column, "number");
  });

  test("an object has a path, but no place", () => {
    const error = errorOf(() => new RuleSet().add("r", { a: { b: [{ nope: 1 }] } }));
    assert.equal(error.path, "/a/b/0/nope");
    for (const key of ["offset", "end", "line", "column"]) assert.equal(key in error, false);
    assert.match(error.hint, /prefix/);
  });

  test("AWS's own words are the message", () => {
    const message = (pattern) => errorOf(() => new RuleSet().add("r", pattern)).message;
    assert.equal(message('{"a": 5}'), '"a" must be an object or an array');
    assert.equal(message("[]"), "Filter is not an object");
    assert.equal(message('{"a": [{"nope": 1}]}'), "Unrecognized match type nope");
  });
});

describe("addAll", () => {
  test("refuses all and reports every bad rule", () => {
    const rules = RuleSet.from({ one: { a: ["x"] } });
    const before = [...rules.entries()];
    const error = errorOf(() =>
      rules.addAll([
        ["one", { a: ["y"] }],
        ["one", { a: ["x"] }],
        ["fine", { a: ["x"] }],
        ["bad", { a: "x" }],
        ["fine", { a: ["z"] }],
        ["worse", '{"a": [}'],
        ["one", []],
        [7, { a: ["x"] }],
      ]),
    );
    assert.equal(error.code, "ERR_PATTERN_FIELD");
    assert.equal(error.rule, "bad");
    assert.equal(error.path, "/a");
    assert.match(error.message, /4 rules .*"bad"/);
    assert.deepEqual(
      error.errors.map(({ rule, code }) => [rule, code]),
      [
        ["bad", "ERR_PATTERN_FIELD"],
        ["worse", "ERR_INVALID_JSON"],
        ["one", "ERR_PATTERN_NOT_OBJECT"],
        [undefined, "ERR_INVALID_ARGUMENT"],
      ],
    );
    assert.ok(error.errors.every((one) => one instanceof TidegateError));
    assert.equal(error.errors[1].offset, 7);
    assert.deepEqual([...rules.entries()], before);
    assert.deepEqual(rules.match('{"a":"y"}'), []);
    assert.deepEqual(rules.match('{"a":"x"}'), ["one"]);
    assert.equal(rules.add("fine", { a: ["x"] }), true, "nothing of it was left behind");
  });

  test("from reports the same", () => {
    const error = errorOf(() => RuleSet.from({ a: { x: 1 }, b: { x: [1] }, c: "{" }));
    assert.deepEqual(
      error.errors.map(({ rule }) => rule),
      ["a", "c"],
    );
  });

  test("what the caller's iterator throws comes through, with nothing added", () => {
    const rules = new RuleSet();
    const mine = new Error("mine");
    function* generate() {
      yield ["a", { x: [1] }];
      throw mine;
    }
    assert.throws(
      () => rules.addAll(generate()),
      (error) => error === mine,
    );
    assert.equal(rules.size, 0);
  });
});

describe("TidegateError", () => {
  test("is an Error with a name, for people and programs", () => {
    const error = errorOf(() => new RuleSet().match("{"));
    assert.ok(error instanceof Error);
    assert.equal(error.name, "TidegateError");
    assert.match(error.stack, /^TidegateError: /);
    assert.deepEqual(Object.keys(error), ["code", "path", "offset", "end", "line", "column"]);
  });

  test("is JSON with its message and without its cause", () => {
    const error = new TidegateError("ERR_EVENT_FIELD", "No id.", {
      path: "/id",
      cause: new Error("why"),
    });
    const written = JSON.parse(JSON.stringify(error));
    assert.deepEqual(written, { code: "ERR_EVENT_FIELD", path: "/id", message: "No id." });
  });
});
