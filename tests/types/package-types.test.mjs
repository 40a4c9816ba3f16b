// What linters of packages say of the tarball, and that the package agrees with itself.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const { TIDEGATE_TARBALL: tarball } = process.env;
const tools = fileURLToPath(new URL("../node_modules", import.meta.url));
const installed = fileURLToPath(new URL("../../node_modules/tidegate", import.meta.url));

function run(script, ...options) {
  const call = [script, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, call, { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

test("publint has no word to say about the package", () => {
  const publint = join(tools, "publint/src/cli.js");
  assert.match(run(publint, "run", tarball, "--strict"), /All good!/);
});

test("every entry has the types that its JavaScript has, wherever it is imported", () => {
  const entries = ["--exclude-entrypoints", "core.wasm", "match.wasm", "schema.wasm"];
  const said = run(
    join(tools, "@arethetypeswrong/cli/dist/index.js"),
    tarball,
    ...["--profile", "esm-only", "--no-color", "--no-emoji", ...entries],
  );
  for (const entry of [
    "tidegate",
    "tidegate/match",
    "tidegate/schema",
    "tidegate/slim",
    "tidegate/protobuf",
    "tidegate/facets",
  ]) {
    assert.ok(said.includes(`"${entry}"`), said);
  }
});

test("the command line tells the version of the package", () => {
  const { bin, version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  assert.equal(run(join(installed, bin.tidegate), "--version"), `${version}\n`);
});
