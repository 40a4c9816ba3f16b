import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RuleSet } from "tidegate";
import { assertError } from "./support.mjs";

function fill(rules) {
  rules.add("started", { detail: { state: ["pending", "running"] } });
  rules.add("stopped", '{"detail": {"state": ["stopped"]}}');
  rules.add("stopped", { detail: { state: ["terminated"] } });
  rules.add("", { $or: [{ a: [{ "anything-but": ["x"] }] }, { b: [{ wildcard: "*é*" }] }] });
  rules.add("naïve 🚀", { n: [{ numeric: [">", 1, "<=", 5e9] }], ip: [{ cidr: "10.0.0.0/8" }] });
  return rules;
}

const EVENTS = [
  { detail: { state: "running" } },
  { detail: { state: "terminated" } },
  { a: "y", b: "café" },
  { a: "x", n: 4, ip: "10.2.3.4" },
  {},
];

describe("a snapshot", () => {
  test("is the same set again, with its options, order and patterns", () => {
    const rules = fill(new RuleSet({ profile: "event-ruler", maxEventBytes: 1000 }));
    const copy = RuleSet.fromSnapshot(rules.snapshot());
    assert.equal(copy.size, 4);
    for (const event of EVENTS) assert.deepEqual(copy.match(event), rules.match(event));
    assert.deepEqual([...copy.entries()], [...rules.entries()]);
    assertError(() => copy.match(`"${"x".repeat(1000)}"`), { code: "ERR_TOO_LARGE" });
    assert.deepEqual(copy.snapshot(), rules.snapshot());
  });

  test("can be changed before anything else is asked of it", () => {
    const bytes = fill(new RuleSet()).snapshot();
    const load = () => RuleSet.fromSnapshot(bytes);

    const added = load();
    assert.equal(added.add("stopped", { detail: { state: ["stopped"] } }), false);
    assert.equal(added.add("stopped", { detail: { state: ["gone"] } }), true);
    assert.deepEqual(Object.fromEntries(added.entries()).stopped, [
      '{"detail": {"state": ["stopped"]}}',
      '{"detail":{"state":["terminated"]}}',
      '{"detail":{"state":["gone"]}}',
    ]);

    const replaced = load();
    assert.equal(replaced.replace("stopped", { detail: { state: ["gone"] } }), true);
    assert.equal(replaced.replace("new", { a: [1] }), false);
    assert.deepEqual(Object.fromEntries(replaced.entries()).stopped, [
      '{"detail":{"state":["gone"]}}',
    ]);

    const removed = load();
    const names = removed.entries();
    assert.equal(removed.remove("stopped", { detail: { state: ["stopped"] } }), true);
    assert.equal(removed.remove("started"), true);
    assert.equal(removed.has("started"), false);
    assert.deepEqual(
      [...names].map(([name]) => name),
      ["stopped", "", "naïve 🚀"],
    );
    assert.equal(removed.add("again", { detail: { state: ["running"] } }), true);
    assert.deepEqual(removed.match(EVENTS[0]), ["again"]);
    assert.deepEqual(Object.fromEntries(removed.entries()).stopped, [
      '{"detail":{"state":["terminated"]}}',
    ]);

    const refused = load();
    assertError(() => refused.addAll({ stopped: { z: [1] }, bad: {} }), {
      code: "ERR_PATTERN_EMPTY",
    });
    assert.deepEqual([...refused.entries()], [...fill(new RuleSet()).entries()]);

    const cleared = load();
    cleared.clear();
    assert.deepEqual([...cleared.entries()], []);
    cleared.add("first", { a: [1] });
    assert.deepEqual(cleared.match({ a: 1 }), ["first"]);
  });

  test("of an empty set, and of many rules", () => {
    assert.equal(RuleSet.fromSnapshot(new RuleSet().snapshot()).size, 0);
    const rules = new RuleSet();
    for (let i = 0; i < 10_000; i++) rules.add(`rule ${i}`, { id: [`i-${i}`], kind: ["a", "b"] });
    const copy = RuleSet.fromSnapshot(rules.snapshot());
    assert.deepEqual(copy.match({ id: "i-7777", kind: "b" }), ["rule 7777"]);
    assert.deepEqual([...copy.entries()].slice(-1), [...rules.entries()].slice(-1));
  });

  test("may come in any kind of buffer", () => {
    const bytes = fill(new RuleSet()).snapshot();
    const shared = new SharedArrayBuffer(bytes.length + 3);
    new Uint8Array(shared, 3).set(bytes);
    for (const form of [bytes.buffer, new DataView(bytes.buffer), new Uint8Array(shared, 3)]) {
      assert.equal(RuleSet.fromSnapshot(form).size, 4);
    }
  });

  test("that is damaged or none is an error", () => {
    const bytes = fill(new RuleSet()).snapshot();
    for (const wrong of [undefined, null, "TIDEGATE", {}, []]) {
      assertError(() => RuleSet.fromSnapshot(wrong), { code: "ERR_INVALID_ARGUMENT" });
    }
    assertError(() => RuleSet.fromSnapshot(new Uint8Array(0)), { code: "ERR_SNAPSHOT" });
    assertError(() => RuleSet.fromSnapshot(bytes.subarray(1)), { code: "ERR_SNAPSHOT" });
    for (let size = 0; size < bytes.length; size += 7) {
      assertError(() => RuleSet.fromSnapshot(bytes.subarray(0, size)), { code: "ERR_SNAPSHOT" });
    }
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged[at] ^= 1 << (at % 8);
      assertError(() => RuleSet.fromSnapshot(damaged), { code: "ERR_SNAPSHOT" });
    }
  });

  test("cannot be made of a set that has been disposed of", () => {
    const rules = fill(new RuleSet());
    rules.dispose();
    assertError(() => rules.snapshot(), { code: "ERR_DISPOSED" });
  });
});
