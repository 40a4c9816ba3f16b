// What compileSchema() and its validators say: issues, mistakes, places; the schemas of the registry as they come; and what
// is hostile.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileSchema, TidegateError } from "tidegate/schema";
import { readJson, shared, skip, total } from "./support.mjs";

const utf8 = new TextEncoder();
const issuesOf = (schema, event, options) => compileSchema(schema).validate(event, options).issues;

function thrownBy(run) {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof TidegateError, String(error));
    return error;
  }
  return assert.fail("nothing was thrown");
}

const mistakesIn = (schema, options) =>
  thrownBy(() => compileSchema(schema, options)).errors.map(({ path }) => path);

test("issues have the names, pointers and parameters of Ajv", () => {
  const schema = {
    type: "object",
    properties: { "a/b": { minimum: 5 }, tags: { items: { enum: ["x"] }, uniqueItems: true } },
    required: ["id"],
    additionalProperties: false,
  };
  const issues = issuesOf(schema, { "a/b": 4, tags: ["y", "y"], more: 1 });
  assert.deepEqual(
    issues.map(({ keyword, instancePath, schemaPath, params }) => [
      keyword,
      instancePath,
      schemaPath,
      params,
    ]),
    [
      ["minimum", "/a~1b", "#/properties/a~1b/minimum", { limit: 5 }],
      ["uniqueItems", "/tags", "#/properties/tags/uniqueItems", { i: 1, j: 0 }],
      ["enum", "/tags/0", "#/properties/tags/items/enum", { allowedValues: ["x"] }],
      ["enum", "/tags/1", "#/properties/tags/items/enum", { allowedValues: ["x"] }],
      ["additionalProperties", "", "#/additionalProperties", { additionalProperty: "more" }],
      ["required", "", "#/required", { missingProperty: "id" }],
    ],
  );
  assert.ok(issues.every((issue) => !("offset" in issue) && !("within" in issue)));
});

test("places are UTF-16 in a string and bytes in bytes", () => {
  const schema = { properties: { é: { type: "string" } } };
  const text = '{"😀": 1, "é": 2}';
  const [inText] = issuesOf(schema, text);
  assert.equal(text.slice(inText.offset, inText.end), "2");
  const bytes = utf8.encode(text);
  const [inBytes] = issuesOf(schema, bytes);
  assert.equal(new TextDecoder().decode(bytes.subarray(inBytes.offset, inBytes.end)), "2");
});

test("the detailed output nests what an issue consists of", () => {
  const schema = { anyOf: [{ type: "string" }, { oneOf: [{ minimum: 5 }, { const: 7 }] }] };
  const [issue, ...others] = issuesOf(schema, "3", { output: "detailed" });
  assert.deepEqual(others, []);
  const shape = ({ keyword, issues = [] }) => [keyword, ...issues.map(shape)];
  assert.deepEqual(shape(issue), ["anyOf", ["type"], ["oneOf", ["minimum"], ["const"]]]);
  assert.deepEqual(
    issuesOf(schema, "3").map(({ keyword }) => keyword),
    ["type", "minimum", "const", "oneOf", "anyOf"],
  );
});

test("numbers count by what is written", () => {
  const holds = (schema, text) => compileSchema(schema).validate(text, { output: "flag" }).valid;
  assert.ok(!holds('{"maximum": 9007199254740992}', "9007199254740993"));
  assert.ok(holds('{"const": 1}', "1.0") && holds('{"const": 100}', "1e2"));
  assert.ok(!holds('{"const": 0.1}', "0.10000000000000001"));
  assert.ok(holds('{"multipleOf": 0.01}', "0.07") && holds('{"multipleOf": 0.01}', "1e300"));
  assert.ok(!holds('{"multipleOf": 3}', "1e300") && !holds('{"multipleOf": 0.3}', "1"));
  assert.ok(!holds('{"uniqueItems": true}', "[1, 2, 10e-1]"));
  assert.ok(holds('{"type": "integer"}', "120e-1") && !holds('{"type": "integer"}', "12e-1"));
});

test("what is no JSON is an issue with its place", () => {
  const schema = compileSchema({ type: "object" }, { maxEventBytes: 2000 });
  const text = '{"é": 1,\n "b" 2}';
  const message = "Expected ':'.";
  const [issue, ...others] = schema.validate(text).issues;
  assert.deepEqual(others, []);
  assert.equal(text[issue.offset], "2");
  assert.deepEqual(
    { ...issue, message },
    {
      keyword: "json",
      instancePath: "",
      schemaPath: "",
      message,
      params: { code: "ERR_INVALID_JSON" },
      offset: 14,
      end: issue.end,
    },
  );
  assert.equal(schema.validate(utf8.encode(text)).issues[0].offset, 15);
  for (const [event, code] of [
    ["", "ERR_INVALID_JSON"],
    [new Uint8Array([0x22, 0xff, 0x22]), "ERR_INVALID_UTF8"],
    ["1".repeat(1500), "ERR_NUMBER_TOO_LONG"],
    [`"${"x".repeat(3000)}"`, "ERR_TOO_LARGE"],
    [{ a: "x".repeat(3000) }, "ERR_TOO_LARGE"],
  ]) {
    for (const output of ["basic", "detailed"]) {
      const { valid, issues } = schema.validate(event, { output });
      assert.deepEqual([valid, issues.length, issues[0].params.code], [false, 1, code]);
    }
    assert.deepEqual(schema.validate(event, { output: "flag" }), { valid: false, issues: [] });
  }
  assert.ok(schema.validate("{}").valid);
});

test("of members that come twice the last one counts", () => {
  const schema = compileSchema({ properties: { a: { type: "string" } }, maxProperties: 1 });
  assert.ok(schema.validate('{"a": 1, "a": "x"}').valid);
  assert.ok(!schema.validate('{"a": "x", "a": 1}').valid);
  const many = Array.from({ length: 50 }, (_, i) => `"k${i % 25}": ${i}`);
  const within = compileSchema({ maxProperties: 25, additionalProperties: { minimum: 25 } });
  assert.ok(within.validate(`{${many}}`).valid);
});

test("every mistake of a schema is told with its place", () => {
  const text = '{"type": "strin", "minimum": "1", "properties": {"a": {"pattern": "("}, "b": 5}}';
  const error = thrownBy(() => compileSchema(text));
  assert.equal(error.code, "ERR_SCHEMA");
  assert.deepEqual(
    error.errors.map(({ path, offset, end }) => [path, text.slice(offset, end)]),
    [
      ["/type", '"strin"'],
      ["/minimum", '"1"'],
      ["/properties/a/pattern", '"("'],
      ["/properties/b", "5"],
    ],
  );
  assert.deepEqual(mistakesIn({ $ref: "#/$defs/none" }), ["/$ref"]);
  assert.deepEqual(mistakesIn({ $ref: "https://example.com/none" }), ["/$ref"]);
  assert.deepEqual(mistakesIn({ $schema: "https://example.com/none" }), ["/$schema"]);
});

test("mistakes of documents that were given name them", () => {
  const error = thrownBy(() =>
    compileSchema(
      { $ref: "https://x.test/a" },
      { schemas: { "https://x.test/a": { minLength: -1 } } },
    ),
  );
  assert.deepEqual(
    error.errors.map(({ path, message }) => [path, message.split(" ")[0]]),
    [["/minLength", "https://x.test/a:"]],
  );
});

test("a schema that applies itself to the same value is a mistake", () => {
  assert.deepEqual(mistakesIn({ $ref: "#" }), ["/$ref"]);
  assert.deepEqual(mistakesIn({ anyOf: [{ type: "string" }, { not: { $ref: "#" } }] }), [
    "/anyOf/1/not/$ref",
  ]);
  compileSchema({ properties: { next: { $ref: "#" } } }).dispose();
});

test("what takes exponentially many steps ends in an error", () => {
  const $defs = {};
  for (let i = 0; i < 40; i++) {
    const $ref = `#/$defs/d${i + 1}`;
    $defs[`d${i}`] = {
      anyOf: [{ allOf: [{ $ref }, { not: { $ref } }] }, { allOf: [{ $ref }, false] }],
    };
  }
  $defs.d40 = { type: "string" };
  const schema = compileSchema({ $ref: "#/$defs/d0", $defs });
  const { code } = thrownBy(() => schema.validate("1", { output: "flag" }));
  assert.equal(code, "ERR_SCHEMA_TOO_COMPLEX");
  assert.equal(schema.disposed, false);
});

test("events and schemas as deep as they may be are taken, deeper ones refused", () => {
  const schema = compileSchema({ items: { $ref: "#" }, unevaluatedItems: false });
  const nested = (depth) => "[".repeat(depth) + "]".repeat(depth);
  assert.ok(schema.validate(nested(1000)).valid);
  assert.deepEqual(schema.validate(nested(1001)).issues[0].params, { code: "ERR_TOO_DEEP" });
  const deep = `${'{"not":'.repeat(999)}{}${"}".repeat(999)}`;
  assert.equal(compileSchema(deep).validate("1").valid, false);
  assert.equal(thrownBy(() => compileSchema(`[${deep}]`)).code, "ERR_TOO_DEEP");
});

const SAFE = [
  "^[a-z0-9-]{1,64}$",
  "^\\d{12}$",
  "^(us|eu)-[a-z]+-\\d$",
  "^arn:aws:[a-z0-9]+:[^:]*:\\d*:.+$",
  "^(?:[a-z]+\\.)*[a-z]+$",
  "^([a-z]+(-[a-z]+)*)?$",
  "(a|b)*c",
  "(?=x)x+",
  "^[^@]+@[^@]+\\.[^@]+$",
  "(ab|cd)+",
];
const UNSAFE = [
  "(a+)+$",
  "(a*)*",
  "(a|a)*$",
  "(a|ab|b)*$",
  "(a?b?)*$",
  "(x+x+)+y",
  "(.*,)*$",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "(\\w+\\s?)*$",
  "(a+)\\1+",
  "(a?){30}a{30}",
  "((a?|b?)c)*d",
  "(?:(?=a)a|a)+b",
];

test("regular expressions that may take for ever are refused, unless they are asked for", () => {
  for (const pattern of SAFE) compileSchema({ pattern }).dispose();
  for (const pattern of UNSAFE) {
    assert.deepEqual(mistakesIn({ pattern }), ["/pattern"], pattern);
    compileSchema({ pattern }, { unsafeRegex: true }).dispose();
  }
});

test("regular expressions are those of the runtime, with the flag u", () => {
  for (const pattern of ["^a.c$", "^ab", "bc$", "b", "^abc$", "^\\p{L}+$", "[^\\d]{3}", "^$", ""]) {
    const schema = compileSchema({ pattern });
    for (const text of ["abc", "ab", "bc", "b", "", "déf", "😀bc", "123"]) {
      const { valid } = schema.validate(JSON.stringify(text));
      assert.equal(valid, new RegExp(pattern, "u").test(text), `${pattern} ${text}`);
    }
    schema.dispose();
  }
});

test("an OpenAPI document gives the component that is asked for", () => {
  const schemas = {
    AWSEvent: { properties: { detail: { $ref: "#/components/schemas/Sold" } } },
    Sold: {
      type: "object",
      nullable: true,
      properties: { price: { maximum: 5, exclusiveMaximum: true } },
    },
  };
  const document = { openapi: "3.0.0", components: { schemas } };
  const event = compileSchema(document);
  assert.ok(event.validate({ detail: null }).valid);
  assert.ok(!event.validate({ detail: { price: 5 } }).valid);
  assert.ok(!compileSchema(document, { component: "Sold" }).validate("7").valid);
  assert.deepEqual(mistakesIn(document, { component: "Bought" }), ["/components/schemas"]);
  assert.deepEqual(mistakesIn({ openapi: "2.0" }), ["/openapi"]);
});

test("a schema that was disposed of is of no more use", () => {
  const schema = compileSchema(true);
  schema[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  schema.dispose();
  assert.equal(schema.disposed, true);
  assert.equal(thrownBy(() => schema.validate("{}")).code, "ERR_DISPOSED");
});

test("what is no schema, option or argument is refused", () => {
  for (const schema of [undefined, null, 5, Symbol("x"), () => true]) {
    assert.equal(thrownBy(() => compileSchema(schema)).code, "ERR_INVALID_ARGUMENT");
  }
  assert.equal(thrownBy(() => compileSchema("{")).code, "ERR_INVALID_JSON");
  assert.equal(
    thrownBy(() => compileSchema(new Uint8Array([0x22, 0xff, 0x22]))).code,
    "ERR_INVALID_UTF8",
  );
  assert.equal(
    thrownBy(() => compileSchema({}, { dialect: "draft-03" })).code,
    "ERR_INVALID_ARGUMENT",
  );
  const schema = compileSchema({});
  for (const event of [undefined, Symbol("x"), { toJSON: () => undefined }, 1n]) {
    assert.equal(thrownBy(() => schema.validate(event)).code, "ERR_INVALID_ARGUMENT");
  }
  assert.equal(
    thrownBy(() => schema.validate("{}", { output: "verbose" })).code,
    "ERR_INVALID_ARGUMENT",
  );
});

// An event that a schema of the registry takes: null where anything will do.
function sampleOf(schema, whole) {
  if (schema.$ref) {
    const path = schema.$ref.slice(2).split("/");
    return sampleOf(
      path.reduce((at, key) => at[key], whole),
      whole,
    );
  }
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat()[0];
  if (type === "object" || schema.properties) {
    const others = (schema.required ?? []).map((key) => [key, {}]);
    const entries = [...others, ...Object.entries(schema.properties ?? {})];
    return Object.fromEntries(entries.map(([key, value]) => [key, sampleOf(value, whole)]));
  }
  if (type === "array") return [sampleOf(schema.items ?? {}, whole)];
  if (type === "string") return schema.format === "date-time" ? "2026-01-01T00:00:00Z" : "x";
  return { number: 1.5, integer: 1, boolean: true }[type] ?? null;
}

// The event with one value after the other replaced by one of another type.
function* mutationsOf(value, path = []) {
  if (path.length > 0 && value !== null)
    yield { path, replaced: typeof value === "string" ? 5 : "not this" };
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* mutationsOf(inner, [...path, key]);
}

function withReplaced(event, [key, ...path], replaced) {
  const copy = structuredClone(event);
  copy[key] = path.length === 0 ? replaced : withReplaced(copy[key], path, replaced);
  return copy;
}

test("the schemas of the registry take events that fit, and tell where others do not", {
  skip,
}, () => {
  const folder = join(shared, "events/registry-schemas");
  let schemas = 0;
  let mutations = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    const document = readJson(folder, name);
    const components = document.components?.schemas;
    const component = components && (components.AWSEvent ? "AWSEvent" : Object.keys(components)[0]);
    const schema = compileSchema(
      readFileSync(join(folder, name), "utf8"),
      component ? { component } : {},
    );
    const event = sampleOf(component ? components[component] : document, document);
    assert.deepEqual(schema.validate(JSON.stringify(event)), { valid: true, issues: [] }, name);
    for (const { path, replaced } of mutationsOf(event)) {
      const pointer = path
        .map((key) => `/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`)
        .join("");
      const text = JSON.stringify(withReplaced(event, path, replaced));
      const { valid, issues } = schema.validate(text);
      assert.equal(valid, false, `${name} ${pointer}`);
      assert.equal(issues[0].instancePath, pointer);
      assert.equal(text.slice(issues[0].offset, issues[0].end), JSON.stringify(replaced));
      mutations++;
    }
    schema.dispose();
    schemas++;
  }
  total(
    "registry",
    `${schemas} schemas, ${mutations} events with one wrong value, each told where`,
  );
  assert.ok(mutations > 100);
});

test("of an OpenAPI document the title names the schema where there is no AWSEvent", () => {
  const schemas = { Event: { required: ["a"] }, Other: { required: ["b"] } };
  const document = { openapi: "3.0.0", info: { title: "Event" }, components: { schemas } };
  assert.equal(compileSchema(document).validate("{}").valid, false);
  assert.equal(compileSchema(document).validate('{"a": 1}').valid, true);
  assert.equal(compileSchema(document, { component: "Other" }).validate('{"a": 1}').valid, false);
  const nameless = { ...document, info: { title: "Nothing" } };
  assert.throws(() => compileSchema(nameless), { code: "ERR_SCHEMA" });
});

test("what is far longer than any address is none", () => {
  for (const format of ["ipv4", "ipv6"]) {
    const schema = compileSchema({ format });
    for (const size of [61, 62, 64, 1000]) {
      assert.ok(!schema.validate(JSON.stringify("a".repeat(size))).valid, `${format} ${size}`);
    }
  }
});
