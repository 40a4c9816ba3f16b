// CloudEvents in the Protobuf format.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  decodeCloudEvent,
  decodeCloudEvents,
  encodeCloudEvent,
  encodeCloudEvents,
  TidegateError,
} from "tidegate/protobuf";
import { utf8 } from "./support.mjs";
import { attribute, bytesField, number, tag, text, varint } from "./wire.mjs";

const minimal = { specversion: "1.0", id: "1", source: "/s", type: "t" };
const full = {
  ...minimal,
  time: "2018-04-26T14:48:09Z",
  subject: "sub",
  dataschema: "http://localhost/schema",
  datacontenttype: "application/json",
  astring: "aaa",
  aboolean: true,
  anumber: -10,
  data: { a: [1, "€ 😀", null] },
};

const head = [...text(1, "1"), ...text(2, "/s"), ...text(3, "1.0"), ...text(4, "t")];
const message = (...fields) => Uint8Array.from([...head, ...fields.flat()]);

function failure(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof TidegateError, `another error was thrown: ${error?.stack ?? error}`);
    return { code: error.code, path: error.path };
  }
  return assert.fail("nothing was thrown");
}
const refused = (bytes) =>
  assert.equal(failure(() => decodeCloudEvent(bytes)).code, "ERR_INVALID_PROTOBUF");

describe("each attribute and its bytes", () => {
  const timestamp = [...number(1, 1524746889), ...number(2, 123456789)];
  for (const [name, json, type, bytes] of [
    ["a", true, undefined, number(1, 1)],
    ["a", false, undefined, number(1, 0)],
    ["a", 2147483647, undefined, number(2, 2147483647)],
    ["a", -2147483648, undefined, number(2, -2147483648)],
    ["a", "text €", undefined, text(3, "text €")],
    ["a", "", undefined, text(3, "")],
    ["a", "4P8ARKo=", "binary", bytesField(4, [0xe0, 0xff, 0x00, 0x44, 0xaa])],
    ["a", "http://x/y", "uri", text(5, "http://x/y")],
    ["a", "/y", "uri-reference", text(6, "/y")],
    ["a", "2018-04-26T12:48:09.123456789Z", "timestamp", bytesField(7, timestamp)],
    ["time", "2018-04-26T12:48:09.123456789Z", undefined, bytesField(7, timestamp)],
    ["time", "2018-04-26T12:48:09Z", "string", text(3, "2018-04-26T12:48:09Z")],
    ["dataschema", "http://x/y", undefined, text(5, "http://x/y")],
    ["subject", "x", undefined, text(3, "x")],
    ["datacontenttype", "text/plain", undefined, text(3, "text/plain")],
  ]) {
    test(`${name}: ${JSON.stringify(json)} as ${type ?? "JSON says"}`, () => {
      const types = type === undefined ? {} : { [name]: type };
      const encoded = encodeCloudEvent({ ...minimal, [name]: json }, { types });
      assert.deepEqual([...encoded.output], [...message(attribute(name, bytes))]);
      assert.deepEqual(encoded.losses, []);
      const decoded = decodeCloudEvent(encoded.output);
      assert.deepEqual(decoded, { output: { ...minimal, [name]: json }, types, losses: [] });
    });
  }
});

describe("data and its bytes", () => {
  const as = (type) => attribute("datacontenttype", text(3, type));
  for (const [what, event, ...fields] of [
    [
      "JSON",
      { datacontenttype: "application/json", data: { a: 1 } },
      as("application/json"),
      text(7, '{"a":1}'),
    ],
    [
      "null",
      { datacontenttype: "application/json", data: null },
      as("application/json"),
      text(7, "null"),
    ],
    [
      "text as JSON",
      { datacontenttype: "a/b+json; x=y", data: "text" },
      as("a/b+json; x=y"),
      text(7, '"text"'),
    ],
    ["text", { datacontenttype: "text/xml", data: "<a/>" }, as("text/xml"), text(7, "<a/>")],
    ["no text", { datacontenttype: "text/xml", data: "" }, as("text/xml"), text(7, "")],
    ["bytes", { data_base64: "AAH/" }, bytesField(6, [0, 1, 255])],
    ["no bytes", { data_base64: "" }, bytesField(6, [])],
    [
      "JSON in bytes",
      { datacontenttype: "application/json", data_base64: "e30=" },
      as("application/json"),
      bytesField(6, [0x7b, 0x7d]),
    ],
  ]) {
    test(what, () => {
      const { output } = encodeCloudEvent({ ...minimal, ...event });
      assert.deepEqual([...output], [...message(...fields)]);
      assert.deepEqual(decodeCloudEvent(output).output, { ...minimal, ...event });
    });
  }

  test("of no content type is JSON and says so", () => {
    const { output } = encodeCloudEvent({ ...minimal, data: "x" });
    assert.deepEqual([...output], [...message(as("application/json"), text(7, '"x"'))]);
  });

  test("buffers and views of them are bytes", () => {
    const bytes = Uint8Array.of(9, 0, 1, 255, 9).subarray(1, 4);
    const expected = encodeCloudEvent({ ...minimal, data_base64: "AAH/" }).output;
    for (const data of [bytes, bytes.slice().buffer, new DataView(bytes.buffer, 1, 3)]) {
      assert.deepEqual(encodeCloudEvent({ ...minimal, data }).output, expected);
    }
  });

  test("a Protobuf message has its type URL in dataschema", () => {
    const url = "type.example.com/a.B";
    const event = {
      ...minimal,
      datacontenttype: "application/protobuf",
      dataschema: url,
      data_base64: "CAE=",
    };
    const any = bytesField(8, [...text(1, url), ...bytesField(2, [8, 1])]);
    const said = [...as("application/protobuf"), ...attribute("dataschema", text(5, url))];
    const { output } = encodeCloudEvent(event);
    assert.deepEqual([...output], [...message(said, any)]);
    assert.deepEqual(decodeCloudEvent(output), { output: event, types: {}, losses: [] });
    assert.deepEqual(decodeCloudEvent(message(any)).output, event);
    const other = decodeCloudEvent(message(attribute("dataschema", text(5, "http://x/")), any));
    assert.equal(other.output.dataschema, "http://x/");
    assert.deepEqual(
      other.losses.map(({ path }) => path),
      ["/proto_data/type_url"],
    );
  });

  test("keeps its text, number by number", () => {
    const data = '{ "n": [1.0, 1E5, -0, 9007199254740993, 1e400], "a": "\\u00e9\\/", "a": "]}" }';
    const event = `{"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"application/json" , "data" : ${data} }`;
    for (const input of [event, utf8(event)]) {
      const { output } = encodeCloudEvent(input);
      assert.ok(decodeCloudEvent(output, { output: "text" }).output.endsWith(`"data":${data}}`));
    }
  });
});

describe("times", () => {
  const roundTrip = (time) => {
    const { output, losses } = encodeCloudEvent({ ...minimal, time });
    return [decodeCloudEvent(output).output.time, losses];
  };
  for (const [time, expected = time] of [
    ["2018-04-26T14:48:09Z"],
    ["2018-04-26T14:48:09.100Z"],
    ["1969-12-31T23:59:59.999999999Z"],
    ["0001-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59.999999999Z"],
    ["2000-02-29T00:00:00Z"],
    ["2018-04-26t14:48:09.5z", "2018-04-26T14:48:09.500Z"],
    ["2018-04-26T14:48:09.123456789000Z", "2018-04-26T14:48:09.123456789Z"],
    ["2018-04-26T14:48:09+00:00", "2018-04-26T14:48:09Z"],
  ]) {
    test(`${time} is kept`, () => assert.deepEqual(roundTrip(time), [expected, []]));
  }

  for (const [time, expected, lost] of [
    ["2018-04-26T14:48:09.1234567891Z", "2018-04-26T14:48:09.123456789Z", /digits/],
    ["2018-04-26T14:48:09-07:30", "2018-04-26T22:18:09Z", /offset/],
    ["2018-01-01T00:00:00+23:59", "2017-12-31T00:01:00Z", /offset/],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", /leap/],
  ]) {
    test(`${time} keeps the instant, and says what is lost`, () => {
      const [found, losses] = roundTrip(time);
      assert.equal(found, expected);
      assert.equal(losses.length, 1);
      assert.equal(losses[0].path, "/time");
      assert.match(losses[0].reason, lost);
    });
  }

  for (const time of [
    "",
    "now",
    "2018-04-26",
    "2018-02-29T00:00:00Z",
    "2018-13-01T00:00:00Z",
    "2018-04-26T24:00:00Z",
    "2018-04-26T14:48:61Z",
    "2018-04-26T14:48:09",
    "2018-04-26 14:48:09Z",
    "2018-04-26T14:48:09.Z",
    "2018-04-26T14:48:09+24:00",
    "2018-04-26T14:48:09+01:60",
    "0000-12-31T00:00:00Z",
    "9999-12-31T23:59:59-01:00",
    "\n2018-04-26T14:48:09Z",
  ]) {
    test(`${JSON.stringify(time)} is none`, () => {
      const found = failure(() => encodeCloudEvent({ ...minimal, time }));
      assert.deepEqual(found, { code: "ERR_EVENT_FIELD", path: "/time" });
    });
  }

  test("a timestamp out of range is refused", () => {
    for (const seconds of [-62135596801, 253402300800, 2n ** 62n, -(2n ** 63n)]) {
      refused(message(attribute("time", bytesField(7, number(1, seconds)))));
    }
    for (const nanos of [-1, 1_000_000_000]) {
      refused(message(attribute("time", bytesField(7, number(2, nanos)))));
    }
  });
});

describe("an event that is none", () => {
  for (const [what, change, path] of [
    ["without id", { id: undefined }, "/id"],
    ["with an empty source", { source: "" }, "/source"],
    ["with a type of null", { type: null }, "/type"],
    ["with a version as a number", { specversion: 1.0 }, "/specversion"],
    ["of version 0.3", { specversion: "0.3" }, "/specversion"],
    ["with upper case", { Ext: "x" }, "/Ext"],
    ["with a pointer to escape", { "a/b": "x" }, "/a~1b"],
    ["with an object", { ext: {} }, "/ext"],
    ["with a fraction", { ext: 1.5 }, "/ext"],
    ["with too large a number", { ext: 2147483648 }, "/ext"],
    ["with a lone surrogate", { ext: "\ud800" }, "/ext"],
    ["with data twice", { data: 1, data_base64: "" }, "/data_base64"],
    ["with bad base64", { data_base64: "A===" }, "/data_base64"],
    ["with base64 of a number", { data_base64: 5 }, "/data_base64"],
    ["with an object as text", { datacontenttype: "text/plain", data: {} }, "/data"],
  ]) {
    test(what, () => {
      const event = { ...minimal, ...change };
      assert.deepEqual(
        failure(() => encodeCloudEvent(event)),
        { code: "ERR_EVENT_FIELD", path },
      );
      assert.deepEqual(
        failure(() => encodeCloudEvents([minimal, event])),
        {
          code: "ERR_EVENT_FIELD",
          path: `/1${path}`,
        },
      );
    });
  }

  test("or is no event at all", () => {
    const code = (input, options) => failure(() => encodeCloudEvent(input, options)).code;
    assert.equal(code("{"), "ERR_INVALID_JSON");
    assert.equal(code("[]"), "ERR_EVENT_NOT_OBJECT");
    assert.equal(code("5"), "ERR_EVENT_NOT_OBJECT");
    assert.equal(code(Uint8Array.of(0x22, 0xff, 0x22)), "ERR_INVALID_UTF8");
    assert.equal(code('{"id":"1","id":"1"}'), "ERR_EVENT_FIELD");
    assert.equal(
      code('{"specversion":"1.0","id":"1","source":"/s","type":"t","n":1.0}'),
      "ERR_EVENT_FIELD",
    );
    assert.equal(code(5), "ERR_EVENT_NOT_OBJECT");
    assert.equal(code(null), "ERR_EVENT_NOT_OBJECT");
    assert.equal(code(undefined), "ERR_INVALID_ARGUMENT");
    assert.equal(code(full, { maxEventBytes: 50 }), "ERR_TOO_LARGE");
    assert.equal(code(JSON.stringify(full), { maxEventBytes: 50 }), "ERR_TOO_LARGE");
    assert.equal(
      code({ ...minimal, data: new Uint8Array(500) }, { maxEventBytes: 400 }),
      "ERR_TOO_LARGE",
    );
    assert.equal(code(minimal, { types: { a: "text" } }), "ERR_INVALID_ARGUMENT");
    assert.equal(code(minimal, { type: {} }), "ERR_INVALID_ARGUMENT");
    assert.equal(
      code({
        get id() {
          throw new Error("mine");
        },
      }),
      "ERR_INVALID_ARGUMENT",
    );
  });
});

describe("bytes that are no event", () => {
  test("cut off anywhere, they are refused or a shorter event", () => {
    const { output } = encodeCloudEvent(full);
    for (let size = 0; size < output.length; size++) {
      try {
        const shorter = decodeCloudEvent(output.subarray(0, size)).output;
        assert.deepEqual({ ...full, ...shorter }, full);
      } catch (error) {
        assert.ok(error instanceof TidegateError, error.stack);
        assert.match(error.code, /^ERR_(INVALID_PROTOBUF|EVENT_FIELD)$/);
      }
    }
  });

  test("lengths and numbers beyond the bytes are refused", () => {
    for (const length of [1, 2 ** 31, 2 ** 32, 2n ** 63n, 2n ** 64n - 1n]) {
      refused(message(tag(9, 2), varint(length)));
      refused(message(tag(1, 2), varint(length)));
    }
    refused(message(tag(9, 0), Array(10).fill(0xff), [1]));
    refused(message(tag(9, 0), [0x80]));
    refused(message(tag(9, 5), [0, 0, 0]));
    refused(message(tag(9, 1), [0, 0, 0, 0, 0, 0, 0]));
  });

  test("a part must not go beyond what it is a part of", () => {
    refused(message([...tag(5, 2), 2, ...tag(1, 2), 5], text(1, "12345")));
  });

  test("fields of another type, groups and field 0 are refused", () => {
    refused(message(number(1, 5)));
    refused(message(bytesField(5, number(1, 5))));
    refused(message(attribute("a", text(1, "x"))));
    refused(message(tag(9, 3), tag(9, 4)));
    refused(message([0, 0]));
    refused(message([0]));
    refused(message(tag(2n ** 32n, 0), [0]));
  });

  test("text that is not UTF-8 is refused, and so is an attribute without a value", () => {
    refused(message(bytesField(7, [0xc0, 0xa0])));
    refused(message(attribute("a", bytesField(3, [0xff]))));
    refused(message(attribute("a", [])));
    refused(message(bytesField(5, text(1, "a"))));
  });

  test("what a CloudEvent must not be is refused by its path", () => {
    const found = (...fields) => failure(() => decodeCloudEvent(message(...fields)));
    for (const name of ["__proto__", "Upper", "", "id", "data", "data_base64", "a b"]) {
      assert.deepEqual(found(attribute(name, text(3, "x"))), {
        code: "ERR_EVENT_FIELD",
        path: `/${name}`,
      });
    }
    assert.equal(found(text(3, "0.9")).path, "/specversion");
    assert.deepEqual(failure(() => decodeCloudEvent(new Uint8Array())).code, "ERR_EVENT_FIELD");
    const json = attribute("datacontenttype", text(3, "application/json"));
    assert.deepEqual(found(json, text(7, "{")), { code: "ERR_INVALID_JSON", path: "/data" });
  });

  test("no bytes, and too many", () => {
    assert.equal(failure(() => decodeCloudEvent("text")).code, "ERR_INVALID_ARGUMENT");
    assert.equal(
      failure(() => decodeCloudEvent(message(), { maxEventBytes: 9 })).code,
      "ERR_TOO_LARGE",
    );
    assert.equal(
      failure(() => decodeCloudEvent(message(), { output: "json" })).code,
      "ERR_INVALID_ARGUMENT",
    );
  });

  test("arbitrary changes of good bytes throw nothing else", () => {
    const { output } = encodeCloudEvent(full);
    const change = fc.array(fc.tuple(fc.nat(output.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(change, (changes) => {
        const bytes = output.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          decodeCloudEvent(bytes);
        } catch (error) {
          assert.ok(error instanceof TidegateError, error.stack);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test("fields that the format does not have are passed over", () => {
  const unknown = [
    ...number(9, 2n ** 64n - 1n),
    ...text(1000, "x"),
    ...tag(10, 5),
    1,
    2,
    3,
    4,
    ...tag(2 ** 29 - 1, 1),
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
  ];
  assert.deepEqual(
    decodeCloudEvent(Uint8Array.from([...unknown, ...head, ...unknown])).output,
    minimal,
  );
  assert.equal(
    decodeCloudEvent(message(attribute("a", [...unknown, ...number(2, 5), ...unknown]))).output.a,
    5,
  );
});

test("of a field that comes twice the last counts", () => {
  const event = decodeCloudEvent(
    message(
      text(1, "2"),
      attribute("a", number(2, 1)),
      attribute("a", number(2, 2)),
      text(7, "x"),
      bytesField(6, [0]),
    ),
  );
  assert.deepEqual(event.output, { ...minimal, id: "2", a: 2, data_base64: "AA==" });
});

test("version 0.3 becomes 1.0", () => {
  const bytes = message(text(3, "0.3"), attribute("schemaurl", text(5, "http://x/")));
  assert.deepEqual(decodeCloudEvent(bytes).output, { ...minimal, dataschema: "http://x/" });
});

describe("batches", () => {
  const events = [minimal, full, { ...minimal, data_base64: "AAH/" }];

  test("come as JSON, as bytes and as whatever can be iterated", () => {
    const { output } = encodeCloudEvents(events);
    assert.deepEqual(decodeCloudEvents(output), {
      output: events,
      types: [{}, {}, {}],
      losses: [],
    });
    const one = [...encodeCloudEvent(minimal).output];
    assert.deepEqual([...output.subarray(0, one.length + 2)], [0x0a, one.length, ...one]);
    for (const input of [
      ` ${JSON.stringify(events)} `,
      utf8(JSON.stringify(events)),
      new Set(events),
    ]) {
      assert.deepEqual(encodeCloudEvents(input).output, output);
    }
    const texts = decodeCloudEvents(output, { output: "text" }).output;
    assert.deepEqual(texts.map(JSON.parse), events);
  });

  test("may be empty", () => {
    assert.deepEqual(encodeCloudEvents("[ ]").output, new Uint8Array());
    assert.deepEqual(decodeCloudEvents(new Uint8Array()).output, []);
  });

  test("losses and errors say which event", () => {
    const late = { ...minimal, time: "2016-12-31T23:59:60Z" };
    const { losses } = encodeCloudEvents([minimal, late]);
    assert.deepEqual(
      losses.map(({ index, path }) => ({ index, path })),
      [{ index: 1, path: "/1/time" }],
    );
    const bytes = Uint8Array.from([...bytesField(1, message()), ...bytesField(1, [])]);
    assert.equal(failure(() => decodeCloudEvents(bytes)).path, "/1/specversion");
    assert.equal(failure(() => encodeCloudEvents("{}")).code, "ERR_INVALID_ARGUMENT");
    assert.equal(failure(() => encodeCloudEvents(5)).code, "ERR_INVALID_ARGUMENT");
  });
});

test("large and hostile events take time in line with their size", () => {
  const data = "é\\u0041".repeat(300_000);
  const event = `{"specversion":"1.0","id":"1","source":"/s","type":"t","datacontenttype":"text/plain","data":"${data}"}`;
  const { output } = encodeCloudEvent(event);
  assert.equal(decodeCloudEvent(output).output.data, "éA".repeat(300_000));
  const deep = `{"specversion":"1.0","id":"1","source":"/s","type":"t","data":${"[".repeat(5000)}${"]".repeat(5000)}}`;
  assert.ok(
    decodeCloudEvent(encodeCloudEvent(deep).output, { output: "text" }).output.includes("[[[["),
  );
  const many = message(
    ...Array.from({ length: 20_000 }, (_, i) => attribute(`a${i}`, number(1, 1))),
  );
  assert.equal(Object.keys(decodeCloudEvent(many).output).length, 20_004);
});

// --- Round trips ----------------------------------------------------------------------------------

const TYPES = {
  boolean: fc.boolean(),
  integer: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  string: fc.string({ unit: "binary" }),
  binary: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  uri: fc.webUrl(),
  "uri-reference": fc.webPath(),
  timestamp: fc
    .tuple(
      fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
      fc.nat(999_999),
    )
    .map(([date, digits]) =>
      date
        .toISOString()
        .replace("Z", `${String(digits).padStart(6, "0")}Z`)
        .replace(/(\.000000000|000|000000)Z$/, "Z"),
    ),
};
const typed = fc.oneof(
  ...Object.entries(TYPES).map(([type, values]) => values.map((value) => ({ type, value }))),
);
const names = fc
  .stringMatching(/^[a-z][a-z0-9]{0,19}$/)
  .filter((name) => !(name in full) && name !== "data");
const datas = fc.oneof(
  fc.constant({}),
  fc.jsonValue().map((data) => ({ datacontenttype: "application/json", data })),
  fc.string({ unit: "binary" }).map((data) => ({ datacontenttype: "text/plain", data })),
  fc.uint8Array().map((bytes) => ({ data_base64: Buffer.from(bytes).toString("base64") })),
);
const identifiers = fc.string({ unit: "binary", minLength: 1 });

test("any event comes back as it was, and again as the same bytes", () => {
  fc.assert(
    fc.property(
      identifiers,
      identifiers,
      fc.dictionary(names, typed),
      datas,
      (id, type, extensions, data) => {
        const event = { specversion: "1.0", id, source: "/s", type, ...data };
        const types = {};
        for (const [name, each] of Object.entries(extensions)) {
          event[name] = each.value;
          types[name] = each.type;
        }
        const text = JSON.stringify(event);
        const { output, losses } = encodeCloudEvent(text, { types });
        assert.deepEqual(losses, []);
        const decoded = decodeCloudEvent(output);
        assert.deepEqual(decoded.output, JSON.parse(text));
        assert.deepEqual(
          encodeCloudEvent(decoded.output, { types: decoded.types }).output.length,
          output.length,
        );
        assert.deepEqual(decodeCloudEvents(encodeCloudEvents([text], { types }).output).output, [
          decoded.output,
        ]);
      },
    ),
    { numRuns: 500 },
  );
});
