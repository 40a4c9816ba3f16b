// Whatever is pasted is taken for what it is, and what is wrong with it is told.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { http } from "tidegate";
import { patterns, rules } from "./patterns.mjs";
import { data, load } from "./support.mjs";
import { texts } from "./workspaces.mjs";

const { importText } = await load("imports/import-text.ts");
const { exportRules } = await load("exports/export-rules.ts");
const { exportCases } = await load("exports/export-cases.ts");

const ec2 = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "123456789012",
  time: "2024-05-14T09:12:47Z",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
  detail: { "instance-id": "i-abcd1111", state: "stopped" },
};
const pattern = { source: ["aws.ec2"], detail: { state: ["stopped"] } };
const NOTHING = { rules: [], events: [], notes: [] };

const plain = ({ rules, events, notes }) => ({ rules, events, notes });
const values = (items) => items.map(({ name, text }) => [name, JSON.parse(text)]);

test("one event stays as it was typed", () => {
  const text = JSON.stringify(ec2, null, 3).replace('"0"', '"0" ');
  assert.deepEqual(plain(importText(`\uFEFF\n${text}\n`)), {
    ...NOTHING,
    events: [{ name: "EC2 Instance State-change Notification", text }],
  });
  const numbers = '{"a": 1.50, "b": 9007199254740993, "a": 2}';
  assert.deepEqual(importText(numbers, "folder/order.json").events, [
    { name: "order", text: '{\n  "a": 1.50,\n  "b": 9007199254740993,\n  "a": 2\n}' },
  ]);
});

test("every sample event is an event", () => {
  for (const file of readdirSync(join(data, "events"))) {
    const text = readFileSync(join(data, "events", file), "utf8");
    const { rules, events, notes } = importText(text, file);
    assert.deepEqual([rules, notes], [[], []], file);
    assert.deepEqual(JSON.parse(events[0].text), JSON.parse(text));
    assert.equal(events.length, 1);
  }
});

test("a list of events", () => {
  const { events, notes } = importText(` [ ${JSON.stringify(ec2)} , {"n":1.0}, 5, "x[", {"n":2}]`);
  assert.deepEqual(values(events), [
    [ec2["detail-type"], ec2],
    ["event 2", { n: 1 }],
    ["event 3", { n: 2 }],
  ]);
  assert.ok(events[1].text.includes("1.0"));
  assert.deepEqual(notes, [
    "Element 3 is left out: it is no object.",
    "Element 4 is left out: it is no object.",
  ]);
});

test("lines, of which bad ones are named", () => {
  const lines = `${JSON.stringify(ec2)}\r\n\n{"a": }\n{"b": 1}\n7\n${JSON.stringify(ec2)}\n`;
  const { events, notes, rules } = importText(lines);
  assert.deepEqual(rules, []);
  assert.deepEqual(
    events.map(({ name }) => name),
    [ec2["detail-type"], "event 2", `${ec2["detail-type"]} 2`],
  );
  assert.equal(notes.length, 2);
  assert.match(notes[0], /^Line 3 is left out\. Line 1, column 7: /);
  assert.equal(notes[1], "Line 5 is left out: it is no object.");
  const many = importText(
    Array.from({ length: 100 }, (_, n) => (n % 2 ? '{"a":1}' : "{bad}")).join("\n"),
  );
  assert.equal(many.events.length, 50);
  assert.equal(many.notes.length, 21);
  assert.equal(many.notes[20], "… and 30 more.");
});

test("documents one after the other", () => {
  const text = `${JSON.stringify(ec2, null, 2)}\n{\n  "a": "}{\\""\n}\n{"b" 1}`;
  const { events, notes } = importText(text);
  assert.deepEqual(values(events), [
    [ec2["detail-type"], ec2],
    ["event 2", { a: '}{"' }],
  ]);
  assert.equal(notes.length, 1);
  assert.match(notes[0], /^Line 20 is left out\. Line 1, column 6: /);
});

test("a broken event is there to be mended, and its mistake is named", () => {
  const { events, notes } = importText('{\n  "a": 1,\n}', "broken.json");
  assert.deepEqual(events, [{ name: "broken", text: '{\n  "a": 1,\n}' }]);
  assert.equal(notes.length, 1);
  assert.match(notes[0], /^Line 3, column 1: /);
});

test("5 MB of lines", () => {
  const line = JSON.stringify({ ...ec2, padding: "x".repeat(150) });
  const count = Math.ceil(5_000_000 / line.length);
  const begin = performance.now();
  const { events, notes } = importText(Array.from({ length: count }, () => line).join("\n"));
  assert.equal(events.length, count);
  assert.deepEqual(notes, []);
  assert.ok(performance.now() - begin < 15_000);
});

const trail = {
  eventVersion: "1.08",
  userIdentity: { type: "IAMUser", accountId: "123456789012" },
  eventTime: "2024-04-18T20:26:09Z",
  eventSource: "ec2.amazonaws.com",
  eventName: "AuthorizeSecurityGroupIngress",
  awsRegion: "us-west-2",
  eventID: "d41f8c6a-05e7-4b39-92cd-a7e3f60b5184",
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};

test("a log file of CloudTrail becomes events as EventBridge sends them", () => {
  const signIn = {
    ...trail,
    eventSource: "signin.amazonaws.com",
    eventName: "ConsoleLogin",
    eventType: "AwsConsoleSignIn",
  };
  delete signIn.recipientAccountId;
  const { events, notes } = importText(JSON.stringify({ Records: [trail, signIn] }, null, 1));
  assert.deepEqual(values(events), [
    [
      "AuthorizeSecurityGroupIngress",
      {
        version: "0",
        id: trail.eventID,
        "detail-type": "AWS API Call via CloudTrail",
        source: "aws.ec2",
        account: "111122223333",
        time: trail.eventTime,
        region: "us-west-2",
        resources: [],
        detail: trail,
      },
    ],
    [
      "ConsoleLogin",
      {
        version: "0",
        id: trail.eventID,
        "detail-type": "AWS Console Sign In via CloudTrail",
        source: "aws.signin",
        account: "123456789012",
        time: trail.eventTime,
        region: "us-west-2",
        resources: [],
        detail: signIn,
      },
    ],
  ]);
  assert.equal(notes.length, 1);
  assert.match(notes[0], /CloudTrail are wrapped/);
  assert.equal(importText(JSON.stringify(trail)).events[0].name, "AuthorizeSecurityGroupIngress");
});

test("records of queues and streams, and entries, carry events", () => {
  const body = JSON.stringify(ec2);
  const notification = JSON.stringify({ Type: "Notification", Message: body });
  const cases = [
    [{ Records: [{ eventSource: "aws:sqs", body }] }, "SQS"],
    [{ Records: [{ eventSource: "aws:sqs", body: notification }] }, "SQS"],
    [{ Messages: [{ Body: body }] }, "SQS"],
    [{ Records: [{ EventSource: "aws:sns", Sns: { Message: body } }] }, "SNS"],
    [{ Records: [{ eventSource: "aws:kinesis", kinesis: { data: btoa(body) } }] }, "Kinesis"],
  ];
  for (const [delivery, name] of cases) {
    const { events, notes } = importText(JSON.stringify(delivery));
    assert.deepEqual(values(events), [[ec2["detail-type"], ec2]]);
    assert.deepEqual(notes, [`These are the events in the records of ${name}.`]);
  }
  const entries = [{ Source: "shop", DetailType: "Order", Detail: '{"n":1.0}' }];
  assert.deepEqual(values(importText(JSON.stringify({ Entries: entries })).events), [
    ["Order", { "detail-type": "Order", source: "shop", resources: [], detail: { n: 1 } }],
  ]);
  const bad = importText(JSON.stringify({ Records: [{ eventSource: "aws:sqs", body: "hello" }] }));
  assert.deepEqual(bad.events, []);
  assert.match(bad.notes[1], /^The body of record 1 is left out\. Line 1, column 1: /);
});

const cloudEvent = {
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "com.example.sold",
  subject: "smør brød",
  datacontenttype: "application/json",
  data: { price: 5 },
};

test("curl commands, however they are quoted", () => {
  const { headers, body } = http.binary(cloudEvent);
  const text = new TextDecoder().decode(body);
  const flags = Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`);
  const commands = [
    `curl -X POST https://example.com/ ${flags.join(" ")} -d '${text}'`,
    `$ curl 'https://example.com/' \\\n  ${flags.join(" \\\n  ")} \\\n  --data-raw '${text}' \\\n  --compressed`,
    `curl -sSL -XPOST ${flags.map((flag) => flag.replace("-H ", "-H")).join(" ")} --data-binary "${text.replaceAll('"', '\\"')}" https://example.com | jq .`,
    `curl https://example.com ${flags.map((flag) => flag.replace("-H ", "--header=")).join(" ")} -d $'${text.replaceAll('"', "\\x22")}'`,
  ];
  for (const command of commands) {
    const { events, notes } = importText(command);
    assert.deepEqual(values(events), [["com.example.sold", cloudEvent]], command);
    assert.deepEqual(notes, [
      "The CloudEvent is put together of the headers and the body of the request.",
    ]);
  }
});

test("a structured request, a batch and one of something else", () => {
  const structured = JSON.stringify(cloudEvent, null, 2);
  const post = (type, body) =>
    importText(
      `POST /events HTTP/1.1\r\nHost: example.com\r\nContent-Type: ${type}\r\n\r\n${body}`,
    );
  assert.deepEqual(plain(post("application/cloudevents+json", structured)), {
    ...NOTHING,
    events: [{ name: "com.example.sold", text: structured }],
  });
  assert.equal(
    post("application/cloudevents-batch+json", `[${structured},${structured}]`).events.length,
    2,
  );
  assert.deepEqual(values(post("application/json", JSON.stringify(ec2)).events), [
    [ec2["detail-type"], ec2],
  ]);
  assert.deepEqual(values(importText(`curl x --json '${JSON.stringify(ec2)}'`).events), [
    [ec2["detail-type"], ec2],
  ]);
});

test("a request in binary mode", () => {
  const request = [
    "POST / HTTP/1.1",
    "ce-specversion: 1.0",
    "ce-id: 1",
    "ce-source: /shop",
    "CE-Type: com.example.sold",
    "ce-subject: sm%C3%B8r%20br%C3%B8d",
    "Content-Type: application/json",
    "",
    '{"price": 5.0}',
  ];
  for (const lines of [request, request.slice(1)]) {
    const { events } = importText(lines.join("\r\n"));
    assert.deepEqual(values(events), [["com.example.sold", cloudEvent]]);
    assert.ok(events[0].text.includes("5.0"));
  }
});

test("commands that cannot be read say so", () => {
  const { notes } = importText("curl 'https://example.com");
  assert.equal(notes.length, 1);
  assert.match(notes[0], /^The command cannot be read as a shell would: /);
  assert.deepEqual(importText("curl https://example.com -d @body.json").notes, [
    "The body is in the file body.json, which is not here: import that, too.",
  ]);
  assert.deepEqual(importText("curl https://example.com").notes, ["The request has no body."]);
});

test("commands of the AWS CLI", () => {
  const put = `aws events put-rule --name stopped --event-pattern '${JSON.stringify(pattern)}'\n`;
  const again = `aws events put-rule --event-pattern '{"a": [1]}' --name=x\n`;
  const events = `aws events put-events --entries '[{"Source":"s","DetailType":"d","Detail":"{}"}]'`;
  const found = importText(put + again + events);
  assert.deepEqual(values(found.rules), [
    ["stopped", pattern],
    ["pattern", { a: [1] }],
  ]);
  assert.equal(found.events[0].name, "d");
  assert.deepEqual(importText("aws events put-rule --name x --event-pattern file://p.json").notes, [
    "file://p.json is not here: import it, too.",
  ]);
});

const template = {
  Parameters: { Env: { Type: "String", Default: "prod" } },
  Resources: {
    Stopped: { Type: "AWS::Events::Rule", Properties: { EventPattern: pattern } },
    Own: {
      Type: "AWS::Events::Rule",
      Properties: {
        EventPattern: {
          source: [{ "Fn::Sub": "shop.$\u007bEnv}" }],
          account: [{ Ref: "AWS::AccountId" }],
          detail: { bus: [{ "Fn::ImportValue": "bus" }], q: [{ "Fn::GetAtt": ["Queue", "Arn"] }] },
        },
      },
    },
    Nightly: { Type: "AWS::Events::Rule", Properties: { ScheduleExpression: "rate(1 day)" } },
    Function: {
      Type: "AWS::Serverless::Function",
      Properties: {
        Events: { Stop: { Type: "EventBridgeRule", Properties: { Pattern: pattern } } },
      },
    },
  },
};

test("rules of a template, whose functions are texts where they have no value", () => {
  const { rules, notes, events } = importText(JSON.stringify(template));
  assert.deepEqual(events, []);
  assert.deepEqual(values(rules), [
    ["Stopped", pattern],
    [
      "Own",
      {
        source: ["shop.prod"],
        account: ["$\u007bAWS::AccountId}"],
        detail: { bus: ["$\u007bFn::ImportValue bus}"], q: ["$\u007bQueue.Arn}"] },
      },
    ],
    ["Function.Stop", pattern],
  ]);
  assert.equal(notes.length, 1);
  assert.match(notes[0], /^Rule "Own": .* stand as texts where the template has functions\.$/);
});

test("a template in YAML", () => {
  const yaml = `Resources:
  Own:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [!Sub "shop.\${Env}"]
        detail:
          state: ["on", 1.50]
          bus: !If [IsProd, [a], [b]]
`;
  const { rules, notes } = importText(yaml);
  assert.deepEqual(values(rules), [
    [
      "Own",
      {
        source: ["shop.$\u007bEnv}"],
        detail: { state: ["on", 1.5], bus: "$\u007bFn::If IsProd … …}" },
      },
    ],
  ]);
  assert.ok(rules[0].text.includes("1.50"));
  assert.equal(notes.length, 1);
  const { notes: broken } = importText("Resources:\n  - a: [", "template.yaml");
  assert.equal(broken.length, 1);
  assert.match(broken[0], /^template\.yaml:2:\d+: /);
});

test("rule files, plans and lists of rules", () => {
  const text = JSON.stringify(pattern);
  const address = "aws_cloudwatch_event_rule.stopped";
  const cases = [
    [{ stopped: pattern, other: [pattern, { a: [1] }] }, ["stopped", "other", "other 2"]],
    [{ Rules: [{ Name: "stopped", EventPattern: text }] }, ["stopped"]],
    [
      {
        planned_values: {
          root_module: {
            resources: [
              { type: "aws_cloudwatch_event_rule", address, values: { event_pattern: text } },
            ],
          },
        },
      },
      [address],
    ],
    [{ resource: { aws_cloudwatch_event_rule: { stopped: { event_pattern: text } } } }, [address]],
  ];
  for (const [file, names] of cases) {
    const { rules, events } = importText(JSON.stringify(file), "rules.json");
    assert.deepEqual(events, []);
    assert.deepEqual(
      rules.map(({ name }) => name),
      names,
    );
    assert.deepEqual(JSON.parse(rules[0].text), pattern);
  }
  assert.deepEqual(importText("stopped:\n  source: [aws.ec2]\n  x: [1]\n").rules.length, 1);
});

test("a pattern alone", () => {
  assert.deepEqual(plain(importText(JSON.stringify(pattern))), {
    ...NOTHING,
    rules: [
      {
        name: "pattern",
        text: '{\n  "source": ["aws.ec2"],\n  "detail": {\n    "state": ["stopped"]\n  }\n}',
      },
    ],
  });
  assert.equal(importText('{"vendor": ["vitamix"]}', "mixers.json").rules[0].name, "mixers");
  assert.equal(importText('{"detail": {"state": ["stopped"]}}').rules.length, 1);
  assert.equal(importText('{"list": [], "a": ["x"]}').events.length, 1);
});

test("what the playground writes comes back", () => {
  fc.assert(
    fc.property(rules, (some) => {
      const { text } = exportRules(some, "cli");
      assert.deepEqual(
        values(importText(text).rules).map(([, pattern]) => pattern),
        some.map(({ text }) => JSON.parse(text)),
      );
    }),
    { numRuns: 50 },
  );
  const cases = [{ name: "stops", event: JSON.stringify(ec2), matches: ["stopped"] }];
  const { text } = exportCases(cases, [{ name: "stopped", text: JSON.stringify(pattern) }]);
  const found = importText(text);
  assert.deepEqual(values(found.rules), [["stopped", pattern]]);
  assert.deepEqual(values(found.events), [["stops", ec2]]);
  const [{ event, ...rest }, ...others] = found.cases;
  assert.deepEqual(
    [JSON.parse(event), rest, others],
    [ec2, { name: "stops", matches: ["stopped"] }, []],
  );
});

test("no text is an error, and each gives something or says why not", () => {
  const starts = [
    "",
    "curl ",
    "aws events ",
    "POST / HTTP/1.1\n",
    "ce-id: ",
    "Resources:\n ",
    "{",
    "[",
    '{"Records":[',
    '{"Resources":',
  ];
  const any = fc.tuple(
    fc.constantFrom(...starts),
    fc.oneof(
      texts,
      patterns.map((one) => JSON.stringify(one)),
    ),
  );
  fc.assert(
    fc.property(any, fc.constantFrom("", "a.json", "a.yaml"), ([start, rest], file) => {
      const { rules, events, notes } = importText(start + rest, file);
      assert.ok(rules.length + events.length + notes.length > 0);
      assert.equal(new Set(events.map(({ name }) => name)).size, events.length);
    }),
    { numRuns: 500 },
  );
  for (const text of [
    "[".repeat(100_000),
    '{"a":'.repeat(100_000),
    `${"[".repeat(9000)}${"]".repeat(9000)}`,
    "- ".repeat(20_000),
    `{"Resources":${'{"a":'.repeat(9000)}1${"}".repeat(9001)}`,
  ]) {
    const { rules, events, notes } = importText(text);
    assert.ok(rules.length + events.length + notes.length > 0);
  }
});
