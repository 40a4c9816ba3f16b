// Conversion of CloudEvents to what else carries events.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entrySize, fromCloudEvent, toCloudEvent } from "tidegate";
import { assertError, utf8 } from "./support.mjs";

const event = {
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "com.example.sold",
  time: "2020-01-02T03:04:05.678Z",
  subject: "cart 7",
  data: { price: 5 },
};
const text = JSON.stringify(event);

const awsEvent = {
  version: "0",
  id: "7",
  "detail-type": "Sold",
  source: "com.example.shop",
  account: "012345678901",
  time: "2020-01-02T03:04:05Z",
  region: "eu-west-1",
  resources: ["arn:a", "arn:b"],
  detail: { price: 5 },
  "replay-name": "again",
};

describe("eventbridge", () => {
  for (const profile of ["talk", "aws-docs"]) {
    test(`an event comes back from ${profile} with lossless`, () => {
      const converted = toCloudEvent(awsEvent, { profile, lossless: true });
      assert.deepEqual(fromCloudEvent(converted, { to: "eventbridge" }), {
        output: awsEvent,
        losses: [],
      });
    });
  }

  test("an event comes back from arn", () => {
    const converted = toCloudEvent(awsEvent, { profile: "arn", eventBus: "orders" });
    assert.equal(converted.source, "arn:aws:events:eu-west-1:012345678901:event-bus/orders");
    assert.deepEqual(fromCloudEvent(converted, { to: "eventbridge" }).output, awsEvent);
  });

  test("without lossless the source is a guess", () => {
    const { output, losses } = fromCloudEvent(toCloudEvent({ ...awsEvent, source: "aws.ec2" }), {
      to: "eventbridge",
    });
    assert.equal(output.source, "aws.ec2");
    assert.deepEqual(output.resources, []);
    assert.deepEqual(
      losses.map(({ path, index }) => [path, index]),
      [["/source", undefined]],
    );
  });

  test("any CloudEvent is a detail", () => {
    const { output, losses } = fromCloudEvent(event, { to: "eventbridge", region: "r" });
    assert.deepEqual(output.detail, event);
    assert.deepEqual(losses, []);
    assertError(() => fromCloudEvent(event, { to: "eventbridge" }), {
      code: "ERR_EVENT_FIELD",
      path: "/awsregion",
    });
  });
});

describe("put-events", () => {
  test("text, bytes and objects give the same", () => {
    const expected = fromCloudEvent(text, { to: "put-events" });
    assert.deepEqual(fromCloudEvent(utf8(text), { to: "put-events" }), expected);
    assert.deepEqual(fromCloudEvent(event, { to: "put-events" }), expected);
    assert.deepEqual(JSON.parse(expected.output.Detail), event);
    assert.equal(expected.output.Source, "/shop");
    assert.equal(expected.output.DetailType, "com.example.sold");
  });

  test("the time is a Date in an object and its own text in a text", () => {
    const options = { to: "put-events", detail: "data" };
    const timed = { ...event, time: "2020-01-02T03:04:05.6780009+01:00" };
    const { output, losses } = fromCloudEvent(timed, options);
    assert.equal(output.Time.toISOString(), "2020-01-02T02:04:05.678Z");
    assert.deepEqual(
      losses.map(({ path }) => path),
      ["/id", "/subject", "/time"],
    );
    const written = fromCloudEvent(timed, { ...options, output: "text" });
    assert.equal(JSON.parse(written.output).Time, timed.time);
    assert.equal(written.losses.length, 2);
    const leap = fromCloudEvent({ ...event, time: "2016-12-31T23:59:60Z" }, options);
    assert.equal("Time" in leap.output, false);
    assert.equal(leap.losses.at(-1).path, "/time");
  });

  test("numbers keep their digits in a text", () => {
    const precise = '{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"n":1.50}}';
    const { output } = fromCloudEvent(precise, { to: "put-events", detail: "data" });
    assert.equal(output.Detail, '{"n":1.50}');
  });

  test("an entry over the limit is refused", () => {
    const bytes = entrySize(fromCloudEvent(event, { to: "put-events" }).output).bytes;
    fromCloudEvent(event, { to: "put-events", limit: bytes });
    assertError(() => fromCloudEvent(event, { to: "put-events", limit: bytes - 1 }), {
      code: "ERR_TOO_LARGE",
    });
  });
});

test("messages hold the event", () => {
  const attributes = {
    "content-type": { DataType: "String", StringValue: "application/cloudevents+json" },
  };
  assert.deepEqual(fromCloudEvent(event, { to: "sns" }).output, {
    Message: text,
    Subject: "cart 7",
    MessageAttributes: attributes,
  });
  assert.deepEqual(fromCloudEvent(event, { to: "sqs" }).output, {
    MessageBody: text,
    MessageAttributes: attributes,
  });
});

test("an event for Event Grid", () => {
  assert.deepEqual(fromCloudEvent(event, { to: "event-grid", topic: false }), {
    output: {
      id: "1",
      subject: "cart 7",
      eventType: "com.example.sold",
      eventTime: event.time,
      data: { price: 5 },
      dataVersion: "",
    },
    losses: [{ path: "/source", reason: "The schema of Event Grid has no place for it." }],
  });
});

test("data that is bytes becomes data_base64", () => {
  for (const data of [new Uint8Array([0, 255]), new Uint8Array([0, 255]).buffer]) {
    const { output } = fromCloudEvent({ ...event, data }, { to: "sqs" });
    const { data: none, data_base64 } = JSON.parse(output.MessageBody);
    assert.deepEqual([none, data_base64], [undefined, "AP8="]);
  }
});

test("options are checked", () => {
  for (const options of [
    undefined,
    null,
    {},
    { to: "nowhere" },
    { to: "sns", region: "r" },
    { to: "sns", output: "bytes" },
    { to: "put-events", detail: "auto" },
    { to: "put-events", limit: 0 },
    { to: "eventbridge", region: "" },
    { to: "event-grid", topic: 1 },
  ]) {
    assertError(() => fromCloudEvent(event, options), { code: "ERR_INVALID_ARGUMENT" });
  }
  for (const options of [{ profile: "x" }, { lossless: 1 }, { eventBus: "" }, { eventBus: 5 }]) {
    assertError(() => toCloudEvent(awsEvent, options), { code: "ERR_INVALID_ARGUMENT" });
  }
});

test("errors have a place in the caller's text", () => {
  const wrong = text.replace('"/shop"', "5");
  assertError(() => fromCloudEvent(wrong, { to: "sqs" }), {
    code: "ERR_EVENT_FIELD",
    path: "/source",
    offset: wrong.indexOf("5"),
    line: 1,
  });
  for (const value of [undefined, null, 5, "", "[]", Symbol("s")]) {
    assert.throws(() => fromCloudEvent(value, { to: "sqs" }), { name: "TidegateError" });
  }
});
