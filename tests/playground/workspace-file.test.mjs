// A workspace comes back from its file as it was; another file is told apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { load } from "./support.mjs";
import { workspaces } from "./workspaces.mjs";

const { readWorkspaceFile, workspaceFile } = await load("share/file.ts");
const { EMPTY } = await load("workspace/workspace.ts");

test("any workspace comes back from its file", () => {
  fc.assert(
    fc.property(workspaces, (workspace) => {
      const text = workspaceFile(workspace);
      assert.deepEqual(readWorkspaceFile(text), { workspace, problems: [] });
    }),
  );
});

test("the file is for people too", () => {
  const text = workspaceFile({ ...EMPTY, rules: [{ name: "a", text: "{}" }] });
  assert.ok(text.startsWith('{\n  "tidegateWorkspace": 1,\n  "rules": [\n'), text);
  assert.ok(text.endsWith("}\n"));
});

test("what is no such file is not read as one", () => {
  for (const text of ["", "{", "null", "[]", '"x"', "{}", '{"source": "aws.ec2"}']) {
    assert.equal(readWorkspaceFile(text), undefined);
  }
});

test("an unknown version and wrong fields are told", () => {
  const newer = readWorkspaceFile('{"tidegateWorkspace": 2, "rules": []}');
  assert.deepEqual(newer.workspace, EMPTY);
  assert.match(newer.problems[0], /version 2/);
  const wrong = readWorkspaceFile(
    '{"tidegateWorkspace": 1, "rules": {}, "events": [{"text": "{}"}]}',
  );
  assert.deepEqual(wrong.workspace, { ...EMPTY, events: [{ name: "event 1", text: "{}" }] });
  assert.deepEqual(wrong.problems, ["The rules are no list: they are left out."]);
});
