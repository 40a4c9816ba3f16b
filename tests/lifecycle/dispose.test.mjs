// The end of a set: dispose(), `using`, and what happens while a set is in use.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { transformSync } from "esbuild";
import "./support.mjs";

const disposed = { name: "TidegateError", code: "ERR_DISPOSED" };
const entries = {
  tidegate: await import("tidegate"),
  "tidegate/match": await import("tidegate/match"),
};

for (const [entry, { RuleSet }] of Object.entries(entries)) {
  describe(entry, () => {
    test("dispose() and Symbol.dispose are one, and may come again", () => {
      const dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");
      for (const ways of [["dispose"], [dispose], ["dispose", dispose, "dispose"]]) {
        const rules = RuleSet.from({ a: { x: [1] } });
        assert.equal(rules.disposed, false);
        for (const way of ways) assert.equal(rules[way](), undefined);
        assert.equal(rules.disposed, true);
      }
    });

    test("nothing else can be done with a set that has ended", async () => {
      const rules = RuleSet.from({ a: { x: [1] } });
      rules.dispose();
      const members = Object.getOwnPropertyDescriptors(RuleSet.prototype);
      const ends = ["constructor", "dispose", "disposed"];
      const names = Object.keys(members).filter((name) => !ends.includes(name));
      assert.ok(names.includes("match") && names.includes("size"), names.join());
      for (const name of names) {
        const { get, value } = members[name];
        // In order: nothing at all, what it takes, and what it does not.
        for (const given of get
          ? [[]]
          : [[], ["{}", { x: [1] }], [{ x: 1 }, {}], [Symbol("x"), 1]]) {
          // An async function rejects, the others throw: both end here.
          const use = async () => (get ?? value).apply(rules, given);
          await assert.rejects(use, disposed, `${name}(${given.length} arguments)`);
        }
      }
    });

    test("`using` ends it with its block, also by an error", () => {
      // Not every Node parses it; esbuild makes of it what others do.
      const source = `function run(RuleSet, seen, stop) {
        using rules = RuleSet.from({ a: { x: [1] } });
        seen.push(rules);
        if (stop) throw new Error("stopped");
        return rules.match('{"x":1}');
      }`;
      const scripts = [transformSync(source, { target: "es2022" }).code];
      if (parses("{ using x = null; }")) scripts.push(source);
      for (const script of scripts) {
        const run = new Function(`${script} return run;`)();
        const seen = [];
        assert.deepEqual(run(RuleSet, seen, false), ["a"]);
        assert.throws(() => run(RuleSet, seen, true), { message: "stopped" });
        assert.deepEqual(
          seen.map((rules) => rules.disposed),
          [true, true],
        );
      }
    });

    test("other sets go on", () => {
      const one = RuleSet.from({ a: { x: [1] } });
      const two = RuleSet.from(one.entries());
      one.dispose();
      assert.deepEqual(two.match('{"x":1}'), ["a"]);
      assert.equal(two.add("b", { x: [1] }), true);
      assert.deepEqual(two.match({ x: 1 }), ["a", "b"]);
    });

    test("in the middle of a call it is an error, and others go on", async () => {
      const other = RuleSet.from({ other: { x: [1] } });
      const made = () => RuleSet.from({ a: { x: [1], y: [2] }, b: { y: [2] } });
      const event = (rules) => ({
        x: 1,
        get y() {
          rules.dispose();
          return 2;
        },
      });
      const uses = {
        match: (rules) => rules.match(event(rules)),
        matchesAny: (rules) => rules.matchesAny(event(rules)),
        explain: (rules) => rules.explain(event(rules)),
        add: (rules) =>
          rules.add("c", {
            get x() {
              rules.dispose();
              return [1];
            },
          }),
        addAll: (rules) =>
          rules.addAll(
            (function* () {
              rules.dispose();
              yield ["c", { x: [1] }];
            })(),
          ),
        matchBatch: (rules) => rules.matchBatch(['{"x":1}', event(rules), '{"x":1}']),
        "matchBatch, between events": (rules) =>
          rules.matchBatch(
            (async function* () {
              yield '{"x":1}';
              rules.dispose();
              yield '{"x":1}';
            })(),
          ),
      };
      for (const [name, use] of Object.entries(uses)) {
        const rules = made();
        await assert.rejects(async () => use(rules), disposed, name);
        assert.equal(rules.disposed, true);
        assert.deepEqual(other.match('{"x":1}'), ["other"], name);
      }
      assert.deepEqual(await other.matchBatch('{"x":1}\n').then((result) => [...result]), [
        ["other"],
      ]);
    });

    test("what a call gave before stays, and iterators end", async () => {
      const rules = RuleSet.from({ a: { x: [1] }, b: { x: [1] } });
      const names = rules.match('{"x":1}');
      const batch = await rules.matchBatch('{"x":1}\n{"x":2}\n');
      const snapshot = rules.snapshot();
      const iterator = rules.entries();
      assert.deepEqual(iterator.next().value, ["a", ['{"x":[1]}']]);
      rules.dispose();
      assert.deepEqual([...iterator], []);
      assert.deepEqual(names, ["a", "b"]);
      assert.deepEqual([...batch], [["a", "b"], []]);
      assert.deepEqual(RuleSet.fromSnapshot(snapshot).match('{"x":1}'), ["a", "b"]);
    });
  });
}

function parses(script) {
  try {
    return typeof new Function(script) === "function";
  } catch {
    return false;
  }
}
