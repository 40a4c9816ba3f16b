// The examples in the docstrings of the package, run as its declarations show them. An expression
// with a value in the comment behind or below it has that value; a string in it that ends in "..."
// is the beginning of one.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { transformSync } from "esbuild";
import * as tidegate from "tidegate";
import * as facetsEntry from "tidegate/facets";
import * as protobuf from "tidegate/protobuf";
import * as schema from "tidegate/schema";
import { fixturesOf } from "./docstring-fixtures.mjs";

const dist = fileURLToPath(new URL("../../node_modules/tidegate/dist", import.meta.url));
const AsyncFunction = (async () => {}).constructor;

function examplesIn(file) {
  const comments = readFileSync(join(dist, file), "utf8").match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  return comments.flatMap((comment) => {
    const lines = comment.replace(/^ *\* ?/gm, "");
    return [...lines.matchAll(/^@example\n```(js|ts)\n([\s\S]*?)^```$/gm)].map(
      ([, language, source]) => ({ language, source }),
    );
  });
}

// The value that a comment says, as a list of one; of none where it says no value.
function valuesIn(comment) {
  try {
    return [Function(`"use strict"; return (${comment});`)()];
  } catch {
    return [];
  }
}

function assertAgrees(actual, expected) {
  if (typeof expected === "string" && expected.endsWith("...")) {
    assert.ok(actual.startsWith(expected.slice(0, -3)), actual);
  } else if (typeof expected === "object" && expected !== null) {
    assert.deepEqual(Object.keys(actual), Object.keys(expected));
    for (const key of Object.keys(expected)) assertAgrees(actual[key], expected[key]);
  } else {
    assert.deepEqual(actual, expected);
  }
}

let checked = 0;

// The source with its expressions checked.
function withChecks(source) {
  const comments = [];
  const { body } = parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    onComment: comments,
  });
  let made = "";
  let done = 0;
  for (const [i, { type, start, end, expression }] of body.entries()) {
    const next = body[i + 1]?.start ?? source.length;
    const behind = comments.filter((comment) => comment.start >= end && comment.end <= next);
    const comment = behind.map(({ value }) => value).join("\n");
    if (type !== "ExpressionStatement" || valuesIn(comment).length === 0) continue;
    const text = source.slice(expression.start, expression.end);
    made += `${source.slice(done, start)}agree((${text}), ${JSON.stringify(comment)});`;
    done = end;
  }
  return made + source.slice(done);
}

async function run(file, { language, source }) {
  const agree = (actual, comment) => {
    checked++;
    assertAgrees(actual, valuesIn(comment)[0]);
  };
  const bare = source.replace(/^import .*;\n/gm, "").replace(/^export default /gm, "void ");
  const code = `done = (async () => {\n${language === "js" ? withChecks(bare) : bare}})();`;
  const { code: plain } = transformSync(code, { loader: "ts", target: "node20" });
  const scope = {
    ...schema,
    ...tidegate,
    ...protobuf,
    ...facetsEntry,
    ...fixturesOf(file, source),
    agree,
    done: undefined,
  };
  await new AsyncFunction(...Object.keys(scope), `${plain} await done;`)(...Object.values(scope));
}

const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith(".d.ts"));
for (const file of files.sort()) {
  for (const [i, example] of examplesIn(file).entries()) {
    test(`${file}, example ${i + 1}`, async () => {
      await run(file, example);
    });
  }
}

test("most examples say what comes of them", () => assert.ok(checked > 80, String(checked)));
