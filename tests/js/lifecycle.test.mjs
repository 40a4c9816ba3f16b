// Without enough memory, or what else a runtime should have. Each in a process of its own; what else there
// is to the life of a set is in tests/lifecycle.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

function run(flags, script) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, "--input-type=module", "--eval", script],
    { cwd: here, encoding: "utf8" },
  );
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  return stdout.trim();
}

test("where the runtime has no Symbol.dispose, it is under Symbol.for()", () => {
  run(
    [],
    `import assert from "node:assert/strict";
    const original = Symbol;
    const without = (_, key) => (key === "dispose" ? undefined : original[key]);
    globalThis.Symbol = new Proxy(() => {}, { get: without });
    const { RuleSet } = await import("tidegate");
    const rules = new RuleSet();
    rules[Symbol.for("Symbol.dispose")]();
    assert.equal(rules.disposed, true);`,
  );
});

describe("without enough memory", () => {
  test("there is an error, and the set is as it was", () => {
    const output = run(
      ["--wasm-max-mem-pages=300"],
      `import assert from "node:assert/strict";
      import { RuleSet, toCloudEvent } from "tidegate";
      const pattern = (i) => '{"a": ["' + i + '"], "b": ["' + "x".repeat(1000) + i + '"]}';
      const event = (i) => '{"a": "' + i + '", "b": "' + "x".repeat(1000) + i + '"}';
      const rules = new RuleSet({ maxEventBytes: 2 ** 29 });
      let count = 0;
      const fill = () => { for (;; count++) rules.add("rule " + count, pattern(count)); };
      const large = '{"detail": "' + "x".repeat(30e6) + '"}';

      // Matching works in memory that grows with the rules and is kept: let it be large enough.
      const warm = new RuleSet();
      for (let i = 0; i < 12_000; i++) warm.add("rule " + i, '{"a": ["' + i + '"], "b": ["' + i + '"]}');
      assert.equal(warm.match('{"a": "1", "b": "1"}').length, 1);
      warm.dispose();

      assert.throws(() => rules.match(large), { code: "ERR_OUT_OF_MEMORY" });
      assert.throws(() => toCloudEvent(large, { maxEventBytes: 2 ** 29 }), { code: "ERR_OUT_OF_MEMORY" });
      assert.throws(() => rules.match(new Uint8Array(30e6)), { code: "ERR_OUT_OF_MEMORY" });
      assert.deepEqual(rules.match(event(1)), []);

      assert.throws(fill, (error) => error.code === "ERR_OUT_OF_MEMORY" && error.rule === "rule " + count);
      assert.ok(count > 1000);
      assert.equal(rules.size, count);
      assert.equal(rules.has("rule " + count), false);
      assert.throws(() => rules.match(large), { code: "ERR_OUT_OF_MEMORY" });

      const extra = Array.from({ length: count }, (_, i) => ["extra " + i, pattern("extra" + i)]);
      const half = Math.floor(count / 2);
      while (count > half) assert.equal(rules.remove("rule " + --count), true);
      assert.throws(() => rules.addAll(extra), { code: "ERR_OUT_OF_MEMORY" });
      assert.equal(rules.size, half);
      assert.deepEqual(rules.match(event("extra0")), []);
      for (let i = 0; i < count; i += 97) assert.deepEqual(rules.match(event(i)), ["rule " + i]);

      rules.dispose();
      const next = RuleSet.from(extra.slice(0, 1000));
      assert.deepEqual(next.match(event("extra5")), ["extra 5"]);
      assert.throws(() => { for (const sets = [];;) sets.push(new RuleSet()); }, { code: "ERR_OUT_OF_MEMORY" });
      console.log("survived");`,
    );
    assert.equal(output, "survived");
  });

  test("from the start, the next use tries again", () => {
    run(
      ["--wasm-max-mem-pages=10"],
      `import assert from "node:assert/strict";
      import { RuleSet } from "tidegate";
      for (let i = 0; i < 2; i++) assert.throws(() => new RuleSet(), { code: "ERR_OUT_OF_MEMORY" });`,
    );
  });
});

test("without WebAssembly, importing works and using says what is missing", () => {
  run(
    [],
    `import assert from "node:assert/strict";
    globalThis.WebAssembly = undefined;
    const { RuleSet, toCloudEvent } = await import("tidegate");
    assert.throws(() => new RuleSet(), { code: "ERR_UNSUPPORTED_RUNTIME" });
    assert.throws(() => toCloudEvent("{}"), { code: "ERR_UNSUPPORTED_RUNTIME" });`,
  );
});
