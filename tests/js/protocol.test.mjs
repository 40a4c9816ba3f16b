// CloudEvents in messages of HTTP, Kafka, AMQP, MQTT, NATS and WebSockets.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CloudEvent } from "cloudevents";
import { amqp, http, kafka, mqtt, nats, toCloudEvents, websocket } from "tidegate";
import { assertError, errorOf, utf8 } from "./support.mjs";

const event = {
  specversion: "1.0",
  id: "1234-1234-1234",
  source: "/mycontext/subcontext",
  type: "com.example.someevent",
  time: "2018-04-05T03:56:24.195503Z",
  subject: "Euro € 😀",
  comexampleothervalue: 5,
  data: { message: "Hello World!" },
};

const bindings = { http, kafka, amqp, mqtt, nats };

/** The attributes as most bindings give them: strings. */
const asStrings = { ...event, comexampleothervalue: "5", datacontenttype: "application/json" };

const textOf = (bytes) => new TextDecoder().decode(bytes);

describe("HTTP", () => {
  test("binary mode is headers and a body", () => {
    const { headers, body } = http.binary(event);
    assert.deepEqual(headers, {
      "ce-specversion": "1.0",
      "ce-id": "1234-1234-1234",
      "ce-source": "/mycontext/subcontext",
      "ce-type": "com.example.someevent",
      "ce-time": "2018-04-05T03:56:24.195503Z",
      "ce-subject": "Euro%20%E2%82%AC%20%F0%9F%98%80",
      "ce-comexampleothervalue": "5",
      "content-type": "application/json",
    });
    assert.equal(textOf(body), '{"message":"Hello World!"}');
    assert.deepEqual(http.read({ headers, body }), asStrings);
  });

  test("structured mode is the event as it was given", () => {
    const text = `{ "data": 1.0, ${JSON.stringify(event)
      .slice(1, -1)
      .replace(/,"data".*/, "")}\n}`;
    const { headers, body } = http.structured(text);
    assert.deepEqual(headers, { "content-type": "application/cloudevents+json; charset=utf-8" });
    assert.equal(textOf(body), text);
    assert.equal(http.read({ headers, body }, { output: "text" }), text);
  });

  test("numbers keep their digits", () => {
    const text = JSON.stringify({ ...event, data: 0 }).replace('"data":0', '"data":[1.0,1e400]');
    const message = http.binary(text);
    assert.equal(textOf(message.body), "[1.0,1e400]");
    assert.ok(http.read(message, { output: "text" }).endsWith('"data":[1.0,1e400]}'));
  });

  test("headers come in many shapes", () => {
    const { headers, body } = http.binary(event);
    const shouted = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]);
    for (const given of [
      new Headers(headers),
      shouted,
      Object.fromEntries(shouted),
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      { ...headers, host: "example.com", "x-nothing": undefined },
      new Map(Object.entries(headers)),
    ]) {
      assert.deepEqual(http.read({ headers: given, body }), asStrings);
    }
  });

  test("bodies come in many shapes", () => {
    const { headers, body } = http.binary(event);
    for (const given of [
      textOf(body),
      body,
      body.buffer,
      Buffer.from(body),
      new DataView(body.buffer),
    ]) {
      assert.deepEqual(http.read({ headers, body: given }), asStrings);
    }
  });

  test("content types are read in any case and with parameters", () => {
    const body = JSON.stringify(event);
    for (const type of [
      "application/cloudevents+json",
      "application/cloudevents+json; charset=UTF-8",
      "application/cloudevents+json;charset=UTF-8",
      "Application/CloudEvents+JSON",
    ]) {
      assert.equal(http.mode({ headers: { "Content-Type": type } }), "structured");
      assert.deepEqual(http.read({ headers: { "Content-Type": type }, body }), event);
    }
  });

  test("requests and responses are made and received", async () => {
    for (const mode of ["binary", "structured"]) {
      const expected = mode === "binary" ? asStrings : event;
      const request = http.request(
        "https://example.com/",
        event,
        { mode },
        { headers: { a: "b" } },
      );
      assert.equal(request.method, "POST");
      assert.equal(request.headers.get("a"), "b");
      assert.equal(http.mode(request), mode);
      assert.deepEqual(await http.receive(request), expected);
      const response = http.response(event, { mode }, { status: 202 });
      assert.equal(response.status, 202);
      assert.equal(await http.receive(response, { output: "text" }).then(typeOf), "string");
    }
    const { data: _, ...bare } = event;
    const request = http.request(new URL("https://example.com/"), bare);
    assert.equal(request.headers.get("content-type"), null);
    assert.equal("data" in (await http.receive(request)), false);
  });

  const typeOf = (value) => typeof value;

  test("batches are read again, without what is no event in them", () => {
    const written = http.batch([event, event]);
    assert.deepEqual(http.readBatch(written), { events: [event, event], issues: [] });
    const { headers } = written;
    const { events, issues } = http.readBatch({ headers, body: `[${JSON.stringify(event)},{},7]` });
    assert.equal(events.length, 1);
    assert.deepEqual(
      issues.map(({ path }) => path),
      ["/1", "/2"],
    );
    const [text] = http.readBatch(written, { output: "text" }).events;
    assert.equal(typeof text, "string");
    assert.deepEqual(http.readBatch({ headers, body: " [\n] " }), { events: [], issues: [] });
    for (const body of ["", "[7]", "{}", JSON.stringify(event)]) {
      errorOf(() => http.readBatch({ headers, body }));
    }
    assertError(() => http.readBatch(http.structured(event)), {
      code: "ERR_PROTOCOL_MESSAGE",
      path: "/headers/content-type",
    });
  });

  test("batches are arrays", () => {
    const { headers, body } = http.batch([event, JSON.stringify(event)]);
    assert.equal(headers["content-type"], "application/cloudevents-batch+json; charset=utf-8");
    assert.deepEqual(JSON.parse(textOf(body)), [event, event]);
    assert.equal(textOf(http.batch([]).body), "[]");
    assert.equal(http.mode({ headers }), "batch");
    assert.deepEqual(toCloudEvents(body).events, [event, event]);
    assertError(() => http.read({ headers, body }), {
      code: "ERR_PROTOCOL_MESSAGE",
      path: "/headers/content-type",
    });
    assertError(() => http.batch([event, { ...event, id: "" }]), {
      code: "ERR_EVENT_FIELD",
      path: "/id",
    });
    assertError(() => http.batch(event), { code: "ERR_INVALID_ARGUMENT" });
  });

  test("what is no event is told", () => {
    const request = new Request("https://example.com/", { method: "POST", body: "{}" });
    assert.equal(http.mode(request), "none");
    assert.equal(http.mode({ headers: { "ce-id": "1", "ce-type": "t" } }), "none");
    const error = assertError(() => http.read({ headers: request.headers, body: "{}" }), {
      code: "ERR_PROTOCOL_MESSAGE",
    });
    assert.match(error.hint, /ce-id/);
  });

  test("errors point to headers and into bodies", () => {
    const { headers, body } = http.binary(event);
    const refused = (more, expected, given = body) =>
      assertError(() => http.read({ headers: { ...headers, ...more }, body: given }), expected);
    const code = "ERR_PROTOCOL_MESSAGE";
    refused({ "ce-subject": "%C0%A0" }, { code, path: "/headers/ce-subject" });
    refused({ "ce-subject": "é" }, { code, path: "/headers/ce-subject" });
    refused({ "ce-comExt_1": "x" }, { code, path: "/headers/ce-comext_1" });
    refused({ "ce-id": "" }, { code, path: "/headers/ce-id" });
    refused({ "ce-id": ["1", "2"] }, { code, path: "/headers/ce-id" });
    refused({ "ce-id": undefined }, { code, path: "/headers/ce-id" });
    refused({ "ce-datacontenttype": "a/b" }, { code, path: "/headers/ce-datacontenttype" });
    refused({ "ce-specversion": "2.0" }, { code, path: "/headers/ce-specversion" });
    refused(
      { "content-type": "application/cloudevents+xml" },
      { code, path: "/headers/content-type" },
    );
    const place = { code: "ERR_INVALID_JSON", path: "/body", line: 2 };
    refused({}, { ...place, offset: 6 }, '["€",\n');
    refused({}, { ...place, offset: 8 }, utf8('["€",\n]'));
  });

  test("senders that do not encode are read leniently", () => {
    const { headers, body } = http.binary(event);
    const lenient = (more, given = body) =>
      http.read({ headers: { ...headers, ...more }, body: given }, { lenient: true });
    assert.equal(lenient({ "ce-subject": "50% é" }).subject, "50% é");
    const raw = String.fromCharCode(...utf8("Euro € 😀")); // As Node gives what is sent as UTF-8.
    assert.equal(lenient({ "ce-subject": raw }).subject, "Euro € 😀");
    assert.equal(lenient({ "ce-datacontenttype": "x/y" }).datacontenttype, "application/json");
    assert.equal(lenient({}, "{").data_base64, btoa("{"));
  });

  test("lenient headers are plain where that is safe", () => {
    const { headers } = http.binary(
      { ...event, type: "EC2 State", subject: "5 %" },
      { lenient: true },
    );
    assert.equal(headers["ce-type"], "EC2 State");
    assert.equal(headers["ce-subject"], "5%20%25");
    assert.equal(http.read({ headers }).type, "EC2 State");
  });

  test("webhooks are allowed by their origin", () => {
    const ask = (origin, method = "OPTIONS") =>
      new Request("https://example.com/", {
        method,
        headers: origin === undefined ? {} : { "WebHook-Request-Origin": origin },
      });
    const origins = ["eventemitter.example.com"];
    const allowed = http.allowWebhook(ask(origins[0]), { origins, rate: 120 });
    assert.equal(allowed.headers.get("webhook-allowed-origin"), origins[0]);
    assert.equal(allowed.headers.get("webhook-allowed-rate"), "120");
    assert.equal(allowed.headers.get("allow"), "POST");
    const refused = http.allowWebhook(ask("evil.example.com"), { origins });
    assert.equal(refused.headers.get("webhook-allowed-origin"), null);
    assert.equal(refused.headers.get("webhook-allowed-rate"), null);
    assert.equal(http.allowWebhook(ask(undefined), { origins: "*" }), undefined);
    assert.equal(http.allowWebhook(ask("a", "POST"), { origins: "*" }), undefined);
    const any = http.allowWebhook(ask("a"), { origins: "*" });
    assert.equal(any.headers.get("webhook-allowed-origin"), "a");
    assert.equal(any.headers.get("webhook-allowed-rate"), "*");
    for (const options of [{ origins: "a" }, { origins, rate: 0 }, { origins, rate: "fast" }]) {
      assertError(() => http.allowWebhook(ask("a"), options), { code: "ERR_INVALID_ARGUMENT" });
    }
  });
});

describe("Kafka", () => {
  test("binary mode is headers and a value", () => {
    const message = kafka.binary(event);
    assert.equal(message.key, null);
    assert.equal(message.headers.ce_subject, "Euro € 😀");
    assert.equal(message.headers["content-type"], "application/json");
    assert.ok(Buffer.isBuffer(message.value));
    const received = Object.entries(message.headers).map(([name, value]) => [
      name,
      Buffer.from(value),
    ]);
    const headers = Object.fromEntries(received);
    assert.deepEqual(kafka.read({ ...message, headers }), asStrings);
    assert.equal(kafka.mode({ headers }), "binary");
  });

  test("an event without data is a tombstone, one with empty data is not", () => {
    const { data: _, ...bare } = event;
    const message = kafka.binary(bare);
    assert.equal(message.value, null);
    assert.deepEqual(kafka.read(message), { ...bare, comexampleothervalue: "5" });
    const empty = kafka.binary({ ...bare, data_base64: "" });
    assert.equal(empty.value.byteLength, 0);
    assert.equal(kafka.read(empty).data_base64, "");
  });

  test("an attribute becomes the key on request, and stays", () => {
    const keyed = { ...event, partitionkey: "k é" };
    for (const write of [kafka.binary, kafka.structured]) {
      const message = write(keyed, { keyAttribute: "partitionkey", key: "other" });
      assert.equal(message.key, "k é");
      assert.equal(kafka.read(message).partitionkey, "k é");
      assert.equal(write(event, { keyAttribute: "partitionkey" }).key, null);
      assert.equal(write(event, { keyAttribute: "partitionkey", key: "other" }).key, "other");
      assert.equal(write(keyed).key, null);
      assertError(() => write(event, { key: 5 }), { code: "ERR_INVALID_ARGUMENT" });
      assertError(() => write(event, { keyAttribute: 5 }), { code: "ERR_INVALID_ARGUMENT" });
    }
  });

  test("headers that are not UTF-8 are refused", () => {
    const { headers, value } = kafka.binary(event);
    const bad = { ...headers, ce_subject: Uint8Array.of(0xff) };
    assertError(() => kafka.read({ headers: bad, value }), { code: "ERR_PROTOCOL_MESSAGE" });
    assertError(() => kafka.read({ headers: { ...headers, ce_id: 5 }, value }), {
      code: "ERR_INVALID_ARGUMENT",
    });
  });
});

describe("AMQP", () => {
  test("binary mode is properties and a body", () => {
    const message = amqp.binary({ ...event, flag: true });
    assert.equal(message.content_type, "application/json");
    assert.deepEqual(message.application_properties, {
      cloudEvents_specversion: "1.0",
      cloudEvents_id: "1234-1234-1234",
      cloudEvents_source: "/mycontext/subcontext",
      cloudEvents_type: "com.example.someevent",
      cloudEvents_time: "2018-04-05T03:56:24.195503Z",
      cloudEvents_subject: "Euro € 😀",
      cloudEvents_comexampleothervalue: "5",
      cloudEvents_flag: true,
    });
    assert.deepEqual(amqp.read(message), { ...asStrings, flag: true });
    const colons = amqp.binary(event, { separator: ":" });
    assert.ok(
      Object.keys(colons.application_properties).every((name) => /^cloudEvents:/.test(name)),
    );
    assert.deepEqual(amqp.read(colons), asStrings);
  });

  test("types are those of the client", () => {
    const types = {
      long: (value) => ({ long: value }),
      timestamp: (value) => ({ timestamp: value }),
      data: (content) => ({ typecode: 0x75, content }),
    };
    const typed = (time) => amqp.binary({ ...event, time }, { types });
    const { application_properties: properties, body } = typed("2018-04-05T03:56:24Z");
    assert.deepEqual(properties.cloudEvents_comexampleothervalue, { long: 5 });
    assert.deepEqual(properties.cloudEvents_time, { timestamp: Date.UTC(2018, 3, 5, 3, 56, 24) });
    assert.equal(body.typecode, 0x75);
    assert.equal(amqp.structured(event, { types }).body.typecode, 0x75);
    for (const time of [
      "2018-04-05T03:56:24.195503Z",
      "2018-04-05T03:56:24.000Z",
      "2018-04-05T03:56:24.1Z",
      "2018-04-05T05:56:24+02:00",
      "2016-12-31T23:59:60Z",
      "no time",
    ]) {
      assert.equal(typed(time).application_properties.cloudEvents_time, time);
    }
  });

  test("native types are read", () => {
    const { content_type, application_properties, body } = amqp.binary(event);
    const read = (more) =>
      amqp.read({
        content_type,
        application_properties: { ...application_properties, ...more },
        body,
      });
    const time = "2018-04-05T03:56:24Z";
    assert.equal(read({ cloudEvents_time: new Date(time) }).time, time);
    assert.equal(read({ cloudEvents_n: -5 }).n, -5);
    assert.equal(read({ cloudEvents_n: 5n }).n, 5);
    assert.equal(read({ cloudEvents_b: true }).b, true);
    assert.equal(read({ cloudEvents_b: utf8("foo") }).b, "Zm9v");
    assert.equal("other" in read({ other: {} }), false);
    const code = "ERR_PROTOCOL_MESSAGE";
    assertError(() => read({ cloudEvents_n: 2 ** 31 }), {
      code,
      path: "/application_properties/cloudEvents_n",
    });
    assertError(() => read({ cloudEvents_n: 1.5 }), { code });
    assertError(() => read({ cloudEvents_id: 5 }), { code });
    assertError(() => read({ cloudEvents_n: {} }), { code: "ERR_INVALID_ARGUMENT" });
  });

  test("bodies are bytes, text or sections", () => {
    const { body, ...head } = amqp.binary(event);
    const halves = [body.subarray(0, 5), body.subarray(5)];
    for (const given of [
      body,
      textOf(body),
      { content: body },
      { content: halves, multiple: true },
    ]) {
      assert.deepEqual(amqp.read({ ...head, body: given }), asStrings);
    }
    assertError(() => amqp.read({ ...head, body: { content: [5] } }), {
      code: "ERR_INVALID_ARGUMENT",
    });
  });
});

describe("MQTT", () => {
  test("binary mode is properties and a payload", () => {
    const { payload, properties } = mqtt.binary(event);
    assert.equal(properties.contentType, "application/json");
    assert.equal(properties.userProperties.subject, "Euro € 😀");
    assert.equal("datacontenttype" in properties.userProperties, false);
    const more = { ...properties.userProperties, "Content-Length": "5", data: "x" };
    const packet = { payload, properties: { ...properties, userProperties: more }, qos: 1 };
    assert.deepEqual(mqtt.read(packet), asStrings);
    const { data: _, ...bare } = event;
    assert.equal(mqtt.binary(bare).payload.byteLength, 0);
    assert.equal("contentType" in mqtt.binary(bare).properties, false);
  });

  test("MQTT 3.1.1 is always structured", () => {
    const message = mqtt.structured(event, { protocolVersion: 4 });
    assert.deepEqual(Object.keys(message), ["payload"]);
    assert.equal(mqtt.mode(message), "structured");
    assert.deepEqual(mqtt.read(message), event);
    assertError(() => mqtt.structured(event, { protocolVersion: 3 }), {
      code: "ERR_INVALID_ARGUMENT",
    });
  });

  test("properties that come twice are refused", () => {
    const { payload, properties } = mqtt.binary(event);
    const userProperties = { ...properties.userProperties, id: ["1", "2"] };
    assertError(() => mqtt.read({ payload, properties: { ...properties, userProperties } }), {
      code: "ERR_PROTOCOL_MESSAGE",
      path: "/properties/userProperties/id",
    });
  });
});

describe("NATS", () => {
  test("binary mode has a header for the type of the data", () => {
    const { headers, data } = nats.binary(event);
    assert.deepEqual(headers.at(-1), ["ce-datacontenttype", "application/json"]);
    assert.equal(new Map(headers).get("ce-subject"), "Euro%20%E2%82%AC%20%F0%9F%98%80");
    const received = headers.map(([name, value]) => [name.toUpperCase(), [value]]);
    assert.deepEqual(nats.read({ headers: received, data }), asStrings);
    const other = [...headers.slice(0, -1), ["Content-Type", "application/json"]];
    assert.ok("data_base64" in nats.read({ headers: other, data }));
    assert.deepEqual(nats.read({ headers: other, data }, { lenient: true }), asStrings);
  });

  test("without headers a message is structured", () => {
    const { data } = nats.structured(event);
    for (const headers of [undefined, null, [], {}]) {
      assert.deepEqual(nats.read({ headers, data }), event);
      assert.equal(nats.mode({ headers }), "structured");
    }
  });
});

describe("WebSockets", () => {
  test("messages are events as JSON", () => {
    assert.deepEqual(websocket.read(websocket.write(event)), event);
    assert.deepEqual(websocket.read(utf8(websocket.write(event))), event);
    assertError(() => websocket.read("[]"), { code: "ERR_EVENT_NOT_OBJECT" });
    assertError(() => websocket.read("{}"), { code: "ERR_EVENT_FIELD" });
  });

  test("a subprotocol is chosen of those that are offered", () => {
    const { JSON_SUBPROTOCOL, AVRO_SUBPROTOCOL, PROTOBUF_SUBPROTOCOL, choose } = websocket;
    assert.equal(choose("cloudevents.avro, cloudevents.json"), "cloudevents.json");
    assert.equal(
      choose([AVRO_SUBPROTOCOL], [JSON_SUBPROTOCOL, AVRO_SUBPROTOCOL]),
      "cloudevents.avro",
    );
    assert.equal(
      choose("cloudevents.json,cloudevents.proto", [PROTOBUF_SUBPROTOCOL]),
      PROTOBUF_SUBPROTOCOL,
    );
    for (const offered of ["chat", "", null, undefined, [], "CLOUDEVENTS.JSON"]) {
      assert.equal(choose(offered), undefined);
    }
  });
});

for (const [name, binding] of Object.entries(bindings)) {
  describe(name, () => {
    test("messages in both modes are read back", () => {
      const structured = binding.structured(event);
      assert.equal(binding.mode(structured), "structured");
      assert.deepEqual(binding.read(structured), event);
      const binary = binding.binary(event);
      assert.equal(binding.mode(binary), "binary");
      assert.deepEqual(binding.read(binary), asStrings);
      assert.equal(typeof binding.read(binary, { output: "text" }), "string");
    });

    test("binary data goes as it is", () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
      const image = { ...event, datacontenttype: "image/png", data: bytes };
      for (const given of [image, new CloudEvent(image)]) {
        const read = binding.read(binding.binary(given));
        assert.equal(read.data_base64, Buffer.from(bytes).toString("base64"));
        assert.deepEqual(binding.read(binding.structured(given)).data_base64, read.data_base64);
      }
    });

    test("objects of the SDK are events", () => {
      const { time: _, ...timeless } = event;
      const read = binding.read(
        binding.binary(new CloudEvent({ ...timeless, time: "2018-04-05T03:56:24Z" })),
      );
      assert.equal(read.subject, event.subject);
      assert.deepEqual(read.data, event.data);
    });

    test("false, 0, empty text and null are data", () => {
      for (const data of [false, 0, "", null, []]) {
        const read = binding.read(binding.binary({ ...event, data }));
        assert.deepEqual(read.data, data);
      }
      const read = binding.read(
        binding.binary({ ...event, data: "", datacontenttype: "text/plain" }),
      );
      assert.equal(read.data, "");
    });

    test("what no message can carry is refused", () => {
      for (const write of [binding.binary, binding.structured]) {
        const refused = (more, path, code = "ERR_EVENT_FIELD") => {
          assertError(() => write({ ...event, ...more }), { code, path });
          const error = errorOf(() => write(JSON.stringify({ ...event, ...more })));
          assert.equal(error.code, code);
        };
        refused({ id: undefined }, "/id");
        refused({ type: "" }, "/type");
        refused({ comExt: "x" }, "/comExt");
        refused({ ext: {} }, "/ext");
        refused({ ext: 1.5 }, "/ext");
        refused({ ext: "\n" }, "/ext");
        refused({ ext: "\ud800" }, "/ext");
        refused({ data_base64: "" }, "/data_base64");
        assertError(() => write([event]), { code: "ERR_EVENT_NOT_OBJECT" });
        assertError(() => write("{"), { code: "ERR_INVALID_JSON", line: 1 });
        assertError(() => write(undefined), { code: "ERR_INVALID_ARGUMENT" });
      }
      assertError(() => binding.binary({ ...event, data: undefined, data_base64: "?" }), {
        code: "ERR_EVENT_FIELD",
        path: "/data_base64",
      });
      assertError(() => binding.binary({ ...event, datacontenttype: "text/plain" }), {
        code: "ERR_EVENT_FIELD",
        path: "/data",
      });
    });

    test("options are checked", () => {
      const message = binding.binary(event);
      for (const call of [
        () => binding.binary(event, { lenient: 1 }),
        () => binding.structured(event, { lennient: true }),
        () => binding.read(message, { output: "xml" }),
        () => binding.read(message, { mode: "binary" }),
        () => binding.read(message, null),
      ]) {
        assertError(call, { code: "ERR_INVALID_ARGUMENT" });
      }
    });
  });
}

test("events of older versions become those of 1.0", () => {
  const old = {
    specversion: "0.3",
    id: "1",
    source: "/s",
    type: "t",
    schemaurl: "https://example.com/schema",
    datacontentencoding: "base64",
    datacontenttype: "text/plain",
    comExt: "x",
    data: "Zm9v",
  };
  const { schemaurl, datacontentencoding: _, comExt, data, ...rest } = old;
  const same = { ...rest, specversion: "1.0", dataschema: schemaurl };
  const inJson = { ...same, comext: comExt, data_base64: data };
  for (const [name, binding] of Object.entries(bindings)) {
    const read = binding.read(binding.binary(old));
    assert.deepEqual(read, { ...same, comext: comExt, data: "foo" }, name);
    assert.deepEqual(binding.read(binding.structured(JSON.stringify(old))), inJson, name);
  }
  const type = "application/cloudevents+json";
  assert.deepEqual(
    http.read({ headers: { "content-type": type }, body: JSON.stringify(old) }),
    inJson,
  );
  const headers = {
    "content-type": "text/plain",
    "ce-schemaurl": schemaurl,
    "ce-specversion": "0.3",
  };
  const more = { "ce-id": "1", "ce-source": "/s", "ce-type": "t" };
  assert.deepEqual(http.read({ headers: { ...headers, ...more }, body: "foo" }), {
    ...same,
    data: "foo",
  });
  assertError(() => http.binary({ ...old, schemaurl: "relative" }), { code: "ERR_EVENT_FIELD" });
});
