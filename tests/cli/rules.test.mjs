// Files of rules: every form that --rules takes, and what is said of those that it cannot take.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { folder, lines, run } from "./support.mjs";

const pattern = { source: ["aws.s3"], detail: { size: [{ numeric: [">", 10] }] } };
const event = '{"source": "aws.s3", "detail": {"size": 11}}';
const resource = (Type, Properties) => ({ Type, Properties });
const terraform = (event_pattern) => ({ event_pattern });

/** The names of the rules that match the event, all of which are in the file. */
async function matching(t, name, content, ...options) {
  const cwd = folder(t, { [name]: content });
  const { code, out, err } = await run(["match", "-r", name, ...options], { cwd, input: event });
  assert.equal(err, "");
  assert.equal(code, 0);
  return lines(out)[0].matches;
}

const forms = {
  "a map": ["rules.json", { big: pattern }, ["big"]],
  "a map of texts": ["rules.json", { big: JSON.stringify(pattern) }, ["big"]],
  "a map of lists": ["rules.json", { big: [{ source: ["x"] }, pattern] }, ["big"]],
  YAML: [
    "rules.yaml",
    "big: &big\n  source: [aws.s3]\n  detail:\n    size: [{ numeric: ['>', 1.0e1] }]\nagain: *big\n",
    ["big", "again"],
  ],
  "YAML by another name": ["rules.txt", "# rules\nbig: { source: [aws.s3] }\n", ["big"]],
  "a template of CloudFormation": [
    "template.json",
    {
      Resources: {
        Big: resource("AWS::Events::Rule", { EventPattern: pattern }),
        Text: resource("AWS::Events::Rule", { EventPattern: JSON.stringify(pattern) }),
        Daily: resource("AWS::Events::Rule", { ScheduleExpression: "rate(1 day)" }),
        Bucket: resource("AWS::S3::Bucket", {}),
      },
    },
    ["Big", "Text"],
  ],
  "a template of SAM in YAML": [
    "template.yaml",
    `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt Role.Arn
      Events:
        Big:
          Type: EventBridgeRule
          Properties:
            Pattern: { source: [aws.s3] }
        Old:
          Type: CloudWatchEvent
          Properties: { Pattern: { source: [aws.s3] } }
        Api: { Type: Api, Properties: { Path: / } }
`,
    ["Resize.Big", "Resize.Old"],
  ],
  Terraform: [
    "main.tf.json",
    { resource: { aws_cloudwatch_event_rule: { big: terraform(JSON.stringify(pattern)) } } },
    ["aws_cloudwatch_event_rule.big"],
  ],
  "what terraform show -json prints": [
    "plan.json",
    {
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [
            {
              address: "aws_cloudwatch_event_rule.big",
              type: "aws_cloudwatch_event_rule",
              values: terraform(JSON.stringify(pattern)),
            },
            {
              address: "aws_cloudwatch_event_rule.daily",
              type: "aws_cloudwatch_event_rule",
              values: { schedule_expression: "rate(1 day)" },
            },
          ],
          child_modules: [
            {
              resources: [
                {
                  address: "module.a.aws_cloudwatch_event_rule.big",
                  type: "aws_cloudwatch_event_rule",
                  values: terraform(JSON.stringify(pattern)),
                },
              ],
            },
          ],
        },
      },
    },
    ["aws_cloudwatch_event_rule.big", "module.a.aws_cloudwatch_event_rule.big"],
  ],
  "what aws events list-rules prints": [
    "list.json",
    {
      Rules: [
        { Name: "big", EventPattern: JSON.stringify(pattern) },
        { Name: "daily", ScheduleExpression: "rate(1 day)" },
      ],
    },
    ["big"],
  ],
};

describe("reads", () => {
  for (const [form, [name, content, names]] of Object.entries(forms)) {
    test(form, async (t) => assert.deepEqual(await matching(t, name, content), names));
  }

  test("several files, and numbers to their last digit", async (t) => {
    const cwd = folder(t, {
      "a.json": '{"json": {"n": [9007199254740993]}}',
      "b.yaml": "yaml: { n: [9007199254740993] }",
    });
    for (const [last, matches] of [
      ["3", ["json", "yaml"]],
      ["2", []],
    ]) {
      const input = `{"n": 900719925474099${last}}`;
      const { out } = await run(["match", "-r", "*.json", "--rules", "b.yaml"], { cwd, input });
      assert.deepEqual(lines(out)[0].matches, matches);
    }
  });

  test("YAML 1.1 in templates, 1.2 elsewhere", async (t) => {
    const rule = "{ state: [on] }";
    const cwd = folder(t, {
      "rules.yaml": `a: ${rule}`,
      "template.yaml": `Resources:\n  A: { Type: "AWS::Events::Rule", Properties: { EventPattern: ${rule} } }`,
    });
    for (const [file, state] of [
      ["rules.yaml", "on"],
      ["template.yaml", true],
    ]) {
      const input = JSON.stringify({ state });
      assert.equal((await run(["match", "-r", file], { cwd, input })).code, 0, file);
    }
  });
});

describe("functions of a template", () => {
  const template = (source) => `
Parameters:
  Stage: { Type: String, Default: s3 }
  Other: { Type: String }
Resources:
  Big:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source:
          - ${source}
`;
  const resolved = {
    "!Ref Source": ["--param", "Source=aws.s3"],
    "!Sub 'aws.${Stage}'": [],
    "!Sub ['${A}.${Stage}', { A: aws }]": [],
    "!Join ['.', [aws, !Ref Stage]]": [],
    "Fn::Sub: '${AWS::Partition}.s3'": ["--param", "AWS::Partition=aws"],
    "!GetAtt Queue.Source": ["--param", "Queue.Source=aws.s3"],
    "Fn::GetAtt: [Queue, Source]": ["--param", "Queue.Source=aws.s3"],
  };
  for (const [source, options] of Object.entries(resolved)) {
    test(`${source} is resolved`, async (t) => {
      assert.deepEqual(await matching(t, "t.yaml", template(source), ...options), ["Big"]);
    });
  }

  const unresolved = {
    "!Ref Other": /"Other".*\n.*--param 'Other=…'/,
    "!Sub 'aws.${Other}'": /"Other"/,
    "!GetAtt Queue.Source": /"Queue\.Source"/,
    "!ImportValue Shared": /ImportValue Shared|Shared/,
    "!Select [0, [a]]": /cannot be resolved/,
  };
  for (const [source, message] of Object.entries(unresolved)) {
    test(`${source} is not, and is told with its rule and path`, async (t) => {
      const cwd = folder(t, { "t.yaml": template(source) });
      const { code, err } = await run(["match", "-r", "t.yaml"], { cwd, input: event });
      assert.equal(code, 2);
      assert.match(err, /^t\.yaml:11:\d+: error: Rule "Big": At \/source\/0, /);
      assert.match(err, message);
      assert.match(err, /ERR_UNRESOLVED/);
    });
  }
});

describe("refuses, with the place", () => {
  const refused = {
    "no JSON": ["r.json", '{\n "a": }', /^r\.json:2:7: .*ERR_INVALID_JSON/],
    "no YAML": ["r.yaml", "a: [\nb: 1", /^r\.yaml:\d+:\d+: .*ERR_INVALID_YAML/],
    "YAML merges": ["r.yaml", "a: &a {b: [1]}\nc: {<<: *a}", /^r\.yaml:2:5: .*merges/],
    "an alias of nothing": ["r.yaml", "a: *b", /ERR_INVALID_YAML/],
    "an alias of itself": ["r.yaml", "a: &a\n  b: *a", /ERR_TOO_DEEP|ERR_TOO_LARGE/],
    "a laugh of billions": [
      "r.yaml",
      `a: &a0 {x: [1]}\n${Array.from({ length: 40 }, (_, i) => `b${i}: &a${i + 1} {c: *a${i}, d: *a${i}}`).join("\n")}`,
      /ERR_TOO_LARGE/,
    ],
    "deep JSON": ["r.json", `{"a":${"[".repeat(100_000)}`, /ERR_TOO_DEEP/],
    "deep YAML": ["r.yaml", `a: ${"[".repeat(100_000)}`, /ERR_TOO_DEEP|ERR_INVALID_YAML/],
    "what is not UTF-8": ["r.json", Buffer.from('{"a": "\xff"}', "latin1"), /ERR_INVALID_UTF8/],
    "a list": ["r.json", "[]", /Rules are a map of names to patterns/],
    "an empty file": ["r.json", "", /Rules are a map/],
    "no rules": ["r.json", "{}", /ERR_NO_RULES/],
    "a template without rules": [
      "t.json",
      { Resources: { B: resource("AWS::S3::Bucket", {}) } },
      /ERR_NO_RULES/,
    ],
    "a pattern without a name": ["r.json", '{"source": ["aws.s3"]}', /my-rule.*source/],
    "a name twice": [
      "r.json",
      '{"a": {"b": [1]},\n"a": {"b": [2]}}',
      /^r\.json:2:6: .*comes twice/,
    ],
    "a misspelt operator": [
      "r.json",
      '{\n  "big": {\n    "a": [{"numric": [">", 1]}]\n  }\n}',
      /^r\.json:3:\d+: error: Rule "big": .*ERR_PATTERN_OPERATOR/,
    ],
    "a misspelt operator in YAML": [
      "r.yaml",
      "big:\n  a:\n    - numric: ['>', 1]\n",
      /^r\.yaml:3:\d+: error: Rule "big": .*ERR_PATTERN_OPERATOR/,
    ],
    "an expression of Terraform": [
      "main.tf.json",
      {
        resource: {
          aws_cloudwatch_event_rule: { a: terraform("$" + '{jsonencode({source = ["x"]})}') },
        },
      },
      /is an expression.*\n.*terraform show -json/,
    ],
    "a plan that does not know yet": [
      "plan.json",
      {
        planned_values: {
          root_module: {
            resources: [{ address: "x.y", type: "aws_cloudwatch_event_rule", values: {} }],
          },
        },
      },
      /"x\.y".*only after apply/,
    ],
  };
  for (const [what, [name, content, message]] of Object.entries(refused)) {
    test(what, async (t) => {
      const cwd = folder(t, { [name]: content });
      const { code, out, err } = await run(["match", "-r", name], { cwd, input: event });
      assert.match(err, message);
      assert.deepEqual({ code, out }, { code: 2, out: "" });
    });
  }

  test("a name in two files, and tells of all bad rules at once", async (t) => {
    const cwd = folder(t, {
      "a.json": { big: pattern },
      "b.json": { big: pattern },
      "c.json": { one: { a: "x" }, good: pattern, two: { b: [{ prefix: 1 }] } },
    });
    const twice = await run(["match", "-r", "a.json", "-r", "b.json"], { cwd });
    assert.match(twice.err, /^b\.json:1:8: .*"big" is in a\.json too/);
    const bad = await run(["match", "-r", "c.json"], { cwd });
    assert.match(bad.err, /Rule "one"[\s\S]*Rule "two"/);
    assert.deepEqual([twice.code, bad.code], [2, 2]);
  });
});
