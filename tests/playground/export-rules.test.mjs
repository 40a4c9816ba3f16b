// Rules come back from each language that they are written in, whatever their names and texts.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import fc from "fast-check";
import { RuleSet } from "tidegate";
import { parse } from "yaml";
import { readHcl } from "./hcl.mjs";
import { hostile, rules } from "./patterns.mjs";
import { folder, load } from "./support.mjs";

const { exportRules, RULE_FORMATS } = await load("exports/export-rules.ts");

const RULE_NAME = /^[._A-Za-z0-9][.\-_A-Za-z0-9]{0,63}$/;

const stopped = {
  name: "stopped",
  text: '{\n  "source": ["aws.ec2"],\n  "detail": { "state": ["stopped", {"prefix": "shutting-"}] }\n}',
};

/** What is written of these rules: names, all different, with patterns, in the same order. */
function assertSame(written, rules) {
  const names = written.map(({ name }) => name);
  assert.equal(new Set(names).size, rules.length);
  for (const name of names) assert.match(name, RULE_NAME);
  assert.deepEqual(
    written.map(({ pattern }) => pattern),
    rules.map(({ text }) => JSON.parse(text)),
  );
}

const holds = (format, read, options = {}) =>
  fc.assert(
    fc.property(rules, (rules) => {
      assertSame(read(exportRules(rules, format).text), rules);
    }),
    options,
  );

// --- AWS CLI ---------------------------------------------------------------------------------------

/** Prints its arguments, each behind its length. */
const STUB = `aws() {
  for argument; do printf '%s\\0' "$argument"; done
}
`;

function readCli(text) {
  const result = spawnSync("sh", ["-eu"], { input: STUB + text, encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
  const words = result.stdout.split("\0").slice(0, -1);
  return Array.from({ length: words.length / 6 }, (_, index) => {
    const [aws, put, name, ...rest] = words.slice(index * 6, index * 6 + 6);
    assert.deepEqual(
      [aws, put, name, rest[1]],
      ["events", "put-rule", "--name", "--event-pattern"],
    );
    return { name: rest[0], text: rest[2], pattern: JSON.parse(rest[2]) };
  });
}

test("the shell hands the AWS CLI each pattern as it was typed", () => {
  const { text, fileName } = exportRules([stopped], "cli");
  assert.equal(fileName, "rules.sh");
  assert.equal(
    text,
    `aws events put-rule \\\n  --name stopped \\\n  --event-pattern '${stopped.text}'\n`,
  );
  assert.deepEqual(
    readCli(text).map(({ text }) => text),
    [stopped.text],
  );
  const exact = '{"a": [1.50, 9007199254740993, "it\'s $HOME `x` \\u0041 !"], "a": ["last"]}';
  assert.equal(readCli(exportRules([{ name: "x", text: exact }], "cli").text)[0].text, exact);
  holds("cli", readCli, { numRuns: 60 });
});

// --- CDK -------------------------------------------------------------------------------------------

const FIELDS = { detailType: "detail-type" };
const operator = (name) => (operand) => [{ [name]: operand }];
const MATCH = {
  prefix: operator("prefix"),
  suffix: operator("suffix"),
  equalsIgnoreCase: operator("equals-ignore-case"),
  wildcard: operator("wildcard"),
  cidr: operator("cidr"),
  exists: () => [{ exists: true }],
  doesNotExist: () => [{ exists: false }],
};

/** Runs the stack with constructs that keep what they are made of. */
function readCdk(text) {
  const { code } = transformSync(text, { loader: "ts", format: "cjs" });
  const made = [];
  class Construct {
    constructor(_scope, id, props) {
      assert.match(id, /^[A-Za-z][A-Za-z0-9]*$/);
      made.push({ id, kind: new.target.name, ...props });
    }
  }
  class Rule extends Construct {}
  class CfnRule extends Construct {}
  const modules = {
    "aws-cdk-lib": { Stack: class {} },
    "aws-cdk-lib/aws-events": { Rule, CfnRule, Match: MATCH },
  };
  const module = { exports: {} };
  new Function("module", "require", code)(module, (name) => modules[name]);
  new module.exports.RulesStack();
  assert.equal(new Set(made.map(({ id }) => id)).size, made.length);
  return made.map(({ kind, ruleName, name, eventPattern }) => {
    if (kind === "CfnRule") return { kind, name, pattern: eventPattern };
    const members = Object.entries(eventPattern).map(([key, value]) => [FIELDS[key] ?? key, value]);
    return { kind, name: ruleName, pattern: Object.fromEntries(members) };
  });
}

test("CDK makes each rule of its pattern", () => {
  assert.equal(
    exportRules([stopped], "cdk").text,
    `import { Stack, type StackProps } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";

export class RulesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new Rule(this, "Stopped", {
      ruleName: "stopped",
      eventPattern: {
        source: ["aws.ec2"],
        detail: {
          state: ["stopped", { prefix: "shutting-" }]
        },
      },
    });
  }
}
`,
  );
  holds("cdk", readCdk);
});

test("CDK's own types are used where they take the pattern", () => {
  const cases = [
    [{ "detail-type": [{ prefix: "EC2 " }], source: [{ exists: false }] }, "Rule"],
    [{ account: [{ "anything-but": "123456789012" }] }, "CfnRule"],
    [{ source: ["aws.ec2", { prefix: "aws." }] }, "CfnRule"],
    [{ source: [null] }, "CfnRule"],
    [{ $or: [{ source: ["a"] }, { source: ["b"] }] }, "CfnRule"],
    [{ detail: { $or: [{ a: [1] }, { b: [null] }] } }, "Rule"],
    [{ vendor: ["x"] }, "CfnRule"],
    [{ detailType: ["x"] }, "CfnRule"],
    [{ detail: ["x"] }, "CfnRule"],
    [{ toString: ["x"] }, "CfnRule"],
  ];
  for (const [pattern, kind] of cases) {
    const { text } = exportRules([{ name: "a", text: JSON.stringify(pattern) }], "cdk");
    assert.deepEqual(readCdk(text), [{ kind, name: "a", pattern }]);
  }
});

// --- Terraform -------------------------------------------------------------------------------------

function readTerraform(text) {
  const blocks = readHcl(text);
  const ids = blocks.map(({ names }) => names[2]);
  assert.equal(new Set(ids).size, ids.length);
  return blocks.map(({ names: [resource, type, id], attributes }) => {
    assert.deepEqual([resource, type], ["resource", "aws_cloudwatch_event_rule"]);
    assert.match(id, /^[a-z_][a-z0-9_]*$/);
    return { name: attributes.name, pattern: JSON.parse(attributes.event_pattern) };
  });
}

test("Terraform encodes each pattern", () => {
  assert.equal(
    exportRules([stopped], "terraform").text,
    `resource "aws_cloudwatch_event_rule" "stopped" {
  name          = "stopped"
  event_pattern = jsonencode({
    source = ["aws.ec2"]
    detail = {
      state = ["stopped", { prefix = "shutting-" }]
    }
  })
}
`,
  );
  holds("terraform", readTerraform);
});

// --- SAM and CloudFormation ------------------------------------------------------------------------

/** As YAML of both versions, with members of any name. */
function readYaml(text) {
  const [old, now] = ["1.1", "1.2"].map((version) => parse(text, { version, maxAliasCount: 0 }));
  assert.deepEqual(now, old);
  return now;
}

function readCloudFormation(text) {
  return Object.entries(readYaml(text).Resources).map(([id, { Type, Properties }]) => {
    assert.match(id, /^[A-Za-z0-9]+$/);
    assert.equal(Type, "AWS::Events::Rule");
    return { name: Properties.Name, pattern: Properties.EventPattern };
  });
}

function readSam(text) {
  const { Transform, Resources } = readYaml(text);
  assert.equal(Transform, "AWS::Serverless-2016-10-31");
  return Object.values(Resources.EventFunction.Properties.Events).map(({ Type, Properties }) => {
    assert.equal(Type, "EventBridgeRule");
    return { name: Properties.RuleName, pattern: Properties.Pattern };
  });
}

test("templates of CloudFormation have each pattern", () => {
  assert.equal(
    exportRules([stopped], "cloudformation").text,
    `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Stopped:
    Type: "AWS::Events::Rule"
    Properties:
      Name: "stopped"
      EventPattern:
        source:
          - "aws.ec2"
        detail:
          state:
            - "stopped"
            - prefix: "shutting-"
`,
  );
  holds("cloudformation", readCloudFormation);
});

test("templates of SAM have each pattern", () => {
  holds("sam", readSam);
});

test("the command line program reads the rules of the templates again", (t) => {
  const path = folder(t);
  for (const format of ["cloudformation", "sam"]) {
    const { text, fileName } = exportRules([stopped], format);
    writeFileSync(join(path, fileName), text);
    const event = '{"source": "aws.ec2", "detail": {"state": "shutting-down"}}';
    const args = [join(path, "node_modules/.bin/tidegate"), "match", "--rules", fileName, "--json"];
    linkPackages(path);
    const out = execFileSync(process.execPath, args, { cwd: path, input: event, encoding: "utf8" });
    const name = format === "sam" ? "EventFunction.Stopped" : "Stopped";
    assert.deepEqual(JSON.parse(out).matches, [name]);
  }
});

// --- JavaScript ------------------------------------------------------------------------------------

function linkPackages(path) {
  const packages = new URL("../../node_modules", import.meta.url).pathname;
  try {
    symlinkSync(packages, join(path, "node_modules"));
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

test("the JavaScript runs, and has the same rules", async (t) => {
  const path = folder(t);
  linkPackages(path);
  let count = 0;
  const run = async (rules) => {
    const file = join(path, `rules-${count++}.mjs`);
    writeFileSync(file, exportRules(rules, "javascript").text);
    return import(pathToFileURL(file).href);
  };
  const { match } = await run([stopped]);
  assert.deepEqual(match({ source: "aws.ec2", detail: { state: "stopped" } }), ["stopped"]);
  const big = { name: "big", text: '{"id": [9007199254740993]}' };
  assert.deepEqual((await run([big])).match('{"id": 9007199254740993}'), ["big"]);

  const entries = (set) =>
    [...set.entries()].map(([name, patterns]) => [name, patterns.map((text) => JSON.parse(text))]);
  await fc.assert(
    fc.asyncProperty(rules, async (rules) => {
      const expected = new RuleSet();
      for (const { name, text } of rules) expected.add(name, text);
      assert.deepEqual(entries((await run(rules)).rules), entries(expected));
    }),
    { numRuns: 60 },
  );
});

// --- All of them -----------------------------------------------------------------------------------

test("names are cleaned, and stay different", () => {
  const names = [
    "a b",
    "a-b",
    "a/b",
    "",
    "-",
    "x".repeat(70),
    "x".repeat(71),
    "größer",
    "7th",
    "😤",
  ];
  const rules = names.map((name) => ({ name, text: '{"a":[1]}' }));
  const { text, notes } = exportRules(rules, "cli");
  assert.deepEqual(
    readCli(text).map(({ name }) => name),
    [
      "a-b",
      "a-b-2",
      "a-b-3",
      "rule",
      "rule-2",
      "x".repeat(64),
      `${"x".repeat(62)}-2`,
      "gro-er",
      "7th",
      "rule-3",
    ],
  );
  assert.ok(notes.includes('Rule "a b" is called a-b there.'), notes.join("\n"));
  assert.ok(!notes.some((note) => note.includes('"7th"')));
});

test("what is no JSON object is left out and noted", () => {
  const rules = [{ name: "half", text: '{"source": [' }, { name: "list", text: "[]" }, stopped];
  for (const format of Object.keys(RULE_FORMATS)) {
    const { text, notes } = exportRules(rules, format);
    assert.ok(text.includes("aws.ec2"), format);
    assert.deepEqual(notes, [
      'Rule "half" is no JSON object: it is left out.',
      'Rule "list" is no JSON object: it is left out.',
    ]);
  }
});

test("numbers that are rounded and fields that look like functions are noted", () => {
  const rules = [
    {
      name: "x",
      text: '{"detail": {"n": [0.10000000000000001, 1.50, 1e400], "x": {"Ref": ["y"]}}}',
    },
  ];
  const rounded = (tool) => `Rule "x": ${tool} may round the number 0.10000000000000001.`;
  const taken = 'Rule "x": CloudFormation takes one of its fields for a function of its own.';
  assert.deepEqual(exportRules(rules, "cli").notes, []);
  assert.deepEqual(exportRules(rules, "javascript").notes, []);
  assert.deepEqual(exportRules(rules, "cdk").notes, [rounded("CDK")]);
  assert.deepEqual(exportRules(rules, "terraform").notes, [rounded("Terraform")]);
  assert.deepEqual(exportRules(rules, "sam").notes, [rounded("SAM"), taken]);
  assert.deepEqual(exportRules(rules, "cloudformation").notes, [rounded("CloudFormation"), taken]);
});

test("no text of a rule is an error", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: hostile, text: fc.oneof(hostile, fc.json()) })),
      (rules) => {
        for (const format of Object.keys(RULE_FORMATS)) exportRules(rules, format);
      },
    ),
  );
  const deep = { name: "deep", text: `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}` };
  for (const format of Object.keys(RULE_FORMATS)) {
    assert.equal(exportRules([deep], format).notes.length, 1, format);
  }
});
