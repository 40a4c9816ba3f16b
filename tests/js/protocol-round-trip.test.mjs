// Events go through messages of every binding and come back: attributes of every type, any Unicode
// that attributes may have, and data of every kind.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { amqp, http, kafka, mqtt, nats, websocket } from "tidegate";

const RUNS = { numRuns: 300 };

/** Whether a String may have it: no control character, noncharacter or surrogate. */
function isAllowed(point) {
  if (point < 0x20 || (point >= 0x7f && point <= 0x9f)) return false;
  if (point >= 0xd800 && point <= 0xdfff) return false;
  return !(point >= 0xfdd0 && point <= 0xfdef) && (point & 0xfffe) !== 0xfffe;
}

const character = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.integer({ min: 0x80, max: 0xffff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
  fc.constantFrom(...[' "%\\,;=%é€😀'].flatMap((text) => [...text].map((c) => c.codePointAt(0)))),
);
const text = fc
  .array(character.filter(isAllowed), { maxLength: 12 })
  .map((points) => String.fromCodePoint(...points));
const name = fc
  .stringMatching(/^[a-z0-9]{1,20}$/)
  .filter((chosen) => !/^(data|specversion|id|source|type|datacontenttype|time)$/.test(chosen));
const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const nonEmpty = text.filter((chosen) => chosen !== "");

const attributes = fc.record(
  {
    id: nonEmpty,
    source: fc.webUrl({ withQueryParameters: true, withFragments: true }),
    specversion: fc.constant("1.0"),
    type: nonEmpty,
    time: fc.constantFrom("2018-04-05T03:56:24Z", "2018-04-05T03:56:24.195503-07:00"),
  },
  { requiredKeys: ["id", "source", "specversion", "type"] },
);
const extensions = fc.dictionary(name, fc.oneof(text, integer, fc.boolean(), fc.constant(null)), {
  maxKeys: 5,
});

const bytes = fc.uint8Array({ maxLength: 40 });
const base64 = (given) => Buffer.from(given).toString("base64");
const anyText = fc
  .string({ unit: "binary", maxLength: 20 })
  .filter((chosen) => chosen.isWellFormed());
const jsonTypes = ["application/json", "Application/Geo+JSON; charset=UTF-8", "text/json"];
const data = fc.oneof(
  fc.constant({}),
  fc.record({ datacontenttype: fc.constantFrom("image/png", "text/xml", "application/json") }),
  fc.record({ data: fc.jsonValue() }),
  fc.record({ datacontenttype: fc.constantFrom(...jsonTypes), data: fc.jsonValue() }),
  fc.record({
    datacontenttype: fc.constantFrom("text/plain", "application/xml; charset=utf-8", "Text/CSV"),
    data: anyText,
  }),
  fc.record({
    datacontenttype: fc.constantFrom("image/png", "application/octet-stream"),
    data_base64: bytes.map(base64),
  }),
  // Bytes of which nothing is known are not there when there are none.
  fc.record({ data_base64: bytes.filter((given) => given.length > 0).map(base64) }),
);

const events = fc
  .tuple(attributes, extensions, data)
  .map(([core, more, content]) => ({ ...more, ...core, ...content }));

/** The event as it comes out of a message in binary mode. */
function normalized(event, hasTypes) {
  const found = {};
  for (const [key, value] of Object.entries(event)) {
    const isAttribute =
      !key.startsWith("data") || key === "datacontenttype" || key === "dataschema";
    if (key === "data" || key === "data_base64") found[key] = value;
    else if (value !== null) found[key] = hasTypes || !isAttribute ? value : String(value);
  }
  if ("data" in event) found.datacontenttype ??= "application/json";
  return JSON.parse(JSON.stringify(found)); // -0 is 0 in JSON.
}

/** The same where a message always has a body, so that data which is not there becomes empty. */
function withEmptyData(event) {
  if ("data" in event || "data_base64" in event) return event;
  if (event.datacontenttype === "text/xml") return { ...event, data: "" };
  return event.datacontenttype === "image/png" ? { ...event, data_base64: "" } : event;
}

/** Kafka and others give bytes where strings were sent. */
function asReceived(message) {
  const headers = Object.entries(message.headers).map(([key, value]) => [key, Buffer.from(value)]);
  return { ...message, headers: Object.fromEntries(headers) };
}

const types = {
  long: (value) => BigInt(value),
  timestamp: (value) => new Date(value),
  data: (content) => ({ typecode: 0x75, content }),
};

const bindings = {
  HTTP: { binding: http },
  "HTTP with the headers of fetch": {
    binding: {
      ...http,
      binary(event) {
        const { headers, body } = http.binary(event);
        return { headers: new Headers(headers), body };
      },
    },
  },
  Kafka: { binding: { ...kafka, binary: (event) => asReceived(kafka.binary(event)) } },
  AMQP: { binding: { ...amqp, binary: (event) => amqp.binary(event, { types }) }, hasTypes: true },
  MQTT: { binding: mqtt, alwaysHasBody: true },
  NATS: { binding: nats, alwaysHasBody: true },
};

for (const [protocol, { binding, hasTypes, alwaysHasBody }] of Object.entries(bindings)) {
  describe(protocol, () => {
    test("binary mode gives the same event", () => {
      const roundTrip = (event) => {
        const read = binding.read(binding.binary(event));
        const expected = normalized(alwaysHasBody ? withEmptyData(event) : event, false);
        const found = hasTypes ? normalized(read, false) : read;
        assert.deepEqual(found, expected);
      };
      fc.assert(fc.property(events, roundTrip), RUNS);
    });

    test("binary mode twice gives the same message", () => {
      const roundTrip = (event) => {
        const once = binding.binary(event);
        assert.deepEqual(binding.binary(binding.read(once, { output: "text" })), once);
      };
      fc.assert(fc.property(events, roundTrip), RUNS);
    });

    test("structured mode gives the same event", () => {
      const roundTrip = (event) => {
        const json = JSON.stringify(event);
        assert.equal(binding.read(binding.structured(json), { output: "text" }), json);
      };
      fc.assert(fc.property(events, roundTrip), RUNS);
    });
  });
}

test("native types of AMQP stay what they are", () => {
  const roundTrip = (event) => {
    const read = amqp.read(amqp.binary(event, { types }));
    const expected = normalized(event, true);
    assert.deepEqual(read, expected);
  };
  fc.assert(fc.property(events, roundTrip), RUNS);
});

test("requests and responses give the same event", async () => {
  const roundTrip = async (event) => {
    const expected = normalized(event, false);
    assert.deepEqual(await http.receive(http.request("https://example.com/", event)), expected);
    assert.deepEqual(await http.receive(http.response(event)), expected);
  };
  await fc.assert(fc.asyncProperty(events, roundTrip), { numRuns: 100 });
});

test("lenient headers are read the same by those who are not lenient", () => {
  const roundTrip = (event) => {
    const message = http.binary(event, { lenient: true });
    assert.deepEqual(http.read(message), normalized(event, false));
  };
  fc.assert(fc.property(events, roundTrip), RUNS);
});

test("messages of WebSockets are the event", () => {
  const roundTrip = (event) => {
    const json = JSON.stringify(event);
    assert.equal(websocket.write(json), json);
    assert.deepEqual(websocket.read(websocket.write(event)), JSON.parse(json));
  };
  fc.assert(fc.property(events, roundTrip), RUNS);
});

test("any headers and any body are an event or an error", () => {
  const value = fc.string({ unit: "binary", maxLength: 10 });
  const head = fc.dictionary(
    fc.oneof(value, fc.constantFrom("content-type", "ce-id", "ce-x", "CE-type", "ce-data")),
    fc.oneof(
      value,
      fc.constantFrom("application/cloudevents+json", '"a', "%e2%82%ac", "text/plain"),
    ),
  );
  const context = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/", "ce-type": "t" };
  const read = (more, body, lenient) => {
    const headers = { ...context, ...more };
    try {
      const event = http.read({ headers, body }, { lenient, output: "text" });
      assert.deepEqual(JSON.parse(event).specversion, "1.0");
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      assert.match(error.code ?? String(error), /^ERR_[A-Z0-9_]+$/);
    }
  };
  fc.assert(fc.property(head, fc.oneof(bytes, anyText), fc.boolean(), read), RUNS);
});
