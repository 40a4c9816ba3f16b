// What RuleSet and matches() do with good input.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matches, RuleSet } from "tidegate";
import { utf8 } from "./support.mjs";

describe("match", () => {
  const rules = RuleSet.from({
    ec2: { source: ["aws.ec2"] },
    stopped: { detail: { state: ["stopped", "terminated"] } },
    "stopped ec2": { source: ["aws.ec2"], detail: { state: ["stopped"] } },
  });
  const event = { source: "aws.ec2", detail: { state: "stopped" } };
  const text = JSON.stringify(event);

  test("gives names in the order in which they were added", () => {
    assert.deepEqual(rules.match(text), ["ec2", "stopped", "stopped ec2"]);
    assert.deepEqual(rules.match('{"detail":{"state":"terminated"}}'), ["stopped"]);
    assert.deepEqual(rules.match("{}"), []);
  });

  test("takes text, objects and bytes in any wrapping", () => {
    const bytes = utf8(text);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const offset = new Uint8Array(bytes.length + 7);
    offset.set(bytes, 3);
    const even = utf8(text.length % 2 === 0 ? text : `${text} `);
    const inputs = {
      text,
      object: event,
      Uint8Array: bytes,
      Buffer: Buffer.from(text),
      ArrayBuffer: bytes.buffer,
      "SharedArrayBuffer view": shared,
      SharedArrayBuffer: shared.buffer,
      "subarray at an odd offset": offset.subarray(3, 3 + bytes.length),
      DataView: new DataView(offset.buffer, 3, bytes.length),
      Uint8ClampedArray: new Uint8ClampedArray(bytes),
      Int8Array: new Int8Array(bytes.buffer),
      Uint16Array: new Uint16Array(even.buffer),
    };
    for (const [kind, input] of Object.entries(inputs)) {
      assert.deepEqual(rules.match(input), ["ec2", "stopped", "stopped ec2"], kind);
      assert.equal(rules.matchesAny(input), true, kind);
    }
    assert.deepEqual([...bytes], [...utf8(text)], "the input is left as it was");
  });

  test("takes objects as JSON.stringify() makes them", () => {
    class Event {
      source = "aws.ec2";
      #hidden = "x";
      get hidden() {
        return this.#hidden;
      }
    }
    assert.deepEqual(rules.match(new Event()), ["ec2"]);
    assert.deepEqual(rules.match({ toJSON: () => ({ source: "aws.ec2" }) }), ["ec2"]);
    assert.deepEqual(rules.match({ source: undefined, detail: { state: "stopped" } }), ["stopped"]);
    assert.deepEqual(rules.match(Object.assign(Object.create(null), event)).length, 3);
    const dates = RuleSet.from({ late: { at: ["2019-10-28T19:56:14.195Z"] } });
    assert.deepEqual(dates.match({ at: new Date("2019-10-28T19:56:14.195Z") }), ["late"]);
  });

  test("gives an array of its own each time", () => {
    const first = rules.match(text);
    first.push("mine");
    assert.deepEqual(rules.match(text), ["ec2", "stopped", "stopped ec2"]);
  });

  test("matchesAny says whether match would give a name", () => {
    assert.equal(rules.matchesAny(text), true);
    assert.equal(rules.matchesAny("{}"), false);
    assert.equal(new RuleSet().matchesAny("{}"), false);
  });
});

describe("add", () => {
  test("says whether the pattern is new, however it is written", () => {
    const rules = new RuleSet();
    assert.equal(rules.add("a", { x: [1, 2], y: ["z"] }), true);
    assert.equal(rules.add("a", { x: [1, 2], y: ["z"] }), false);
    assert.equal(rules.add("a", '{ "y": ["\\u007a"], "x": [1.0, 2e0] }'), false);
    assert.equal(rules.add("b", { x: [1, 2], y: ["z"] }), true);
    assert.equal(rules.size, 2);
  });

  test("several patterns under one name are alternatives", () => {
    const rules = new RuleSet();
    rules.add("either", { a: [1] });
    rules.add("other", { a: [1] });
    rules.add("either", { b: [2] });
    assert.equal(rules.size, 2);
    assert.deepEqual(rules.match('{"a":1}'), ["either", "other"]);
    assert.deepEqual(rules.match('{"b":2}'), ["either"]);
    assert.deepEqual(rules.match('{"a":1,"b":2}'), ["either", "other"], "each name once");
  });

  test("any well-formed string is a name", () => {
    const names = [
      "",
      " ",
      "__proto__",
      "constructor",
      "toString",
      "a\0b",
      "ñ",
      "😀",
      "\ufeffx",
      '"',
    ];
    const rules = new RuleSet();
    for (const name of [...names, "x".repeat(100_000)]) {
      assert.equal(rules.add(name, { a: [1] }), true);
      assert.equal(rules.has(name), true);
    }
    assert.deepEqual(rules.match('{"a":1}').slice(0, names.length), names);
    assert.deepEqual(rules.match('{"a":1}').at(-1).length, 100_000);
  });

  test("text keeps what an object cannot", () => {
    const rules = new RuleSet();
    rules.add("exact", '{"n": [9007199254740993]}');
    rules.add("last of two", '{"a": [1], "a": [2]}');
    assert.deepEqual(rules.match('{"n": 9007199254740993}'), ["exact"]);
    assert.deepEqual(rules.match('{"n": 9007199254740992}'), []);
    assert.deepEqual(rules.match('{"a": 2}'), ["last of two"]);
    assert.deepEqual(rules.match('{"a": 1}'), []);
  });
});

describe("addAll and from", () => {
  const one = { a: [1] };
  const two = { a: [2] };

  test("take objects, Maps, lists and generators", () => {
    function* generate() {
      yield ["one", one];
      yield ["two", two];
    }
    const given = [
      { one, two },
      new Map(Object.entries({ one, two })),
      Object.entries({ one, two }),
      generate(),
    ];
    for (const rules of given) {
      const set = RuleSet.from(rules);
      assert.deepEqual(
        [...set.entries()],
        [
          ["one", ['{"a":[1]}']],
          ["two", ['{"a":[2]}']],
        ],
      );
    }
    assert.equal(RuleSet.from(Object.assign(Object.create(null), { one })).size, 1);
    assert.equal(RuleSet.from({}).size, 0);
  });

  test("count the patterns that are new", () => {
    const rules = new RuleSet();
    assert.equal(rules.addAll({ one, two }), 2);
    assert.equal(
      rules.addAll([
        ["one", one],
        ["one", two],
        ["one", two],
      ]),
      1,
    );
    assert.equal(rules.addAll({ both: [one, two], three: { a: [3] } }), 3);
    assert.deepEqual(rules.match('{"a":2}'), ["one", "two", "both"]);
  });

  test("take what entries() gives", () => {
    const rules = RuleSet.from([
      ["b", one],
      ["a", '{"a": [2.0]}'],
      ["b", two],
    ]);
    const copy = RuleSet.from(rules.entries());
    assert.deepEqual([...copy.entries()], [...rules.entries()]);
    assert.deepEqual(
      [...copy.entries()],
      [
        ["b", ['{"a":[1]}', '{"a":[2]}']],
        ["a", ['{"a": [2.0]}']],
      ],
    );
  });
});

describe("replace", () => {
  test("leaves one pattern and keeps the place in the order", () => {
    const rules = RuleSet.from([
      ["a", { x: [1] }],
      ["b", { x: [1] }],
      ["a", { x: [2] }],
    ]);
    assert.equal(rules.replace("a", { x: [1, 3] }), true);
    assert.deepEqual(rules.match('{"x":1}'), ["a", "b"]);
    assert.deepEqual(rules.match('{"x":2}'), []);
    assert.deepEqual(rules.match('{"x":3}'), ["a"]);
    assert.deepEqual([...rules.entries()][0], ["a", ['{"x":[1,3]}']]);
  });

  test("adds a rule that is not there", () => {
    const rules = new RuleSet();
    assert.equal(rules.replace("a", { x: [1] }), false);
    assert.deepEqual(rules.match('{"x":1}'), ["a"]);
  });

  test("with one of its own patterns removes the others", () => {
    const rules = RuleSet.from({ a: [{ x: [1] }, { x: [2] }] });
    assert.equal(rules.replace("a", '{"x": [2]}'), true);
    assert.deepEqual([...rules.entries()], [["a", ['{"x": [2]}']]]);
    assert.deepEqual(rules.match('{"x":1}'), []);
  });
});

describe("remove", () => {
  const patterns = [{ x: [1] }, { x: [2] }, { x: [3] }];

  test("takes a rule with all its patterns", () => {
    const rules = RuleSet.from({ a: patterns, b: patterns[0] });
    assert.equal(rules.remove("a"), true);
    assert.equal(rules.remove("a"), false);
    assert.equal(rules.has("a"), false);
    assert.deepEqual(rules.match('{"x":1}'), ["b"]);
    assert.equal(rules.matchesAny('{"x":2}'), false);
  });

  test("takes one pattern, and the rule with the last one", () => {
    const rules = RuleSet.from({ a: patterns });
    assert.equal(rules.remove("a", { x: [4] }), false);
    assert.equal(rules.remove("b", { x: [1] }), false);
    assert.equal(
      rules.remove("a", ' { "x" : [ 2.0 ] } '),
      true,
      "equal, but written in another way",
    );
    assert.deepEqual([...rules.entries()], [["a", ['{"x":[1]}', '{"x":[3]}']]]);
    assert.equal(rules.match('{"x":2}').length, 0);
    assert.equal(rules.remove("a", { x: [1] }), true);
    assert.equal(rules.remove("a", '{"x":[3e0]}'), true);
    assert.equal(rules.has("a"), false);
    assert.equal(rules.size, 0);
    assert.equal(rules.remove("a", { x: [3] }), false);
  });

  test("a rule that comes again comes last", () => {
    const rules = RuleSet.from({ a: patterns[0], b: patterns[0], c: patterns[0] });
    rules.remove("a");
    rules.remove("b", patterns[0]);
    rules.add("a", patterns[0]);
    rules.add("b", patterns[0]);
    assert.deepEqual(rules.match('{"x":1}'), ["c", "a", "b"]);
    assert.deepEqual(
      [...rules.entries()].map(([name]) => name),
      ["c", "a", "b"],
    );
  });

  test("names stay with their rules through many changes", () => {
    const rules = new RuleSet();
    const expected = new Map();
    for (let i = 0; i < 3000; i++) {
      const name = `rule ${(i * 7919) % 500}`;
      if (i % 3 === 2) {
        assert.equal(rules.remove(name), expected.delete(name));
      } else {
        expected.set(name, i % 10);
        rules.replace(name, { x: [i % 10] });
      }
    }
    assert.equal(rules.size, expected.size);
    for (let x = 0; x < 10; x++) {
      const names = [...expected].filter(([, value]) => value === x).map(([name]) => name);
      assert.deepEqual(rules.match({ x }), names);
    }
  });
});

describe("clear, has, size, entries", () => {
  test("clear leaves an empty set that can be used", () => {
    const rules = RuleSet.from({ a: { x: [1] }, b: { x: [1] } });
    rules.clear();
    rules.clear();
    assert.equal(rules.size, 0);
    assert.equal(rules.has("a"), false);
    assert.deepEqual(rules.match('{"x":1}'), []);
    rules.add("b", { x: [1] });
    assert.deepEqual(rules.match('{"x":1}'), ["b"]);
    assert.deepEqual([...rules.entries()], [["b", ['{"x":[1]}']]]);
  });

  test("entries gives copies", () => {
    const rules = RuleSet.from({ a: { x: [1] } });
    for (const [, patterns] of rules.entries()) patterns.push("mine");
    assert.deepEqual([...rules.entries()], [["a", ['{"x":[1]}']]]);
  });
});

describe("options", () => {
  test("profile decides what is taken", () => {
    const pattern = { a: [{ wildcard: "a*b" }] };
    assert.equal(new RuleSet().add("a", pattern), true);
    assert.equal(new RuleSet({ profile: "eventbridge" }).add("a", pattern), true);
    for (const profile of ["pipes", "custom-bus"]) {
      const rules = new RuleSet({ profile });
      assert.throws(() => rules.add("a", pattern), { code: /ERR_PATTERN/ }, profile);
      assert.equal(rules.add("a", { a: [{ prefix: "a" }] }), true);
    }
  });

  test("undefined is as good as absent", () => {
    const rules = new RuleSet({ profile: undefined, maxEventBytes: undefined });
    assert.equal(rules.add("a", { x: [1] }), true);
    assert.equal(new RuleSet(undefined).size, 0);
  });
});

describe("matches", () => {
  test("answers for one pattern", () => {
    const pattern = { price: [{ numeric: ["<=", 150] }] };
    assert.equal(matches('{"price": 149.50}', pattern), true);
    assert.equal(matches({ price: 151 }, JSON.stringify(pattern)), false);
    assert.equal(matches(utf8('{"price": 150}'), pattern, { maxEventBytes: 14 }), true);
  });
});

test("sets know nothing of each other", () => {
  const one = RuleSet.from({ x: { a: [1] } });
  const two = RuleSet.from({ y: { a: [1] }, z: { a: [1] } });
  assert.deepEqual(one.match('{"a":1}'), ["x"]);
  assert.deepEqual(two.match('{"a":1}'), ["y", "z"]);
  one.dispose();
  assert.deepEqual(two.match('{"a":1}'), ["y", "z"]);
});
