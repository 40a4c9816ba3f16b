// validateCloudEvent() and validateEventBridgeEvent(): what crosses from the core. The rules one by
// one are tested in C++.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { validateCloudEvent, validateEventBridgeEvent } from "tidegate";
import { assertError, randomNumbers, utf8 } from "./support.mjs";

const event = { specversion: "1.0", id: "1", source: "http://a", type: "com.example.a" };
const aws = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "Order",
  source: "com.example.shop",
  account: "123456789012",
  time: "2019-10-28T19:56:14Z",
  region: "us-east-2",
  resources: [],
  detail: {},
};
const valid = { valid: true, issues: [] };

const codes = ({ issues }) => issues.map(({ code }) => code);

test("a valid event has no issues, as text, bytes or object", () => {
  for (const input of [
    event,
    JSON.stringify(event),
    utf8(JSON.stringify(event)),
    utf8(JSON.stringify(event)).buffer,
    [event, event],
    [],
    { ...event, data: new Uint8Array([1, 2]) },
    { ...event, data_base64: "AQI=" },
    { ...event, extension: undefined },
    { toJSON: () => event },
  ]) {
    assert.deepEqual(validateCloudEvent(input), valid);
  }
  for (const input of [aws, JSON.stringify(aws), utf8(JSON.stringify(aws))]) {
    assert.deepEqual(validateEventBridgeEvent(input), valid);
  }
});

test("a report is the caller's own", () => {
  validateCloudEvent(event).issues.push("mine");
  assert.deepEqual(validateCloudEvent(event), valid);
});

test("an issue of a text has its place", () => {
  const text = '{"specversion": "1.0", "id": "é😀",\r\n  "source": "a b", "type": "com.example.a"}';
  const expected = {
    code: "CE_SOURCE_NOT_URI_REFERENCE",
    severity: "error",
    message: "The source is a URI-reference (RFC 3986, section 4.1).",
    path: "/source",
    section: "spec.md, source",
    line: 2,
    column: 13,
  };
  const offset = text.indexOf('"a b"');
  assert.deepEqual(validateCloudEvent(text), {
    valid: false,
    issues: [{ ...expected, offset, end: offset + 5 }],
  });
  const begin = Buffer.from(text).indexOf('"a b"');
  assert.deepEqual(validateCloudEvent(utf8(text)).issues, [
    { ...expected, offset: begin, end: begin + 5 },
  ]);
  assert.deepEqual(validateCloudEvent(JSON.parse(text)).issues, [
    {
      code: expected.code,
      severity: "error",
      message: expected.message,
      path: "/source",
      section: expected.section,
    },
  ]);
});

test("what is missing is missing where its object begins", () => {
  const { issues } = validateCloudEvent(`[\n ${JSON.stringify({ ...event, id: undefined })}]`);
  assert.equal(issues.length, 1);
  const { code, path, offset, end, line, column } = issues[0];
  assert.deepEqual([code, path, offset, end, line, column], ["CE_ID_MISSING", "/0/id", 3, 3, 2, 2]);
});

test("places are right behind any characters", () => {
  const random = randomNumbers(3);
  const pieces = ["a", "\\n", " ", "é", "€", "😀", "\ud800", "\udc00", "\\ud800", '\\"'];
  for (let i = 0; i < 300; i++) {
    let text = '{"specversion":"1.0","id":"1","source":"http://a","type":"a.b"';
    const expected = [];
    for (let member = 0; member < 5; member++) {
      let value = "";
      for (let n = 0; n < 8; n++) value += pieces[Math.floor(random() * pieces.length)];
      text += [",", ",\n", ",\r", ",\r\n"][Math.floor(random() * 4)];
      text += `"a${member}":`;
      const before = text;
      text += `["${value}"]`;
      const lines = before.split(/\r\n|\r|\n/);
      expected.push([before.length, text.length, lines.length, lines.at(-1).length + 1]);
    }
    text += "}";
    const { issues } = validateCloudEvent(text);
    const found = issues.map(({ offset, end, line, column }) => [offset, end, line, column]);
    assert.deepEqual(found, expected, JSON.stringify(text));
  }
});

describe("what cannot be read is an issue, not an error", () => {
  const cases = {
    "": "ERR_INVALID_JSON",
    '{"id": nul}': "ERR_INVALID_JSON",
    "[[": "ERR_INVALID_JSON",
    [`{"id": 1${"0".repeat(1000)}}`]: "ERR_NUMBER_TOO_LONG",
    ["[".repeat(1001)]: "ERR_TOO_DEEP",
  };
  for (const [text, code] of Object.entries(cases)) {
    test(`${text.slice(0, 20)} is ${code}`, () => {
      for (const validate of [validateCloudEvent, validateEventBridgeEvent]) {
        const { valid, issues } = validate(text);
        assert.equal(valid, false);
        assert.equal(issues.length, 1);
        const [issue] = issues;
        assert.deepEqual([issue.code, issue.severity, issue.path], [code, "error", ""]);
        assert.ok(issue.offset <= text.length && issue.line === 1 && issue.message.length > 0);
        assert.deepEqual(codes(validate(utf8(text))), [code]);
      }
    });
  }

  test("bytes that are not UTF-8", () => {
    const bytes = Uint8Array.from([...utf8('{"é": "'), 0xff, ...utf8('"}')]);
    const [{ code, offset, column }] = validateCloudEvent(bytes).issues;
    assert.deepEqual([code, offset, column], ["ERR_INVALID_UTF8", 8, 8]);
  });

  test("more bytes than the limit", () => {
    const text = JSON.stringify(event);
    const maxEventBytes = text.length;
    assert.deepEqual(validateCloudEvent(text, { maxEventBytes }), valid);
    const report = validateCloudEvent(`${text} `, { maxEventBytes });
    assert.deepEqual([report.valid, codes(report)], [false, ["ERR_TOO_LARGE"]]);
  });
});

test("misuse is an error", () => {
  for (const validate of [validateCloudEvent, validateEventBridgeEvent]) {
    for (const input of [undefined, Symbol("a"), () => event, { a: 1n }]) {
      assertError(() => validate(input), { code: "ERR_INVALID_ARGUMENT" });
    }
    assertError(() => validate(event, { strict: true }), { code: "ERR_INVALID_ARGUMENT" });
    assertError(() => validate(event, { maxEventBytes: 0 }), { code: "ERR_INVALID_ARGUMENT" });
  }
  assertError(() => validateCloudEvent(event, { spec: "1.0" }), { code: "ERR_INVALID_ARGUMENT" });
  assertError(() => validateEventBridgeEvent(aws, { custom: 1 }), {
    code: "ERR_INVALID_ARGUMENT",
  });
});

test("the options reach the core", () => {
  const draft = { ...event, severitynumber: -1, "1a": 1 };
  assert.deepEqual(codes(validateCloudEvent(draft)), ["CE_EXTENSION_VALUE"]);
  assert.equal(validateCloudEvent(draft).valid, true);
  const report = validateCloudEvent(draft, { spec: "1.0.3" });
  assert.deepEqual(codes(report).sort(), ["CE_EXTENSION_VALUE", "CE_NAME_NO_LETTER"]);
  assert.equal(report.valid, false);
  assert.equal(
    report.issues.find(({ path }) => path === "/severitynumber").section,
    "extensions/severity.md",
  );
  const own = { ...aws, source: "aws.ec2" };
  assert.deepEqual(validateEventBridgeEvent(own), valid);
  assert.deepEqual(codes(validateEventBridgeEvent(own, { custom: true })), ["EB_SOURCE_RESERVED"]);
});

test("what JSON.parse() hides is found", () => {
  const twice = JSON.stringify(event).replace('"id"', '"id":"0","id"');
  assert.deepEqual(codes(validateCloudEvent(twice)), ["CE_DUPLICATE"]);
  assert.deepEqual(codes(validateCloudEvent(JSON.parse(twice))), []);
  const big = JSON.stringify(event).replace("{", '{"big":2147483648,"one":1.0,');
  assert.deepEqual(codes(validateCloudEvent(big)), ["CE_INTEGER_RANGE", "CE_INTEGER_FORM"]);
});

test("a surrogate without its partner in a key shows as U+FFFD", () => {
  const { issues } = validateCloudEvent({ ...event, "\ud800": 1 });
  assert.deepEqual(
    issues.map(({ code, path }) => [code, path]),
    [["CE_NAME_CHARACTERS", "/\ufffd"]],
  );
});

test("hostile events take linear time", () => {
  const members = (count, member) => Array.from({ length: count }, (_, i) => member(i)).join();
  const shapes = [
    (count) => `{${members(count, (i) => `"k${i}":1`)}}`,
    (count) => `{${members(count, () => '"":1.5')}}`,
    (count) => `{${members(count, () => '"id":""')}}`,
    (count) => `[${members(count, () => "{}")}]`,
    (count) => `[${members(count, (i) => `"\ud800${i}"`)}]`,
    (count) => `{"traceparent":"","tracestate":"${members(count, () => "a=1")}"}`,
    (count) => `{"source":"${"%41".repeat(count)}:"}`,
    (count) => `{"data_base64":"${"AAAA".repeat(count)}="}`,
  ];
  for (const shape of shapes) {
    const time = (count) => {
      const text = shape(count);
      let best = Infinity;
      for (let run = 0; run < 3; run++) {
        const start = performance.now();
        assert.equal(validateCloudEvent(text).valid, false);
        validateEventBridgeEvent(text);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    time(1000);
    const [small, large] = [time(4000), time(64000)];
    assert.ok(large < Math.max(small, 0.2) * 16 * 6, `${shape}: ${small} ms, ${large} ms`);
  }
});
