import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { discover, schemaToTypes } from "tidegate/schema";
import { eventsIn, FORMS, nameOf, shared } from "./discovery-support.mjs";
import { total } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "tidegate-types-"));
after(() => rmSync(folder, { recursive: true }));
const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
const tsc = join(dirname(manifest), "bin/tsc");

// Writes modules, by name, and compiles them as strictly as there are options.
function assertCompiles(modules) {
  const files = Object.entries(modules).map(([name, text]) => {
    writeFileSync(join(folder, `${name}.ts`), text);
    return join(folder, `${name}.ts`);
  });
  const options = [
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
  ];
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      tsc,
      ...options,
      "--target",
      "es2022",
      "--module",
      "esnext",
      "--types",
      "",
      "--ignoreConfig",
      ...files,
    ],
    { encoding: "utf8" },
  );
  assert.equal(status, 0, stdout.slice(0, 2000));
}

// The types of a schema, and samples of it that have to be of the first type.
function withSamples(schema, samples) {
  const types = schemaToTypes(schema);
  const [, root] = /^export (?:interface|type) (\w+)/m.exec(types);
  return [
    types,
    ...samples.map((each, i) => `export const sample${i}: ${root} = ${JSON.stringify(each)};\n`),
  ].join("");
}

test("types of what is discovered accept the samples", () => {
  const key = fc.constantFrom("a", "b-c", "1", "é", "", "new", "any", "*/");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, 1, -2.5, 1e300, "a", "b", "*/ \u2028\n"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const event = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true });
  const runs = fc.sample(fc.array(event, { minLength: 1, maxLength: 6 }), {
    numRuns: 150,
    seed: 3,
  });
  const modules = {};
  for (const [i, samples] of runs.entries()) {
    const limits = {
      form: FORMS[i % 3],
      minEnumSamples: 2,
      maxKeys: 1 + (i % 9),
      maxDepth: 1 + (i % 6),
    };
    const [{ schema }] = discover(samples, limits);
    modules[`discovered${i}`] = withSamples(schema, samples);
  }
  assertCompiles(modules);
  const samples = runs.reduce((sum, { length }) => sum + length, 0);
  total("types", `${runs.length} generated schemas compile and accept ${samples} samples`);
});

test("types of any schema compile, whatever is in it", () => {
  const { schema } = fc.letrec((tie) => ({
    schema: fc.oneof(
      { depthSize: "small" },
      fc.boolean(),
      fc.record({
        $ref: fc.constantFrom("#", "#/$defs/a", "#/$defs/b", "#/definitions/a", "x", "#/not"),
      }),
      fc.record(
        {
          type: fc.oneof(
            fc.constantFrom("string", "object", "array", "null", "any", 5),
            fc.subarray(["string", "null", "object", "array", "integer"]),
          ),
          nullable: fc.boolean(),
          description: fc.constantFrom("a */ b", "*", "/", "\\", "`${"),
          enum: fc.array(fc.constantFrom(1, "a", null, {}, true, -0.5), { maxLength: 3 }),
          const: fc.constantFrom("a", 1, [], null),
          properties: fc.dictionary(fc.constantFrom("a", "b c", "__proto__", "new"), tie("schema")),
          required: fc.array(fc.constantFrom("a", "z", 5)),
          additionalProperties: tie("schema"),
          items: fc.oneof(tie("schema"), fc.array(tie("schema"), { maxLength: 2 })),
          anyOf: fc.array(tie("schema"), { maxLength: 3 }),
          oneOf: fc.array(tie("schema"), { maxLength: 3 }),
          allOf: fc.array(tie("schema"), { maxLength: 3 }),
          not: tie("schema"),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
    ),
  }));
  const root = fc.record(
    {
      title: fc.constantFrom("A", "a", "", "string", "Record", "é"),
      $ref: fc.constantFrom("#", "#/$defs/a"),
      anyOf: fc.array(schema, { maxLength: 3 }),
      properties: fc.dictionary(fc.constantFrom("a", "b"), schema),
      $defs: fc.record({ a: schema, b: schema }),
      definitions: fc.record({ a: schema, Array: schema, string: schema }),
    },
    { requiredKeys: ["$defs"], noNullPrototype: true },
  );
  const modules = {};
  for (const [i, each] of fc.sample(root, { numRuns: 300, seed: 5 }).entries()) {
    modules[`any${i}`] = schemaToTypes(each);
  }
  assertCompiles(modules);
});

const onSamples = { skip: !shared && "../shared is absent" };

test("types of ../shared/events compile and accept the events", onSamples, () => {
  const events = eventsIn("aws");
  const modules = {};
  for (const [form, prefix] of [
    ["openapi3", "a"],
    ["draft-04", "b"],
  ]) {
    for (const [i, { name, schema, samples }] of discover(events, { form }).entries()) {
      const mine = events.filter((event) => nameOf(event) === name);
      assert.equal(mine.length, samples);
      modules[`${prefix}${i}`] = withSamples(schema, mine);
    }
  }
  const count = Object.keys(modules).length;
  assert.ok(count > 30);
  assertCompiles(modules);
  total(
    "types",
    `${count} modules of ../shared/events/aws compile and accept ${events.length} events`,
  );
});

test("types of ../shared/events/registry-schemas compile", onSamples, () => {
  const path = join(shared, "events/registry-schemas");
  const files = readdirSync(path).filter((file) => file.endsWith(".json"));
  assert.ok(files.length >= 10);
  const modules = {};
  for (const [i, file] of files.entries()) {
    modules[`registry${i}`] = schemaToTypes(readFileSync(join(path, file), "utf8"));
    assert.match(
      modules[`registry${i}`],
      /^export interface (AWSEvent|Event|SomeAwesomeSchema) \{$/m,
    );
  }
  assertCompiles(modules);
  total("types", `${files.length} schemas of the registry compile`);
});
