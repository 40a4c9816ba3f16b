// The examples in both READMEs, run as printed: every JavaScript block is a module of its own, and
// each `console.log(...); // text` must print that text, as must one with comments below it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const consumer = fileURLToPath(new URL("../..", import.meta.url));
const readmes = {
  "README.md": readFileSync(join(consumer, "README.md"), "utf8"),
  "npm/README.md": readFileSync(join(consumer, "node_modules/tidegate/README.md"), "utf8"),
};

// The first group of each match.
function all(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

function examples(text) {
  return all(text, /^```js\n(.*?)^```$/gms);
}

function run(source) {
  const folder = mkdtempSync(join(consumer, "readme-"));
  try {
    const file = join(folder, "example.mjs");
    writeFileSync(file, source);
    return execFileSync(process.execPath, [file], { encoding: "utf8", cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const [name, text] of Object.entries(readmes)) {
  test(`${name} has an example`, () => assert.ok(examples(text).length > 0));

  for (const [i, source] of examples(text).entries()) {
    test(`${name}, example ${i + 1} prints what it says`, () => {
      const promised = all(source, /console\.log\(.*\);((?: \/\/ .*)|(?:\n\/\/ .*)+)$/gm).flatMap(
        (comments) => all(comments, /\/\/ (.*)/g),
      );
      assert.ok(promised.length > 0, "the example says what it prints");
      assert.deepEqual(run(source).trimEnd().split("\n"), promised);
    });
  }
}

test("the first screen of README.md has both commands and an example of five lines", () => {
  const screen = readmes["README.md"].split("\n").slice(0, 40).join("\n");
  assert.match(screen, /^\.\/dev demo\b/m);
  assert.match(screen, /^\.\/dev test\b/m);
  assert.equal(examples(screen)[0].trimEnd().split("\n").length, 5);
});

test("npm/README.md lists every error code of the package and no other", () => {
  const file = join(consumer, "node_modules/tidegate/dist/generated/error-codes.d.ts");
  const declared = [...readFileSync(file, "utf8").matchAll(/\/\*\* (.+) \*\/[\s|]+"(ERR_\w+)"/g)];
  const rows = declared.map(([, sentence, code]) => `| \`${code}\` | ${sentence} |`);
  assert.ok(rows.length > 0);
  assert.deepEqual(readmes["npm/README.md"].match(/^\| `ERR_\w+` \|.*$/gm), rows);
});
