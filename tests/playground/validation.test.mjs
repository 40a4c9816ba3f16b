// What is wrong with an event, what mends it, and where it is explained.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./support.mjs";

const { applyEdits } = await load("editor/marks.ts");
const { sectionOf } = await load("engine/tools/sections.ts");
const { checkEnvelope, checkSchema, schemaFor, schemaMistakes } = await load(
  "engine/tools/validate.ts",
);
const { envelopeOf, FIRST_VALIDATE_WISH } = await load("engine/tools/validate-choice.ts");
const { MENDS } = await load("engine/tools/validate-fixes.ts");

const AWS = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "Order Placed",
  source: "com.example.shop",
  account: "123456789012",
  time: "2026-11-11T21:30:34Z",
  region: "us-east-1",
  resources: [],
  detail: { price: 5 },
};
const SOLD = {
  specversion: "1.0",
  id: "1",
  source: "urn:shop",
  type: "com.example.sold",
  data: { price: 5 },
};

const without = (event, name) => ({ ...event, [name]: undefined });

/** By code: an event that has the issue. */
const ILL = {
  CE_ID_MISSING: without(SOLD, "id"),
  CE_ID_EMPTY: { ...SOLD, id: "" },
  CE_ID_NOT_STRING: [SOLD, { ...SOLD, id: 7 }],
  CE_SOURCE_NOT_STRING: { ...SOLD, source: 7 },
  CE_TYPE_NOT_STRING: { ...SOLD, type: true },
  CE_SUBJECT_NOT_STRING: { ...SOLD, subject: 7 },
  CE_SPECVERSION_MISSING: without(SOLD, "specversion"),
  CE_SPECVERSION_NOT_STRING: { ...SOLD, specversion: 1 },
  CE_SPECVERSION_EMPTY: { ...SOLD, specversion: "" },
  CE_SPECVERSION_UNKNOWN: { ...SOLD, specversion: "1.0.2" },
  CE_SPECVERSION_OLD: { ...SOLD, specversion: "0.3", schemaurl: "urn:schema" },
  CE_SUBJECT_EMPTY: { ...SOLD, subject: "" },
  CE_DATASCHEMA_EMPTY: { ...SOLD, dataschema: "" },
  CE_NAME_CHARACTERS: { ...SOLD, "Order-Id": "7" },
  CE_INTEGER_FORM: { ...SOLD, level: 1.5 },
  CE_INTEGER_RANGE: { ...SOLD, level: 2 ** 31 },
  EB_UNKNOWN: { ...AWS, extra: 1 },
  EB_VERSION_MISSING: without(AWS, "version"),
  EB_VERSION_NOT_STRING: { ...AWS, version: 0 },
  EB_VERSION_NOT_ZERO: { ...AWS, version: "1" },
  EB_ID_MISSING: without(AWS, "id"),
  EB_ID_EMPTY: { ...AWS, id: "" },
  EB_ID_NOT_STRING: { ...AWS, id: 7 },
  EB_ID_NOT_UUID: { ...AWS, id: "7" },
  EB_DETAIL_TYPE_NOT_STRING: { ...AWS, "detail-type": 7 },
  EB_SOURCE_NOT_STRING: { ...AWS, source: 7 },
  EB_ACCOUNT_NOT_STRING: { ...AWS, account: 123456789012 },
  EB_REGION_NOT_STRING: { ...AWS, region: 7 },
  EB_TIME_MISSING: without(AWS, "time"),
  EB_RESOURCES_MISSING: without(AWS, "resources"),
  EB_RESOURCES_NOT_ARRAY: { ...AWS, resources: "arn:aws:s3:::shop" },
  EB_RESOURCE_NOT_STRING: { ...AWS, resources: ["arn:aws:s3:::shop", 7] },
  EB_DETAIL_MISSING: without(AWS, "detail"),
};

const check = (text, code) =>
  checkEnvelope(text, {
    ...FIRST_VALIDATE_WISH,
    envelope: code.startsWith("CE_") ? "cloudevent" : "eventbridge",
  }).issues;

test("whatever has a quick fix is tried here", () => {
  assert.deepEqual(Object.keys(MENDS).sort(), Object.keys(ILL).sort());
});

for (const [code, event] of Object.entries(ILL)) {
  test(`the quick fix of ${code} takes it away`, () => {
    for (const text of [JSON.stringify(event), JSON.stringify(event, null, 2)]) {
      const { fix } = check(text, code).find((issue) => issue.code === code);
      const mended = applyEdits(text, fix.edits);
      const left = check(mended, code).map((issue) => issue.code);
      assert.ok(!left.includes(code), `${mended} still has it`);
      const others = check(text, code).map((issue) => issue.code);
      const fresh = left.filter((one) => !others.includes(one));
      assert.deepEqual(
        fresh.filter((one) => !ADVICE.includes(one)),
        [],
      );
    }
  });
}

/** What is asked of a string, once the value is one. */
const ADVICE = ["CE_SOURCE_NOT_ABSOLUTE", "CE_TYPE_NOT_REVERSE_DNS"];

test("an id that is made up is a UUID of its own each time", () => {
  const fresh = () => check(JSON.stringify(ILL.EB_ID_EMPTY), "EB_")[0].fix.edits[0].text;
  const form = /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/;
  for (let i = 0; i < 50; i++) assert.match(fresh(), form);
  assert.notEqual(fresh(), fresh());
});

test("where nothing mends an issue for sure, nothing is offered", () => {
  const fixes = (event, code) => check(JSON.stringify(event), code).map(({ fix }) => fix);
  assert.deepEqual(fixes({ ...SOLD, time: "yesterday" }, "CE_"), [undefined]);
  assert.deepEqual(fixes({ ...SOLD, id: { a: 1 } }, "CE_").at(-1), undefined);
  assert.deepEqual(fixes({ ...SOLD, A: "1", a: "2" }, "CE_"), [undefined]);
  assert.deepEqual(fixes({ specversion: "0.3", id: 7 }, "CE_"), [undefined]);
});

test("each section that a rule stands in has a page", () => {
  const list = (name) =>
    readFileSync(new URL(`../../../../src/event/${name}`, import.meta.url), "utf8");
  const titles = [...list("issues.def").matchAll(/k(?:Error|Warning), "([^"]+)"/g)].map(
    ([, title]) => title,
  );
  const documents = [
    ...list("attributes.def").matchAll(/^TIDEGATE_EXTENSION\((?:[^,]+,){4} "([^"]*)"/gm),
  ];
  assert.ok(titles.length > 80 && documents.length > 30);
  for (const title of titles.filter((one) => one !== "extensions")) {
    assert.match(sectionOf(title).url, /^https:\/\/[^ ]+$/, title);
  }
  for (const [, name] of documents) {
    const title = `extensions/${name}.md`;
    assert.ok(sectionOf(title).url.endsWith(`/cloudevents/${title}`), title);
  }
  assert.equal(sectionOf(""), undefined);
});

test("a section of the specification is its heading", () => {
  assert.equal(
    sectionOf("spec.md, Attribute Naming Convention").url,
    "https://github.com/cloudevents/spec/blob/ce@v1.0.2/cloudevents/spec.md#attribute-naming-convention",
  );
});

test("the envelope follows from what the event is, and can be chosen", () => {
  assert.equal(envelopeOf("eventbridge", "auto"), "eventbridge");
  assert.equal(envelopeOf("cloudevent-batch", "auto"), "cloudevent");
  assert.equal(envelopeOf("s3", "auto"), undefined);
  assert.equal(envelopeOf("s3", "cloudevent"), "cloudevent");
  const { envelope, valid, issues } = checkEnvelope('{"a": 1}', FIRST_VALIDATE_WISH);
  assert.deepEqual([envelope, valid, issues], [undefined, true, []]);
  assert.throws(() => checkEnvelope('{"a": ', FIRST_VALIDATE_WISH), { code: "ERR_INVALID_JSON" });
});

test("an event of one's own is no event of AWS", () => {
  const text = JSON.stringify({ ...AWS, source: "aws.shop" });
  assert.equal(checkEnvelope(text, FIRST_VALIDATE_WISH).valid, true);
  const { issues } = checkEnvelope(text, { ...FIRST_VALIDATE_WISH, custom: true });
  assert.deepEqual(
    issues.map(({ code }) => code),
    ["EB_SOURCE_RESERVED"],
  );
});

const SCHEMA = `{
  "properties": { "data": { "properties": { "price": { "maximum": 3 } } } },
  "required": ["subject"]
}`;

test("an issue of a schema has its place in the event and in the schema", () => {
  const text = JSON.stringify(SOLD);
  const [price, subject] = checkSchema(text, SCHEMA);
  assert.equal(text.slice(price.offset, price.end), "5");
  assert.equal(price.path, "/data/price");
  assert.ok(SCHEMA.slice(price.schemaOffset).startsWith('"maximum"'));
  assert.ok(SCHEMA.slice(subject.schemaOffset).startsWith('"required"'));
  assert.deepEqual(checkSchema(JSON.stringify({ subject: "s" }), SCHEMA), []);
});

test("each mistake of a schema has its place", () => {
  const text = '{"type": "objekt", "properties": {"a": {"minimum": "x"}}}';
  const found = schemaMistakes(text).map(({ offset, end }) => text.slice(offset, end));
  assert.deepEqual(found, ['"objekt"', '"x"']);
  const [{ code, offset }] = schemaMistakes('{"type": ');
  assert.deepEqual([code, offset], ["ERR_INVALID_JSON", 9]);
  assert.deepEqual(schemaMistakes(" "), []);
  assert.deepEqual(schemaMistakes(SCHEMA), []);
});

test("the schema for an event is that of all events of its kind", () => {
  const events = [AWS, { ...AWS, detail: { price: 5, note: "n" } }, SOLD].map((one) =>
    JSON.stringify(one),
  );
  const found = schemaFor(events[0], [...events, "{ half"]);
  const { title, properties } = JSON.parse(found);
  assert.equal(title, "OrderPlaced");
  assert.ok(properties.detail);
  assert.match(found, /"note"/);
  for (const text of events.slice(0, 2)) assert.deepEqual(checkSchema(text, found), []);
  assert.equal(schemaFor("{ half", events), undefined);
});
