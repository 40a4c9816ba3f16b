// What the tab Lint shows, in which order, and what its fixes leave.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./support.mjs";

const { lintAll, lintText, fixAll } = await load("engine/tools/lint.ts");
const { countsOf, groupsOf, withLastGood } = await load("tabs/lint-groups.ts");

const rule = (name, text) => ({ name, text });
const codes = (findings) => findings.map(({ rule: name, code }) => `${name} ${code}`);
const shown = (findings) => withLastGood([], findings);

const RULES = [
  rule("all", '{"source": ["aws.ec2"]}'),
  rule("some", '{"source": ["aws.ec2"], "detail": {"state": ["stopped", "stopped"]}}'),
  rule("slip", '{"source": ["aws.s3"], "detailType": ["Object Created"]}'),
  rule("broken", '{"source": ["aws.s3"], "detail": {"size": [{"numeric": [">", 5, "<", 1]}]}}'),
  rule("begun", "  \n"),
];

test("all rules are looked at together; one without a text is none yet", () => {
  assert.deepEqual(codes(lintAll(RULES, {})).sort(), [
    "broken REFUSED",
    "slip UNKNOWN_FIELD",
    "some REDUNDANT_ALTERNATIVE",
    "some SHADOWED",
  ]);
});

test("the profile counts", () => {
  const cidr = [rule("metadata", '{"source": [{"prefix": "aws."}]}')];
  assert.deepEqual(codes(lintAll(cidr, {})), []);
  assert.deepEqual(codes(lintAll(cidr, { profile: "custom-bus-metadata" })), ["metadata REFUSED"]);
});

test("the schema counts, once it is typed", () => {
  const orders = [rule("orders", '{"state": ["canceled"]}')];
  const schema = '{"properties": {"state": {"enum": ["open", "cancelled"]}}}';
  assert.deepEqual(codes(lintAll(orders, { schema: schema.slice(0, -1) })), []);
  assert.deepEqual(codes(lintAll(orders, { schema })), ["orders VALUE_NOT_IN_SCHEMA"]);
  assert.equal(fixAll(orders, { schema })[0].text, '{"state": ["cancelled"]}');
});

test("each finding is in one group: those about rules that do nothing, then by severity", () => {
  const findings = lintAll(RULES, {});
  const groups = groupsOf(shown(findings));
  assert.deepEqual(
    groups.map(({ id, findings: list }) => [id, ...list.map(({ finding }) => finding.code)]),
    [
      ["useless", "SHADOWED"],
      ["error", "REFUSED"],
      ["warning", "REDUNDANT_ALTERNATIVE", "UNKNOWN_FIELD"],
    ],
  );
  assert.equal(countsOf(shown(findings)), "1 error, 2 warnings, and 1 note");
  assert.deepEqual(groupsOf([]), []);
  assert.equal(countsOf([]), "");
});

test("a rule that is half typed keeps what was found before, over several keystrokes", () => {
  const slip = RULES[2];
  const before = withLastGood([], lintAll([slip], {}));
  const half = lintAll([rule("slip", slip.text.slice(0, -1))], {});
  const once = withLastGood(before, half);
  assert.deepEqual(
    once.map(({ finding, stale }) => [finding.code, stale]),
    [
      ["REFUSED", false],
      ["UNKNOWN_FIELD", true],
    ],
  );
  const twice = withLastGood(once, lintAll([rule("slip", slip.text.slice(0, -2))], {}));
  assert.deepEqual(
    twice.map(({ finding, stale }) => [finding.code, stale]),
    once.map(({ finding, stale }) => [finding.code, stale]),
  );
  assert.equal(countsOf(twice), "1 error");
  assert.deepEqual(
    withLastGood(twice, lintAll([slip], {})).map(({ stale }) => stale),
    [false],
  );
});

test("a rule that is refused, but is JSON, keeps nothing", () => {
  const before = withLastGood([], lintAll([RULES[2]], {}));
  const now = lintAll([rule("slip", '{"source": "aws.s3"}')], {});
  assert.ok(now.length > 0);
  assert.deepEqual(
    withLastGood(before, now).map(({ stale }) => stale),
    now.map(() => false),
  );
});

test("all fixes leave nothing that has a fix, and other texts as they were", () => {
  const fixed = fixAll(RULES, {});
  assert.deepEqual(
    fixed.map(({ name }) => name),
    RULES.map(({ name }) => name),
  );
  assert.equal(fixed[1].text, '{"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}');
  assert.equal(fixed[2].text, '{"source": ["aws.s3"], "detail-type": ["Object Created"]}');
  for (const index of [0, 3, 4]) assert.equal(fixed[index].text, RULES[index].text);
  for (const { text } of fixed) {
    assert.equal(
      lintText(text, {}).find(({ fix }) => fix),
      undefined,
    );
  }
});

test("many fixes of one rule are all applied", () => {
  const values = Array.from({ length: 30 }, () => '"a"').join(", ");
  const [{ text }] = fixAll([rule("many", `{"source": [${values}]}`)], {});
  assert.equal(text, '{"source": ["a"]}');
});
