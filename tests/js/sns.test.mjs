// Filter policies of SNS, and the other profiles by name.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matches, RuleSet, snsAttributes } from "tidegate";
import { assertError, errorOf, utf8 } from "./support.mjs";

// "Amazon SNS example event", AWS Lambda Developer Guide.
const attributes = {
  Test: { Type: "String", Value: 'é😀 "quoted"' },
  TestBinary: { Type: "Binary", Value: "TestBinary" },
  sizes: { Type: "String.Array", Value: '["small", 5, true, null]' },
  price: { Type: "Number.float", Value: "1.50" },
};
const event = { Test: 'é😀 "quoted"', sizes: ["small", 5, true, null], price: 1.5 };

describe("snsAttributes", () => {
  test("makes an event of the attributes of a notification", () => {
    assert.deepEqual(snsAttributes(attributes), event);
    assert.deepEqual(snsAttributes({}), {});
  });

  test("takes text, bytes, objects, and the names of the API", () => {
    const text = JSON.stringify(attributes);
    assert.deepEqual(snsAttributes(text), event);
    assert.deepEqual(snsAttributes(utf8(text)), event);
    const sent = text.replaceAll('"Type"', '"DataType"').replaceAll('"Value"', '"StringValue"');
    assert.deepEqual(snsAttributes(JSON.parse(sent)), event);
  });

  test("keeps the digits of numbers in text", () => {
    const number = { n: { Type: "Number", Value: "9007199254740993.10" } };
    assert.equal(snsAttributes(number, { output: "text" }), '{"n":9007199254740993.10}');
    assert.deepEqual(Object.keys(snsAttributes({ __proto__: null, ...number })), ["n"]);
  });

  test("its results are events", () => {
    const rules = RuleSet.from(
      {
        cheap: { price: [{ numeric: ["<", 10] }] },
        small: { sizes: ["small"] },
        other: { sizes: [{ "anything-but": "small" }] },
        binary: { TestBinary: [{ exists: true }] },
      },
      { profile: "sns-attributes" },
    );
    assert.deepEqual(rules.match(snsAttributes(attributes)), ["cheap", "small", "other"]);
    assert.deepEqual(rules.match(snsAttributes(attributes, { output: "text" })), [
      "cheap",
      "small",
      "other",
    ]);
    rules.dispose();
  });

  test("names the attribute that is wrong", () => {
    const wrong = { ok: attributes.Test, "a/b": { Type: "Colour", Value: "red" } };
    const error = assertError(() => snsAttributes(wrong), {
      code: "ERR_EVENT_FIELD",
      path: "/a~1b",
      offset: undefined,
    });
    assert.match(error.hint, /String\.Array/);
    const text = JSON.stringify(wrong);
    assertError(() => snsAttributes(text), {
      code: "ERR_EVENT_FIELD",
      path: "/a~1b",
      offset: text.indexOf('{"Type":"Colour"'),
      end: text.length - 1,
    });
  });

  test("refuses other arguments", () => {
    assertError(() => snsAttributes(), { code: "ERR_INVALID_ARGUMENT" });
    assertError(() => snsAttributes(Symbol("x")), { code: "ERR_INVALID_ARGUMENT" });
    assertError(() => snsAttributes([]), { code: "ERR_EVENT_NOT_OBJECT" });
    assertError(() => snsAttributes("{"), { code: "ERR_INVALID_JSON" });
    assertError(() => snsAttributes({}, { output: "bytes" }), { code: "ERR_INVALID_ARGUMENT" });
    assertError(() => snsAttributes({}, { outputs: "text" }), { code: "ERR_INVALID_ARGUMENT" });
    assertError(() => snsAttributes("x".repeat(2 ** 24 + 1)), { code: "ERR_TOO_LARGE" });
  });
});

describe("profiles", () => {
  const taken = (pattern, profile) => {
    const rules = new RuleSet({ profile });
    try {
      return rules.add("x", pattern);
    } finally {
      rules.dispose();
    }
  };

  test("each name is that of its own rules", () => {
    const six = { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] };
    const long = { ContentType: ["x".repeat(5000)] };
    const complex = { ContentType: [{ wildcard: "*:*:*:*:*:event-bus/*" }] };
    const nested = { a: { b: ["x"] } };
    const or = { $or: [{ ContentType: ["x"] }, { "aws:Source": ["x"] }] };
    // What of these each of them refuses.
    const refused = {
      eventbridge: [long, complex],
      pipes: [long, complex],
      "custom-bus": [long, complex],
      "custom-bus-metadata": [six, long, complex, or],
      "custom-bus-system-metadata": [six, long, complex, nested],
      "sns-attributes": [six, complex, nested],
      "sns-body": [six, complex],
      "event-ruler": [],
    };
    for (const [profile, patterns] of Object.entries(refused)) {
      for (const pattern of [six, long, complex, nested, or]) {
        if (patterns.includes(pattern)) {
          const { code } = errorOf(() => taken(pattern, profile));
          assert.match(code, /^ERR_(TOO_LARGE|PATTERN_TOO_COMPLEX|PATTERN_UNSUPPORTED)$/);
        } else {
          assert.equal(taken(pattern, profile), true, `${profile} ${JSON.stringify(pattern)}`);
        }
      }
    }
    assertError(() => new RuleSet({ profile: "sns" }), { code: "ERR_INVALID_ARGUMENT" });
  });

  test("SNS refuses in its own words", () => {
    assertError(() => taken({ a: { b: ["x"] } }, "sns-attributes"), {
      code: "ERR_PATTERN_UNSUPPORTED",
      message: "Filter policy scope MessageAttributes does not support nested filter policy",
      path: "/a",
    });
    assertError(() => taken({ a: [{ "anything-but": { suffix: "x" } }] }, "sns-body"), {
      code: "ERR_PATTERN_UNSUPPORTED",
      message: "Unsupported anything-but pattern: suffix",
      path: "/a/0/anything-but/suffix",
    });
    assertError(() => taken({ a: Array(151).fill(1) }, "sns-body"), {
      code: "ERR_PATTERN_TOO_COMPLEX",
      message: "Filter policy is too complex",
      path: "",
    });
  });

  test("a body that is no JSON object matches nothing", () => {
    const pattern = { a: [{ exists: false }] };
    const options = { profile: "sns-body" };
    assert.equal(matches("{}", pattern, options), true);
    for (const body of ["Regular string message", '"text"', "[{}]", "", "{} {}", "5"]) {
      assert.equal(matches(body, pattern, options), false, body);
    }
    assert.equal(matches(new Uint8Array([0x7b, 0xff]), pattern, options), false);
    assertError(() => matches("no", pattern, { ...options, maxEventBytes: 1 }), {
      code: "ERR_TOO_LARGE",
    });
    assertError(() => matches(undefined, pattern, options), { code: "ERR_INVALID_ARGUMENT" });
    assertError(() => matches("no", pattern, { profile: "sns-attributes" }), {
      code: "ERR_INVALID_JSON",
    });
  });
});
