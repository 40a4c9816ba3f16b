// What the types forbid: wrong types, too few arguments, unknown options, hostile objects. Always a
// TidegateError, and the library works on.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matches, RuleSet, toCloudEvent } from "tidegate";
import { assertError, errorOf, utf8 } from "./support.mjs";

const pattern = { a: [1] };
const rules = RuleSet.from({ one: pattern });

function assertWorks() {
  assert.deepEqual(rules.match('{"a":1}'), ["one"]);
  assert.equal(rules.size, 1);
}

const nothing = { undefined: undefined, function: () => 1, symbol: Symbol("x") };
const scalars = {
  null: null,
  number: 5,
  NaN: Number.NaN,
  true: true,
  "String object": Object("{}"),
};

describe("events", () => {
  for (const [what, value] of Object.entries(nothing)) {
    test(`${what} is no argument`, () => {
      for (const call of [rules.match, rules.matchesAny]) {
        assertError(() => call.call(rules, value), { code: "ERR_INVALID_ARGUMENT" });
      }
      assertError(() => matches(value, pattern), { code: "ERR_INVALID_ARGUMENT" });
      assertError(() => toCloudEvent(value), { code: "ERR_INVALID_ARGUMENT" });
      assertWorks();
    });
  }

  for (const [what, value] of Object.entries({ ...scalars, array: [], date: new Date(0) })) {
    test(`${what} is no object`, () => {
      assertError(() => rules.match(value), { code: "ERR_EVENT_NOT_OBJECT" });
      assertError(() => toCloudEvent(value), { code: "ERR_EVENT_NOT_OBJECT" });
      assertWorks();
    });
  }

  test("without an argument", () => {
    for (const call of [
      () => rules.match(),
      () => rules.matchesAny(),
      () => matches(),
      () => toCloudEvent(),
    ]) {
      assertError(call, { code: "ERR_INVALID_ARGUMENT" });
    }
  });

  test("what cannot be written as JSON", () => {
    const cycle = [];
    cycle.push([cycle]);
    let deep = {};
    for (let i = 0; i < 100_000; i++) deep = { deep };
    const mine = new Error("mine");
    const thrower = () => {
      throw mine;
    };
    const objects = {
      cycle: { a: [cycle], cycle },
      deep: { deep, a: 5n },
      bigint: { a: 5n },
      "root bigint": 5n,
      "throwing getter": Object.defineProperty({}, "a", { enumerable: true, get: thrower }),
      "throwing toJSON": { toJSON: thrower },
      "throwing tag": Object.defineProperty(Object.create(null), Symbol.toStringTag, {
        get: thrower,
      }),
      "throwing proxy": new Proxy({}, { ownKeys: thrower }),
      "toJSON of nothing": { toJSON: () => undefined },
    };
    for (const [what, object] of Object.entries(objects)) {
      const error = assertError(() => rules.match(object), { code: "ERR_INVALID_ARGUMENT" });
      if (what.startsWith("throwing")) assert.equal(error.cause, mine, what);
      assertError(() => toCloudEvent(object), { code: "ERR_INVALID_ARGUMENT" });
    }
    assertWorks();
  });

  test("objects nested deeper than the limit", () => {
    let deep = 1;
    for (let i = 0; i < 1001; i++) deep = [deep];
    assertError(() => rules.match({ a: deep }), { code: "ERR_TOO_DEEP" });
    assertError(() => toCloudEvent({ a: deep }), { code: "ERR_TOO_DEEP" });
  });

  test("detached buffers", () => {
    for (const view of [
      (buffer) => new Uint8Array(buffer),
      (buffer) => new DataView(buffer),
      (buffer) => buffer,
    ]) {
      const buffer = utf8('{"a":1}').buffer;
      const event = view(buffer);
      structuredClone(buffer, { transfer: [buffer] });
      assertError(() => rules.match(event), { code: "ERR_INVALID_ARGUMENT" });
    }
    assertWorks();
  });

  test("empty buffers are empty texts", () => {
    for (const event of [new Uint8Array(), new ArrayBuffer(0), new DataView(new ArrayBuffer(0))]) {
      assertError(() => rules.match(event), { code: "ERR_INVALID_JSON", offset: 0 });
    }
  });

  test("an object that calls back", () => {
    const set = RuleSet.from({ one: pattern });
    const event = {
      get a() {
        set.add("two", pattern);
        assert.deepEqual(set.match('{"a":1,"long":"xxxxxxxxxxxxxxxxxxxx"}'), ["one", "two"]);
        return 1;
      },
    };
    assert.deepEqual(set.match(event), ["one", "two"]);
    const fatal = { toJSON: () => set.dispose() ?? { a: 1 } };
    assertError(() => set.match(fatal), { code: "ERR_DISPOSED" });
  });
});

describe("patterns", () => {
  test("wrong types", () => {
    for (const value of Object.values(nothing)) {
      assertError(() => rules.add("x", value), { code: "ERR_INVALID_ARGUMENT", rule: "x" });
      assertError(() => rules.replace("x", value), { code: "ERR_INVALID_ARGUMENT", rule: "x" });
      assertError(() => matches("{}", value), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const value of [...Object.values(scalars), [], new Date(0)]) {
      assertError(() => rules.add("x", value), { code: errorOf(() => rules.add("y", value)).code });
      assert.match(
        errorOf(() => rules.add("x", value)).code,
        /ERR_PATTERN_NOT_OBJECT|ERR_INVALID_ARGUMENT/,
      );
    }
    assertWorks();
  });

  test("what JSON would silently change is refused", () => {
    const cycle = { a: [] };
    cycle.a.push(cycle);
    for (const bad of [
      { a: undefined },
      { a: [1], b: undefined },
      { a: [undefined] },
      { a: [Number.NaN] },
      { a: [{ numeric: [">", Number.POSITIVE_INFINITY] }] },
      { a: [() => 1] },
      { a: [Symbol("x")] },
      { a: [1n] },
      // biome-ignore lint/suspicious/noSparseArray: it is what is tested
      { a: [, 1] },
      cycle,
    ]) {
      assertError(() => rules.add("x", bad), { code: "ERR_INVALID_ARGUMENT", rule: "x" });
    }
    assert.match(
      errorOf(() => rules.add("x", { a: { b: undefined } })).message,
      /undefined at "b"/,
    );
    assertWorks();
  });

  test("a toJSON() that throws is the cause", () => {
    const mine = new Error("mine");
    const bad = {
      toJSON() {
        throw mine;
      },
    };
    assertError(() => rules.add("x", bad), {
      code: "ERR_INVALID_ARGUMENT",
      cause: mine,
      rule: "x",
    });
  });
});

describe("names", () => {
  test("are strings", () => {
    for (const name of [undefined, null, 5, {}, [], Symbol("x"), Object("one")]) {
      for (const call of [rules.add, rules.replace, rules.remove, rules.has]) {
        assertError(() => call.call(rules, name, pattern), { code: "ERR_INVALID_ARGUMENT" });
      }
      assertError(() => rules.addAll([[name, pattern]]), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const method of ["add", "replace", "remove", "has"]) {
      assertError(() => rules[method](), { code: "ERR_INVALID_ARGUMENT" });
    }
    assertWorks();
  });

  test("have no lone surrogates", () => {
    for (const name of ["\ud800", "a\udc00", "\udc00\ud800", "😀\ud83d"]) {
      for (const method of ["add", "replace", "remove", "has"]) {
        assertError(() => rules[method](name, pattern), { code: "ERR_INVALID_ARGUMENT" });
      }
    }
    assertWorks();
  });
});

describe("rules", () => {
  test("are an object, a Map or an iterable of pairs", () => {
    class Odd {}
    for (const bad of [
      undefined,
      null,
      5,
      "one",
      () => 1,
      new Odd(),
      new Date(),
      rules,
      Promise.resolve(),
    ]) {
      assertError(() => rules.addAll(bad), { code: "ERR_INVALID_ARGUMENT" });
      assertError(() => RuleSet.from(bad), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const bad of [
      [5],
      [[]],
      [["x"]],
      [["x", pattern, 1]],
      new Set(["xy"]),
      utf8("x"),
      [{ 0: "x", 1: pattern }],
    ]) {
      assertError(() => rules.addAll(bad), { code: "ERR_INVALID_ARGUMENT" });
    }
    assertError(() => RuleSet.from(), { code: "ERR_INVALID_ARGUMENT" });
    assertWorks();
  });
});

describe("options", () => {
  test("unknown keys are named", () => {
    const error = errorOf(() => new RuleSet({ maxBytes: 5 }));
    assert.equal(error.code, "ERR_INVALID_ARGUMENT");
    assert.match(error.message, /"maxBytes"/);
    assert.match(error.hint, /maxEventBytes/);
    assertError(() => matches("{}", pattern, { output: "text" }), { code: "ERR_INVALID_ARGUMENT" });
    assertError(() => toCloudEvent("{}", { profile: "pipes" }), { code: "ERR_INVALID_ARGUMENT" });
  });

  test("wrong values", () => {
    for (const options of [null, 5, "pipes", true, [], new Map(), rules]) {
      assertError(() => new RuleSet(options), { code: "ERR_INVALID_ARGUMENT" });
      assertError(() => RuleSet.from({}, options), { code: "ERR_INVALID_ARGUMENT" });
      assertError(() => toCloudEvent("{}", options), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const profile of [null, "", "sns", "EventBridge", 0, {}]) {
      assertError(() => new RuleSet({ profile }), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const maxEventBytes of [
      null,
      0,
      -1,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "5",
      5n,
      2 ** 29 + 1,
      2 ** 32 + 5,
    ]) {
      assertError(() => new RuleSet({ maxEventBytes }), { code: "ERR_INVALID_ARGUMENT" });
      assertError(() => toCloudEvent("{}", { maxEventBytes }), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const specversion of [null, "1", "0.3", 1, {}]) {
      assertError(() => toCloudEvent("{}", { specversion }), { code: "ERR_INVALID_ARGUMENT" });
    }
    for (const output of [null, "json", "", {}]) {
      assertError(() => toCloudEvent("{}", { output }), { code: "ERR_INVALID_ARGUMENT" });
    }
    assert.equal(new RuleSet({ maxEventBytes: 2 ** 29 }).size, 0);
  });
});
