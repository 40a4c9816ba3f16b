// Patterns that are suggested, held against the matcher.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { matches } from "tidegate";
import { suggestPattern, TidegateError } from "tidegate/schema";
import { utf8 } from "../js/support.mjs";
import { eventsIn } from "./discovery-support.mjs";
import { skip, total } from "./support.mjs";

const values = { prefer: "values" };

/** The number of fields of a pattern without $or. */
function fieldsOf(pattern) {
  return Object.values(pattern)
    .map((value) => (Array.isArray(value) ? 1 : fieldsOf(value)))
    .reduce((sum, count) => sum + count, 0);
}

const leaf = fc.oneof(
  fc.constantFrom("", "a", "ab", "ba", "\u00e9", "\ud83d\ude00", "10.0.0.1", "010.0.0.1"),
  fc.constantFrom(0, -0, 1, 1.5, 10, -3e300, 5e-324),
  fc.constantFrom(true, false, null),
);
const { event } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    tie("event"),
  ),
  event: fc.dictionary(fc.constantFrom("a", "b", "c", "a.b", "prefix", "$or", ""), tie("value"), {
    maxKeys: 4,
  }),
}));

test("what is suggested matches what it is to match, and nothing that it is not", () => {
  const tally = { pattern: 0, INDISTINGUISHABLE: 0, NOT_FOUND: 0 };
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 4 }),
      fc.array(event, { maxLength: 4 }),
      fc.boolean(),
      (match, not, isValues) => {
        const found = suggestPattern({ match, not }, isValues ? values : {});
        tally[found.code ?? "pattern"]++;
        if (found.pattern !== undefined) {
          for (const each of match) assert.ok(matches(each, found.pattern), JSON.stringify(found));
          for (const each of not) assert.ok(!matches(each, found.pattern), JSON.stringify(found));
        } else if (found.code === "INDISTINGUISHABLE") {
          assert.ok(match.includes(found.witness.match));
          assert.ok(not.includes(found.witness.not));
        }
      },
    ),
    { numRuns: 3000 },
  );
  assert.ok(tally.pattern > 1000, JSON.stringify(tally));
  total(
    "suggestion",
    `${tally.pattern} patterns that match all they are to and nothing else; ${tally.INDISTINGUISHABLE} times none can, ${tally.NOT_FOUND} times none found`,
  );
});

test("an event that has all that another has cannot be told from it", () => {
  fc.assert(
    fc.property(event, fc.array(event, { maxLength: 3 }), (one, others) => {
      const copy = JSON.parse(JSON.stringify(one));
      const { code, witness } = suggestPattern({ match: [one], not: [...others, copy] });
      assert.equal(code, "INDISTINGUISHABLE");
      // What the witness has in common is no matter of the pattern: whatever matches one matches the other.
      assert.equal(witness.match, one);
    }),
    { numRuns: 300 },
  );
});

test("the fields are the fewest, as long as there are no arrays", () => {
  const keys = ["a", "b", "c", "d"];
  const flat = fc.record(
    Object.fromEntries(keys.map((key) => [key, fc.constantFrom(1, 2, "x", null)])),
    { requiredKeys: [] },
  );
  const subsets = Array.from({ length: 16 }, (_, bits) => keys.filter((_, i) => (bits >> i) & 1))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length);
  // The narrowest pattern of these fields: the very values that are to match.
  const separates = (fields, match, not) =>
    not.every((each) => fields.some((field) => match.every((one) => one[field] !== each[field])));
  fc.assert(
    fc.property(
      fc.array(flat, { minLength: 1, maxLength: 4 }),
      fc.array(flat, { minLength: 1, maxLength: 5 }),
      (match, not) => {
        const fewest = subsets.find((fields) => separates(fields, match, not))?.length;
        const { pattern } = suggestPattern({ match, not });
        if (fewest !== undefined) {
          assert.ok(pattern !== undefined && !("$or" in pattern));
          assert.equal(fieldsOf(pattern), fewest);
        } else if (pattern !== undefined) {
          assert.ok("$or" in pattern);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("what is preferred", () => {
  const running = { source: "aws.ec2", detail: { state: "running" } };
  const stopped = { source: "aws.ec2", detail: { state: "stopped" } };
  const samples = { match: [running], not: [stopped] };
  const found = (options) => suggestPattern(samples, options).pattern;
  assert.deepEqual(found(), { detail: { state: [{ "anything-but": "stopped" }] } });
  assert.deepEqual(found(values), { detail: { state: ["running"] } });
  assert.deepEqual(found({ prefer: "general" }), found());
});

test("events of every form, and fields that say nothing", () => {
  const match = ['{"id": 1, "n": 1.50}', utf8('{"id": 2, "n": 1.5}'), { id: 3, n: 1.5 }];
  const not = new Set(['{"id": 4, "n": 2}']);
  assert.deepEqual(suggestPattern({ match, not }, values), { pattern: { n: [1.5] } });
  const ids = { match: [{ id: 1, time: "a" }], not: [{ id: 2, time: "b" }] };
  assert.equal(suggestPattern(ids).code, "INDISTINGUISHABLE");
  assert.match(suggestPattern(ids).reason, /ignored/);
  assert.deepEqual(suggestPattern(ids, { ignore: ["time"], ...values }).pattern, { id: [1] });
  const nested = { match: [{ a: { b: 1, c: 1 } }], not: [{ a: { b: 2, c: 2 } }] };
  const pattern = { a: { c: [1] } };
  assert.deepEqual(suggestPattern(nested, { ignore: ["a.b"], ...values }), { pattern });
  // Another call may come in between where the caller's own code runs.
  const inner = {
    toJSON() {
      suggestPattern({ match: [{ x: 1 }] });
      return { a: 1 };
    },
  };
  assert.deepEqual(suggestPattern({ match: [inner], not: [{ a: 2 }] }, values).pattern, { a: [1] });
});

test("each event of ../shared/events/aws against those of other types", { skip }, () => {
  const events = eventsIn("aws").filter((event) => typeof event["detail-type"] === "string");
  assert.ok(events.length > 20, String(events.length));
  for (const event of events) {
    const not = events.filter((other) => other["detail-type"] !== event["detail-type"]);
    const { pattern } = suggestPattern({ match: [event], not });
    assert.ok(matches(event, pattern) && !not.some((other) => matches(other, pattern)));
  }
  total(
    "suggestion",
    `${events.length} events of ../shared/events/aws, each told from those of other types`,
  );
});

test("real events", () => {
  const make = (i, state) => ({
    version: "0",
    id: `id-${i}`,
    "detail-type": i % 3 === 0 ? "Other" : "State",
    source: "aws.ec2",
    time: `2026-01-01T00:00:${String(i % 60).padStart(2, "0")}Z`,
    detail: { state, tags: [{ name: "n", value: String(i % 7) }], code: i % 5 },
  });
  const match = Array.from({ length: 100 }, (_, i) => make(i, i % 2 ? "stopped" : "stopping"));
  const not = Array.from({ length: 100 }, (_, i) => make(i, i % 2 ? "running" : "pending"));
  const { pattern } = suggestPattern({ match, not }, values);
  assert.deepEqual(pattern, { detail: { state: [{ prefix: "s" }] } });
});

/** That a call throws a TidegateError of this code. */
function assertError(call, { code }) {
  assert.throws(call, (error) => error instanceof TidegateError && error.code === code);
}

test("what is refused", () => {
  const code = "ERR_INVALID_ARGUMENT";
  assertError(() => suggestPattern(), { code });
  assertError(() => suggestPattern({}), { code });
  assertError(() => suggestPattern({ match: [] }), { code });
  assertError(() => suggestPattern({ match: "{}" }), { code });
  assertError(() => suggestPattern({ match: [{}], not: 5 }), { code });
  assertError(() => suggestPattern({ match: [undefined] }), { code });
  assertError(() => suggestPattern({ match: [{}] }, { prefer: "x" }), { code });
  assertError(() => suggestPattern({ match: [{}] }, { ignore: "id" }), { code });
  assertError(() => suggestPattern({ match: [{}] }, { ignore: [5] }), { code });
  assertError(() => suggestPattern({ match: ["{}"] }, { maxEventBytes: 1 }), {
    code: "ERR_TOO_LARGE",
  });
  const broken = () => suggestPattern({ match: ["{}"], not: ["{}", '{"a": }'] });
  assert.throws(broken, { code: "ERR_INVALID_JSON", offset: 6, message: /^not\[1\]: / });
  assertError(() => suggestPattern({ match: ["[]"] }), { code: "ERR_EVENT_NOT_OBJECT" });
  assert.deepEqual(suggestPattern({ match: [{ a: 1 }] }).pattern, { a: [{ exists: true }] });
});
