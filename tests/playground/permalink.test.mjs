// A workspace comes back from its link as it was, and of a broken link what can be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { load } from "./support.mjs";
import { workspaces } from "./workspaces.mjs";

const { decodeWorkspace, encodeWorkspace, isPermalink, tooLongForLink } =
  await load("share/permalink.ts");
const { EMPTY } = await load("workspace/workspace.ts");

const rule = { name: "stopped", text: '{\n  "detail": {\n    "state": ["stopped"]\n  }\n}' };
const small = { ...EMPTY, rules: [rule], events: [{ name: "event 1", text: '{"a":1}' }] };

/** A link that holds this text. */
const linkOf = (text) => `#v1.${deflateRawSync(text).toString("base64url")}`;

test("any workspace comes back from its link", async () => {
  await fc.assert(
    fc.asyncProperty(workspaces, async (workspace) => {
      const link = await encodeWorkspace(workspace);
      assert.match(link, /^#v1\.[A-Za-z0-9_-]+$/);
      assert.ok(isPermalink(link));
      assert.deepEqual(await decodeWorkspace(link), { workspace, problems: [] });
    }),
    { numRuns: 300 },
  );
});

test("any text, and any change of a link, is read without an error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
      for (const fragment of [text, `#v1.${text}`]) {
        const { workspace, problems } = await decodeWorkspace(fragment);
        assert.deepEqual(workspace, EMPTY);
        assert.ok(problems.length > 0);
      }
    }),
  );
  const link = await encodeWorkspace(small);
  await fc.assert(
    fc.asyncProperty(fc.nat(link.length - 5), fc.base64String(), async (at, text) => {
      const changed = link.slice(0, at + 4) + text + link.slice(at + 4 + text.length);
      const { workspace, problems } = await decodeWorkspace(changed);
      if (problems.length > 0) return;
      assert.equal(workspace.rules.length, 1);
    }),
  );
});

test("a link that is cut keeps whole rules, and says so", async () => {
  const rules = Array.from({ length: 40 }, (_, index) => ({
    name: `rule ${index}`,
    text: JSON.stringify({ detail: { number: [index * 7919] } }),
  }));
  const link = await encodeWorkspace({ ...EMPTY, rules, rule: 39, tab: "lint" });
  let most = 0;
  for (let length = 4; length < link.length; length += 3) {
    const { workspace, problems } = await decodeWorkspace(link.slice(0, length));
    assert.deepEqual(workspace.rules, rules.slice(0, workspace.rules.length));
    assert.equal(problems.length, 1, problems.join(" "));
    assert.match(problems[0], /^This link is broken/);
    assert.ok(workspace.rules.length >= most);
    most = workspace.rules.length;
  }
  assert.ok(most >= 38, `${most} rules`);
  const { workspace, problems } = await decodeWorkspace(link.slice(0, link.length / 2));
  assert.ok(workspace.rules.length > 5);
  const kept = `only ${workspace.rules.length} rules and 0 events of it can be read`;
  assert.deepEqual(problems, [`This link is broken or cut short: ${kept}.`]);
  assert.equal(workspace.tab, "lint");
});

test("what stands behind a link does not matter", async () => {
  const link = await encodeWorkspace(small);
  for (const end of [")", ".", "…", "%20and", " "]) {
    assert.deepEqual(await decodeWorkspace(link + end), { workspace: small, problems: [] });
  }
});

test("an unknown version says to update", async () => {
  for (const link of ["#v2.abc", "#v0.", "#v10.abc"]) {
    assert.ok(isPermalink(link));
    const { workspace, problems } = await decodeWorkspace(link);
    assert.deepEqual(workspace, EMPTY);
    assert.equal(problems.length, 1);
    assert.match(problems[0], /does not know: reload the page to update it/);
  }
  assert.ok(!isPermalink("#examples/prefix"));
  const { problems } = await decodeWorkspace("#examples/prefix");
  assert.deepEqual(problems, ["There is no workspace in this link."]);
});

test("what unpacks to more than 4 MB is not unpacked", async () => {
  const head = `{"n":2}\n["r","kept","{}"]\n["r","bomb","`;
  const bomb = linkOf(`${head}${"x".repeat(300_000_000)}"]\n`);
  const { workspace, problems } = await decodeWorkspace(bomb);
  assert.deepEqual(workspace.rules, [{ name: "kept", text: "{}" }]);
  assert.deepEqual(problems, [
    "This link holds more than 4 MB: only 1 rule and 0 events of it are kept.",
  ]);
});

test("fields of a wrong type are left out and named", async () => {
  const lines = [
    { n: 8, rule: 9, event: -1, tab: "nowhere" },
    ["r", "a", 1],
    ["r", 2, "{}"],
    ["e"],
    ["e", "b", "{}"],
    ["e", "b", "[]"],
    ["c", "case", "{}", [1]],
    ["s", {}],
    ["?", "what"],
  ];
  const link = linkOf(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const { workspace, problems } = await decodeWorkspace(link);
  assert.deepEqual(workspace, {
    ...EMPTY,
    rules: [{ name: "rule 2", text: "{}" }],
    events: [
      { name: "b", text: "{}" },
      { name: "b 2", text: "[]" },
    ],
  });
  assert.deepEqual(problems, [
    "The text of rule 1 is missing or no text: it is left out.",
    "The name of rule 2 is no text.",
    "The text of event 1 is missing or no text: it is left out.",
    "The name, the event or the matches of case 1 are not there: it is left out.",
    "The schema is no text: it is left out.",
    "There is no such rule as the one to be shown: the first one is.",
    "There is no such event as the one to be shown: the first one is.",
    'There is no tab "nowhere".',
  ]);
});

test("a line that is no JSON is left out alone", async () => {
  const { workspace, problems } = await decodeWorkspace(
    linkOf('{"n":3}\n["r","a","{}"]\n["r","b\n["r","c","[]"]\n'),
  );
  assert.deepEqual(
    workspace.rules.map(({ name }) => name),
    ["a", "c"],
  );
  assert.match(problems[0], /only 2 rules/);
});

test("names that come thousands of times take no long time", async () => {
  const lines = Array.from({ length: 20_000 }, () => '["r","x",""]\n').join("");
  const { workspace, problems } = await decodeWorkspace(linkOf(`{"n":20000}\n${lines}`));
  assert.equal(new Set(workspace.rules.map(({ name }) => name)).size, 10_000);
  assert.deepEqual(problems, ["There are 20000 rules: those after 10000 are left out."]);
});

test("links are short", async () => {
  const event = JSON.stringify({ source: "aws.ec2", detail: { state: "stopped" } }, null, 2);
  const link = await encodeWorkspace({
    ...small,
    events: [{ name: "event 1", text: event }],
    cases: [{ name: "stops", event, matches: ["stopped"] }],
  });
  assert.ok(link.length < 250, `${link.length} characters`);
  assert.ok(!tooLongForLink(link));
  const noise = Array.from({ length: 3000 }, (_, index) => Math.sin(index)).join();
  assert.ok(tooLongForLink(await encodeWorkspace({ ...small, schema: noise })));
});
