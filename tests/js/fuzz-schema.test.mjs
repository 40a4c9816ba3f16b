// The entry "tidegate/schema" under whatever is given to it: as fuzz-api.test.mjs has it for the others.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import * as schema from "tidegate/schema";
import {
  anything,
  inherited,
  jsonValue,
  made,
  maker,
  names,
  objectOf,
  wrong,
} from "./arbitrary.mjs";
import { utf8 } from "./support.mjs";

const { TidegateError } = schema;

/** All of them together take at most so many milliseconds. */
const TIME = 15_000;

const limits = (share) => ({
  numRuns: 300,
  interruptAfterTimeLimit: Math.ceil(TIME * share),
  markInterruptAsFailure: false,
});

const EVENT = { source: "s", detail: { price: 5, state: "sold" } };
const SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: { source: { type: "string" }, detail: { $ref: "#/$defs/detail" } },
  required: ["source"],
  $defs: { detail: { properties: { price: { minimum: 1 }, state: { enum: ["sold"] } } } },
};

const validator = schema.compileSchema(SCHEMA);
const discovery = () => {
  const made = new schema.Discovery();
  made.add(EVENT);
  return made;
};

/** How each is called well; `keys` are members that are looked at. */
const APIS = [
  {
    name: "compileSchema",
    call: (...args) => schema.compileSchema(...args).dispose(),
    good: [SCHEMA, {}],
  },
  { name: "validate", call: (...args) => validator.validate(...args), good: [EVENT, {}], event: 0 },
  { name: "discover", call: schema.discover, good: [[EVENT], {}] },
  { name: "Discovery", call: (...args) => new schema.Discovery(...args).dispose(), good: [{}] },
  {
    name: "Discovery.prototype.add",
    call: (...args) => {
      const made = discovery();
      made.add(...args);
      const found = made.schemas();
      made.dispose();
      return found;
    },
    good: [EVENT],
    event: 0,
  },
  { name: "compareSchemas", call: schema.compareSchemas, good: [SCHEMA, SCHEMA] },
  { name: "schemaToTypes", call: schema.schemaToTypes, good: [SCHEMA] },
  {
    name: "complete",
    call: schema.complete,
    good: ['{"detail": {""', 13, { schemas: [SCHEMA], events: [EVENT] }],
  },
  {
    name: "suggestPattern",
    call: schema.suggestPattern,
    good: [{ match: [EVENT], not: [{ source: "x" }] }, {}],
  },
];

const keywords = fc.oneof(
  names,
  fc.constantFrom(
    "$ref",
    "$id",
    "$defs",
    "$anchor",
    "type",
    "enum",
    "const",
    "items",
    "properties",
    "patternProperties",
    "required",
    "allOf",
    "oneOf",
    "not",
    "if",
    "then",
    "format",
    "pattern",
    "uniqueItems",
    "unevaluatedProperties",
    "minimum",
    "match",
    "output",
    "form",
    "maxEventBytes",
    "schemas",
    "events",
  ),
);

/** Values that make sense for a keyword now and then. */
const schemaValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("#", "#/$defs/detail", "#/properties/detail", "string", "date-time", "^a+$"),
    fc.constantFrom(true, false, 0, 1, -1, 1e300, null),
    jsonValue.value,
    tie("object"),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
  object: fc.array(fc.tuple(keywords, tie("value")), { maxLength: 5 }).map(objectOf),
}));

const valuesFor = (good) =>
  fc.oneof(
    { arbitrary: made(fc.constant(good)), weight: 3 },
    { arbitrary: made(anything), weight: 1 },
    { arbitrary: wrong, weight: 1 },
    { arbitrary: made(schemaValue.object), weight: 3 },
    {
      arbitrary: fc
        .array(fc.tuple(keywords, schemaValue.value), { maxLength: 3 })
        .map((changes) => {
          const change = () =>
            typeof good === "object" ? { ...good, ...objectOf(changes) } : good;
          return maker(`the good one with ${fc.stringify(changes)}`, change);
        }),
      weight: 4,
    },
  );

const before = inherited();
after(() => assert.deepEqual(inherited(), before));

function assertUnharmed() {
  assert.equal(validator.validate(EVENT).valid, true);
  assert.deepEqual(Object.keys(Object.prototype), []);
}

/** What comes of a call: its answer, or the code of its error, which is ours or was thrown by a given value. */
async function outcomeOf(call, args) {
  try {
    return { answer: await call(...args) };
  } catch (error) {
    if (!(error instanceof TidegateError) && error?.message !== "mine") throw error;
    return { code: error.code };
  }
}

describe("anything at all:", () => {
  for (const { name, call, good } of APIS) {
    test(name, async () => {
      const property = fc.asyncProperty(fc.tuple(...good.map(valuesFor)), async (makers) => {
        await outcomeOf(
          call,
          makers.map((make) => make()),
        );
        assertUnharmed();
      });
      await fc.assert(property, limits(0.8 / APIS.length));
    });
  }
});

/** An answer without what only text has: where something stands. */
const comparable = ({ answer, code }) => {
  const text = JSON.stringify(answer ?? null, (key, value) =>
    ["offset", "end", "line", "column", "span"].includes(key) ? undefined : value,
  );
  return code ?? JSON.parse(text);
};

describe("text, bytes and objects are the same:", () => {
  const forms = (value) => [JSON.stringify(value), utf8(JSON.stringify(value)), value];

  for (const { name, call, good } of APIS.filter(({ event }) => event !== undefined)) {
    test(`events of ${name}`, async () => {
      const property = fc.asyncProperty(jsonValue.object, async (object) => {
        const value = { ...EVENT, ...object };
        const [fromText, fromBytes, fromObject] = await Promise.all(
          forms(value).map(async (form) => comparable(await outcomeOf(call, good.with(0, form)))),
        );
        assert.deepEqual(fromBytes, fromText);
        assert.deepEqual(fromObject, fromText);
      });
      await fc.assert(property, limits(0.1));
    });
  }

  test("schemas", async () => {
    const property = fc.property(schemaValue.object, (object) => {
      const [text, , value] = forms(object);
      for (const call of [
        (given) => schema.schemaToTypes(given),
        (given) => schema.compareSchemas(given, SCHEMA),
      ]) {
        const outcomes = [text, value].map((form) => {
          try {
            return { answer: call(form) };
          } catch (error) {
            assert.ok(error instanceof TidegateError, error?.stack);
            return { code: error.code };
          }
        });
        assert.deepEqual(comparable(outcomes[1]), comparable(outcomes[0]));
      }
    });
    fc.assert(property, limits(0.1));
  });
});
