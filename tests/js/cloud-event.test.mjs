// Conversion of AWS events to CloudEvents.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toCloudEvent } from "tidegate";
import { assertError, utf8 } from "./support.mjs";

const event = {
  version: "0",
  id: "B977EE77-75E0-7A64-DD73-73A159BB4FF2",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "123456789012",
  time: "2019-10-28T19:56:14.195503Z",
  region: "us-east-2",
  resources: [],
  detail: { "instance-id": "i-00b414b880501ae45", state: "running" },
};
const text = JSON.stringify(event);

// "AWS event → CloudEvent", Moving to event-driven architectures (SVS308), re:Invent 2019.
const printed = `{
  "awsaccount": "123456789012",
  "awsregion": "us-east-2",
  "contenttype": "application/json",
  "data": {
    "instance-id": "i-00b414b880501ae45",
    "state": "running"
  },
  "id": "B977EE77-75E0-7A64-DD73-73A159BB4FF2",
  "source": "com.amazonaws/us-east-2/ec2",
  "specversion": "0.2",
  "time": "2019-10-28T19:56:14.195503Z",
  "type": "EC2 Instance State-change Notification"
}`;

test("version 0.2 is what the talk prints", () => {
  assert.equal(JSON.stringify(toCloudEvent(text, { specversion: "0.2" }), null, 2), printed);
  const output = toCloudEvent(text, { specversion: "0.2", output: "text" });
  assert.equal(JSON.stringify(JSON.parse(output), null, 2), printed);
});

test("version 1.0 says datacontenttype", () => {
  const expected = printed
    .replace('  "contenttype": "application/json",\n', "")
    .replace('  "id"', '  "datacontenttype": "application/json",\n  "id"')
    .replace('"0.2"', '"1.0"');
  assert.equal(JSON.stringify(toCloudEvent(text), null, 2), expected);
  assert.equal(JSON.stringify(toCloudEvent(text, { specversion: "1.0" }), null, 2), expected);
});

test("text, bytes and objects give the same", () => {
  const expected = toCloudEvent(text);
  for (const input of [
    utf8(text),
    utf8(text).buffer,
    event,
    Buffer.from(JSON.stringify(event, null, 4)),
  ]) {
    assert.deepEqual(toCloudEvent(input), expected);
  }
  assert.deepEqual(JSON.parse(toCloudEvent(text, { output: "text" })), expected);
});

test("the object is the caller's own", () => {
  const converted = toCloudEvent(event);
  converted.data.state = "mine";
  assert.equal(event.detail.state, "running");
});

test("data is the detail as it was written, number by number", () => {
  const detail =
    '{ "n": [1.0, 1.50, 1E5, -0, 9007199254740993, 0.1000000000000000055511151231257827, 1e400],\n "a": 1, "a": 2, "é": "\\u00e9\\/" }';
  const aws = text.replace(JSON.stringify(event.detail), detail);
  assert.ok(toCloudEvent(aws, { output: "text" }).includes(`"data":${detail},`));
  assert.ok(toCloudEvent(utf8(aws), { output: "text" }).includes(`"data":${detail},`));
});

test("any JSON value is a detail, or none", () => {
  for (const detail of [null, false, 0, "", [], {}, [1, [2]], "text"]) {
    assert.deepEqual(toCloudEvent({ ...event, detail }).data, detail);
  }
  assert.equal("data" in toCloudEvent({ ...event, detail: undefined }), false);
});

test("leading zeros of the account stay, only a leading aws. goes", () => {
  assert.equal(toCloudEvent({ ...event, account: "000000000012" }).awsaccount, "000000000012");
  const sourceOf = (source) => toCloudEvent({ ...event, source }).source;
  assert.equal(sourceOf("aws.aws.x"), "com.amazonaws/us-east-2/aws.x");
  assert.equal(sourceOf("com.example.shop"), "com.amazonaws/us-east-2/com.example.shop");
  assert.equal(sourceOf("awsx"), "com.amazonaws/us-east-2/awsx");
});

test("large events come through whole", () => {
  const list = Array.from({ length: 200_000 }, (_, i) => `${i} €`);
  assert.deepEqual(toCloudEvent({ ...event, detail: { list } }).data, { list });
});

describe("what is missing or has another type", () => {
  for (const key of ["id", "detail-type", "source", "region"]) {
    test(`${key} is ERR_EVENT_FIELD`, () => {
      for (const value of [undefined, null, 5, {}, [], ""]) {
        const bad = { ...event, [key]: value };
        const error = assertError(() => toCloudEvent(bad), {
          code: "ERR_EVENT_FIELD",
          path: `/${key}`,
        });
        assert.match(error.message, new RegExp(key));
        assertError(() => toCloudEvent(JSON.stringify(bad)), { code: "ERR_EVENT_FIELD", line: 1 });
      }
    });
  }

  for (const key of ["account", "time"]) {
    test(`${key} may be missing, but is a string`, () => {
      assert.equal(toCloudEvent({ ...event, [key]: undefined }).id, event.id);
      assertError(() => toCloudEvent({ ...event, [key]: 5 }), {
        code: "ERR_EVENT_FIELD",
        path: `/${key}`,
      });
    });
  }

  test("a field that comes twice is ambiguous", () => {
    const twice = text.replace('"id"', '"id":"other","id"');
    assertError(() => toCloudEvent(twice), { code: "ERR_EVENT_FIELD", path: "/id" });
  });
});
