// The version of the package stands in npm/package.json, and nowhere else but where it has to.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file) => readFileSync(join(root, file), "utf8");
const { version } = JSON.parse(read("npm/package.json"));
const skipped = new Set([".git", "build", "dist", "node_modules", "generated", "LICENSE"]);

function* filesIn(folder) {
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    if (skipped.has(name)) continue;
    if (statSync(join(root, path)).isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

test("is a semantic version, of a section of the changelog", () => {
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.match(read("CHANGELOG.md"), new RegExp(`^## \\[${version}\\] - `, "m"));
});

test("stands in no other file", () => {
  const pattern = new RegExp(`(?<![\\d.])${version.replaceAll(".", "\\.")}(?![\\d.])`);
  const found = [...filesIn("")].filter(
    (file) => !/package-lock\.json$/.test(file) && pattern.test(read(file)),
  );
  assert.deepEqual(found.sort(), ["CHANGELOG.md", "npm/package.json"]);
});

test("is the one of the lock file", () => {
  const lock = JSON.parse(read("npm/package-lock.json"));
  assert.equal(lock.version, version);
  assert.equal(lock.packages[""].version, version);
});
