// What an event becomes, what it loses by it, and what comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "./support.mjs";

const { convert } = await load("engine/tools/convert.ts");
const { FIRST_WISH, FORMS, innerKind, LARGE, MODAL_FORMS, profilesOf, sideOf } = await load(
  "engine/tools/convert-choice.ts",
);
const { difference } = await load("engine/tools/difference.ts");
const { nodeAt, pointerTo, stepsOf, treeOf } = await load("engine/tools/json-nodes.ts");

const AWS = `{
  "version": "0",
  "id": "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "EC2 Instance State-change Notification",
  "source": "aws.ec2",
  "account": "123456789012",
  "time": "2026-11-11T21:30:34Z",
  "region": "us-east-1",
  "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
  "detail": { "state": "running", "price": 1.50, "large": 9007199254740993 }
}`;

const SOLD = `{
  "specversion": "1.0",
  "id": "1",
  "source": "/shop",
  "type": "com.example.sold",
  "time": "2026-01-01T00:00:00Z",
  "subject": "Euro €",
  "level": 5,
  "datacontenttype": "application/json",
  "data": { "price": 5.0 }
}`;

const record = (messageId, body) => ({
  messageId,
  body,
  receiptHandle: "h",
  attributes: {},
  messageAttributes: {},
  md5OfBody: "m",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:orders",
  awsRegion: "us-east-2",
});

const into = (form, others) => ({
  ...FIRST_WISH,
  forms: { cloudevent: form, other: form },
  ...others,
});

const summary = ({ shown }) => shown.map(({ pointer, change }) => `${change} ${pointer}`);

test("a difference names each value that is not as it was", () => {
  const before = '{"a": 1, "b": {"c": [1, 2]}, "d/e": "x", "f": [], "g": 1.50, "h": {"i": null}}';
  const after = '{"b": {"c": [1, 3, 4]}, "a": 1, "d/e": "\\u0078", "f": {}, "g": 1.5, "j": true}';
  const found = difference(before, after);
  assert.deepEqual(summary(found), [
    "changed /b/c/1",
    "added /b/c/2",
    "changed /f",
    "changed /g",
    "lost /h",
    "added /j",
  ]);
  assert.equal(found.kept, 3);
  assert.equal(found.total, 6);
  assert.deepEqual(found.shown[3], {
    pointer: "/g",
    change: "changed",
    before: "1.50",
    after: "1.5",
  });
});

test("of a member that comes twice the last one counts", () => {
  assert.equal(difference('{"a": 1, "a": 2}', '{"a": 2}').total, 0);
});

test("many and long differences are cut, and still counted", () => {
  const list = (value) => JSON.stringify(Array(1000).fill(value));
  const { shown, total } = difference(list("x".repeat(999)), list("y"));
  assert.equal(total, 1000);
  assert.equal(shown.length, 200);
  assert.ok(shown[0].before.length < 250);
});

test("there is a difference exactly where two values differ, however they are laid out", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(value, value, (one, other) => {
      const [text, second] = [JSON.stringify(one), JSON.stringify(other)];
      assert.equal(difference(text, JSON.stringify(one, null, 2)).total, 0);
      const isSame = isEqual(JSON.parse(text), JSON.parse(second));
      assert.equal(difference(text, second).total === 0, isSame);
    }),
  );
});

function isEqual(one, other) {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

test("a pointer leads back to its steps, and to its value", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (steps) => {
      const pointer = steps.reduce(pointerTo, "");
      assert.deepEqual(stepsOf(pointer), steps);
      const nested = steps.reduceRight((value, step) => ({ [step]: value }), 7);
      assert.equal(nodeAt(treeOf(JSON.stringify(nested)), pointer)?.value, 7);
    }),
  );
});

test("the direction follows from what the event is, and each side keeps what was chosen", () => {
  assert.equal(sideOf("cloudevent-batch"), "cloudevent");
  assert.equal(sideOf("kinesis"), "other");
  assert.equal(convert(AWS, FIRST_WISH).form, "json");
  assert.equal(convert(SOLD, FIRST_WISH).form, "eventbridge");
  const wish = { ...FIRST_WISH, forms: { cloudevent: "sns", other: "kafka" } };
  assert.equal(convert(AWS, wish).form, "kafka");
  assert.equal(convert(SOLD, wish).form, "sns");
});

test("what does not have a mapping uses its own", () => {
  assert.deepEqual(profilesOf("sns"), ["spec-adapter", "arn"]);
  assert.deepEqual(profilesOf("sqs"), []);
  assert.equal(innerKind({ kind: "sqs", contains: ["sns", "s3"] }, true), "s3");
  assert.equal(innerKind({ kind: "sqs", contains: ["sns", "s3"] }, false), "sqs");
  const { text, failure } = convert(AWS, { ...FIRST_WISH, profile: "spec-adapter" });
  assert.equal(failure, undefined);
  assert.match(text, /com\.amazonaws\/us-east-1\/ec2/);
});

test("an event of EventBridge comes back whole from every form, where nothing may be lost", () => {
  for (const form of Object.keys(FORMS)) {
    for (const mode of ["binary", "structured"]) {
      const others = { mode, lossless: true, subject: "s", detail: "event" };
      const { failure, roundTrip, text } = convert(AWS, into(form, others));
      assert.equal(failure, undefined, form);
      assert.ok(text.length > 0);
      if (form === "event-grid") {
        // It has no place for the region, without which there is no event of EventBridge.
        assert.equal(roundTrip.failure.path, "/awsregion");
      } else {
        assert.equal(roundTrip.failure, undefined, form);
        assert.deepEqual(summary(roundTrip.differences), [], form);
      }
    }
  }
});

test("a form that lacks a place says so, and the difference shows it", () => {
  const { losses, roundTrip } = convert(AWS, FIRST_WISH);
  assert.deepEqual(
    losses.map(({ path }) => path),
    ["/version", "/resources"],
  );
  assert.deepEqual(summary(roundTrip.differences), ["lost /resources/0"]);
  assert.equal(roundTrip.of, "event");
  assert.deepEqual(
    roundTrip.losses.map(({ path }) => path),
    ["/source"],
  );
});

test("a CloudEvent comes back from every form; headers have no numbers", () => {
  for (const form of Object.keys(FORMS)) {
    for (const mode of ["binary", "structured"]) {
      const { roundTrip } = convert(SOLD, into(form, { mode }));
      const expected =
        MODAL_FORMS.includes(form) && mode === "binary" ? ["changed /level"] : LOST_OF_SOLD[form];
      assert.deepEqual(summary(roundTrip.differences), expected ?? [], `${form} ${mode}`);
    }
  }
});

const LOST_OF_SOLD = { "event-grid": ["lost /level"] };

test("a request is written as it is sent", () => {
  const { text } = convert(SOLD, into("http"));
  assert.equal(
    text,
    [
      "POST /events HTTP/1.1",
      "host: example.com",
      "ce-specversion: 1.0",
      "ce-id: 1",
      "ce-source: /shop",
      "ce-type: com.example.sold",
      "ce-time: 2026-01-01T00:00:00Z",
      "ce-subject: Euro%20%E2%82%AC",
      "ce-level: 5",
      "content-type: application/json",
      "",
      "{",
      '  "price": 5.0',
      "}",
    ].join("\n"),
  );
});

test("a body that is no text is written in Base64", () => {
  const event = { ...JSON.parse(SOLD), datacontenttype: "image/png", data_base64: "/9j/" };
  delete event.data;
  const { text } = convert(JSON.stringify(event), into("nats"));
  assert.match(text, /\n\n\(3 bytes, in Base64\)\n\/9j\/$/);
  event.data_base64 = Buffer.alloc(300_000, 0xff).toString("base64");
  assert.ok(convert(JSON.stringify(event), into("mqtt")).text.endsWith(event.data_base64));
});

test("bytes are written in hexadecimal, eight on a line", () => {
  const [first, second] = convert(SOLD, into("protobuf")).text.split("\n");
  assert.equal(first, "0a 01 31 12 05 2f 73 68  ..1../sh");
  assert.equal(second.length, first.length);
  const long = { ...JSON.parse(SOLD), data: "x".repeat(10_000) };
  const lines = convert(JSON.stringify(long), into("protobuf")).text.split("\n");
  assert.equal(lines.length, 513);
  assert.match(lines[512], /^… and \d+ bytes more$/);
});

test("records give an event each, one of which is shown", () => {
  const batch = {
    Records: [record("m1", "hello"), record("m2", SOLD), { eventSource: "aws:sqs" }],
  };
  const text = JSON.stringify(batch);
  const first = convert(text, FIRST_WISH);
  assert.deepEqual([first.detection.kind, first.total, first.place], ["sqs", 2, 0]);
  assert.match(first.text, /com\.amazon\.sqs\.message/);
  assert.deepEqual(
    first.issues.map(({ index }) => index),
    [2],
  );
  const second = convert(text, { ...FIRST_WISH, place: 1 });
  assert.match(second.text, /com\.example\.sold/);
  assert.equal(second.roundTrip.of, "cloudevent");
  assert.equal(convert(text, { ...FIRST_WISH, place: 99 }).place, 1);
  const all = convert(text, into("batch"));
  assert.equal(all.total, 1);
  assert.match(all.text, /com\.amazon\.sqs\.message[\s\S]*com\.example\.sold/);
});

test("what cannot be converted is told apart from what cannot be read", () => {
  assert.equal(convert('{"a": 1}', FIRST_WISH).failure.code, "ERR_EVENT_KIND");
  assert.throws(() => convert('{"a": ', FIRST_WISH), { code: "ERR_INVALID_JSON", offset: 6 });
  const noRegion = convert(SOLD, into("eventbridge", { region: "" }));
  assert.equal(noRegion.failure.code, "ERR_EVENT_FIELD");
  assert.equal(noRegion.total, 1);
});

test("an entry for PutEvents without the CloudEvent has no way back, and says why", () => {
  const { roundTrip } = convert(SOLD, into("put-events", { detail: "data" }));
  assert.match(roundTrip.failure.message, /EventBridge gives an entry its id/);
});

test("a large event is converted, and not compared", () => {
  const event = { ...JSON.parse(SOLD), data: "x".repeat(LARGE) };
  const { roundTrip, text } = convert(JSON.stringify(event), into("json"));
  assert.equal(roundTrip, undefined);
  assert.ok(text.length > LARGE);
});
