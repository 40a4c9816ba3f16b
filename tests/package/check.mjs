// What the package must do wherever it runs: the same script in every runtime, on web-standard APIs alone. It is given
// the namespace of an entry, however that was loaded, and compares with what is written here.

const utf8 = (text) => new TextEncoder().encode(text);

function equal(actual, expected) {
  const found = JSON.stringify(actual);
  const wanted = JSON.stringify(expected);
  if (found !== wanted) throw new Error(`${found} is not ${wanted}`);
}

/** That a call throws the entry's own error with these properties. */
function fails({ TidegateError }, call, expected) {
  let thrown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof TidegateError)) throw new Error(`what was thrown is ${thrown}`);
  equal(Object.fromEntries(Object.keys(expected).map((key) => [key, thrown[key]])), expected);
}

const order = '{"vendor": "vitamix", "größe": "60 €", "price": 131.320}';
const mixers = {
  mixers: { vendor: ["vitamix"], price: [{ numeric: ["<=", 150] }] },
  "naïve 🚀": { größe: [{ wildcard: "*€" }] },
  dear: { price: [{ numeric: [">", 150] }] },
};

/** The forms in which an event may come. */
function forms(text) {
  const bytes = utf8(text);
  return [text, bytes, bytes.buffer, new DataView(bytes.buffer), JSON.parse(text)];
}

const matching = {
  "matches text, bytes and objects"({ RuleSet, matches }) {
    const rules = RuleSet.from(mixers);
    for (const event of forms(order)) {
      equal(rules.match(event), ["mixers", "naïve 🚀"]);
      equal(matches(event, mixers.dear), false);
    }
  },

  "keeps digits that JSON.parse would lose"({ matches }) {
    const pattern = '{"id": [9007199254740993]}';
    equal(matches('{"id": 9007199254740993}', pattern), true);
    equal(matches(utf8('{"id": 9007199254740992}'), pattern), false);
  },

  "folds case beyond ASCII"({ matches }) {
    const pattern = { city: [{ "equals-ignore-case": "zürich 😤" }] };
    for (const event of forms('{"city": "ZÜRICH 😤"}')) equal(matches(event, pattern), true);
  },

  "refuses a rule, and says where"(tidegate) {
    const rules = new tidegate.RuleSet();
    fails(tidegate, () => rules.add("bad", { a: { b: [{ prefx: "c" }] } }), {
      code: "ERR_PATTERN_OPERATOR",
      path: "/a/b/0/prefx",
      rule: "bad",
    });
    fails(tidegate, () => rules.add("bad", '{"a": ["b"]'), { code: "ERR_INVALID_JSON", offset: 0 });
    equal(rules.size, 0);
    equal(rules.add("good", { a: ["b"] }), true);
  },

  "refuses an event, and says where"(tidegate) {
    const rules = tidegate.RuleSet.from(mixers);
    const place = { code: "ERR_INVALID_JSON", line: 2, column: 7 };
    fails(tidegate, () => rules.match('{"ä": 1,\n "b": }'), { ...place, offset: 15 });
    fails(tidegate, () => rules.match(utf8('{"ä": 1,\n "b": }')), { ...place, offset: 16 });
    const broken = utf8('{"a": "?"}').map((byte) => (byte === 0x3f ? 0xff : byte));
    fails(tidegate, () => rules.match(broken), { code: "ERR_INVALID_UTF8", offset: 7 });
    equal(rules.match(order).length, 2);
  },

  "explains a miss"({ RuleSet, explain, formatExplanation }) {
    const result = explain('{"size": "größe"}', { size: ["Größe"] });
    equal(
      formatExplanation(result),
      '✗ No match: 1 of 1 condition failed: size.\n  ✗ size: "größe" differs only in case from "Größe".',
    );
    const [nearest] = RuleSet.from(mixers).explain({ price: 151, vendor: "vitamix" }, { limit: 1 });
    equal([nearest.rule, nearest.matched], ["dear", true]);
    const missed = RuleSet.from(mixers).explain({ price: 151, vendor: "vitamix" }, "mixers");
    const { code, distance } = missed.patterns[0].tree.members[1].reason;
    equal([code, distance], ["OUT_OF_RANGE", "1"]);
  },

  "is the same set again from its snapshot"({ RuleSet }) {
    const bytes = RuleSet.from(mixers).snapshot();
    const copy = RuleSet.fromSnapshot(bytes.slice());
    equal(copy.match(order), ["mixers", "naïve 🚀"]);
    equal([...copy.snapshot()].join(), [...bytes].join());
  },

  async "matches a batch, and goes on after a bad event"({ RuleSet }) {
    const result = await RuleSet.from(mixers).matchBatch(`${order}\n{"price":\n\n{"price": 200}\n`);
    equal([...result], [["mixers", "naïve 🚀"], [], ["dear"]]);
    equal(
      result.errors.map(({ index, line, error }) => [index, line, error.code]),
      [[1, 2, "ERR_INVALID_JSON"]],
    );
  },

  // The last one is larger than all memory was at first.
  async "takes large events, and what it gave before stays as it was"({ RuleSet }) {
    const rules = RuleSet.from(mixers);
    const snapshot = rules.snapshot();
    const sum = () => snapshot.reduce((total, byte) => (total * 31 + byte) % 1e9, 0);
    const batch = await rules.matchBatch(`${order}\n${order}`);
    const before = sum();
    for (const size of [300e3, 16 * 1024 * 1024 - 200]) {
      const head = `{"fill": "${"x".repeat(size)}", `;
      equal(rules.match(head + order.slice(1)), ["mixers", "naïve 🚀"]);
      equal(rules.match(utf8(head + order.slice(1))), ["mixers", "naïve 🚀"]);
    }
    const long = "größe".repeat(60e3);
    equal(rules.match({ price: 5, größe: `${long}€`, vendor: long }), ["naïve 🚀"]);
    equal(sum(), before);
    equal(batch.namesAt(1), ["mixers", "naïve 🚀"]);
  },

  "ends a set, once"(tidegate) {
    const rules = tidegate.RuleSet.from(mixers);
    rules.dispose();
    rules[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
    equal(rules.disposed, true);
    fails(tidegate, () => rules.match(order), { code: "ERR_DISPOSED" });
  },
};

const stopped = {
  version: "0",
  id: "7b",
  "detail-type": "Zustand",
  source: "aws.ec2",
  account: "012345678901",
  time: "2024-05-14T09:12:47Z",
  region: "eu-central-1",
  resources: [],
  detail: { state: "größer 😤" },
};

const sold = {
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "com.example.sold",
  subject: "Euro € 😀",
  data: { price: 5 },
};

// Two log events in gzip: "[ERROR] Zürich 😤" and {"a":1.50}.
const logs =
  `H4sIAAAAAAACA3WPzWrCQBhFX0XuepCZyfg3u4CpG0VIXKmhRP1IB8wPM6OlhLxHd934GN31hfoIpWlDu3F5OJcDt0FBzmU5bV5q
gsY83ISPqyhJwkUEhuq5JAsNIQM1Gk+mMyEDMJyrfGGrSw0NT84ve+xM4i1lxZ/6ZQZ3ObijNbU3Vflgzp6sg951sx9E2gWiK5X+WzUwJ2iQ
AIM3BTmfFTW0UIorJWfTCeec9QegsYvieB2ng+3HuzXHp8Hn2+sNLesz8n5G/M80e2R7aDEc8RZt2n4BsGUFPCQBAAA=`.replaceAll(
    "\n",
    "",
  );

const beyond = {
  "answers as TestEventPattern does"(tidegate) {
    const { testEventPattern } = tidegate;
    const event = JSON.stringify(stopped);
    equal(testEventPattern(event, '{"source": ["aws.ec2"]}'), true);
    fails(tidegate, () => testEventPattern(event, '{"source": 1}'), {
      code: "ERR_PATTERN_FIELD",
      exception: "InvalidEventPatternException",
      path: "/source",
    });
  },

  "makes a CloudEvent, and the event again"({ fromCloudEvent, toCloudEvent }) {
    for (const event of forms(JSON.stringify(stopped))) {
      const { source, type, data } = toCloudEvent(event);
      equal(
        [source, type, data],
        ["com.amazonaws/eu-central-1/ec2", "Zustand", { state: "größer 😤" }],
      );
      const made = toCloudEvent(event, { lossless: true });
      equal(fromCloudEvent(made, { to: "eventbridge" }), { output: stopped, losses: [] });
    }
  },

  "says which field of an event is wrong"(tidegate) {
    const { toCloudEvent } = tidegate;
    const expected = { code: "ERR_EVENT_FIELD", path: "/source" };
    fails(tidegate, () => toCloudEvent({ ...stopped, source: 5 }), expected);
    fails(
      tidegate,
      () => toCloudEvent(JSON.stringify({ ...stopped, source: undefined })),
      expected,
    );
  },

  "opens compressed records"({ toCloudEvents }) {
    const { kind, events, issues } = toCloudEvents({ awslogs: { data: logs } });
    equal([kind, issues], ["cloudwatch-logs", []]);
    equal(
      events.map(({ data }) => data),
      ["[ERROR] Zürich 😤", { a: 1.5 }],
    );
  },

  validates({ validateCloudEvent, validateEventBridgeEvent }) {
    const bad =
      '{"specversion": "1.0", "id": "ä", "type": "com.example.sold",\n "source": "1-555:x"}';
    for (const event of [bad, utf8(bad)]) {
      const { valid, issues } = validateCloudEvent(event);
      equal(
        [valid, issues.map(({ code, path, line, column }) => [code, path, line, column])],
        [false, [["CE_SOURCE_NOT_URI_REFERENCE", "/source", 2, 12]]],
      );
    }
    equal(validateCloudEvent(sold).valid, true);
    equal(validateEventBridgeEvent(stopped).valid, true);
  },

  async "travels over HTTP in both modes"({ http }) {
    const binary = http.binary(sold);
    equal(binary.headers["ce-subject"], "Euro%20%E2%82%AC%20%F0%9F%98%80");
    equal(http.read(binary).subject, sold.subject);
    const structured = http.structured(sold);
    equal([http.mode(binary), http.mode(structured)], ["binary", "structured"]);
    equal(http.read(structured), sold);
    const received = await http.receive(http.request("https://example.com/", sold));
    equal([received.subject, received.data], [sold.subject, sold.data]);
  },

  "tells what an input is"({ detect }) {
    const batch = { Records: [{ eventSource: "aws:sqs", messageId: "1", body: "{}" }] };
    for (const event of forms(JSON.stringify(batch))) {
      equal(detect(event), { kind: "sqs", records: 1 });
    }
    equal(detect(stopped).kind, "eventbridge");
  },
};

const schema = {
  "validates text, bytes and objects, with a place, and regular expressions of the host"(tidegate) {
    const compiled = tidegate.compileSchema({
      type: "object",
      required: ["id"],
      properties: { id: { type: "string", pattern: "^\\p{Lu}\\d+$" }, price: { minimum: 5 } },
    });
    for (const event of forms('{"id": "Ä1", "price": 5}')) {
      equal(compiled.validate(event), { valid: true, issues: [] });
    }
    const { valid, issues } = compiled.validate('{"id": "ä1", "price": 4}');
    equal(valid, false);
    equal(
      issues.map(({ keyword, instancePath, offset }) => [keyword, instancePath, offset]),
      [
        ["pattern", "/id", 7],
        ["minimum", "/price", 22],
      ],
    );
    compiled.dispose();
    fails(tidegate, () => compiled.validate("{}"), { code: "ERR_DISPOSED" });
    fails(tidegate, () => tidegate.compileSchema({ type: "strnig" }), { code: "ERR_SCHEMA" });
  },

  "discovers schemas, and types of them"({ discover, schemaToTypes }) {
    const [{ name }, { schema }] = discover([sold, stopped].map((event) => JSON.stringify(event)));
    equal(name, "aws.ec2@Zustand");
    equal(schemaToTypes(schema).includes("subject: string"), true);
  },

  "completes and suggests patterns"({ complete, suggestPattern }) {
    const text = '{"a": [{"pre';
    const { from, options } = complete(text, text.length);
    equal([from, options.some(({ label }) => label === "prefix")], [8, true]);
    const { pattern } = suggestPattern(
      { match: [{ a: "x" }], not: [{ a: "y" }] },
      { prefer: "values" },
    );
    equal(pattern, { a: ["x"] });
  },
};

const protobuf = {
  "writes and reads Protobuf"({ encodeCloudEvent, decodeCloudEvent }) {
    const { output } = encodeCloudEvent(sold);
    equal(decodeCloudEvent(output).output.data, sold.data);
    equal(decodeCloudEvent(output).output.subject, sold.subject);
  },

  "refuses bytes that end too early"(tidegate) {
    const bytes = tidegate.encodeCloudEvent(sold).output.slice(0, -1);
    fails(tidegate, () => tidegate.decodeCloudEvent(bytes), { code: "ERR_INVALID_PROTOBUF" });
  },
};

const facets = {
  "knows which services fit, and why"({ facets, services, findServices }) {
    equal([facets.length, services.length], [6, 17]);
    const [{ service, fits, reasons }] = findServices({ ordering: "yes", filtering: "yes" });
    equal([service, fits], ["ActiveMQ Classic", "yes"]);
    equal(reasons[1].why, "Filtering: yes. JMS selectors (SQL-92 subset), XPath on XML body.");
  },

  "advises by four questions"({ advise, questions }) {
    equal(questions.length, 4);
    equal(advise({ freeEvents: true, pubSub: true }).verdict, "yes");
  },

  "refuses a need that there is not"(tidegate) {
    fails(tidegate, () => tidegate.findServices({ ordring: "yes" }), {
      code: "ERR_INVALID_ARGUMENT",
      message: 'There is no option "ordring"; did you mean "ordering"?',
    });
  },
};

const entries = {
  tidegate: { ...matching, ...beyond },
  "tidegate/slim": { ...matching, ...beyond },
  "tidegate/match": matching,
  "tidegate/schema": schema,
  "tidegate/protobuf": protobuf,
  "tidegate/facets": facets,
};

/** What each entry is asked, by name. */
export const checksOf = (entry) => Object.keys(entries[entry]);

/** What an entry answered: the checks that it passed, and those that it failed with their reasons. */
export async function check(tidegate, entry) {
  const report = { passed: [], failed: [] };
  for (const [name, run] of Object.entries(entries[entry])) {
    try {
      await run(tidegate);
      report.passed.push(name);
    } catch (error) {
      report.failed.push({ name, reason: String(error?.stack ?? error) });
    }
  }
  return report;
}

/** What stands before a report in the output of a runtime. */
export const mark = "tidegate-report ";

/** Prints the report, which every runtime can. */
export async function tell(tidegate, entry) {
  console.log(mark + JSON.stringify(await check(tidegate, entry)));
}
