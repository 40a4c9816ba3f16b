// The commands other than match: what they print, and their exit codes.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { folder, lines, run } from "./support.mjs";

const ec2 = "events/ec2-state-change.json";
const cloudEvent = {
  specversion: "1.0",
  id: "1",
  source: "https://e.x/",
  type: "com.example.sold",
};

describe("explain", () => {
  test("says why one rule does not match", async () => {
    const args = ["explain", "-r", "rules.json", "--rule", "ec2-down", ec2];
    const { code, out } = await run([...args, "--format", "human"]);
    assert.match(out, /^events\/ec2-state-change\.json:1\n✗ ec2-down: No match: .*detail\.state/);
    assert.equal(code, 1);
    const json = await run([...args, "--json"]);
    const [{ index, explanations }] = lines(json.out);
    assert.equal(index, 0);
    assert.deepEqual([explanations.length, explanations[0].matched], [1, false]);
  });

  test("ranks rules, those that match first", async () => {
    const { code, out } = await run(["explain", "-r", "rules.json", "--limit", "5", ec2]);
    const [{ explanations }] = lines(out);
    assert.deepEqual(
      explanations.map(({ matched }) => matched),
      [true, true, true, true, false],
    );
    assert.equal(code, 0);
  });

  test("knows no rule of another name", async () => {
    const { code, err } = await run(["explain", "-r", "rules.json", "--rule", "ec2", ec2]);
    assert.match(err, /There is no rule "ec2"/);
    assert.equal(code, 2);
  });

  test("tells of what is no event, and goes on", async () => {
    const { code, out } = await run(["explain", "-p", '{"a": [1]}'], {
      input: '{"a":}\n{"a":1}\n',
    });
    const [bad, good] = lines(out);
    assert.deepEqual(
      [bad.error.code, bad.error.line, bad.error.column],
      ["ERR_INVALID_JSON", 1, 6],
    );
    assert.equal(good.explanations[0].matched, true);
    assert.equal(code, 2);
  });
});

describe("convert", () => {
  test("makes CloudEvents, one a line, of events however they come", async () => {
    const { code, out, err } = await run(["convert", "events/*.json"]);
    const types = lines(out).map(({ specversion, type }) => [specversion, typeof type]);
    assert.equal(types.length, 21);
    assert.ok(types.every(([version, type]) => version === "1.0" && type === "string"));
    assert.match(err, /^lost \/version: .* \(21 times\)$/m);
    assert.equal(code, 0);
  });

  test("makes the same event again of one that is lossless", async () => {
    const there = await run(["convert", "--lossless", ec2]);
    assert.equal(there.err, "");
    const back = await run(["convert", "--to", "eventbridge"], { input: there.out });
    assert.deepEqual(lines(back.out), [
      JSON.parse(readFileSync(new URL(`../data/${ec2}`, import.meta.url), "utf8")),
    ]);
    assert.deepEqual({ code: back.code, err: back.err }, { code: 0, err: "" });
  });

  test("opens carriers with --unwrap, and tells of records that it cannot convert", async () => {
    const record = (messageId, body) => ({
      messageId,
      body,
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:orders",
      awsRegion: "us-east-2",
      attributes: { SentTimestamp: "1545082649183" },
    });
    const Records = [record("m1", JSON.stringify(cloudEvent)), { eventSource: "aws:sqs" }];
    const input = JSON.stringify({ Records });
    const { code, out, err } = await run(["convert", "--unwrap", "-q"], { input });
    assert.deepEqual(
      lines(out).map(({ type }) => type),
      ["com.example.sold"],
    );
    assert.match(err, /^stdin:1:1: error: \/Records\/1.*\(ERR_[A-Z_]+\)$/m);
    assert.equal(code, 1);
  });

  const targets = {
    eventbridge: (event) => event["detail-type"] === "com.example.sold",
    "put-events": (entry) => entry.DetailType === "com.example.sold",
    sns: (message) => JSON.parse(message.Message).id === "1",
    sqs: (message) => JSON.parse(message.MessageBody).id === "1",
    "event-grid": (event) => event.eventType === "com.example.sold",
    http: ({ headers, body }) => headers["ce-type"] === "com.example.sold" && body === '{"a":"é"}',
    kafka: ({ headers, value }) => headers.ce_type === "com.example.sold" && value === '{"a":"é"}',
    amqp: (message) => message.application_properties.cloudEvents_type === "com.example.sold",
    mqtt: ({ payload }) => payload === '{"a":"é"}',
    nats: ({ data }) => data === '{"a":"é"}',
  };
  const needed = {
    eventbridge: ["--region", "x"],
    "event-grid": ["--subject", "s", "--time", "2024-05-14T09:12:47Z"],
  };
  for (const [to, check] of Object.entries(targets)) {
    test(`--to ${to}`, async () => {
      const input = JSON.stringify({ ...cloudEvent, data: { a: "é" } });
      const args = ["convert", "--to", to, "-q", ...(needed[to] ?? [])];
      const { code, out, err } = await run(args, { input });
      assert.deepEqual({ code, err }, { code: 0, err: "" });
      assert.ok(check(lines(out)[0]), out);
    });
  }

  test("--mode structured, and bytes that are no text", async () => {
    const input = JSON.stringify({ ...cloudEvent, data_base64: "/w==" });
    const whole = await run(["convert", "--to", "http", "--mode", "structured"], { input });
    const [{ headers, body }] = lines(whole.out);
    assert.match(headers["content-type"], /^application\/cloudevents\+json/);
    assert.equal(JSON.parse(body).data_base64, "/w==");
    const parts = await run(["convert", "--to", "http"], { input });
    assert.deepEqual(lines(parts.out)[0].body, { base64: "/w==" });
  });

  test("the exit code is 1 for what cannot be converted, 2 for what is no JSON", async () => {
    const strange = await run(["convert"], { input: '{"a":1}' });
    assert.match(strange.err, /^stdin:1: error: .*ERR_EVENT_KIND/);
    assert.equal(strange.code, 1);
    const broken = await run(["convert"], { input: `{"a":\n${JSON.stringify(cloudEvent)}}x` });
    assert.match(broken.err, /ERR_INVALID_JSON/);
    assert.equal(broken.code, 2);
  });

  test("refuses options of other targets", async () => {
    for (const args of [
      ["--to", "sns", "--region", "x"],
      ["--to", "sqs", "--data-version", "1"],
      ["--mode", "binary"],
    ]) {
      const { code, err } = await run(["convert", ...args], { input: JSON.stringify(cloudEvent) });
      assert.match(err, /has no option --/);
      assert.equal(code, 2);
    }
  });
});

describe("validate", () => {
  test("finds by itself what an event is", async () => {
    const input = `${JSON.stringify(cloudEvent)}\n${readFileSync(new URL(`../data/${ec2}`, import.meta.url), "utf8").replaceAll("\n", "")}\n`;
    const { code, out } = await run(["validate"], { input });
    assert.deepEqual(
      lines(out).map(({ index, as, valid }) => ({ index, as, valid })),
      [
        { index: 0, as: "cloudevent", valid: true },
        { index: 1, as: "eventbridge", valid: true },
      ],
    );
    assert.equal(code, 0);
  });

  test("tells what is wrong, and where in the file", async () => {
    const input = `${JSON.stringify(cloudEvent)}\n{"specversion":"1.0","id":""}\n{`;
    const { code, out } = await run(["validate"], { input });
    const [good, wrong, broken] = lines(out);
    assert.equal(good.valid, true);
    assert.equal(wrong.valid, false);
    const empty = wrong.issues.find(({ code }) => code === "CE_ID_EMPTY");
    assert.deepEqual([empty.line, empty.column, empty.path], [2, 27, "/id"]);
    assert.deepEqual(
      broken.issues.map(({ code, line }) => [code, line]),
      [["ERR_INVALID_JSON", 3]],
    );
    assert.equal(code, 1);
    const human = await run(["validate", "--format", "human"], { input });
    assert.match(human.out, /^stdin:2:27: error: .* \(CE_ID_EMPTY \/id\)$/m);
    assert.match(human.out, /^stdin:2:1: not valid as cloudevent$/m);
  });

  test("--as, --custom, --spec and --strict", async () => {
    const validate = (event, ...args) =>
      run(["validate", ...args], { input: JSON.stringify(event) });
    const event = JSON.parse(readFileSync(new URL(`../data/${ec2}`, import.meta.url), "utf8"));
    assert.equal((await validate(event, "--as", "cloudevent")).code, 1);
    assert.equal((await validate(event, "--as", "eventbridge", "--custom")).code, 1);
    const warned = { ...cloudEvent, source: "/relative" };
    assert.equal((await validate(warned)).code, 0);
    assert.equal((await validate(warned, "--strict")).code, 1);
    const drafted = { ...cloudEvent, severitytext: 1 };
    assert.equal((await validate(drafted, "--spec", "1.0.2")).code, 0);
    assert.equal((await validate(drafted, "--spec", "1.0.3")).code, 1);
  });
});

describe("bench", () => {
  test("measures ways that find the same", async () => {
    const args = ["bench", "-r", "rules.json", "events/*.json", "--time", "5"];
    const { code, out } = await run(args);
    const [{ rules, events, bytes, matches, rows }] = lines(out);
    const expected = JSON.parse(
      readFileSync(new URL("../data/expected.json", import.meta.url), "utf8"),
    );
    assert.equal(events, 21);
    assert.equal(matches, Object.values(expected).flat().length);
    assert.ok(rules > 50 && bytes > 10_000);
    assert.equal(rows.length, 5);
    for (const { name, nsPerEvent, eventsPerSecond, ratio } of rows) {
      assert.ok(nsPerEvent > 0 && ratio > 0, name);
      assert.ok(Math.abs(nsPerEvent * eventsPerSecond - 1e9) < 1, name);
    }
    assert.equal(code, 0);
    const human = await run([...args, "--format", "human"]);
    assert.match(
      human.out,
      /^72 rules, 21 events .*\n +ns\/event +events\/s +times\nmatch\(bytes\) /,
    );
  });

  test("needs events, and good ones", async () => {
    for (const [input, message] of [
      ["", /no events/],
      ["{}\n{", /ERR_INVALID_JSON/],
    ]) {
      const { code, err } = await run(["bench", "-p", '{"a": [1]}'], { input });
      assert.match(err, message);
      assert.equal(code, 2);
    }
  });
});

describe("test", () => {
  const yaml = `
rules:
  stopped: { detail: { state: [stopped] } }
  big: { detail: { size: [{ numeric: [">", 9007199254740990] }] } }
cases:
  - name: stops
    event: { detail: { state: stopped } }
    matches: [stopped]
  - event: { detail: { size: 9007199254740991 } }
    matches: [big]
  - name: of a file
    file: events/one.json
    matches: []
  - name: a comma too many
    text: '{"a": 1,}'
    error: ERR_INVALID_JSON
`;
  const one = { detail: { state: "running" } };

  test("all as expected", async (t) => {
    const cwd = folder(t, { "sub/tests.yaml": yaml, "sub/events/one.json": one });
    const { code, out } = await run(["test", "sub/*.yaml", "--junit", "out.xml"], { cwd });
    assert.deepEqual(
      lines(out).map(({ name, passed, place }) => [name, passed, place]),
      [
        ["stops", true, "sub/tests.yaml:6:5"],
        ["case 2", true, "sub/tests.yaml:9:5"],
        ["of a file", true, "sub/tests.yaml:11:5"],
        ["a comma too many", true, "sub/tests.yaml:14:5"],
      ],
    );
    assert.equal(code, 0);
    const xml = readFileSync(join(cwd, "out.xml"), "utf8");
    assert.match(
      xml,
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<testsuites name="tidegate" tests="4" failures="0"/,
    );
    assert.match(
      xml,
      /<testcase name="stops" classname="sub\/tests\.yaml" file="sub\/tests\.yaml:6:5"/,
    );
  });

  test("what is not as expected is told, with its reason", async (t) => {
    const tests = {
      rules: "rules.json",
      cases: [
        { name: "too few <&\u0001\ud800", event: { a: 2 }, matches: ["one", "any"] },
        { name: "too many", event: { a: 1 }, matches: ["any"] },
        { name: "no error", event: { a: 3 }, error: "ERR_INVALID_JSON" },
        { name: "another error", text: "[]", error: "ERR_INVALID_JSON" },
        { name: "an error", text: "{", matches: [] },
        { name: "fine", event: { b: 1 }, matches: [] },
      ],
    };
    const rules = { one: { a: [1] }, any: { a: [{ exists: true }] } };
    const cwd = folder(t, { "tests.json": tests, "rules.json": rules });
    const { code, out, err } = await run(
      ["test", "tests.json", "--format", "human", "--junit", "out.xml"],
      { cwd },
    );
    assert.equal(code, 1);
    assert.equal(err, "1 passed, 5 failed\n");
    assert.match(
      out,
      /It should match one, but does not\.\n {2}✗ one: No match: .*\n {4}✗ a: 2 is not 1/,
    );
    assert.match(out, /It should not match one, but does\.\n {2}✓ one: Match/);
    assert.match(out, /Expected ERR_INVALID_JSON, but it matches any\./);
    assert.match(out, /Expected ERR_INVALID_JSON, but there was ERR_EVENT_NOT_OBJECT: /);
    assert.match(out, /Expected nothing, but there was ERR_INVALID_JSON: /);
    assert.match(out, /^✓ fine$/m);
    const xml = readFileSync(join(cwd, "out.xml"), "utf8");
    assert.match(xml, /tests="6" failures="5"/);
    assert.match(xml, /name="too few &lt;&amp;\ufffd\ufffd"/);
    assert.equal(xml.match(/<failure message="/g).length, 5);
  });

  test("rules of --rules are for files that have none", async (t) => {
    const cases = [{ event: { a: 1 }, matches: ["one"] }];
    const cwd = folder(t, { "tests.json": { cases }, "rules.json": { one: { a: [1] } } });
    assert.equal((await run(["test", "tests.json", "-r", "rules.json"], { cwd })).code, 0);
    const without = await run(["test", "tests.json"], { cwd });
    assert.match(without.err, /There are no rules/);
    assert.equal(without.code, 2);
  });

  describe("refuses, with the place", () => {
    const rules = { one: { a: [1] } };
    const file = (cases, more = {}) => JSON.stringify({ rules, cases, ...more }, null, 1);
    const refused = {
      "an unknown key": [
        file([{ evnt: {}, matches: [] }]),
        /tests\.json:11:\d+: .*has no "evnt".*\n.*event/,
      ],
      "an unknown key of the file": [
        file([{ event: {}, matches: [] }], { case: 1 }),
        /has no "case"/,
      ],
      "an unknown rule": [
        file([{ event: {}, matches: ["won"] }]),
        /There is no rule "won".*\n.*one/,
      ],
      "no event": [file([{ matches: [] }]), /one of "event", "text" and "file"/],
      "two events": [file([{ event: {}, text: "{}", matches: [] }]), /one of "event"/],
      "no expectation": [file([{ event: {} }]), /either "matches" or "error"/],
      "two expectations": [file([{ event: {}, matches: [], error: "E" }]), /either "matches"/],
      "a name for a list": [file([{ event: {}, matches: "one" }]), /"matches" is a list/],
      "no cases": [file([]), /has a list of "cases"/],
      "a file that is not there": [
        file([{ file: "x.json", matches: [] }]),
        /tests\.json:\d+:\d+: .*x\.json: There is no such file/,
      ],
      "a bad rule": [
        file([{ event: {}, matches: [] }], { rules: { one: { a: 1 } } }),
        /Rule "one": .*ERR_PATTERN/,
      ],
      "an unknown profile": [
        file([{ event: {}, matches: [] }], { profile: "x" }),
        /tests\.json:\d+:\d+: .*profile/,
      ],
    };
    for (const [what, [content, message]] of Object.entries(refused)) {
      test(what, async (t) => {
        const cwd = folder(t, { "tests.json": content });
        const { code, out, err } = await run(["test", "tests.json", "--junit", "o.xml"], { cwd });
        assert.match(err, message);
        assert.deepEqual({ code, out }, { code: 2, out: "" });
        assert.ok(!existsSync(join(cwd, "o.xml")));
      });
    }
  });
});

describe("lint", () => {
  const slip =
    '{\n  "launch": {\n    "source": ["aws.ec2"],\n    "detailType": ["EC2 Instance Launch"]\n  }\n}\n';

  test("finds slips, with their places", async (t) => {
    const cwd = folder(t, { "rules.json": slip });
    const { out } = await run(["lint", "rules.json"], { cwd });
    const [finding] = lines(out);
    assert.deepEqual(
      [finding.place, finding.rule, finding.code, finding.path],
      ["rules.json:4:5", "launch", "UNKNOWN_FIELD", "/detailType"],
    );
    const human = await run(["lint", "-r", "rules.json", "--format", "human"], { cwd });
    assert.match(human.out, /^rules\.json:4:5: \w+: Rule "launch": .* \(UNKNOWN_FIELD\)\n/);
    assert.match(human.out, /"detail-type"/);
  });

  test("--fix mends them in the file, and leaves the rest as it was", async (t) => {
    const cwd = folder(t, { "rules.json": slip });
    const { code, out } = await run(["lint", "--fix", "rules.json"], { cwd });
    assert.deepEqual({ code, out }, { code: 0, out: "" });
    const mended = readFileSync(join(cwd, "rules.json"), "utf8");
    assert.equal(mended, slip.replace("detailType", "detail-type"));
  });

  test("the exit code is 1 for errors, and with --strict for warnings", async (t) => {
    const cwd = folder(t, {
      "error.json": { a: { source: [{ prefx: "b" }] }, b: { source: ["aws.s3"] } },
      "good.yaml": "a: { source: [aws.ec2] }",
      "slip.json": slip,
      "shadow.json": {
        all: { source: ["aws.ec2"] },
        some: { source: ["aws.ec2"], detail: { a: [1] } },
      },
    });
    const bad = await run(["lint", "error.json", "-r", "good.yaml"], { cwd });
    assert.match(bad.err, /The rule "a" is in/);
    const error = await run(["lint", "error.json"], { cwd });
    assert.equal(lines(error.out)[0].severity, "error");
    assert.match(lines(error.out)[0].place, /^error\.json:1:\d+$/);
    const shadow = await run(["lint", "shadow.json"], { cwd });
    const [{ code, related }] = lines(shadow.out);
    assert.deepEqual([code, related.rule, related.place], ["SHADOWED", "all", "shadow.json:1:8"]);
    const good = await run(["lint", "--strict", "good.yaml"], { cwd });
    const warned = await run(["lint", "slip.json"], { cwd });
    const strict = await run(["lint", "--strict", "slip.json"], { cwd });
    const codes = [bad, error, shadow, good, warned, strict].map(({ code }) => code);
    assert.deepEqual(codes, [2, 1, 0, 0, 0, 1]);
  });

  test("--schema holds rules against the schemas of their events", async (t) => {
    const cwd = folder(t, {
      "rules.json": '{"r": {"source": ["shop"], "detail": {"state": ["opn"], "size": [1]}}}',
      "order.yaml": `
openapi: 3.0.0
components:
  schemas:
    AWSEvent:
      type: object
      x-amazon-events-source: shop
      properties:
        detail:
          type: object
          properties: { state: { type: string, enum: [open, paid] }, size: { type: string } }
`,
      "other.json": '{"x-amazon-events-source": "bank", "additionalProperties": false}',
      "broken.json": '{"type": }',
    });
    const against = (...files) => files.flatMap((file) => ["--schema", file]);
    const lint = (...files) => run(["lint", "rules.json", ...against(...files)], { cwd });
    const { code, out } = await lint("order.yaml", "other.json");
    assert.deepEqual(
      lines(out).map((finding) => [finding.code, finding.path, finding.hint]),
      [
        ["VALUE_NOT_IN_SCHEMA", "/detail/state/0", 'Did you mean "open"?'],
        ["VALUE_NOT_IN_SCHEMA", "/detail/size/0", 'Did you mean "1"?'],
      ],
    );
    const broken = await lint("broken.json");
    assert.match(broken.err, /broken\.json:1:10/);
    const fixed = await run(["lint", "--fix", "rules.json", ...against("order.yaml")], { cwd });
    assert.deepEqual([code, broken.code, fixed.code, fixed.out], [0, 2, 0, ""]);
    assert.match(readFileSync(join(cwd, "rules.json"), "utf8"), /\["open"\], "size": \["1"\]/);
  });
});

describe("facets", () => {
  test("prints who does what is needed, those that fit first, and why", async () => {
    const { code, out } = await run(["facets", "ordering", "filtering", "serverless"]);
    const found = lines(out);
    assert.equal(found.length, 17);
    assert.deepEqual([found[1].service, found[1].fits], ["SNS FIFO", "yes"]);
    assert.deepEqual(Object.keys(found[1].answers).length, 6);
    assert.deepEqual(
      found.at(-1).reasons.map(({ facet, fits }) => [facet, fits]),
      [
        ["ordering", "no"],
        ["serverless", "yes"],
        ["filtering", "yes"],
      ],
    );
    assert.equal(code, 0);
  });

  test("for people, with a sign for each reason", async () => {
    const { out } = await run(["facets", "dedupe", "pull", "--format", "human"]);
    assert.match(out, /^✓ Artemis\n {2}✓ Dedupe: yes\. .*\n {2}✓ Push vs\. pull: both\. /);
    assert.match(out, /^✗ SNS FIFO\n {2}✓ Dedupe: yes\. .*\n {2}✗ Push vs\. pull: push\.$/m);
  });

  test("without a need prints the table of an edition", async () => {
    const { code, out } = await run(["facets", "--edition", "2019", "--format", "human"]);
    const rows = out.trimEnd().split("\n");
    assert.equal(rows.length, 10);
    assert.match(
      rows[0],
      /^ +ordering +dedupe +p2p-vs-pubsub +push-vs-pull +serverless +filtering$/,
    );
    assert.match(rows[7], /^SNS +no +no +pub\/sub +push +yes +yes$/);
    assert.equal(code, 0);
  });

  test("says by its exit code that none fits; two ways are a need for both", async () => {
    const edition = ["--edition", "2019"];
    assert.equal((await run(["facets", "p2p", "pub/sub", ...edition])).code, 1);
    const { code, out } = await run(["facets", "p2p", "pub/sub"]);
    assert.equal(lines(out)[0].reasons[0].needed, "both");
    assert.equal(code, 0);
  });

  test("refuses a need that there is not", async () => {
    const { code, err } = await run(["facets", "ordring"]);
    assert.match(err, /'ordring' is invalid/);
    assert.equal(code, 2);
  });
});
