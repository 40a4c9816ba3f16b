// What is offered to editors: at every place of patterns, whole and cut off there, what is offered
// makes a pattern that is accepted.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { RuleSet } from "tidegate";
import { complete, TidegateError } from "tidegate/schema";
import { total } from "./support.mjs";

const EVENTS = [
  {
    source: "aws.ec2",
    "detail-type": "State",
    detail: {
      state: "running",
      code: 16,
      "a.b": [1, { c: "*" }],
      prefix: "",
      regex: null,
      ok: true,
    },
    resources: ["arn:aws:ec2:::i-1", "\ud83d\ude00"],
    $or: [1],
  },
  '{"source": "shop", "detail": {"total": 1e400, "tags": [{"name": "x\\\\y"}], "": {"deep": []}}}',
  new TextEncoder().encode('{"detail": {"state": "stopped", "code": -1.5}}'),
];

const SCHEMA = {
  openapi: "3.0.0",
  components: {
    schemas: {
      AWSEvent: {
        type: "object",
        "x-amazon-events-source": "aws.health",
        "x-amazon-events-detail-type": "Health Event",
        properties: {
          detail: { $ref: "#/components/schemas/Detail" },
          region: {
            type: "string",
            enum: ["us-east-1", "eu-west-1"],
            description: "Where it was.",
          },
        },
      },
      Detail: {
        type: "object",
        properties: {
          state: { enum: ["ended", null], title: "The state" },
          on: { type: "boolean" },
          parts: { type: "array", items: { $ref: "#/components/schemas/Part" } },
        },
      },
      Part: {
        allOf: [
          { properties: { size: { type: "integer", example: 5 } } },
          { properties: { part: { $ref: "#/components/schemas/Part" } } },
        ],
      },
    },
  },
};

const KNOWN = { events: EVENTS, schemas: [SCHEMA] };

const PATTERNS = [
  '{"source": ["aws.ec2"]}',
  '{"source": ["aws.ec2", "shop"], "detail-type": ["State"]}',
  '{ "detail" : { "state" : [ "running" , "stopped" ] , "code" : [ 16 ] } }',
  '{"detail":{"state":[{"prefix":"r"},{"suffix":"d"}]}}',
  '{"detail": {"state": [{"prefix": {"equals-ignore-case": "R"}}]}}',
  '{"detail": {"state": [{"anything-but": "running"}]}}',
  '{"detail": {"state": [{"anything-but": ["running", "stopped"]}]}}',
  '{"detail": {"code": [{"anything-but": [16, -1.5]}]}}',
  '{"detail": {"state": [{"anything-but": {"prefix": "r"}}]}}',
  '{"detail": {"state": [{"anything-but": {"suffix": ["r", "s"]}}]}}',
  '{"detail": {"state": [{"anything-but": {"wildcard": ["r*", "*s"]}}]}}',
  '{"detail": {"code": [{"numeric": [">", 0, "<=", 5]}, {"numeric": ["=", 16]}]}}',
  '{"detail": {"ok": [true, null, {"exists": false}]}}',
  '{"detail": {"ip": [{"cidr": "10.0.0.0/8"}, {"exactly": "10.0.0.1"}]}}',
  '{"detail": {"a.b": {"c": [{"wildcard": "x\\\\**"}]}, "tags": {"name": [""]}}}',
  '{"detail.state": ["running"], "detail": {"parts": {"part": {"size": [5]}}}}',
  '{"$or": [{"source": ["shop"]}, {"detail": {"code": [{"numeric": ["<", 5]}]}}]}',
  '{"region": ["us-east-1"], "$or": [{"a": ["x"]}, {"$or": [{"b": [1]}, {"c": [2]}]}]}',
  '{\n  "resources": [{"prefix": "arn:"}, "\ud83d\ude00"],\n\t"detail": {"": {"deep": [{"exists": true}]}}\r\n}',
  '{"resources": [{"equals-ignore-case": "\\"{[,:"}], "x": {"y": {"z": [1e3, -0.5]}}}',
];

/** What lists and objects lack that came as an offer. */
function fill(value, role = "fields") {
  if (role === "fields") {
    if (Object.keys(value).length === 0) value.filled = [1];
    for (const [key, inner] of Object.entries(value)) {
      if (key === "$or") {
        while (inner.length < 2) inner.push({});
        for (const branch of inner) fill(branch);
      } else if (Array.isArray(inner)) {
        fill(inner, "list");
      } else {
        fill(inner);
      }
    }
  } else {
    if (value.length === 0) value.push(1);
    for (const each of value) {
      const numeric = each?.numeric;
      if (numeric?.length % 2 === 1) numeric.push(1e9);
      if (numeric?.length === 0) numeric.push("=", 1);
      if (each?.["anything-but"]?.length === 0) each["anything-but"] = ["x"];
    }
  }
  return value;
}

function assertAccepted(text, said) {
  let pattern;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    assert.fail(`${said}: no JSON: ${text}: ${error.message}`);
  }
  try {
    new RuleSet().add("", JSON.stringify(fill(pattern)));
  } catch (error) {
    assert.fail(`${said}: ${text}: ${error.message}`);
  }
}

/** The text with all that is open in it closed. */
function closed(text) {
  const brackets = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === "{") brackets.push("}");
    if (token === "[") brackets.push("]");
    if (token === "}" || token === "]") brackets.pop();
  }
  return text.replace(/,\s*$/, "") + brackets.reverse().join("");
}

const labels = (text, known = KNOWN) =>
  complete(text, text.length, known).options.map(({ label }) => label);
const inserts = (text, known = KNOWN) =>
  complete(text, text.length, known).options.map(({ insert }) => insert);

describe("at every place of twenty patterns", () => {
  assert.equal(PATTERNS.length, 20);
  const tally = { places: 0, offers: 0 };
  after(() => {
    total(
      "completion",
      `${tally.places} places of ${PATTERNS.length} patterns, ${tally.offers} offers, each of which makes a pattern`,
    );
  });
  for (const pattern of PATTERNS) {
    test(pattern, () => {
      assertAccepted(pattern, "the pattern itself");
      let offered = 0;
      for (let offset = 0; offset <= pattern.length; offset++) {
        const said = `at ${offset}`;
        const head = pattern.slice(0, offset);
        const cut = complete(head, offset, KNOWN);
        assert.equal(cut.to, offset);
        for (const { insert } of cut.options) {
          assertAccepted(closed(head.slice(0, cut.from) + insert), `${said}, cut off`);
          offered++;
        }
        const { from, to, options } = complete(pattern, offset, KNOWN);
        assert.ok(from <= offset && offset <= to && to <= pattern.length, said);
        for (const { insert } of options) {
          assertAccepted(pattern.slice(0, from) + insert + pattern.slice(to), said);
          offered++;
        }
      }
      assert.ok(offered > 50, String(offered));
      tally.places += pattern.length + 1;
      tally.offers += offered;
    });
  }
});

test("keys are those of the schemas and of the events", () => {
  assert.deepEqual(labels("{"), ["detail", "region", "source", "detail-type", "resources", "$or"]);
  assert.deepEqual(labels('{"detail": {"parts": {"part": {"'), ["size", "part", "$or"]);
  assert.deepEqual(labels('{"detail": {"a.b": {'), ["c", "$or"]);
  assert.deepEqual(labels('{"detail": {"a": {"b": {'), ["c", "$or"]);
  assert.deepEqual(labels('{"detail.tags": {'), ["name", "$or"]);
  const [, region] = complete("{", 1, KNOWN).options;
  assert.deepEqual(region, {
    label: "region",
    insert: '"region": []',
    kind: "key",
    detail: "string",
    documentation: "Where it was.",
  });
  // Those that are there are not offered, nor are names that no field inside $or may have.
  assert.deepEqual(labels('{"source": [], "detail": {}, "$or": [], '), [
    "region",
    "detail-type",
    "resources",
  ]);
  assert.ok(labels('{"detail": {').includes("regex"));
  assert.ok(!labels('{"$or": [{"detail": {').includes("regex"));
  assert.ok(!labels('{"$or": [{"detail": {').includes("prefix"));
});

test("values are those of the events and what a schema lists", () => {
  const values = (text) => inserts(text).filter((insert) => !insert.startsWith("{"));
  assert.deepEqual(values('{"detail": {"state": ['), ['"running"', '"stopped"', '"ended"', "null"]);
  assert.deepEqual(values('{"region": ["us'), ['"us-east-1"', '"eu-west-1"']);
  assert.deepEqual(values('{"source": ['), ['"aws.ec2"', '"shop"', '"aws.health"']);
  assert.deepEqual(values('{"detail-type": ['), ['"State"', '"Health Event"']);
  assert.deepEqual(values('{"detail": {"on": [t'), ["true", "false"]);
  assert.deepEqual(values('{"detail": {"parts": {"size": ['), ["5"]);
  assert.deepEqual(values('{"detail": {"total": ['), []);
  assert.deepEqual(inserts('{"region": ').slice(0, 2), ['["us-east-1"]', '["eu-west-1"]']);
});

test("operators and their operands", () => {
  const operators = labels('{"a": [{');
  assert.equal(operators.length, 9);
  for (const { documentation } of complete('{"a": [{', 8).options)
    assert.match(documentation, /\.$/);
  assert.deepEqual(labels('{"a": [').length, 9);
  assert.deepEqual(labels('{"a": [{"prefix": "x", '), []);
  assert.deepEqual(inserts('{"a": [{"exists": '), ["true", "false"]);
  assert.deepEqual(inserts('{"a": [{"numeric": ['), ['"="', '"<"', '"<="', '">"', '">="']);
  assert.deepEqual(inserts('{"a": [{"numeric": [">", 5, '), ['"<"', '"<="']);
  assert.deepEqual(inserts('{"a": [{"numeric": ["<", 5, '), []);
  assert.deepEqual(inserts('{"detail": {"code": [{"anything-but": [1, '), ["16", "-1.5"]);
  assert.deepEqual(inserts('{"detail": {"tags": {"name": [{"wildcard": '), ['"x\\\\\\\\y"', '"*"']);
  // Only an operator that suits the operand that is there.
  const text = '{"a": [{"prefix": "x"}]}';
  const { options } = complete(text, 12);
  assert.deepEqual(
    options.map(({ insert }) => insert),
    ['"exactly"', '"prefix"', '"suffix"', '"equals-ignore-case"'],
  );
});

test("texts that are broken before the place or behind it", () => {
  const at = (marked) => {
    const offset = marked.indexOf("^");
    const text = marked.replace("^", "");
    const { from, to, options } = complete(text, offset, KNOWN);
    return [text.slice(from, to), options.length > 0];
  };
  assert.deepEqual(at('{"sou^, "region": ["x"]}'), ['"sou', true]);
  assert.deepEqual(at('{"sou^\n "region": ["x"]}'), ['"sou', true]);
  assert.deepEqual(at('{sou^rce: ["x"]}'), ["source", true]);
  assert.deepEqual(at('{"source": ["aws^.ec2", "x"]}'), ['"aws.ec2"', true]);
  assert.deepEqual(at('{"source": ["aws^, "x", "y"]}'), ['"aws', true]);
  assert.deepEqual(at('{"source": ["a\\^"]}'), ['"a\\"', true]);
  assert.deepEqual(at('{"source": [,,,^'), ["", true]);
  assert.deepEqual(at('{"source": ["x" ^'), ["", false]);
  assert.deepEqual(at('{"source": ["x"]}^'), ["", false]);
  assert.deepEqual(at('{"source": ["x"]} {^'), ["", false]);
  assert.deepEqual(at('{"source"] : [^'), ["", true]);
  assert.deepEqual(at("[{^"), ["", false]);
  assert.deepEqual(at("^"), ["", false]);
  assert.deepEqual(inserts('{"source": ["x", "y"], "deta').slice(0, 1), ['"detail": {}']);
  // A comma before what follows.
  assert.equal(complete('{"source": ["x"]}', 1, KNOWN).options[0].insert, '"detail": {},');
  assert.equal(complete('{"source": ["x"]}', 12, KNOWN).options[0].insert, '"aws.ec2",');
});

test("no text is an error", () => {
  const piece = fc.constantFrom(
    ...'{}[]:,"\\ \n',
    ...["$or", '"a"', '"$or":', '"prefix":', '"anything-but":', '"numeric":[', "5", "\ud800", "x"],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(...PATTERNS).map((pattern) => pattern.replaceAll('"', "")),
  );
  fc.assert(
    fc.property(text, fc.nat(), (given, n) => {
      const offset = n % (given.length + 1);
      const { from, to, options } = complete(given, offset, KNOWN);
      assert.ok(0 <= from && from <= offset && offset <= to && to <= given.length);
      for (const { label, insert, kind, detail, documentation } of options) {
        for (const each of [label, insert, detail, documentation]) {
          assert.equal(typeof each, "string");
        }
        assert.match(kind, /^(operator|key|value|keyword)$/);
      }
    }),
    { numRuns: 5000 },
  );
});

test("long and deep texts take their time once", () => {
  const n = 300_000;
  for (const unit of [
    "[",
    "{",
    "]",
    '{"a":',
    '{"a":[',
    '"',
    '"a',
    "x",
    ",",
    "}]{[",
    "\\",
    '["a"]',
  ]) {
    const text = unit.repeat(n / unit.length);
    const began = performance.now();
    for (const offset of [0, text.length >> 1, text.length]) complete(text, offset, KNOWN);
    const took = performance.now() - began;
    assert.ok(took < 5000, `${unit}: ${took} ms`);
  }
});

test("what knows no end: references in a circle, deep events, names of Object.prototype", () => {
  const circle = { $ref: "#/definitions/a", definitions: { a: { anyOf: [{ $ref: "#" }] } } };
  assert.deepEqual(labels("{", { schemas: [circle, true, "{}", { $ref: "other.json" }] }), ["$or"]);
  let deep = 1;
  for (let i = 0; i < 500; i++) deep = i % 2 === 0 ? { a: deep } : [deep];
  assert.deepEqual(labels(`${'{"a":'.repeat(200)}{`, { events: [deep] }), ["a", "$or"]);
  const events = ['{"__proto__": {"constructor": ["x"]}}'];
  assert.deepEqual(labels("{", { events }), ["__proto__", "$or"]);
  assert.deepEqual(inserts('{"__proto__": {"constructor": ["', { events })[0], '"x"');
  assert.deepEqual(labels('{"constructor": {', { events }), ["$or"]);
});

/** That a call throws a TidegateError of this code. */
function assertError(call, { code }) {
  assert.throws(call, (error) => error instanceof TidegateError && error.code === code);
}

test("what is refused", () => {
  const code = "ERR_INVALID_ARGUMENT";
  assertError(() => complete(5, 0), { code });
  assertError(() => complete("", 1), { code });
  assertError(() => complete("x", 0.5), { code });
  assertError(() => complete("x", -1), { code });
  assertError(() => complete("", 0, { event: [] }), { code });
  assertError(() => complete("", 0, { events: {} }), { code });
  assertError(() => complete("", 0, { events: ["{"] }), { code: "ERR_INVALID_JSON" });
  assertError(() => complete("", 0, { schemas: [undefined] }), { code });
});
