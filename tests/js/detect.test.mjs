// detect(): what an input is.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { detect } from "tidegate";
import { assertError, utf8 } from "./support.mjs";

const CLOUD_EVENT = { specversion: "1.0", id: "1", source: "/s", type: "t" };
const S3_RECORD = { eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: {} };
const BINARY = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t" };

const sqs = (body) => ({ eventSource: "aws:sqs", messageId: "1", body });

describe("detect", () => {
  test("takes text, bytes and objects", () => {
    for (const input of [JSON.stringify(CLOUD_EVENT), utf8(JSON.stringify(CLOUD_EVENT))]) {
      assert.deepEqual(detect(input), { kind: "cloudevent", specversion: "1.0" });
    }
    assert.deepEqual(detect(CLOUD_EVENT), { kind: "cloudevent", specversion: "1.0" });
    assert.deepEqual(detect([S3_RECORD, S3_RECORD]), { kind: "s3", records: 2 });
    assert.deepEqual(detect({ Records: [S3_RECORD] }), { kind: "s3", records: 1 });
    assert.deepEqual(detect(S3_RECORD), { kind: "s3" });
  });

  test("tells the version of a CloudEvent as it says", () => {
    assert.equal(detect({ ...CLOUD_EVENT, specversion: "0.2" }).specversion, "0.2");
    assert.equal(detect({ ...CLOUD_EVENT, specversion: '"\\\u0000é' }).specversion, '"\\\u0000é');
    assert.deepEqual(detect([CLOUD_EVENT, {}]), {
      kind: "cloudevent-batch",
      specversion: "1.0",
      records: 2,
    });
  });

  test("says unknown when unsure", () => {
    for (const text of [
      "{}",
      "[]",
      "5",
      '"x"',
      "null",
      '{"id":1,"source":"x"}',
      '{"Records":[]}',
    ]) {
      assert.deepEqual(detect(text), { kind: "unknown" }, text);
    }
  });

  test("looks into what carries events where that is asked for", () => {
    const s3 = JSON.stringify({ Records: [S3_RECORD] });
    const Sns = { Message: s3 };
    const sns = JSON.stringify({ Records: [{ EventSource: "aws:sns", Sns }] });
    const event = { Records: [sqs(sns), sqs("hello")] };
    const contains = ["sns", "s3"];
    assert.deepEqual(detect(event, { deep: true }), { kind: "sqs", records: 2, contains });
    assert.deepEqual(detect(event), { kind: "sqs", records: 2 });
    assert.deepEqual(detect(sqs("hello"), { deep: true }), { kind: "sqs", contains: [] });
    assert.deepEqual(detect("5", { deep: true }), { kind: "unknown", contains: [] });
  });

  test("looks down eight levels and no further", () => {
    let event = S3_RECORD;
    for (let i = 0; i < 12; i++) event = { source: "s", "detail-type": "t", detail: event };
    const { contains } = detect(event, { deep: true });
    assert.deepEqual(contains, Array(8).fill("eventbridge"));
  });
});

describe("detect with headers", () => {
  test("knows binary mode by the headers alone", () => {
    const expected = { kind: "cloudevent-binary", specversion: "1.0" };
    const upper = Object.entries(BINARY).map(([name, value]) => [name.toUpperCase(), value]);
    for (const headers of [BINARY, upper, new Headers(BINARY), new Map(upper)]) {
      assert.deepEqual(detect("no JSON", { headers }), expected);
      assert.deepEqual(detect(CLOUD_EVENT, { headers }), expected);
    }
    const deep = (input) => detect(input, { headers: BINARY, deep: true }).contains;
    assert.deepEqual(deep("no JSON"), []);
    assert.deepEqual(deep(utf8("\xff").subarray(1)), []);
    assert.deepEqual(deep({ a: 1 }), []);
    assert.deepEqual(deep(sqs(JSON.stringify(CLOUD_EVENT))), ["sqs", "cloudevent"]);
    assertError(() => detect("x".repeat(9), { headers: BINARY, deep: true, maxEventBytes: 8 }), {
      code: "ERR_TOO_LARGE",
    });
  });

  test("takes the body for what it is where not all attributes are there", () => {
    const { "ce-id": _, ...headers } = BINARY;
    assert.deepEqual(detect(S3_RECORD, { headers }), { kind: "s3" });
    assert.deepEqual(detect(S3_RECORD, { headers: {} }), { kind: "s3" });
  });

  test("believes the content type of CloudEvents where the body is not known otherwise", () => {
    const event = { headers: { "Content-Type": "Application/CloudEvents+JSON; charset=UTF-8" } };
    assert.deepEqual(detect(CLOUD_EVENT, event), { kind: "cloudevent", specversion: "1.0" });
    assert.deepEqual(detect({ id: "1" }, event), { kind: "cloudevent" });
    assert.deepEqual(detect(S3_RECORD, event), { kind: "s3" });
    const batch = { headers: { "content-type": "application/cloudevents-batch+json" } };
    assert.deepEqual(detect("[]", batch), { kind: "cloudevent-batch" });
    assertError(() => detect("{", event), { code: "ERR_INVALID_JSON" });
  });
});

describe("detect refuses", () => {
  test("what is not JSON, with its place", () => {
    const text = '{"Records": [{]}';
    assertError(() => detect(text), { code: "ERR_INVALID_JSON", offset: 14, line: 1, column: 15 });
    assertError(() => detect(utf8('{"a": "\xff"}').with(8, 0xff)), { code: "ERR_INVALID_UTF8" });
    assertError(() => detect("[".repeat(1001)), { code: "ERR_TOO_DEEP" });
    assertError(() => detect(""), { code: "ERR_INVALID_JSON" });
  });

  test("what is too large", () => {
    assertError(() => detect("{}  ", { maxEventBytes: 3 }), { code: "ERR_TOO_LARGE" });
    assert.equal(detect("{}  ", { maxEventBytes: 4 }).kind, "unknown");
  });

  test("arguments of other types", () => {
    const code = "ERR_INVALID_ARGUMENT";
    for (const input of [undefined, () => 1, Symbol("x"), 1n]) {
      assertError(() => detect(input), { code });
    }
    for (const options of [5, [], { dep: true }, { deep: 1 }, { maxEventBytes: 0 }]) {
      assertError(() => detect("{}", options), { code });
    }
    for (const headers of [5, "x", [5], { "ce-id": 5 }]) {
      assertError(() => detect("{}", { headers }), { code });
    }
  });
});
