import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareSchemas, discover } from "tidegate/schema";
import { FORMS, judge } from "./discovery-support.mjs";
import { total } from "./support.mjs";

const small = fc.constantFrom(null, true, 1, 2.5, "a", "b", "2026-01-01");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    small,
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("x", "y"), tie("value"), { noNullPrototype: true }),
  ),
}));
const event = fc.dictionary(fc.constantFrom("a", "b", "c"), value, { noNullPrototype: true });
const events = fc.array(event, { minLength: 1, maxLength: 5 });

const schemaOf = (samples, form) => discover(samples, { form, minEnumSamples: 2 })[0];

test("a version is not different from itself, in whichever form it is written", () => {
  fc.assert(
    fc.property(events, (samples) => {
      const [openApi, draft4] = FORMS.map((form) => schemaOf(samples, form).schema);
      assert.deepEqual(compareSchemas(openApi, JSON.stringify(openApi, null, 1)).changes, []);
      // Only the title stands elsewhere.
      const { changes } = compareSchemas(openApi, draft4);
      assert.deepEqual(
        changes.filter(({ keyword }) => keyword !== "title"),
        [],
      );
    }),
    { numRuns: 300 },
  );
});

test("where it says that nobody who writes is broken, old samples fit the new version", () => {
  let silent = 0;
  fc.assert(
    fc.property(events, events, (first, second) => {
      const before = schemaOf(first, "2020-12");
      const after = schemaOf(second, "2020-12");
      const { breaksProducers, changes } = compareSchemas(before.schema, after.schema);
      // New fields are taken to be used by nobody yet, which samples of another version may do.
      if (breaksProducers || changes.some(({ code }) => code === "FIELD_ADDED")) return;
      silent++;
      const faultsOf = judge(after);
      for (const sample of first) assert.equal(faultsOf(sample), null);
    }),
    { numRuns: 600 },
  );
  assert.ok(silent > 5, String(silent));
  total("versions", `${silent} of 600 break no producer; all old samples fit the new version`);
});

test("where it says that nobody who reads is broken, new samples fit the old version", () => {
  let silent = 0;
  fc.assert(
    fc.property(events, events, (first, second) => {
      const before = schemaOf(first, "2020-12");
      const after = schemaOf(second, "2020-12");
      const { breaksConsumers, changes } = compareSchemas(before.schema, after.schema);
      if (breaksConsumers || changes.some(({ code }) => code === "FIELD_REMOVED")) return;
      silent++;
      const faultsOf = judge(before);
      for (const sample of second) assert.equal(faultsOf(sample), null);
    }),
    { numRuns: 600 },
  );
  assert.ok(silent > 5, String(silent));
  total("versions", `${silent} of 600 break no consumer; all new samples fit the old version`);
});

test("a field that comes, goes, and turns optional", () => {
  const told = (before, after) => {
    const { level, changes } = compareSchemas(schemaOf(before).schema, schemaOf(after).schema);
    return [level, ...changes.map(({ code, path, breaks }) => [code, path, ...breaks].join(" "))];
  };
  const sold = (detail) => ({ source: "shop", "detail-type": "Sold", detail });
  assert.deepEqual(told([sold({ a: 1 })], [sold({ a: 1, b: 1 }), sold({ a: 1 })]), [
    "minor",
    "FIELD_ADDED /detail/b",
  ]);
  assert.deepEqual(told([sold({ a: 1, b: 2 })], [sold({ a: null })]), [
    "major",
    "FIELD_REMOVED /detail/b consumers",
    "TYPE_CHANGED /detail/a consumers producers",
  ]);
  assert.deepEqual(told([sold({ a: "x" })], [sold({ a: "x" }), sold({})]), [
    "major",
    "FIELD_OPTIONAL /detail/a consumers",
  ]);
});

test("schemas that cannot be read are errors, with their places", () => {
  const refused = (before, after) => {
    try {
      compareSchemas(before, after);
    } catch ({ code, line, column }) {
      return [code, line, column];
    }
    return undefined;
  };
  assert.deepEqual(refused('{"type": }', "{}"), ["ERR_INVALID_JSON", 1, 10]);
  assert.deepEqual(refused("{}", '{\n"é": }'), ["ERR_INVALID_JSON", 2, 6]);
  assert.deepEqual(refused({}, 5), ["ERR_INVALID_ARGUMENT", undefined, undefined]);
  assert.deepEqual(refused(new Uint8Array(2), {}), ["ERR_INVALID_JSON", 1, 1]);
});

test("hostile schemas end soon", () => {
  const deep = "[".repeat(900) + "]".repeat(900);
  assert.equal(compareSchemas(`{"not": ${deep}}`, `{"not": ${deep}}`).level, "none");
  const names = Array.from({ length: 20_000 }, (_, i) => [`k${i}`, { enum: [i] }]);
  const wide = { properties: Object.fromEntries(names), required: names.map(([name]) => name) };
  assert.equal(compareSchemas(wide, wide).level, "none");
  const twice = { allOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/a" }] };
  const $defs = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [
      String.fromCharCode(97 + i),
      { allOf: [1, 2].map(() => ({ $ref: `#/$defs/${String.fromCharCode(98 + i)}` })) },
    ]),
  );
  assert.equal(compareSchemas({ ...twice, $defs }, { ...twice, $defs }).level, "none");
});
