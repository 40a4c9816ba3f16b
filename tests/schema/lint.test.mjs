// What lint finds: every code by examples, every fix applied; and of patterns held against schemas never that no event has
// what a valid event has.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { lint, lintRules, matches } from "tidegate";
import { compileSchema } from "tidegate/schema";
import { applyFix } from "../js/support.mjs";
import { shared, skip, total } from "./support.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const examples = Object.entries(JSON.parse(read("../data/lint-examples.json")));

// "…2048" is so many letters, "…150×" so many times an alternative.
function expand(text) {
  return text
    .replace(/…(\d+)×/, (_, count) => Array(Number(count)).fill("x").join('","'))
    .replace(/…(\d+)/, (_, count) => "x".repeat(Number(count)));
}

function findingsOf(example, options) {
  return typeof example === "string" ? lint(expand(example), options) : lintRules(example, options);
}

const codesOf = (findings) => findings.map(({ code }) => code);

/** Numbers that come out the same each time, from 0 up to 1. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
}

/** Schemas, events and patterns of a few names and values, so that they meet. */
function makerFrom(seed) {
  const random = randomFrom(seed);
  const chance = (share) => random() < share;
  const pick = (list) => list[Math.floor(random() * list.length)];
  const some = (list, share) => list.filter(() => chance(share));
  const NAMES = ["a", "b", "a.b"];
  const SCALARS = ["x", "y", "5", "true", 0, 1, 1.5, true, false, null];
  const TYPES = ["string", "number", "integer", "boolean", "null", "object", "array"];

  const schema = (depth) => {
    if (depth === 0 || chance(0.03)) return pick([{}, true, { type: pick(TYPES) }, false]);
    const made = {};
    if (chance(0.8)) made.type = chance(0.6) ? pick(["object", ...TYPES]) : some(TYPES, 0.4);
    if (Array.isArray(made.type) && made.type.length === 0) made.type = ["string", "null"];
    if (chance(0.25)) made.enum = [pick(SCALARS), ...some(SCALARS, 0.2), ...some([["x"], {}], 0.1)];
    if (chance(0.05)) made.const = pick(SCALARS);
    if (chance(0.8)) {
      made.properties = Object.fromEntries(
        some(NAMES, 0.6).map((name) => [name, schema(depth - 1)]),
      );
    }
    if (chance(0.5)) made.additionalProperties = chance(0.7) ? false : schema(depth - 1);
    if (chance(0.4)) made.required = some(NAMES, 0.5);
    if (chance(0.5)) made.items = schema(depth - 1);
    if (chance(0.05)) made.prefixItems = [schema(depth - 1)];
    if (chance(0.1)) made.patternProperties = { "^b": schema(depth - 1) };
    if (chance(0.1))
      made[pick(["anyOf", "oneOf", "allOf"])] = [schema(depth - 1), schema(depth - 1)];
    if (chance(0.1)) made.allOf = [schema(depth - 1)];
    if (chance(0.03)) made.nullable = true;
    return chance(0.1) ? { $ref: `#/$defs/${pick(["p", "q"])}` } : made;
  };

  const value = (depth) => {
    const kind = depth === 0 ? 1 : random();
    if (kind < 0.5) {
      return Object.fromEntries(some(["a", "b"], 0.5).map((name) => [name, value(depth - 1)]));
    }
    if (kind < 0.65)
      return Array.from({ length: Math.floor(random() * 3) }, () => value(depth - 1));
    return pick(SCALARS);
  };

  /** What suits a schema, as far as that is easily told. */
  const suited = (of, root, depth) => {
    const { $ref, type, properties, items } = typeof of === "object" ? of : {};
    if ($ref !== undefined && depth > 0) return suited(root.$defs[$ref.slice(8)], root, depth - 1);
    if (of?.enum) return pick(of.enum);
    if (of !== null && typeof of === "object" && "const" in of) return of.const;
    const types = type === undefined ? ["object"] : [type].flat();
    switch (pick(types)) {
      case "object": {
        // A name with a dot counts only where the schema has it, so events have no others.
        const required = (of?.required ?? []).filter((name) => !name.includes("."));
        const names = [...Object.keys(properties ?? {}), ...required];
        const made = (name) => suited(properties?.[name] ?? {}, root, depth - 1);
        const kept = chance(0.5) ? names : some(names, 0.6);
        if (depth <= 0) return {};
        return Object.fromEntries(kept.map((name) => [name, made(name)]));
      }
      case "array":
        return depth <= 0 ? [] : some([0, 1], 0.7).map(() => suited(items ?? {}, root, depth - 1));
      case "string":
        return pick(["x", "y", "5"]);
      case "integer":
        return pick([0, 1]);
      case "number":
        return pick([0, 1, 1.5]);
      case "boolean":
        return chance(0.5);
      default:
        return null;
    }
  };

  const alternative = () =>
    pick([
      ...SCALARS,
      ...SCALARS,
      { exists: true },
      { exists: false },
      { prefix: "x" },
      { wildcard: "*y" },
      { numeric: [">", 0, "<", 2] },
      { "anything-but": ["x", "y"] },
      { "anything-but": [0, 1] },
      { "equals-ignore-case": "X" },
    ]);

  return {
    schema: () => {
      const root = { ...schema(3), $defs: { p: schema(2), q: schema(1) } };
      if (chance(0.9) && root.$ref === undefined) root.type = "object";
      return root;
    },
    event: (root) => (chance(0.8) ? suited(root, root, 5) : value(3)),
    path: () => [pick(NAMES), ...some(NAMES, 0.35)],
    list: () => [...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, alternative))],
  };
}

const nested = (path, list) => path.reduceRight((inner, name) => ({ [name]: inner }), list);

test("every code has an example that fires and one that does not", () => {
  const manifest = import.meta.resolve("tidegate/package.json");
  const union = read(new URL("dist/generated/lint-codes.d.ts", manifest));
  const [, list] = union.split("export type");
  const codes = [...list.matchAll(/"([A-Z_]+)"/g)].map(([, code]) => code);
  assert.deepEqual(
    examples.map(([code]) => code),
    codes,
  );
  for (const [code, { fires, silent, profile, schema }] of examples) {
    const options = { profile, schema };
    assert.ok(codesOf(findingsOf(fires, options)).includes(code), `${code} fires`);
    assert.ok(!codesOf(findingsOf(silent, options)).includes(code), `${code} is silent`);
  }
  total("lint", `${codes.length} codes, each with an example that fires and one that is silent`);
});

test("a fix mends what was found, and says the same where that was meant", () => {
  let fixes = 0;
  const values = ["photos/a", "photos", "photos/", "prod-1", "prod-", "test", "x", 5, null];
  for (const [code, { fires, fixed, same, profile, schema }] of examples) {
    if (typeof fires !== "string") continue;
    const options = { profile, schema };
    const [finding] = lint(expand(fires), options).filter((found) => found.code === code);
    if (fixed === undefined) continue;
    fixes++;
    const mended = applyFix(fires, finding.fix);
    assert.equal(mended, fixed, code);
    assert.ok(!codesOf(lint(mended, options)).includes(code), code);
    if (!same) continue;
    const [field] = Object.keys(JSON.parse(fires).detail);
    for (const value of values) {
      const event = { detail: { [field]: value } };
      assert.equal(matches(event, mended), matches(event, fires), `${code} ${value}`);
    }
  }
  total("lint", `${fixes} fixes applied, after which nothing is found there`);
});

/** Nothing for a schema that says only that it is itself. */
function compiledOrCircular(schema) {
  try {
    return compileSchema(schema);
  } catch (error) {
    assert.match(error.message, /without an end/);
    return undefined;
  }
}

test("no valid event has what lint says that none has", () => {
  const maker = makerFrom(7);
  const counts = { FIELD_NOT_IN_SCHEMA: 0, VALUE_NOT_IN_SCHEMA: 0 };
  let validEvents = 0;
  for (let i = 0; i < 3000; i++) {
    const schema = maker.schema();
    const compiled = compiledOrCircular(schema);
    if (compiled === undefined) continue;
    const events = Array.from({ length: 30 }, () => maker.event(schema)).filter(
      (event) =>
        event !== null &&
        typeof event === "object" &&
        !Array.isArray(event) &&
        compiled.validate(event, { output: "flag" }).valid,
    );
    compiled.dispose();
    validEvents += events.length;
    for (let j = 0; j < 6; j++) {
      const path = maker.path();
      const pattern = nested(path, maker.list());
      for (const { code, path: at } of lint(pattern, { schema, profile: "event-ruler" })) {
        if (counts[code] === undefined) continue;
        counts[code]++;
        const keys = at.slice(1).split("/");
        const isField = code === "FIELD_NOT_IN_SCHEMA";
        const list = isField ? undefined : path.reduce((inner, name) => inner[name], pattern);
        const claim = isField
          ? nested(keys, [{ exists: true }])
          : nested(path, [list[Number(keys.at(-1))]]);
        for (const event of events) {
          const shown = () => JSON.stringify({ schema, pattern, claim, event });
          assert.ok(!matches(event, claim, { profile: "event-ruler" }), shown());
        }
      }
    }
  }
  assert.ok(validEvents > 20_000, `${validEvents} valid events`);
  for (const [code, count] of Object.entries(counts)) assert.ok(count > 500, `${code} ${count}`);
  const { FIELD_NOT_IN_SCHEMA: fields, VALUE_NOT_IN_SCHEMA: alternatives } = counts;
  total(
    "lint",
    `${fields} fields and ${alternatives} alternatives that no event has by its schema; none in ${validEvents} valid events`,
  );
});

test("patterns of what a schema of the registry names are as it has them", { skip }, () => {
  const folder = join(shared, "events/registry-schemas");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  assert.ok(files.length > 5);
  for (const file of files) {
    const schema = readFileSync(join(folder, file), "utf8");
    const fieldCodes = (pattern) =>
      lint(pattern, { schema, profile: "event-ruler" })
        .map(({ code }) => code)
        .filter((code) => code.includes("FIELD") || code.includes("SCHEMA"));
    assert.deepEqual(fieldCodes({ zzz: [{ exists: true }], yyy: { zzz: [1] } }), [], file);
    if (!schema.includes('"AWSEvent"')) continue;
    assert.deepEqual(fieldCodes({ detailtype: ["x"], account: [5] }), [
      "FIELD_SPELLING",
      "VALUE_NOT_IN_SCHEMA",
    ]);
  }
});
