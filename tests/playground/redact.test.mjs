// Secrets are taken out before a workspace is shared, and nothing else changes.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { data, load } from "./support.mjs";
import { texts, workspaces } from "./workspaces.mjs";

const { redact } = await load("share/redact.ts");
const { EMPTY } = await load("workspace/workspace.ts");

const withEvent = (text) => ({ ...EMPTY, events: [{ name: "event 1", text }] });

/** What a text becomes, and the kinds of secrets that were in it. */
function redactText(text, options) {
  const { workspace, findings } = redact(withEvent(text), options);
  return { text: workspace.events[0].text, kinds: findings.map(({ kind }) => kind) };
}

// Put together here, so that nobody who looks for secrets finds one in this file.
const accessKey = `AKIA${"Q2W3E4R5T6Y7U8I9"}`;
const jwt = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "c2lnbmF0dXJl"].join(".");
const pem = (end) =>
  ["-----BEGIN RSA PRIVATE KEY-----", "MIIEowIBAAKCAQEA7", "x/y+z==", end].join("\n");

const SHOWN = [
  [accessKey, "AWS access key"],
  [`ASIA${"Q2W3E4R5T6Y7U8I9"}`, "AWS access key"],
  [jwt, "JSON Web Token"],
  [pem("-----END RSA PRIVATE KEY-----"), "private key"],
  [`ghp_${"a1B2".repeat(9)}`, "GitHub token"],
  [`github_pat_${"a1B2".repeat(9)}`, "GitHub token"],
  [`glpat-${"a1B2".repeat(5)}`, "GitLab token"],
  [`xoxb-${"1234567890-abc"}`, "Slack token"],
  [`sk_live_${"a1B2".repeat(6)}`, "Stripe key"],
  [`AIza${"a1B2c".repeat(7)}`, "Google API key"],
  [`npm_${"a1B2".repeat(9)}`, "npm token"],
  [`sk-ant-${"a1B2".repeat(9)}`, "API key"],
  ["4111 1111 1111 1111", "credit card number"],
  ["378282246310005", "credit card number"],
];

for (const [secret, kind] of SHOWN) {
  test(`${kind}: ${secret.slice(0, 12)}…`, () => {
    const around = { note: `before ${secret} after`, nested: [JSON.stringify({ deep: secret })] };
    const { text, kinds } = redactText(JSON.stringify(around, null, 2));
    const expected = JSON.stringify(
      { note: "before REDACTED after", nested: ['{"deep":"REDACTED"}'] },
      null,
      2,
    );
    assert.equal(text, expected);
    assert.deepEqual(kinds, [kind]);
    assert.equal(
      redactText(`${secret}`).text,
      /^\d+$/.test(secret) ? "100000000000000" : "REDACTED",
    );
  });
}

test("a part of a text goes alone", () => {
  const cases = [
    [
      `https://b.s3.amazonaws.com/k?X-Amz-Credential=${accessKey}%2F20240101&X-Amz-Date=20240101T000000Z&X-Amz-Signature=0a1b2c`,
      "https://b.s3.amazonaws.com/k?X-Amz-Credential=REDACTED&X-Amz-Date=20240101T000000Z&X-Amz-Signature=REDACTED",
    ],
    ["postgres://admin:hunter2@db.example.com/shop", "postgres://REDACTED@db.example.com/shop"],
    ["Bearer 0123456789abcdefghij", "Bearer REDACTED"],
    [`Basic ${btoa("user:pass")}`, "Basic REDACTED"],
    ["grant=x&client_secret=s3cret&scope=all", "grant=x&client_secret=REDACTED&scope=all"],
    [
      "https://hooks.slack.com/services/T0000000/B0000000/abcdefghijkl",
      "https://hooks.slack.com/services/REDACTED",
    ],
  ];
  for (const [text, expected] of cases) {
    assert.equal(redactText(JSON.stringify({ text })).text, JSON.stringify({ text: expected }));
    assert.equal(redactText(text).text, expected);
  }
});

test("the name of a field says that its value is a secret", () => {
  for (const name of [
    "password",
    "DB_PASSWORD",
    "secretAccessKey",
    "sessionToken",
    "x-amz-security-token",
    "api-key",
    "apiKey",
    "Authorization",
    "set-cookie",
    "SecretString",
    "detail.password",
    "pass\\u0077ord",
  ]) {
    const kind = `value of "${JSON.parse(`"${name}"`)}"`;
    const text = (value, number) => `{"${name}": "${value}", "n": [{"${name}" :\n ${number}}]}`;
    assert.deepEqual(redactText(text('a\\\\b\\"c', "-12.5e3")), {
      text: text("REDACTED", "0"),
      kinds: [kind],
    });
  }
});

test("other names say nothing", () => {
  for (const name of [
    "nextToken",
    "clientToken",
    "maxTokens",
    "passwordLastUsed",
    "keyId",
    "state",
  ]) {
    const text = JSON.stringify({ [name]: "abc", list: [name, 1] });
    assert.deepEqual(redactText(text), { text, kinds: [] });
  }
});

test("patterns and schemas keep their shape", () => {
  const pattern =
    '{"password": ["a", {"prefix": "b"}, {"exists": true}, {"anything-but": ["c", 5]}], "x": ["d"]}';
  assert.equal(
    redactText(pattern).text,
    '{"password": ["REDACTED", {"prefix": "REDACTED"}, {"exists": true}, {"anything-but": ["REDACTED", 0]}], "x": ["d"]}',
  );
  const schema =
    '{"properties": {"password": {"type": "string", "title": "p"}}, "required": ["password"]}';
  assert.deepEqual(redactText(schema), { text: schema, kinds: [] });
});

test("account ids, ARNs, ids, times and AWS's own examples stay", () => {
  for (const value of [
    "123456789012",
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf",
    "AKIAIOSFODNN7EXAMPLE",
    "AROAEXAMPLEROLE00001:marta",
    "7bf73129-1428-4cd3-a780-95db273d1602",
    "2024-04-18T20:26:09.123456Z",
    "49590338271490256608559692538361571095921575989136588898",
    "10.24.34.0/23",
    "Basic authentication is used; the Bearer of this message",
  ]) {
    const text = JSON.stringify({ value, secret: value.startsWith("arn:") ? value : "" });
    assert.deepEqual(redactText(text), { text, kinds: [] });
  }
});

test("the sample events have no secrets", () => {
  const files = readdirSync(join(data, "events"));
  assert.ok(files.length > 15);
  for (const file of files) {
    const text = readFileSync(join(data, "events", file), "utf8");
    assert.deepEqual(redactText(text), { text, kinds: [] }, file);
  }
});

test("half-typed texts are looked into, too", () => {
  assert.equal(redactText('{"password": "hunter2').text, '{"password": "REDACTED');
  assert.equal(
    redactText('{"a": 1,, "token": ["x" "y"').text,
    '{"a": 1,, "token": ["REDACTED" "REDACTED"',
  );
  assert.equal(redactText(`{"a": ${accessKey}`).text, '{"a": REDACTED');
  assert.equal(
    redactText(`Authorization: Bearer ${jwt}\n\n{}`).text,
    "Authorization: Bearer REDACTED\n\n{}",
  );
  assert.equal(redactText('{"password": "a\\').text, '{"password": "REDACTED\\');
  assert.equal(redactText(pem("never ends")).text, "REDACTED");
});

test("a key is no secret for its name, but may hold one", () => {
  assert.equal(
    redactText(`{"password": {"token": true, "${accessKey}": ["x"]}}`).text,
    '{"password": {"token": true, "REDACTED": ["x"]}}',
  );
});

test("numbers stay numbers", () => {
  assert.equal(redactText('{"card": 4111111111111111}').text, '{"card": 1000000000000000}');
  assert.equal(redactText('{"pin": 4111, "passcode": 4111}').text, '{"pin": 4111, "passcode": 0}');
});

test("e-mail addresses go where that is asked for", () => {
  const text = '{"to": "orders@example.com"}';
  assert.equal(redactText(text).text, text);
  assert.deepEqual(redactText(text, { emails: true }), {
    text: '{"to": "REDACTED"}',
    kinds: ["e-mail address"],
  });
});

test("every part of a workspace is looked into, and names stay different", () => {
  const text = JSON.stringify({ password: ["p"], key: accessKey });
  const named = (...names) => names.map((name) => ({ name, text }));
  const { workspace, findings } = redact({
    ...EMPTY,
    rules: named(accessKey, accessKey.replace("Q", "A"), "c"),
    events: named("e"),
    cases: [{ name: "case", event: text, matches: [accessKey, "c"] }],
    schema: text,
  });
  const left = JSON.stringify(workspace);
  assert.ok(!left.includes("AKIA") && !left.includes('"p\\'), left);
  assert.deepEqual(
    workspace.rules.map(({ name }) => name),
    ["REDACTED", "REDACTED 2", "c"],
  );
  assert.deepEqual(workspace.cases[0].matches, ["REDACTED", "c"]);
  assert.deepEqual(
    findings
      .filter(({ kind }) => kind.startsWith("value"))
      .map(({ where, count }) => `${where} ${count}`),
    [
      'rule "REDACTED" 1',
      'rule "REDACTED 2" 1',
      'rule "c" 1',
      'event "e" 1',
      'case "case" 1',
      "schema 1",
    ],
  );
});

const shapeOf = (value) => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.entries(value).map(([key, member]) => [key, shapeOf(member)]);
};

const secretTexts = fc
  .array(fc.oneof(fc.constantFrom(...SHOWN.map(([secret]) => secret)), texts), { maxLength: 4 })
  .map((parts) => parts.join(" "));
const secretValues = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    secretTexts,
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("password", "prefix", "a", '"', "\\"), tie("value"), {
      maxKeys: 3,
    }),
    tie("value").map((value) => JSON.stringify(value)),
  ),
})).value;

test("JSON stays JSON of the same shape, and has no secrets the second time", () => {
  fc.assert(
    fc.property(secretValues, fc.constantFrom(undefined, 2), (value, space) => {
      const { text } = redactText(JSON.stringify(value, null, space), { emails: true });
      assert.deepEqual(shapeOf(JSON.parse(text)), shapeOf(JSON.parse(JSON.stringify(value))));
      assert.deepEqual(redactText(text, { emails: true }), { text, kinds: [] });
    }),
    { numRuns: 500 },
  );
});

test("what has no finding is the same, and any workspace can be redacted", () => {
  fc.assert(
    fc.property(workspaces, (workspace) => {
      const redacted = redact(workspace);
      if (redacted.findings.length === 0) assert.deepEqual(redacted.workspace, workspace);
      assert.equal(redacted.workspace.rules.length, workspace.rules.length);
    }),
  );
});

test("no text takes long", () => {
  const parts = [
    "eyJ",
    "eyJ-",
    "-----BEGIN PRIVATE KEY-----",
    "-----",
    "Bearer ",
    "://",
    "://a:",
    "4 ",
    "4-",
    "a@",
    "password=",
    "sk-",
    "\\",
    '"',
    '{"',
    '["password",',
    "Basic YTpi",
    "xoxb-",
    "a.",
    "AKIA",
    "?sig=",
  ];
  for (const part of parts) {
    const time = (size) => {
      const text = part.repeat(Math.ceil(size / part.length));
      const begin = performance.now();
      redactText(text, { emails: true });
      redactText(JSON.stringify(text), { emails: true });
      return performance.now() - begin;
    };
    time(10_000);
    assert.ok(time(200_000) < 3000, part);
  }
});
