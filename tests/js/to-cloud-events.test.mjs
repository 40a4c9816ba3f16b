// Conversion of what AWS hands to its consumers to CloudEvents.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { toCloudEvent, toCloudEvents } from "tidegate";
import { assertError, utf8 } from "./support.mjs";

const awsEvent = {
  version: "0",
  id: "B977EE77-75E0-7A64-DD73-73A159BB4FF2",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "123456789012",
  time: "2019-10-28T19:56:14.195503Z",
  region: "us-east-2",
  resources: ["arn:aws:ec2:us-east-2:123456789012:instance/i-1"],
  detail: { "instance-id": "i-1", state: "running" },
};

const cloudEvent = '{ "specversion":"1.0","id":"c1","source":"/s","type":"t","data":1.50 }';

const s3Record = {
  eventVersion: "2.1",
  eventSource: "aws:s3",
  awsRegion: "us-east-2",
  eventTime: "2019-09-03T19:37:27.192Z",
  eventName: "ObjectCreated:Put",
  responseElements: { "x-amz-request-id": "R", "x-amz-id-2": "H" },
  s3: {
    bucket: { name: "b", arn: "arn:aws:s3:::b" },
    object: { key: "sm%C3%B8r+br%C3%B8d.jpg", size: 5, sequencer: "01" },
  },
};

const sqsRecord = (messageId, body) => ({
  messageId,
  receiptHandle: "h",
  body,
  attributes: { SentTimestamp: "1545082649183", ApproximateReceiveCount: "1" },
  messageAttributes: {},
  md5OfBody: "m",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:q",
  awsRegion: "us-east-2",
});

const snsMessage = (message) => ({
  Type: "Notification",
  MessageId: "m1",
  TopicArn: "arn:aws:sns:us-east-2:123456789012:t",
  Message: message,
  Timestamp: "2019-01-02T12:45:07.000Z",
  SignatureVersion: "1",
  Signature: "s",
  SigningCertURL: "https://sns.us-east-2.amazonaws.com/c.pem",
  UnsubscribeURL:
    "https://sns.us-east-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-east-2:123456789012:t:u",
});

const batch = (...records) => JSON.stringify({ Records: records });
const inLayers = batch(
  sqsRecord("q1", JSON.stringify(snsMessage(batch(s3Record)))),
  sqsRecord("q2", JSON.stringify(awsEvent)),
  sqsRecord("q3", cloudEvent),
  sqsRecord("q4", "hello"),
);

const compressed = (value) => ({
  awslogs: { data: gzipSync(JSON.stringify(value)).toString("base64") },
});
const logs = {
  messageType: "DATA_MESSAGE",
  owner: "123456789012",
  logGroup: "/aws/lambda/x",
  logStream: "s",
  subscriptionFilters: ["f"],
  logEvents: [
    { id: "1", timestamp: 1440442987000, message: "[ERROR] Zürich 😤" },
    { id: "2", timestamp: 1440442987001, message: '{"level":"info"}' },
  ],
};

describe("one event", () => {
  test("an EventBridge event is what toCloudEvent() makes of it", () => {
    const { kind, events, issues, losses } = toCloudEvents(awsEvent);
    assert.equal(kind, "eventbridge");
    assert.deepEqual(events, [toCloudEvent(awsEvent)]);
    assert.deepEqual(issues, []);
    assert.deepEqual(
      losses.map(({ index, path }) => [index, path]),
      [
        [0, "/version"],
        [0, "/resources"],
      ],
    );
    assert.deepEqual(toCloudEvents(awsEvent, { lossless: true }).losses, []);
  });

  test("its options are those of toCloudEvent()", () => {
    for (const options of [
      { profile: "aws-docs" },
      { profile: "arn", eventBus: "orders" },
      { lossless: true },
      { specversion: "0.2" },
    ]) {
      assert.deepEqual(toCloudEvents(awsEvent, options).events, [toCloudEvent(awsEvent, options)]);
    }
    const again = toCloudEvents(awsEvent, { profile: "arn" }).events[0];
    assert.match(again.source, /event-bus\/default$/);
  });

  test("a CloudEvent passes through as it is written", () => {
    const { kind, events } = toCloudEvents(cloudEvent, { output: "text" });
    assert.equal(kind, "cloudevent");
    assert.deepEqual(events, [cloudEvent]);
    const old = { specversion: "0.3", id: "1", source: "/s", type: "t", data: 1 };
    assert.equal(toCloudEvents(old).events[0].specversion, "1.0");
    assert.equal(toCloudEvents(`[${cloudEvent},${cloudEvent}]`).events.length, 2);
  });

  test("text, bytes and an object give the same", () => {
    const expected = toCloudEvents(inLayers);
    assert.deepEqual(toCloudEvents(utf8(inLayers)), expected);
    assert.deepEqual(toCloudEvents(JSON.parse(inLayers)), expected);
  });
});

describe("records", () => {
  test("of S3 are what the adapter of CloudEvents says", () => {
    const { events, losses } = toCloudEvents(batch(s3Record));
    assert.deepEqual(events, [
      {
        data: s3Record,
        datacontenttype: "application/json",
        id: "R.H",
        source: "aws:s3.us-east-2.b",
        specversion: "1.0",
        subject: "smør brød.jpg",
        time: "2019-09-03T19:37:27.192Z",
        type: "com.amazonaws.s3.ObjectCreated:Put",
      },
    ]);
    assert.deepEqual(losses, []);
  });

  test("of SNS over HTTP name the subscription, or the topic", () => {
    const message = snsMessage("hello");
    const [event] = toCloudEvents(message).events;
    assert.equal(event.source, "arn:aws:sns:us-east-2:123456789012:t:u");
    assert.equal(event.type, "com.amazonaws.sns.Notification");
    assert.deepEqual(event.data, message);
    const [other] = toCloudEvents(message, { profile: "arn" }).events;
    assert.equal(other.source, message.TopicArn);
  });

  test("carry events, which come out on request", () => {
    const closed = toCloudEvents(inLayers);
    assert.equal(closed.kind, "sqs");
    assert.ok(closed.events.every(({ type }) => type === "com.amazon.sqs.message"));
    const { events, records, issues } = toCloudEvents(inLayers, { unwrap: true, output: "text" });
    assert.deepEqual(issues, []);
    assert.deepEqual(records, [0, 1, 2, 3]);
    assert.deepEqual(events.slice(0, 3), [
      toCloudEvents(batch(s3Record), { output: "text" }).events[0],
      toCloudEvent(JSON.stringify(awsEvent), { output: "text" }),
      cloudEvent,
    ]);
    assert.equal(JSON.parse(events[3]).id, "q4");
  });

  test("that carry several events say of each where it comes from", () => {
    const two = sqsRecord("q1", JSON.stringify(snsMessage(batch(s3Record, s3Record))));
    const { events, records } = toCloudEvents(batch(two, sqsRecord("q2", "hello")), {
      unwrap: true,
    });
    assert.equal(events.length, 3);
    assert.deepEqual(records, [0, 0, 1]);
  });

  test("of which one is bad convert without it", () => {
    const input = batch(s3Record, { ...s3Record, responseElements: {} }, s3Record);
    const { events, records, issues } = toCloudEvents(input);
    assert.deepEqual(
      events.map(({ id }) => id),
      ["R.H", "R.H.01"],
    );
    assert.deepEqual(records, [0, 2]);
    assert.equal(issues.length, 1);
    const [{ index, code, path, message, hint }] = issues;
    assert.deepEqual([index, code, path], [1, "ERR_EVENT_FIELD", "/Records/1"]);
    assert.match(message, /no id/);
    assert.match(hint, /"generate"/);
    const error = assertError(() => toCloudEvents(input, { strict: true }), {
      code: "ERR_EVENT_FIELD",
    });
    assert.equal(error.path, "/Records/1");
  });

  test("get an id and a time only when they are asked for", () => {
    const record = { ...s3Record, responseElements: {}, eventTime: undefined };
    const options = { generate: ["id", "time"] };
    const { events } = toCloudEvents(batch(record, record, s3Record), options);
    assert.equal(new Set(events.map(({ id }) => id)).size, 3);
    assert.ok(Math.abs(Date.parse(events[0].time) - Date.now()) < 60_000);
    assert.equal(events[2].id, "R.H");
    assert.notEqual(toCloudEvents(batch(record), options).events[0].id, events[0].id);
  });

  test("keep the digits of their numbers in text", () => {
    const input = '{"Records":[{"messageId":"1","body":"x","attributes":{"n":9007199254740993.10},';
    const rest =
      '"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:r:1:q","receiptHandle":"h"}]}';
    const [event] = toCloudEvents(input + rest, { output: "text" }).events;
    assert.ok(event.includes("9007199254740993.10"), event);
  });
});

describe("compressed log events", () => {
  test("are decompressed", () => {
    const { kind, events, issues } = toCloudEvents(compressed(logs));
    assert.equal(kind, "cloudwatch-logs");
    assert.deepEqual(issues, []);
    assert.deepEqual(events[0], {
      data: "[ERROR] Zürich 😤",
      datacontenttype: "text/plain",
      id: "1",
      source: "aws:logs.123456789012./aws/lambda/x",
      specversion: "1.0",
      subject: "s",
      time: "2015-08-24T19:03:07.000Z",
      type: "com.amazon.logs.log",
    });
    assert.deepEqual(events[1].data, { level: "info" });
  });

  test("that are cut short, or not compressed, are an issue", () => {
    const whole = Buffer.from(compressed(logs).awslogs.data, "base64");
    for (const bytes of [whole.subarray(0, 40), whole.subarray(0, -12), whole.subarray(4)]) {
      const { issues } = toCloudEvents({ awslogs: { data: bytes.toString("base64") } });
      assert.equal(issues[0]?.code, "ERR_EVENT_FIELD");
    }
  });

  test("whose check sum is wrong are an issue", () => {
    const whole = gzipSync(JSON.stringify(logs), { level: 0 });
    const at = whole.indexOf("ERROR");
    whole.write("WRONG", at);
    const { issues } = toCloudEvents({ awslogs: { data: whole.toString("base64") } });
    assert.match(issues[0].message, /broken/);
  });

  test("of zlib are decompressed as well", () => {
    const data = deflateSync(JSON.stringify(logs)).toString("base64");
    assert.deepEqual(toCloudEvents({ awslogs: { data } }), toCloudEvents(compressed(logs)));
  });

  test("of several members of a gzip file come out whole", () => {
    const text = JSON.stringify(logs);
    const halves = [gzipSync(text.slice(0, 50)), gzipSync(text.slice(50))];
    const data = Buffer.concat(halves).toString("base64");
    assert.equal(toCloudEvents({ awslogs: { data } }).events.length, 2);
  });

  test("cannot fill the memory", () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " ")).toString("base64");
    const { issues } = toCloudEvents({ awslogs: { data: bomb } });
    assert.equal(issues[0].code, "ERR_TOO_LARGE");
    const records = Array.from({ length: 20 }, (_, i) => ({
      recordId: `${i}`,
      approximateArrivalTimestamp: 1,
      data: gzipSync(Buffer.alloc(4 * 1024 * 1024, "x")).toString("base64"),
    }));
    const input = { invocationId: "i", deliveryStreamArn: "arn:aws:f", region: "r", records };
    const { events, issues: refused } = toCloudEvents(input);
    assert.deepEqual([events.length, refused.length], [4, 16]);
    assert.ok(refused.every(({ code }) => code === "ERR_TOO_LARGE"));
  });
});

describe("misuse", () => {
  test("what has no mapping is an error", () => {
    for (const input of ["{}", "[]", '{"id":1,"source":"x"}', "7"]) {
      assertError(() => toCloudEvents(input), { code: "ERR_EVENT_KIND" });
    }
    assertError(() => toCloudEvents("{"), { code: "ERR_INVALID_JSON" });
    assertError(() => toCloudEvents(awsEvent, { maxEventBytes: 10 }), { code: "ERR_TOO_LARGE" });
  });

  test("options are checked", () => {
    for (const options of [
      null,
      { profil: "arn" },
      { profile: "" },
      { unwrap: 1 },
      { strict: "yes" },
      { generate: "id" },
      { generate: ["source"] },
      { output: "json" },
      { maxEventBytes: 0 },
      { eventBus: 7 },
    ]) {
      assertError(() => toCloudEvents(awsEvent, options), { code: "ERR_INVALID_ARGUMENT" });
    }
  });
});
