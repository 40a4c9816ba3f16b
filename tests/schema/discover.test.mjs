import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Discovery, discover } from "tidegate/schema";
import { eventsIn, FORMS, judge, nameOf, shared } from "./discovery-support.mjs";
import { total } from "./support.mjs";

const key = fc.constantFrom("a", "b", "c", "detail", "a b", "é", "1", "", "$ref", "x/y~z");
const text = fc.oneof(
  fc.constantFrom("open", "closed", "", "2026-01-01T00:00:00Z", "2026-01-01", "a@example.com"),
  fc.constantFrom("7bf73129-1428-4cd3-a780-95db273d1602", "https://example.com/#a", "arn:aws:x"),
  fc.string({ unit: "binary" }).filter((value) => value.isWellFormed?.() ?? true),
  fc.ipV4(),
  fc.ipV6(),
  fc.webUrl(),
  fc.emailAddress(),
  fc.uuid(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false, 0, 1.5, 1e300, 9007199254740991, -1),
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));
const event = fc.oneof(
  fc.dictionary(key, value, { maxKeys: 6, noNullPrototype: true }),
  fc.record(
    {
      source: fc.constantFrom("shop", "aws.ec2", "aws.partner/a b"),
      "detail-type": fc.constantFrom("Order Placed", "order-placed", "über", ""),
      detail: fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true }),
      resources: fc.array(text, { maxLength: 2 }),
      time: text,
    },
    { noNullPrototype: true },
  ),
  fc.record(
    { specversion: fc.constant("1.0"), type: fc.constantFrom("com.a", "b@c"), data: value },
    { noNullPrototype: true },
  ),
);
const options = fc.record(
  {
    maxKeys: fc.integer({ min: 1, max: 6 }),
    maxDepth: fc.integer({ min: 1, max: 5 }),
    maxFields: fc.integer({ min: 1, max: 60 }),
    maxSchemas: fc.integer({ min: 1, max: 3 }),
    maxEnumValues: fc.integer({ min: 0, max: 4 }),
    minEnumSamples: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ["minEnumSamples"], noNullPrototype: true },
);

function assertFits(events, found) {
  const byName = new Map(found.map((each) => [`${each.kind} ${each.name}`, judge(each)]));
  const other = byName.get("other Event");
  for (const each of events) {
    const kind =
      nameOf(each) === "Event" ? "other" : "detail" in each ? "eventbridge" : "cloudevent";
    const faults = (byName.get(`${kind} ${nameOf(each)}`) ?? other)(each);
    assert.equal(faults, null, JSON.stringify(each));
  }
}

test("every sample fits what was inferred from it, whatever the limits", () => {
  let samples = 0;
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), options, (events, limits) => {
      for (const form of FORMS) assertFits(events, discover(events, { ...limits, form }));
      samples += events.length;
    }),
    { numRuns: 300 },
  );
  total(
    "discovery",
    `${samples} generated samples fit what was inferred, in ${FORMS.length} forms`,
  );
});

test("one after the other, all at once and in another order, the schemas are the same", () => {
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 2, maxLength: 12 }),
      fc.constantFrom(...FORMS),
      fc.integer({ min: 1, max: 8 }),
      (events, form, maxKeys) => {
        const limits = { maxKeys, minEnumSamples: 2 };
        const expected = discover(events, { ...limits, form });
        assert.deepEqual(discover(events.toReversed(), { ...limits, form }), expected);
        const discovery = new Discovery(limits);
        for (const each of events) {
          discovery.add(JSON.stringify(each));
          discovery.schemas({ form });
        }
        assert.deepEqual(discovery.schemas({ form }), expected);
        discovery.dispose();
      },
    ),
    { numRuns: 300 },
  );
});

test("the three forms say the same of events", () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 6 }), event, (events, another) => {
      // Of what was always empty, or null, the registry has words of its own.
      if (/null|\[\]/.test(JSON.stringify(events))) return;
      const judges = FORMS.map((form) => discover(events, { form })).map(([first]) => judge(first));
      const verdicts = judges.map((faultsOf) => faultsOf(another) === null);
      assert.equal(new Set(verdicts).size, 1, verdicts.join());
    }),
    { numRuns: 200 },
  );
});

test("what it holds does not grow once a limit is reached, and a note says which", () => {
  for (const [limits, code] of [
    [{ maxFields: 50 }, "TOO_MANY_FIELDS"],
    [{ maxKeys: 10, maxSchemas: 5 }, "MANY_KEYS"],
    [{ maxKeys: 10, maxSchemas: 5 }, "TOO_MANY_SCHEMAS"],
    [{ maxDepth: 1, maxSchemas: 5 }, "TOO_DEEP"],
  ]) {
    const discovery = new Discovery(limits);
    const sizeAfter = (from, to) => {
      for (let i = from; i < to; i++) {
        const detail = { [`k${i}`]: { [`l${i}`]: `v${i}`, n: [{ [`m${i}`]: i }] }, text: `t${i}` };
        discovery.add({ source: "shop", "detail-type": limits.maxSchemas ? `d${i}` : "d", detail });
        discovery.add({ fixed: detail });
      }
      return JSON.stringify(discovery.schemas()).length;
    };
    const before = sizeAfter(0, 500);
    assert.ok(sizeAfter(500, 2000) < before * 1.1, code);
    const codes = discovery.schemas().flatMap(({ notes }) => notes.map((note) => note.code));
    assert.ok(codes.includes(code), `${code} is not among ${codes}`);
    discovery.dispose();
  }
});

test("a discovery takes text, bytes and objects, and refuses what is none", () => {
  const discovery = new Discovery();
  discovery.add('{"a": "\\ud83d\\ude00"}');
  discovery.add(new TextEncoder().encode('{"a": "😀"}'));
  discovery.add({ a: "😀" });
  const codeOf = (call) => {
    try {
      call();
    } catch (error) {
      return error.code;
    }
    return undefined;
  };
  assert.equal(
    codeOf(() => discovery.add('{"b": 1')),
    "ERR_INVALID_JSON",
  );
  assert.equal(
    codeOf(() => discovery.add("[1]")),
    "ERR_EVENT_NOT_OBJECT",
  );
  assert.equal(
    codeOf(() => discovery.add(Promise.resolve())),
    "ERR_INVALID_ARGUMENT",
  );
  assert.equal(
    codeOf(() => discovery.schemas({ form: "draft4" })),
    "ERR_INVALID_ARGUMENT",
  );
  assert.equal(
    codeOf(() => new Discovery({ maxDepth: 256 })),
    "ERR_INVALID_ARGUMENT",
  );
  assert.equal(
    codeOf(() => new Discovery({ maxEventBytes: 4 }).add('{"a": 1}')),
    "ERR_TOO_LARGE",
  );
  assert.equal(
    codeOf(() => discover('{"a": 1}')),
    "ERR_INVALID_ARGUMENT",
  );
  assert.equal(
    codeOf(() => discover([{}, 5])),
    "ERR_EVENT_NOT_OBJECT",
  );
  const [{ samples, schema }] = discovery.schemas();
  assert.equal(samples, 3);
  assert.deepEqual(schema.components.schemas.Event.required, ["a"]);
  discovery.dispose();
  discovery.dispose();
  assert.equal(
    codeOf(() => discovery.add("{}")),
    "ERR_DISPOSED",
  );
  assert.equal(
    codeOf(() => discovery.schemas()),
    "ERR_DISPOSED",
  );
});

test("an event whose own code ends the discovery ends only the call", () => {
  const discovery = new Discovery();
  const event = { toJSON: () => discovery.dispose() ?? { a: 1 } };
  assert.throws(() => discovery.add(event), { code: "ERR_DISPOSED" });
});

const onSamples = { skip: !shared && "../shared is absent" };

test("every event of ../shared/events/aws fits what is inferred from all", onSamples, () => {
  const events = eventsIn("aws");
  assert.ok(events.length > 250, String(events.length));
  for (const form of FORMS) {
    // One schema for all that are no events of EventBridge has many members.
    const found = discover(events, { form, maxKeys: 1000 });
    assertFits(events, found);
    assert.equal(
      found.reduce((sum, { samples }) => sum + samples, 0),
      events.length,
    );
    for (const { notes } of found) assert.deepEqual(notes, []);
    total(
      "discovery",
      `${events.length} events of ../shared/events/aws fit ${found.length} schemas, ${form}`,
    );
  }
});

test("names are those that the registry has, as ../shared/events lists them", onSamples, () => {
  const list = join(shared, "events/registry-schemas/registry-schema-names.txt");
  const known = new Set(readFileSync(list, "utf8").split("\n"));
  const names = discover(eventsIn("aws"))
    .filter(({ kind }) => kind === "eventbridge")
    .map(({ name }) => name);
  const missing = names.filter((name) => !known.has(name));
  assert.ok(names.length >= 18, names.join());
  assert.deepEqual(
    missing,
    ["aws.events@ScheduledEvent"].filter((name) => !known.has(name)),
  );
});

test("the shape is that of the registry", onSamples, () => {
  const file = "aws.ec2@EC2InstanceStateChangeNotification.OpenApi3.json";
  const path = join(shared, "events/registry-schemas", file);
  const expected = JSON.parse(readFileSync(path, "utf8"));
  const events = eventsIn("aws").filter(({ "detail-type": type, "replay-name": replay }) => {
    return type === "EC2 Instance State-change Notification" && replay === undefined;
  });
  const [{ schema }] = discover(events);
  const { AWSEvent, ...components } = expected.components.schemas;
  AWSEvent.properties.region = { type: "string" }; // Its list was written by AWS.
  AWSEvent.required.sort();
  const found = structuredClone(schema);
  found.components.schemas.AWSEvent.required.sort();
  assert.deepEqual(found, { ...expected, components: { schemas: { AWSEvent, ...components } } });
});
