// Events that are objects: the answers are those for what JSON.stringify() makes of them, and only
// what rules look at is visited.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RuleSet } from "tidegate";
import { assertError, errorOf, randomNumbers, utf8 } from "./support.mjs";

const any = [{ exists: true }];

/** A rule for each path and value, named by them, and one for whether there is anything. */
function rulesFor(paths, values) {
  const rules = new RuleSet();
  for (const path of paths) {
    rules.add(`${path} exists`, { [path]: any });
    rules.add(`no ${path}`, { [path]: [{ exists: false }] });
    for (const value of values) rules.add(`${path} ${JSON.stringify(value)}`, { [path]: [value] });
  }
  return rules;
}

function assertAsText(rules, event) {
  const text = JSON.stringify(event);
  assert.deepEqual(rules.match(event), rules.match(text), text);
  assert.equal(rules.matchesAny(event), rules.matchesAny(text), text);
}

class Point {
  constructor(x) {
    this.x = x;
  }
  get y() {
    return 1;
  }
}

const hidden = (object) => Object.defineProperty(object, "a", { value: 1, enumerable: false });
const inherited = (own) => Object.assign(Object.create({ a: 1, b: { a: 1 } }), own);

describe("an object counts as JSON.stringify() writes it", () => {
  const values = [1, 0, "1", "x", "", true, false, null, "1970-01-01T00:00:00.000Z", "a", "\ud800"];
  const rules = rulesFor(["a", "b", "a.b", "a.b.c", "a.0", "", "a.", "__proto__", "x.y"], values);

  const sparse = [];
  sparse[3] = 1;
  const cases = {
    undefined: undefined,
    null: null,
    "a function": () => 1,
    "a function with toJSON": Object.assign(() => 1, { toJSON: () => 1 }),
    "a symbol": Symbol("x"),
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    "-0": -0,
    "a subnormal number": 5e-324,
    "the largest number": Number.MAX_VALUE,
    "a fraction": 0.1,
    "1e21": 1e21,
    "a string": "x",
    "a long string": "x".repeat(1000),
    "a lone surrogate": "\ud800",
    "half a pair": "\ude00",
    "beyond ASCII": "ä€😀",
    true: true,
    "a Date": new Date(0),
    "an invalid Date": new Date(Number.NaN),
    "toJSON of its own": { toJSON: () => 1 },
    "toJSON that gives an object": { toJSON: () => ({ b: { c: 1 } }) },
    "toJSON that gives nothing": { toJSON: () => undefined },
    "toJSON that gives one with toJSON": { toJSON: () => ({ toJSON: () => 1, b: 1 }) },
    "toJSON that is told the key": { toJSON: (key) => key },
    "toJSON that is no function": { toJSON: 1, b: 1 },
    "inherited toJSON": Object.create({ toJSON: () => 1 }),
    "a wrapped number": Object(1),
    "a wrapped string": Object("x"),
    "a wrapped boolean": Object(false),
    "a wrapped number with another value": Object.assign(Object(1), { valueOf: () => 0 }),
    "a wrapped string with another value": Object.assign(Object("x"), { toString: () => "1" }),
    "a wrapped boolean with another value": Object.assign(Object(true), { valueOf: () => false }),
    "what only claims to wrap": { [Symbol.toStringTag]: "Number", b: 1 },
    "a wrapped symbol": Object(Symbol("x")),
    "an instance": new Point(1),
    "a null prototype": Object.assign(Object.create(null), { b: 1 }),
    "a Map": new Map([["b", 1]]),
    "a Set": new Set([1]),
    "a Map with a property": Object.assign(new Map(), { b: 1 }),
    "a typed array": new Uint8Array([1, 2]),
    "a Float64Array": new Float64Array([1, 0]),
    "an ArrayBuffer": new ArrayBuffer(1),
    "an Error": new Error("x"),
    "a RegExp": /x/,
    "a Promise": Promise.resolve(1),
    arguments: (function () {
      // biome-ignore lint/complexity/noArguments: it is what is tested
      return arguments;
    })(1, 2),
    "a proxy": new Proxy({ b: 1 }, {}),
    "a proxy of an array": new Proxy([1, { b: 1 }], {}),
    "a proxy that makes keys up": new Proxy(
      {},
      {
        ownKeys: () => ["b"],
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
        get: () => 1,
      },
    ),
    "a getter": Object.defineProperty({}, "b", { enumerable: true, get: () => 1 }),
    "a property that is not enumerable": hidden({ b: 1 }),
    "an inherited property": inherited({ c: 1 }),
    "an own property before an inherited one": inherited({ b: 2 }),
    "a symbol key": { [Symbol("b")]: 1 },
    "integer keys": { 0: 1, b: 1, 1: 2 },
    "an empty key": { "": 1 },
    array: [1, "x", null],
    "an array of nothing": [undefined, () => 1, Symbol("x")],
    "a sparse array": sparse,
    "an array with a property": Object.assign([1], { b: 1 }),
    "an empty array": [],
    "arrays in arrays": [[1, [2, ["x"]]], []],
    "objects in arrays": [{ b: 1 }, { b: { c: 1 } }, [{ b: 0 }]],
    "wrapped in arrays": [Object(1), new Date(0), { toJSON: (key) => key }],
    "an object": { b: { c: 1 } },
    "a dotted key": { "b.c": 1 },
    "both spellings": { "b.c": 1, b: { c: "x" } },
  };
  for (const [what, value] of Object.entries(cases)) {
    test(what, () => {
      for (const event of [
        { a: value },
        { a: value, b: 1 },
        { "a.b": value },
        { "a.b.c": value },
        { "": value, "a.": value },
        { a: { b: value } },
        { a: { "b.c": value } },
        { a: [value, 1, { b: value }] },
        { x: 1, y: { a: 1 }, a: { x: 0, b: value, "": value } },
        JSON.parse('{"__proto__": 1, "a": 1}'),
        Object.assign(Object.create(null), { a: value }),
        Object.assign(new Point(value), { a: value }),
        { toJSON: () => ({ a: value }) },
        { x: new Point(1) },
      ]) {
        assertAsText(rules, event);
      }
    });
  }

  test("BigInt where its toJSON() says what it is", () => {
    Object.defineProperty(BigInt.prototype, "toJSON", {
      configurable: true,
      value() {
        return String(this);
      },
    });
    try {
      for (const value of [1n, Object(1n), [1n]]) assertAsText(rules, { a: value });
    } finally {
      delete BigInt.prototype.toJSON;
    }
  });

  test("toJSON() of strings is asked of objects alone", () => {
    Object.defineProperty(String.prototype, "toJSON", { configurable: true, value: () => "1" });
    try {
      for (const value of ["x", Object("x")]) assertAsText(rules, { a: value });
    } finally {
      delete String.prototype.toJSON;
    }
  });

  test("what all objects inherit is not seen", () => {
    for (const key of ["a", "a.b"]) {
      for (const enumerable of [true, false]) {
        Object.defineProperty(Object.prototype, key, { configurable: true, enumerable, value: 1 });
        try {
          for (const event of [{}, { b: {} }, { a: { x: 1 } }, Object.create(null)]) {
            assertAsText(rules, event);
          }
        } finally {
          delete Object.prototype[key];
        }
      }
    }
  });

  test("elements that a sparse array inherits are seen", () => {
    Object.defineProperty(Array.prototype, 0, { configurable: true, writable: true, value: "x" });
    try {
      assertAsText(rules, { a: sparse });
    } finally {
      delete Array.prototype[0];
    }
  });

  const { rawJSON } = JSON;
  test("raw JSON", { skip: rawJSON === undefined && "this Node has no JSON.rawJSON()" }, () => {
    rules.add("digits", '{"a": [9007199254740993]}');
    for (const text of ["1", "1.0", '"x"', "true", "null", "9007199254740993"]) {
      assertAsText(rules, { a: rawJSON(text) });
      assertAsText(rules, { a: [rawJSON(text)] });
    }
  });
});

test("numbers equal what they equal as text", () => {
  const next = randomNumbers(5);
  const bits = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < 2000; i++) {
    bits.setUint32(0, next() * 2 ** 32);
    bits.setUint32(4, next() * 2 ** 32);
    const number = i % 2 === 0 ? bits.getFloat64(0) : Math.round(next() * 1e6) / 10 ** (i % 7);
    if (!Number.isFinite(number)) continue;
    const rules = new RuleSet();
    rules.add("text", `{"a": [{"anything-but": ["x"]}], "b": [{"exists": false}]}`);
    try {
      rules.add("same", `{"a": [${number}]}`);
      rules.add("near", `{"a": [{"numeric": ["<=", ${number}, ">=", ${number}]}]}`);
    } catch {
      // Not every double can be written in a pattern.
    }
    assertAsText(rules, { a: number });
    rules.dispose();
  }
});

describe("any object, any rules", () => {
  const keys = [
    "a",
    "b",
    "c",
    "a.b",
    "b.c",
    "a.b.c",
    "",
    ".",
    "0",
    "1",
    "ä",
    "\ud800",
    "__proto__",
  ];
  const leaves = [
    1,
    0,
    -0,
    "1",
    "x",
    "ä",
    "\ud800",
    "\udc00x",
    "x\ud800",
    true,
    false,
    null,
    undefined,
  ];
  const odd = [
    () => new Date(0),
    () => Object(1),
    () => Number.NaN,
    () => new Point("x"),
    () => new Map(),
    () => Symbol("x"),
    () => ({ toJSON: (key) => key }),
    () => inherited({ b: 1 }),
    () => hidden({ b: 1 }),
    () => new Uint8Array(2),
    () => new Proxy({ a: 1, b: ["x"] }, {}),
  ];

  function generate(next) {
    const pick = (list) => list[Math.floor(next() * list.length)];
    const value = (depth) => {
      const dice = next();
      if (depth === 0 || dice < 0.35) return pick(leaves);
      if (dice < 0.45) return pick(odd)();
      if (dice < 0.65)
        return Array.from({ length: Math.floor(next() * 4) }, () => value(depth - 1));
      return object(depth - 1);
    };
    const object = (depth) => {
      const made = next() < 0.1 ? Object.create(null) : {};
      for (let i = Math.floor(next() * 5); i > 0; i--) {
        const key = pick(keys);
        Object.defineProperty(made, key, {
          value: value(depth),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return made;
    };
    const pattern = () => {
      const made = Object.create(null);
      for (let i = Math.floor(next() * 3); i >= 0; i--) {
        const path = Array.from({ length: 1 + Math.floor(next() * 3) }, () => pick(keys)).join(".");
        const leaf = pick(leaves);
        made[path] = next() < 0.3 ? [{ exists: next() < 0.5 }] : [leaf === undefined ? "x" : leaf];
      }
      return made;
    };
    return { object, pattern };
  }

  for (let seed = 0; seed < 60; seed++) {
    test(`seed ${seed}`, () => {
      const next = randomNumbers(seed);
      const { object, pattern } = generate(next);
      const rules = new RuleSet();
      for (let i = 0; i < 100; i++) {
        if (i % 5 === 0) rules.add(`rule ${i}`, pattern());
        if (i % 20 === 19) rules.remove(`rule ${i - 9}`);
        assertAsText(rules, object(4));
      }
      rules.dispose();
    });
  }
});

describe("what JSON.stringify() refuses", () => {
  const rules = RuleSet.from({ deep: { a: { b: { c: [1] } } }, list: { l: { x: [1] } } });

  test("is refused where rules look, with its path", () => {
    const cycle = { b: {} };
    cycle.b.c = [cycle];
    const ring = [];
    ring.push(1, [ring]);
    const cases = [
      [{ a: 1n }, "/a"],
      [{ a: { b: { c: 5n } } }, "/a/b/c"],
      [{ a: { "b.c": Object(5n) } }, "/a/b.c"],
      [{ l: [1, { x: [true, 1n] }] }, "/l/1/x/1"],
      [{ a: cycle }, "/a/b/c/0"],
      [{ l: ring }, "/l/1/0"],
    ];
    for (const [event, path] of cases) {
      assert.throws(() => JSON.stringify(event));
      assertError(() => rules.match(event), { code: "ERR_INVALID_ARGUMENT", path });
      assertError(() => rules.matchesAny(event), { code: "ERR_INVALID_ARGUMENT", path });
    }
    const slashes = RuleSet.from({ one: { "a/b": { "c~d": [1] } } });
    assertError(() => slashes.match({ "a/b": { "c~d": 1n } }), { path: "/a~1b/c~0d" });
  });

  test("elsewhere is not looked at", () => {
    const cycle = { l: { x: 1 } };
    cycle.self = cycle;
    cycle.n = 5n;
    cycle.a = {
      x: cycle,
      get y() {
        return assert.fail("nobody looks here");
      },
    };
    assert.deepEqual(rules.match(cycle), ["list"]);
  });

  test("the same object twice is no cycle", () => {
    const shared = { x: 1 };
    assert.deepEqual(rules.match({ l: [shared, shared, [shared]], a: shared }), ["list"]);
  });

  test("what the caller's code throws is the cause", () => {
    const mine = new Error("mine");
    const thrower = () => {
      throw mine;
    };
    const cases = [
      [
        {
          a: {
            get b() {
              return thrower();
            },
          },
        },
        "/a/b",
      ],
      [{ l: [0, { toJSON: thrower }] }, "/l/1"],
      [{ a: new Proxy({}, { ownKeys: thrower }) }, "/a/"],
      [{ toJSON: thrower }, ""],
    ];
    for (const [event, path] of cases) {
      const error = assertError(() => rules.match(event), { code: "ERR_INVALID_ARGUMENT" });
      assert.equal(error.cause, mine);
      assert.ok(path.startsWith(error.path), error.path);
    }
    assert.deepEqual(rules.match({ l: { x: 1 } }), ["list"]);
  });
});

describe("the caller's code", () => {
  test("runs once for each value that rules look at", () => {
    let count = 0;
    const counter = { enumerable: true, get: () => ++count && 1 };
    const rules = RuleSet.from({ a: { a: [1], b: { c: [1] } }, b: { b: { c: [1] } } });
    const event = Object.defineProperties({}, { a: counter, x: counter });
    Object.defineProperty(event, "b", {
      enumerable: true,
      get: () => Object.defineProperty({}, "c", counter),
    });
    assert.deepEqual(rules.match(event), ["a", "b"]);
    assert.equal(count, 2);
  });

  test("may match within a match, objects in objects", () => {
    const rules = RuleSet.from({ one: { a: ["x"], z: ["é€"] }, two: { a: ["y"] } });
    const inner = (depth) => ({
      get a() {
        if (depth > 0) assert.deepEqual(rules.match(inner(depth - 1)), ["one"]);
        assert.deepEqual(rules.match('{"a":"y"}'), ["two"]);
        return "x";
      },
      z: "é€",
    });
    assert.deepEqual(rules.match(inner(20)), ["one"]);
  });

  test("may change what rules look at", () => {
    const rules = RuleSet.from({ one: { a: [1] } });
    const event = {
      get a() {
        rules.add("two", { b: { c: [2] } });
        rules.remove("three");
        return 1;
      },
      b: { c: 2 },
    };
    rules.add("three", { x: [1] });
    assert.deepEqual(rules.match(event), ["one", "two"]);
    let n = 0;
    const restless = {
      get a() {
        rules.add(`rule ${n}`, { [`path ${n++}`]: [1] });
        return 1;
      },
    };
    assertError(() => rules.match(restless), { code: "ERR_INVALID_ARGUMENT" });
    assert.deepEqual(rules.match({ b: { c: 2 } }), ["two"]);
  });
});

describe("limits", () => {
  const rules = RuleSet.from({ one: { a: { b: [1] }, c: ["x"] } });

  test("depth", () => {
    const nest = (depth) => {
      let value = 1;
      for (let i = 0; i < depth; i++) value = [value];
      return value;
    };
    const set = RuleSet.from({ one: { a: [1] } });
    assert.deepEqual(set.match({ a: nest(999) }), ["one"]);
    assertError(() => set.match({ a: nest(1000) }), {
      code: "ERR_TOO_DEEP",
      path: `/a${"/0".repeat(999)}`,
    });
    assert.deepEqual(set.match({ a: 1, b: nest(100_000) }), ["one"], "not looked at");
  });

  test("maxEventBytes counts what rules look at", () => {
    const set = new RuleSet({ maxEventBytes: 20 });
    set.add("one", { a: any });
    assert.deepEqual(set.match({ a: "x".repeat(20), b: "x".repeat(1000) }), ["one"]);
    assertError(() => set.match({ b: 1, a: "x".repeat(21) }), {
      code: "ERR_TOO_LARGE",
      path: "/a",
    });
    assert.deepEqual(set.match({ a: ["x".repeat(9), "x".repeat(9)] }), ["one"]);
    assertError(() => set.match({ a: ["x".repeat(9), "x".repeat(10)] }), { path: "/a/1" });
    assertError(() => set.match({ a: Array(2 ** 32 - 1) }), { code: "ERR_TOO_LARGE", path: "/a" });
  });

  test("many values, and large ones", () => {
    const set = RuleSet.from({ end: { a: [{ suffix: "end" }] }, wide: { a: [{ suffix: "é" }] } });
    const long = "x".repeat(3_000_000);
    assert.deepEqual(set.match({ a: `${long}end` }), ["end"]);
    assert.deepEqual(set.match({ a: `${long}é` }), ["wide"]);
    assert.deepEqual(set.match({ a: [...Array(300_000).fill("y"), "end"] }), ["end"]);
    assert.deepEqual(set.match({ a: [...Array(300_000).fill({ b: 1 }), "é"] }), ["wide"]);
    assert.deepEqual(rules.match({ a: { b: 1 }, c: "x" }), ["one"]);
  });
});

describe("no object", () => {
  const body = new RuleSet({ profile: "sns-body" });
  body.add("one", { a: [1] });
  const rules = RuleSet.from({ one: { a: [1] } });
  const values = { array: [{ a: 1 }], Date: new Date(0), "String object": Object('{"a":1}') };
  for (const [what, value] of Object.entries(values)) {
    test(what, () => {
      assertError(() => rules.match(value), { code: "ERR_EVENT_NOT_OBJECT" });
      assertError(() => new RuleSet({ maxEventBytes: 1 }).match(value), {
        code: "ERR_EVENT_NOT_OBJECT",
      });
      assert.deepEqual(body.match(value), []);
    });
  }

  test("nothing at all", () => {
    for (const value of [undefined, () => 1, Symbol("x"), { toJSON: () => undefined }, 5n]) {
      assertError(() => rules.match(value), { code: "ERR_INVALID_ARGUMENT" });
      assertError(() => body.match(value), { code: "ERR_INVALID_ARGUMENT" });
    }
  });
});

describe("the tree of paths", () => {
  test("is followed as rules come and go", () => {
    const rules = new RuleSet();
    const event = {};
    for (let i = 0; i < 300; i++) event[`k${i}`] = { [`a.${i}`]: i };
    for (let i = 0; i < 300; i++) {
      rules.add(`rule ${i}`, { [`k${i}`]: { a: { [i]: [i] } } });
      assert.equal(rules.match(event).length, Math.min(i + 1, 100));
      if (i >= 99) rules.remove(`rule ${i - 99}`);
    }
    assert.deepEqual(rules.match({}), []);
    assert.deepEqual(rules.match({ k299: { a: { 299: 299 } } }), ["rule 299"]);
  });

  test("a large object costs by what rules look at, and the other way round", () => {
    const few = RuleSet.from({ one: { a: { "b.c": [1] } }, two: { k5: [5] } });
    const large = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, i]));
    for (let i = 0; i < 600; i++) {
      const inner = i % 2 === 0 ? { b: { c: 1 } } : { "b.c": 1 };
      assert.deepEqual(few.match({ ...large, a: inner }), ["one", "two"]);
      assert.deepEqual(few.match({ ...large, "a.b": { c: 1 } }), ["one", "two"]);
      assert.deepEqual(few.match({ k5: 5, "a.b.c": 1 }), ["one", "two"]);
      const event = hidden({ ...large, a: 1 });
      assert.deepEqual(few.match(Object.defineProperty(event, "k5", { enumerable: false })), []);
      assert.deepEqual(few.match(Object.assign(Object.create({ k5: 5 }), { "a.b.c": 1 })), ["one"]);
    }
    const many = new RuleSet();
    for (let i = 0; i < 2000; i++) many.add(`rule ${i}`, { d: { [`k${i}`]: [i] } });
    assert.deepEqual(many.match({ d: { k7: 7, k1999: 1999, other: 1 } }), ["rule 7", "rule 1999"]);
    assert.equal(many.match({ d: large }).length, 2000);
    assert.deepEqual(many.match({ "d.k8": 8 }), ["rule 8"]);
  });

  test("keys may be of any characters", () => {
    const keys = ["", "\0", "é", "日本", "😀", "\ud800", "\udc00\ud800", "x".repeat(2000)];
    const rules = RuleSet.from(keys.map((key, i) => [String(i), { [key]: { [key]: ["x"] } }]));
    for (const [i, key] of keys.entries()) {
      assert.deepEqual(rules.match({ [key]: { [key]: "x" } }), [String(i)]);
      assert.deepEqual(rules.match({ [`${key}.${key}`]: "x" }), [String(i)]);
    }
    for (let i = 0; i < 200; i++) rules.add(`more ${i}`, { [`${i}é`]: [1] });
    for (const [i, key] of keys.entries()) {
      assert.deepEqual(rules.match({ [key]: { [key]: "x" } }), [String(i)]);
    }
    assert.deepEqual(rules.match({ "7é": 1 }), ["more 7"]);
  });
});

test("strings are recognised, however many there have been", () => {
  const rules = RuleSet.from({
    end: { a: [{ suffix: "7" }] },
    same: { b: ["same €"] },
    lone: { c: ["\ud800"] },
    other: { c: ["\udc00"] },
  });
  for (let i = 0; i < 30_000; i++) {
    // Few strings, then new ones only, then all of them again.
    const number = i < 10_000 ? i % 20 : i % 9000;
    const event = { a: `number ${number}`, b: "same €", c: i % 2 === 0 ? "\ud800" : "\udc00" };
    const names = [...(number % 10 === 7 ? ["end"] : []), "same", i % 2 === 0 ? "lone" : "other"];
    assert.deepEqual(rules.match(event), names);
  }
});

test("text, bytes and objects take turns", () => {
  const rules = RuleSet.from({ one: { a: ["é"] }, two: { a: ["e"] } });
  for (let i = 0; i < 50; i++) {
    for (const [value, name] of [
      ["é", "one"],
      ["e", "two"],
    ]) {
      const text = JSON.stringify({ a: value });
      for (const event of [text, { a: value }, utf8(text)])
        assert.deepEqual(rules.match(event), [name]);
    }
  }
  assert.equal(errorOf(() => rules.match("{")).code, "ERR_INVALID_JSON");
});
