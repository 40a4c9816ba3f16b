// Several copies of the package in one process: two installations, and the entries beside each other.
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exercise, grow, instances, withoutGrowth } from "./support.mjs";

const installed = fileURLToPath(new URL(".", import.meta.resolve("tidegate/package.json")));
const copies = fileURLToPath(new URL("../copies/", import.meta.url));
after(() => rmSync(copies, { recursive: true, force: true }));

const tidegate = await import("tidegate");
const apis = { tidegate };

/** An installation of its own, as another package brings one along. */
async function install(name) {
  const folder = `${copies}${name}/node_modules/tidegate`;
  cpSync(installed, folder, { recursive: true });
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return import(pathToFileURL(`${folder}/${exports["."].default}`).href);
}

test("each has its own WebAssembly, and all give the same", async () => {
  apis.one = await install("one");
  apis.two = await install("two");
  apis.slim = await import("tidegate/slim");
  apis.match = await import("tidegate/match");
  await apis.slim.init(readFileSync(fileURLToPath(import.meta.resolve("tidegate/core.wasm"))));
  const expected = await exercise(tidegate);
  for (const [name, api] of Object.entries(apis)) {
    const results = await exercise(api);
    assert.ok(name === "match" || Object.keys(results).length === Object.keys(expected).length);
    for (const [call, result] of Object.entries(results)) {
      assert.deepEqual(result, expected[call], `${name}, ${call}`);
    }
  }
  assert.equal(instances(), Object.keys(apis).length);
});

test("sets of each live side by side, and end alone", () => {
  const sets = Object.entries(apis).map(([name, { RuleSet }]) => {
    return { name, rules: RuleSet.from({ [name]: { x: [1] }, other: { x: [2] } }) };
  });
  const matchAll = () => sets.map(({ rules }) => rules.match('{"x":1}'));
  const check = () => {
    const expected = sets.map(({ name }) => [name]);
    assert.deepEqual(matchAll(), expected);
    for (const { name, rules } of sets) {
      const event = {
        get x() {
          assert.deepEqual(matchAll(), expected); // While another is in the middle of an event.
          return 1;
        },
      };
      assert.deepEqual(rules.match(event), [name]);
    }
  };
  for (let i = 0; i < 100; i++) {
    for (const { name, rules } of sets) {
      rules.add(`${name} ${i}`, { y: [i] });
      assert.throws(() => rules.match("{"), { code: "ERR_INVALID_JSON" });
    }
    check();
  }
  while (sets.length > 0) {
    sets.pop().rules.dispose();
    check();
  }
});

test("growth, and the lack of memory, in one do not touch the others", async () => {
  for (const [name, api] of Object.entries(apis)) {
    const before = await exercise(api);
    for (const [other, theirs] of Object.entries(apis)) {
      if (other !== name) grow(theirs);
    }
    assert.deepEqual(await exercise(api), before);
  }
  await withoutGrowth(async () => {
    assert.throws(() => grow(apis.one), { code: "ERR_OUT_OF_MEMORY" });
    assert.deepEqual(tidegate.RuleSet.from({ a: { x: [1] } }).match('{"x":1}'), ["a"]);
  });
});

test("what one gives the others take: snapshots and entries", () => {
  const rules = tidegate.RuleSet.from({ a: { x: [1] }, b: { x: [1], y: [{ prefix: "é" }] } });
  for (const { RuleSet } of Object.values(apis)) {
    for (const set of [RuleSet.fromSnapshot(rules.snapshot()), RuleSet.from(rules.entries())]) {
      assert.deepEqual(set.match('{"x":1,"y":"é"}'), ["a", "b"]);
      assert.deepEqual([...set.entries()], [...rules.entries()]);
    }
  }
});

test("errors of each are its own class, with the same codes", () => {
  const classes = new Set();
  for (const { RuleSet, TidegateError } of Object.values(apis)) {
    classes.add(TidegateError);
    assert.throws(
      () => RuleSet.from({ a: { x: [{ nope: 1 }] } }),
      (error) => error instanceof TidegateError && error.code === "ERR_PATTERN_OPERATOR",
    );
  }
  assert.equal(classes.size, Object.keys(apis).length);
});
