// The SDK of CloudEvents for JavaScript: its events go in and what comes out are events to it. Where
// it loses something a test shows both, the SDK first.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CloudEvent, HTTP, Kafka, ValidationError } from "cloudevents";
import {
  fromCloudEvent,
  http,
  kafka,
  toCloudEvent,
  toCloudEvents,
  upgradeCloudEvent,
  validateCloudEvent,
} from "tidegate";
import { decodeCloudEvent, encodeCloudEvent } from "tidegate/protobuf";
import { assertError, utf8 } from "../js/support.mjs";

const JSON_TYPE = "application/cloudevents+json";
const minimal = {
  specversion: "1.0",
  id: "1",
  source: "https://example.com/s",
  type: "com.example.t",
  time: "2019-10-28T19:56:14.195Z",
};

/** An HTTP message in structured mode; members are added to the text as they are written. */
function structured(members = "", contentType = JSON_TYPE) {
  const body = JSON.stringify(minimal).replace(/}$/, `${members}}`);
  return { headers: { "content-type": contentType }, body };
}

function binary(headers, body) {
  const own = Object.entries(minimal).map(([name, value]) => [`ce-${name}`, value]);
  return { headers: { ...Object.fromEntries(own), ...headers }, body };
}

const readText = (message) => http.read(message, { output: "text" });
const bodyText = ({ body }) => new TextDecoder().decode(body);
const codes = (input) =>
  validateCloudEvent(input)
    .issues.filter(({ severity }) => severity === "error")
    .map(({ code, path }) => `${code} ${path}`);

describe("events of the SDK go in", () => {
  for (const [what, members] of Object.entries({
    "no data": {},
    "JSON data": { datacontenttype: "application/json", data: { a: [1, "é"] } },
    text: { datacontenttype: "text/plain", data: "a text" },
    bytes: { datacontenttype: "image/png", data: Uint8Array.of(0, 1, 255) },
    base64: { datacontenttype: "image/png", data_base64: "AAH/" },
    extensions: {
      flag: false,
      count: -5,
      name: "n",
      subject: "s",
      dataschema: "https://example.com/d",
    },
  })) {
    test(what, () => {
      const event = new CloudEvent({ ...minimal, ...members });
      const { data, ...expected } = { ...minimal, ...members };
      if (data instanceof Uint8Array) expected.data_base64 = "AAH/";
      else if (data !== undefined) expected.data = data;
      assert.deepEqual(validateCloudEvent(event), { valid: true, issues: [] });
      const written = http.structured(event);
      assert.deepEqual(JSON.parse(bodyText(written)), expected);
      const strings = { flag: "false", count: "-5" };
      const inHeaders = "flag" in members ? { ...expected, ...strings } : expected;
      assert.deepEqual(http.read(http.binary(event)), inHeaders);
      assert.deepEqual(kafka.read(kafka.binary(event)), inHeaders);
      assert.deepEqual(decodeCloudEvent(encodeCloudEvent(event).output).output, expected);
      assert.deepEqual(toCloudEvents(event).events, [expected]);
      assert.deepEqual(upgradeCloudEvent(event), expected);
      const { Message } = fromCloudEvent(event, { to: "sns" }).output;
      assert.deepEqual(JSON.parse(Message), expected);
    });
  }

  test("and what is written is read by the SDK", () => {
    const event = {
      ...minimal,
      subject: "s",
      ext: "x",
      datacontenttype: "application/json",
      data: { a: [1] },
    };
    for (const write of [http.binary, http.structured]) {
      const { headers, body } = write(event);
      const [contentType] = headers["content-type"].split(";");
      const plain = {
        headers: { ...headers, "content-type": contentType },
        body: bodyText({ body }),
      };
      const read = HTTP.toEvent(plain);
      assert.equal(read.validate(), true);
      assert.deepEqual(JSON.parse(JSON.stringify(read)), event);
    }
  });

  test("and what the SDK writes is read", () => {
    const event = new CloudEvent({
      ...minimal,
      ext: "x",
      datacontenttype: "application/json",
      data: { a: [1] },
    });
    const expected = JSON.parse(JSON.stringify(event));
    assert.deepEqual(http.read(HTTP.structured(event)), expected);
    assert.deepEqual(http.read(HTTP.binary(event)), expected);
    assert.deepEqual(kafka.read(Kafka.structured(event)), expected);
    const { headers, value } = Kafka.binary(event); // The value is an object still.
    assert.deepEqual(kafka.read({ headers, value: JSON.stringify(value) }), expected);
  });
});

describe("what comes out constructs strictly", () => {
  const event = {
    version: "0",
    id: "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "EC2 Instance State-change Notification",
    source: "aws.ec2",
    account: "012345678901",
    time: "2024-05-14T09:12:47Z",
    region: "us-east-1",
    resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-1"],
    detail: { state: "running" },
  };
  for (const options of [{}, { profile: "aws-docs" }, { profile: "arn" }, { lossless: true }]) {
    test(`toCloudEvent with ${JSON.stringify(options)}`, () => {
      const converted = toCloudEvent(event, options);
      const constructed = new CloudEvent(converted);
      assert.equal(constructed.validate(), true);
      for (const [name, value] of Object.entries(converted)) {
        assert.deepEqual(constructed[name], value, name);
      }
    });
  }
});

describe("what the SDK loses", () => {
  for (const data of ["0", "false", '""', "null"]) {
    test(`data that is ${data}`, () => {
      const message = structured(`,"data":${data}`);
      assert.ok(!("data" in JSON.parse(HTTP.toEvent(message).toString())));
      assert.deepEqual(JSON.parse(readText(message)).data, JSON.parse(data));
    });
  }

  test("digits of a time and its offset", () => {
    const time = "2019-10-28T19:56:14.195503-07:00";
    const message = structured();
    message.body = message.body.replace(minimal.time, time);
    assert.equal(HTTP.toEvent(message).time, "2019-10-29T02:56:14.195Z");
    assert.equal(http.read(message).time, time);

    const event = new CloudEvent({ ...minimal, time });
    assert.equal(event.toJSON().time, "2019-10-29T02:56:14.195Z");
    assert.equal(http.binary(event).headers["ce-time"], time);
    assert.equal(JSON.parse(bodyText(http.structured(event))).time, time);
  });

  test("a leap second", () => {
    const event = new CloudEvent({ ...minimal, time: "2016-12-31T23:59:60Z" });
    assert.throws(() => JSON.stringify(event), RangeError);
    assert.equal(JSON.parse(bodyText(http.structured(event))).time, "2016-12-31T23:59:60Z");
    assert.deepEqual(codes(event), []);
  });

  test("an event whose content type says charset=UTF-8, which AWS tells its users to set", () => {
    for (const parameter of ["; charset=UTF-8", ";charset=utf-8", "; profile=x"]) {
      const message = structured(',"data":1', JSON_TYPE + parameter);
      assert.throws(() => HTTP.toEvent(message), TypeError);
      assert.equal(http.read(message).data, 1);
    }
  });

  test("bytes in base64", () => {
    const message = structured(',"data_base64":"AAH/"');
    assert.ok(HTTP.toEvent(message).data instanceof Uint32Array);
    assert.equal(new Uint8Array(HTTP.toEvent(message).data.buffer).length, 12);
    const { body } = http.binary(http.read(message));
    assert.deepEqual(body, Uint8Array.of(0, 1, 255));
    assert.deepEqual(http.binary(HTTP.toEvent(message)).body, body);
  });

  test("base64 that is none", () => {
    const message = structured(',"data_base64":"%%%"');
    assert.equal(HTTP.toEvent(message).validate(), true);
    assert.deepEqual(codes(message.body), ["CE_DATA_BASE64_NOT_BASE64 /data_base64"]);
  });

  test("numbers", () => {
    const message = structured(',"data":[9007199254740993,1.50]');
    assert.match(HTTP.toEvent(message).toString(), /\[9007199254740992,1\.5\]/);
    assert.match(readText(message), /\[9007199254740993,1\.50\]/);
    assert.match(bodyText(http.binary(message.body)), /^\[9007199254740993,1\.50\]$/);
  });

  test("percent-encoding, in either direction", () => {
    const subject = "Euro € 😀";
    const encoded = "Euro%20%E2%82%AC%20%F0%9F%98%80";
    assert.equal(
      HTTP.binary(new CloudEvent({ ...minimal, subject })).headers["ce-subject"],
      subject,
    );
    assert.throws(() => new Headers({ "ce-subject": subject }), TypeError);
    assert.equal(http.binary({ ...minimal, subject }).headers["ce-subject"], encoded);
    const message = binary({ "ce-subject": encoded });
    assert.equal(HTTP.toEvent(message).subject, encoded);
    assert.equal(http.read(message).subject, subject);
  });

  test("extensions in headers with capitals", () => {
    const message = binary({ "CE-Foo": "bar" });
    assert.equal(HTTP.toEvent(message).foo, undefined);
    assert.equal(http.read(message).foo, "bar");
  });

  test("what a JSON body is", () => {
    for (const data of [5, true]) {
      const message = binary({ "content-type": "application/json" }, String(data));
      assert.equal(HTTP.toEvent(message).data, String(data));
      assert.equal(http.read(message).data, data);
    }
    for (const type of ["application/vnd.example+json", "application/json; charset=UTF-8"]) {
      const message = binary({ "content-type": type }, '{"a":1}');
      assert.equal(HTTP.toEvent(message).data, '{"a":1}');
      assert.deepEqual(http.read(message).data, { a: 1 });
    }
  });

  test("that a JSON string has quotation marks", () => {
    const event = { ...minimal, datacontenttype: "application/json", data: "5" };
    assert.equal(HTTP.binary(new CloudEvent(event)).body, "5");
    assert.equal(bodyText(http.binary(event)), '"5"');
    assert.equal(http.read(http.binary(event)).data, "5");
  });

  test("an event without a value in Kafka", () => {
    const own = Object.entries(minimal).map(([name, value]) => [`ce_${name}`, value]);
    const message = { headers: Object.fromEntries(own), value: null };
    assert.throws(() => Kafka.toEvent(message), TypeError);
    assert.deepEqual(kafka.read(message), minimal);
  });
});

describe("what the SDK makes up or lets pass", () => {
  test("an id and a time", () => {
    const message = structured();
    message.body = '{"specversion":"1.0","id":"1","source":"/s","type":"t"}';
    assert.match(HTTP.toEvent(message).time, /^20/);
    assert.ok(!("time" in http.read(message)));
    message.body = message.body.replace('"id":"1",', "");
    assert.match(HTTP.toEvent(message).id, /^[0-9a-f-]{36}$/);
    assertError(() => http.read(message), { code: "ERR_EVENT_FIELD", path: "/id" });
  });

  test("another time in place of a bad one", () => {
    const message = structured();
    message.body = message.body.replace(minimal.time, "now");
    assert.match(HTTP.toEvent(message).time, /^20/);
    assert.equal(http.read(message).time, "now");
    assert.deepEqual(codes(message.body), ["CE_TIME_NOT_TIMESTAMP /time"]);
  });

  for (const [what, members, expected] of [
    ["members that come twice", ',"id":"2"', ["CE_DUPLICATE /id"]],
    ["control characters", ',"ext":"a\\u0007"', ["CE_STRING_CONTROL /ext"]],
    ["lone surrogates", ',"ext":"a\\ud800"', ["CE_STRING_SURROGATE /ext"]],
    ["integers out of range", ',"ext":5000000000', ["CE_INTEGER_RANGE /ext"]],
  ]) {
    test(what, () => {
      const { body } = structured(members);
      assert.equal(new CloudEvent(JSON.parse(body)).validate(), true);
      assert.deepEqual(codes(body), expected);
      assert.deepEqual(codes(utf8(body)), expected);
    });
  }

  test("what is no URI-reference", () => {
    const event = { ...minimal, source: "1-555:x" };
    assert.equal(new CloudEvent(event).validate(), true);
    assert.deepEqual(codes(event), ["CE_SOURCE_NOT_URI_REFERENCE /source"]);
  });

  test("a version that there is not", () => {
    const event = { ...minimal, specversion: "9.9" };
    assert.equal(new CloudEvent(event).validate(), false);
    assert.deepEqual(codes(event), ["CE_SPECVERSION_UNKNOWN /specversion"]);
  });

  test("and both refuse what is plainly wrong", () => {
    for (const [change, code] of [
      [{ source: "" }, "CE_SOURCE_EMPTY /source"],
      [{ type: 5 }, "CE_TYPE_NOT_STRING /type"],
      [{ dataschema: "" }, "CE_DATASCHEMA_EMPTY /dataschema"],
      [{ Upper: "x" }, "CE_NAME_CHARACTERS /Upper"],
    ]) {
      const event = { ...minimal, ...change };
      assert.throws(() => new CloudEvent(event), ValidationError);
      assert.deepEqual(codes(event), [code]);
    }
  });
});
