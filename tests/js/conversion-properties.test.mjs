// What holds of every event: it comes back from a conversion as it was, number by number.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromCloudEvent, toCloudEvent, toCloudEvents, validateCloudEvent } from "tidegate";
import { normalized } from "./normalized.mjs";
import { utf8 } from "./support.mjs";

const RUNS = { numRuns: 300 };

/** Without noncharacters, which a String of CloudEvents must not have: those come back as escapes. */
const anyText = fc
  .string({ unit: "binary", minLength: 1, maxLength: 20 })
  .filter((text) => !/\p{Noncharacter_Code_Point}/u.test(text));
/** What a String of CloudEvents may be, and JSON writes without escapes. */
const goodText = fc.stringMatching(/^[ !#-[\]-~\u00a1-\ud7ff\u{20000}-\u{20fff}]{1,20}$/u);

const numbers = fc.oneof(
  fc.constantFrom("0", "-0", "1.0", "1.50", "1E5", "1e+5", "9007199254740993", "1e400", "5e-324"),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

/** JSON as text, with spellings that JSON.stringify() would not choose, and keys that repeat. */
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    numbers,
    anyText.map((text) => JSON.stringify(text)),
    fc.constantFrom("true", "false", "null", '""', "[]", "{}", '"\\u0041\\/"', " [ 1 ] "),
    fc.array(tie("json"), { maxLength: 4 }).map((values) => `[${values.join()}]`),
    fc
      .array(fc.tuple(fc.string({ maxLength: 3 }), tie("json")), { maxLength: 4 })
      .map(
        (members) =>
          `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(", ")}}`,
      ),
  ),
}));

const times = fc
  .tuple(
    fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
    fc.constantFrom("Z", ".1Z", ".123456789012Z", ".500-07:30", "+00:00", "-00:00"),
  )
  .map(([date, rest]) => date.toISOString().replace(/\.\d+Z$/, rest));

/** With its profile: that of ARNs needs the account. */
function eventBridgeEvents(text) {
  return fc.oneof(
    fc.tuple(eventsWith(text, []), fc.constantFrom("talk", "aws-docs")),
    fc.tuple(eventsWith(text, ["account"]), fc.constant("arn")),
  );
}

function eventsWith(text, required) {
  const strings = (values) => values.map((value) => JSON.stringify(value));
  const source = fc.oneof(
    fc.constantFrom(
      "aws.ec2",
      "aws.partner/example.com/123/a",
      "com.example.shop",
      "aws.",
      "a b%zz#é#",
    ),
    text,
  );
  return fc
    .record(
      {
        version: fc.constantFrom('"0"', '"1"'),
        id: strings(text),
        "detail-type": strings(text),
        source: strings(source),
        account: strings(fc.constantFrom("123456789012", "000000000012")),
        time: strings(times),
        region: strings(fc.constantFrom("us-east-1", "global")),
        resources: fc.array(text, { maxLength: 3 }).map((list) => JSON.stringify(list, null, 1)),
        detail: json,
        "replay-name": strings(text),
        another: json,
      },
      { requiredKeys: ["id", "detail-type", "source", "region", ...required] },
    )
    .map(
      (members) =>
        `{${Object.entries(members)
          .map(([key, value]) => `"${key}": ${value}`)
          .join()}}`,
    );
}

/**
 * Attributes of CloudEvents, which hold the resources of an event, and services do not take all
 * characters that JSON may have as they are, so these come out as escapes of the same characters.
 */
const withEscapes = (text) =>
  normalized(text).replace(/[\x7f-\x9f]|\p{Noncharacter_Code_Point}/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );

test("an EventBridge event comes back identical", () => {
  fc.assert(
    fc.property(eventBridgeEvents(anyText), fc.boolean(), ([event, profile], asBytes) => {
      const input = asBytes ? utf8(event) : event;
      const converted = toCloudEvent(input, { profile, lossless: true, output: "text" });
      const { output, losses } = fromCloudEvent(converted, { to: "eventbridge", output: "text" });
      assert.equal(withEscapes(output), withEscapes(event));
      assert.deepEqual(losses, []);
    }),
    RUNS,
  );
});

test("noncharacters come back as what they are", () => {
  const text = "\ufdd0 \uffff \u{10fffe}";
  const event = {
    id: text,
    "detail-type": text,
    source: text,
    region: "us-east-1",
    resources: [text],
    detail: { [text]: text },
  };
  const converted = toCloudEvent(event, { lossless: true, output: "text" });
  assert.deepEqual(fromCloudEvent(converted, { to: "eventbridge" }).output, event);
});

test("a well-formed EventBridge event becomes a valid CloudEvent by every profile", () => {
  fc.assert(
    fc.property(eventBridgeEvents(goodText), fc.boolean(), ([event, profile], lossless) => {
      const converted = toCloudEvent(event, { profile, lossless, output: "text" });
      const errors = validateCloudEvent(converted).issues.filter(
        ({ severity }) => severity === "error",
      );
      assert.deepEqual(errors, []);
      assert.deepEqual(JSON.parse(converted), toCloudEvent(event, { profile, lossless }));
    }),
    RUNS,
  );
});

const cloudEvents = fc
  .tuple(
    fc.record(
      {
        specversion: fc.constant('"1.0"'),
        id: goodText.map((value) => JSON.stringify(value)),
        source: fc.webUrl().map((value) => JSON.stringify(value)),
        type: goodText.map((value) => JSON.stringify(value)),
        time: times.map((value) => JSON.stringify(value)),
        subject: goodText.map((value) => JSON.stringify(value)),
        flag: fc.boolean().map(String),
        count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(String),
        word: goodText.map((value) => JSON.stringify(value)),
      },
      { requiredKeys: ["specversion", "id", "source", "type"] },
    ),
    fc.oneof(
      fc.constant({}),
      json.map((data) => ({ data })),
      json.map((data) => ({ datacontenttype: '"application/json"', data })),
      anyText.map((text) => ({ datacontenttype: '"text/plain"', data: JSON.stringify(text) })),
      fc
        .uint8Array()
        .map((bytes) => ({ data_base64: `"${Buffer.from(bytes).toString("base64")}"` })),
    ),
  )
  .map(([members, data]) => {
    const all = Object.entries({ ...members, ...data });
    return `{${all.map(([key, value]) => `"${key}":${value}`).join()}}`;
  });

test("a CloudEvent is in what carries it as it was", () => {
  fc.assert(
    fc.property(cloudEvents, (event) => {
      assert.ok(validateCloudEvent(event).valid, event);
      const carried = (to, options) => {
        const { output, losses } = fromCloudEvent(event, { to, ...options });
        assert.deepEqual(losses, []);
        return output;
      };
      const expected = withEscapes(event);
      assert.equal(normalized(carried("sns").Message), expected);
      assert.equal(normalized(carried("sqs").MessageBody), expected);
      assert.equal(normalized(carried("put-events", { detail: "event" }).Detail), expected);
    }),
    RUNS,
  );
});

test("a CloudEvent comes out of what carried it as it was", () => {
  fc.assert(
    fc.property(fc.array(cloudEvents, { minLength: 1, maxLength: 4 }), (events) => {
      const Records = events.map((event, i) => ({
        messageId: `m${i}`,
        receiptHandle: "r",
        body: fromCloudEvent(event, { to: "sqs" }).output.MessageBody,
        attributes: { SentTimestamp: "1523232000000" },
        messageAttributes: {},
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:q",
        awsRegion: "us-east-1",
      }));
      const found = toCloudEvents({ Records }, { unwrap: true, output: "text" });
      assert.deepEqual(found.issues, []);
      assert.deepEqual(found.events.map(normalized), events.map(withEscapes));
    }),
    RUNS,
  );
});
