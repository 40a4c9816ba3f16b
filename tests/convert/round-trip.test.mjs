// From EventBridge to CloudEvents and back: the real events, and generated ones of every kind.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { fromCloudEvent, toCloudEvent, validateCloudEvent } from "tidegate";
import { assertSameJson, eventBridgeSamples, onSamples, total } from "./support.mjs";

const PROFILES = ["talk", "aws-docs", "arn"];

function roundTrip(text, profile) {
  const converted = toCloudEvent(text, { profile, lossless: true, output: "text" });
  const back = fromCloudEvent(converted, { to: "eventbridge", output: "text" });
  return { converted, back };
}

describe("real events", onSamples, () => {
  const events = eventBridgeSamples();

  for (const profile of PROFILES) {
    test(`each comes back from "${profile}" as it was`, () => {
      for (const { name, text } of events) {
        const { converted, back } = roundTrip(text, profile);
        assertSameJson(back.output, text, name);
        assert.deepEqual(back.losses, [], name);
        assert.deepEqual(validateCloudEvent(converted).valid, true, name);
      }
      assert.ok(events.length > 0);
      total(`round trip of EventBridge events by "${profile}"`, `${events.length} identical`);
    });
  }

  test("without lossless all but what is told comes back", () => {
    for (const { name, text } of events) {
      const event = JSON.parse(text);
      const { output, losses } = fromCloudEvent(toCloudEvent(text), { to: "eventbridge" });
      const { "replay-name": replayName, ...rest } = { version: "0", ...event, resources: [] };
      assert.deepEqual(output, rest, name);
      assert.deepEqual(
        losses.map(({ path }) => path),
        ["/source"],
        name,
      );
    }
  });
});

// --- Generated events -----------------------------------------------------------------------------

// Every character, lone surrogates among them, with the escapes that JSON.stringify() makes.
const characters = fc.string({ unit: "binary" });
const name = fc.string({ unit: "binary", minLength: 1 });
const literal = (value) => value.map((it) => JSON.stringify(it));

// Numbers as a writer may write them, which no double keeps.
const number = fc
  .tuple(fc.bigInt(), fc.option(fc.stringMatching(/^[0-9]{1,30}$/)), fc.integer())
  .map(([whole, fraction, exponent]) => {
    const digits = fraction === null ? "" : `.${fraction}`;
    return `${whole}${digits}${exponent % 3 === 0 ? `e${exponent}` : ""}`;
  });

const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    literal(characters),
    number,
    fc.constantFrom("null", "true", "false", "[]", " { } "),
    fc.array(tie("json"), { maxLength: 4 }).map((items) => `[ ${items.join(" ,\n")}]`),
    fc
      .array(fc.tuple(literal(characters), tie("json")), { maxLength: 4 })
      .map((members) => `{${members.map(([key, value]) => `${key} : ${value}`).join(",\t")}}`),
  ),
}));

const FIELDS = [
  "version",
  "id",
  "detail-type",
  "source",
  "account",
  "time",
  "region",
  "resources",
  "detail",
  "replay-name",
];

const extras = fc.uniqueArray(fc.tuple(name, json), { selector: ([key]) => key, maxLength: 3 });

const event = fc
  .record(
    {
      id: literal(name),
      "detail-type": literal(name),
      source: literal(
        fc.oneof(
          name,
          name.map((it) => `aws.${it}`),
          fc.constant("aws.partner/example.com/1/a b"),
        ),
      ),
      region: literal(name),
      version: fc.oneof(literal(characters), json),
      account: literal(characters),
      time: literal(characters),
      resources: fc.oneof(literal(fc.array(characters)), json),
      detail: json,
      "replay-name": fc.oneof(literal(characters), json),
    },
    { requiredKeys: ["id", "detail-type", "source", "region"] },
  )
  .chain((fields) => extras.map((more) => [...Object.entries(fields), ...more.filter(isExtra)]))
  .chain((members) => fc.shuffledSubarray(members, { minLength: members.length }))
  .map((members) => members.map(([key, value]) => `${JSON.stringify(key)}: ${value}`))
  .map((members) => `{\n${members.join(",\n")}\n}`);

function isExtra([key]) {
  return !FIELDS.includes(key);
}

// What must be escaped in an attribute comes back as an escape.
const escaped = (text) =>
  text.replace(/[\u007f-\u009f\p{Noncharacter_Code_Point}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`)
      .join(""),
  );

for (const profile of ["talk", "aws-docs"]) {
  test(`any event comes back from "${profile}" as it was`, () => {
    let runs = 0;
    fc.assert(
      fc.property(event, (text) => {
        runs++;
        const { back } = roundTrip(text, profile);
        assertSameJson(escaped(back.output), escaped(text));
        assert.deepEqual(back.losses, []);
      }),
      { numRuns: 1500 },
    );
    total(`round trip of generated events by "${profile}"`, `${runs} identical`);
  });
}
