// What holds for every example.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder } from "./support.mjs";

const usual = ["express", "hono", "hono/factory"];
const names = readdirSync(folder).filter((name) => name !== "node_modules" && name !== "demo.mjs");
const tests = readdirSync(fileURLToPath(new URL(".", import.meta.url)));

for (const name of names) {
  const text = readFileSync(join(folder, name), "utf8");

  test(`${name} is short, and says what it is`, () => {
    assert.ok(text.trimEnd().split("\n").length < 40);
    assert.match(text, /^(<!doctype html>\n<!-- |\/\/ )(A|An|Express|Hono|The script of)\b/);
  });

  test(`${name} imports the package and the usual library alone`, () => {
    const imported = [...text.matchAll(/\bfrom "([^"]+)"/g)].map(([, module]) => module);
    assert.deepEqual(
      imported.filter((module) => module !== "tidegate" && !usual.includes(module)),
      [],
    );
    assert.ok(imported.includes("tidegate") || name === "browser-form.html");
  });

  test(`${name} is tried`, () => {
    const stem = basename(name, extname(name));
    const [group] = stem.split("-");
    assert.ok(tests.includes(`${stem}.test.mjs`) || tests.includes(`${group}.test.mjs`));
  });
}
