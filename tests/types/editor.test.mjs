// What an editor offers while somebody writes: the language service of TypeScript is asked, as editors ask it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../../..", import.meta.url));
// The last TypeScript that has this service as a library.
const ts = createRequire(join(root, "playground/package.json"))("typescript");

// A list may hold branches as well, so that a field of theirs is offered too.
const OPERATORS = [
  "$or",
  "anything-but",
  "cidr",
  "equals-ignore-case",
  "exactly",
  "exists",
  "numeric",
  "prefix",
  "suffix",
  "wildcard",
];

// What is read once for all.
const libraries = ts.createDocumentRegistry();
let edited = 0;

// The names offered at the place of `|` in a file.
function offeredAt(source, moduleResolution = "nodenext") {
  const file = join(folder, `edited-${++edited}.ts`);
  const text = source.replace("|", "");
  const options = {
    ...ts.convertCompilerOptionsFromJson({ moduleResolution, target: "es2022", strict: true })
      .options,
    module: moduleResolution === "nodenext" ? ts.ModuleKind.NodeNext : ts.ModuleKind.ESNext,
    types: [],
  };
  const host = {
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  };
  const service = ts.createLanguageService(host, libraries);
  const offered = service.getCompletionsAtPosition(file, source.indexOf("|"), {});
  return (offered?.entries ?? []).map(({ name }) => name.replace(/^"(.*)"$/, "$1")).sort();
}

const api = 'import { explain, matches, type Pattern, RuleSet, toCloudEvent } from "tidegate";\n';

for (const moduleResolution of ["nodenext", "bundler"]) {
  test(`operators in a pattern, under ${moduleResolution}`, () => {
    for (const written of [
      "const pattern: Pattern = { detail: { n: [{ | }] } };",
      'new RuleSet().add("name", { detail: { n: [{ | }] } });',
      'new RuleSet().add("name", { n: ["x", { | }] });',
      "matches({}, { $or: [{ n: [{ | }] }, { n: [1] }] });",
      "RuleSet.from({ one: { detail: { n: [{ | }] } } });",
    ]) {
      assert.deepEqual(offeredAt(api + written, moduleResolution), OPERATORS, written);
    }
  });
}

test("operators from the entry that only matches", () => {
  const source = 'import { matches } from "tidegate/match";\nmatches({}, { n: [{ | }] });';
  assert.deepEqual(offeredAt(source), OPERATORS);
});

test("what an operator takes", () => {
  const comparisons = ["<", "<=", "=", ">", ">="];
  assert.deepEqual(offeredAt(`${api}matches({}, { n: [{ numeric: ["|"] }] });`), comparisons);
  const affixes = ["$or", "equals-ignore-case", "prefix", "suffix", "wildcard"];
  assert.deepEqual(offeredAt(`${api}matches({}, { n: [{ "anything-but": { | } }] });`), affixes);
  assert.deepEqual(offeredAt(`${api}matches({}, { n: [{ prefix: { | } }] });`), [
    "$or",
    "equals-ignore-case",
  ]);
});

test("options and their values", () => {
  const offered = offeredAt(`${api}new RuleSet({ | });`);
  assert.deepEqual(offered, ["maxEventBytes", "profile", "validate"]);
  const profiles = offeredAt(`${api}toCloudEvent({}, { profile: "|" });`);
  assert.deepEqual(profiles, ["arn", "aws-docs", "talk"]);
});

test("codes of errors", () => {
  const source = `import { TidegateError } from "tidegate";
declare const error: TidegateError;
if (error.code === "|") throw error;`;
  const dist = join(folder, "../../node_modules/tidegate/dist");
  const declared = readFileSync(join(dist, "generated/error-codes.d.ts"), "utf8");
  const codes = [...declared.matchAll(/"(ERR_\w+)"/g)].map(([, code]) => code);
  assert.deepEqual(offeredAt(source), [...new Set(codes)].sort());
});
