// Wasm memory that grows while it is in use: views of it are detached by that, results must not be.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callsOf, exercise, fill, grow, wasmBytes, withoutGrowth } from "./support.mjs";

const tidegate = await import("tidegate");
const { RuleSet } = tidegate;

/** Every buffer below a value. */
function buffersOf(value, found = []) {
  if (ArrayBuffer.isView(value)) found.push(value.buffer);
  else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) buffersOf(inner, found);
  }
  return found;
}

describe("each call", () => {
  for (const [name, call] of callsOf(tidegate)) {
    test(`${name} gives the same after growth, and what it gave before stays`, async () => {
      const before = await call();
      const copy = structuredClone({ before });
      grow(tidegate);
      assert.deepEqual(structuredClone({ before }), copy);
      for (const buffer of buffersOf(before)) assert.ok(buffer.byteLength < 65_536, "it is a view");
      assert.deepEqual(structuredClone({ before: await call() }), copy);
    });
  }
});

test("an event that lets memory grow is matched like others", () => {
  const rules = RuleSet.from(
    { a: { x: [1], last: [{ suffix: "y" }] } },
    { maxEventBytes: 2 ** 28 },
  );
  const kinds = {
    text: (event) => event,
    "text beyond ASCII": (event) => event.replace("first", "é"),
    bytes: (event) => new TextEncoder().encode(event),
    object: (event) => JSON.parse(event),
  };
  const event = (size) => `{"x":1,"last":"first${"x".repeat(size)}y"}`;
  for (const [kind, make] of Object.entries(kinds)) {
    const before = wasmBytes();
    for (let size = 500_000; wasmBytes() === before; size *= 2) {
      assert.ok(size < wasmBytes(), `${kind}: memory did not grow`);
      assert.deepEqual(rules.match(make(event(size))), ["a"], kind);
    }
    for (const other of Object.values(kinds)) assert.deepEqual(rules.match(other(event(1))), ["a"]);
  }
});

describe("growth in the middle of a call", () => {
  const made = () =>
    RuleSet.from({ all: { a: [1], b: ["é"], c: ["x"] }, c: { c: [{ prefix: "x" }] } });

  test("by a getter of the event", () => {
    const rules = made();
    for (const key of ["a", "b", "c"]) {
      const event = { a: 1, b: "é", c: "x" };
      Object.defineProperty(event, key, {
        enumerable: true,
        get: () => {
          grow(tidegate);
          return { a: 1, b: "é", c: "x" }[key];
        },
      });
      assert.deepEqual(rules.match(event), ["all", "c"]);
      assert.deepEqual(rules.explain(event, "all").matched, true);
    }
  });

  test("by a getter that matches other events itself", () => {
    const rules = made();
    const event = {
      a: 1,
      b: "é",
      get c() {
        grow(tidegate);
        assert.deepEqual(rules.match({ a: 1, b: "é", c: "x" }), ["all", "c"]);
        assert.deepEqual(rules.match('{"c":"xyz"}'), ["c"]);
        return "x";
      },
    };
    assert.deepEqual(rules.match(event), ["all", "c"]);
  });

  test("by a pattern", () => {
    const rules = new RuleSet();
    rules.add("a", {
      get x() {
        grow(tidegate);
        return ["é"];
      },
    });
    assert.deepEqual(rules.match('{"x":"é"}'), ["a"]);
  });

  test("by the events of a batch, and by whoever watches it", async () => {
    const rules = made();
    async function* events() {
      for (let i = 0; i < 5; i++) {
        yield '{"c":"x"}';
        grow(tidegate);
        yield { a: 1, b: "é", c: "x" };
      }
    }
    const all = await rules.matchBatch(events());
    assert.deepEqual(
      [...all],
      Array(5)
        .fill([["c"], ["all", "c"]])
        .flat(),
    );

    const count = 100_000;
    let reports = 0;
    const onProgress = () => {
      if (reports++ < 3) grow(tidegate);
    };
    const lines = await rules.matchBatch('{"c":"x"}\n'.repeat(count), { onProgress });
    assert.deepEqual([lines.count, lines.matched], [count, count]);
  });

  // Each needs more room for names than the one before has left.
  let size = 100_000;
  for (const [way, call] of Object.entries({
    match: (rules) => rules.match('{"x":1}'),
    "matchBatch of events": async (rules) => [...(await rules.matchBatch(['{"x":1}']))][0],
    "matchBatch of lines": async (rules) => [...(await rules.matchBatch('{"x":2}\n{"x":1}\n'))][1],
    entries: (rules) => Array.from(rules.entries(), ([name]) => name),
  })) {
    test(`by names that a snapshot holds, in ${way}`, async () => {
      const names = ["a".repeat(size), "b".repeat(size * 2)];
      size *= 3;
      const source = RuleSet.from(names.map((name) => [name, { x: [1] }]));
      const rules = RuleSet.fromSnapshot(source.snapshot());
      rules.matchesAny('{"x":1}');
      const rest = await withoutGrowth(() => fill(tidegate, 10_000));
      const before = wasmBytes();
      assert.deepEqual(await call(rules), names);
      assert.ok(wasmBytes() > before, "memory did not grow");
      for (const set of [source, rules, rest]) set.dispose();
    });
  }
});

test("iterators go on after growth", () => {
  const rules = RuleSet.from({ a: { x: [1] }, b: { x: [2] }, c: { x: [3] } });
  const iterator = rules.entries();
  const names = [iterator.next().value[0]];
  grow(tidegate);
  for (const [name] of iterator) names.push(name);
  assert.deepEqual(names, ["a", "b", "c"]);
});

test("snapshots from before growth load after it", () => {
  const rules = RuleSet.from({ a: { x: [1] } });
  const snapshot = rules.snapshot();
  assert.equal(snapshot.byteLength, snapshot.buffer.byteLength);
  const copy = snapshot.slice();
  grow(tidegate);
  assert.deepEqual(snapshot, copy);
  assert.deepEqual(RuleSet.fromSnapshot(snapshot).match('{"x":1}'), ["a"]);
});

describe("where memory cannot grow", () => {
  test("a batch that fails leaves nothing to the next", async () => {
    const rules = new RuleSet();
    for (let i = 0; i < 2000; i++) rules.add(`rule ${i}`, { x: [1] });
    const few = RuleSet.from({ a: { x: [1] }, b: { x: [2] } });
    const line = '{"x":1}\n';
    await few.matchBatch(line.repeat(3000)); // The input for that is there.
    rules.match(line);
    await withoutGrowth(async () => {
      const rest = fill(tidegate, 1_000_000);
      await assert.rejects(() => rules.matchBatch(line.repeat(3000)), {
        code: "ERR_OUT_OF_MEMORY",
      });
      assert.deepEqual([...(await few.matchBatch('{"x":2}\n{"x":3}\n'))], [["b"], []]);
      rest.dispose();
    });
    assert.equal((await rules.matchBatch(line.repeat(3000))).matched, 3000);
  });

  test("all that was there goes on", async () => {
    const before = await exercise(tidegate);
    await withoutGrowth(async () => {
      const rest = fill(tidegate, 1_000_000);
      assert.deepEqual(await exercise(tidegate), before);
      assert.throws(() => grow(tidegate), { code: "ERR_OUT_OF_MEMORY" });
      assert.deepEqual(await exercise(tidegate), before);
      rest.dispose();
    });
  });
});
