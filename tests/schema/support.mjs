// What the tests of JSON Schema share: the suite of its makers and the schemas of the registry, which are no part of this
// repository, and the schemas of schemas.
import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

assert.ok(process.env.TIDEGATE_SHARED !== undefined, "these tests are run by ./dev test schema");

/** The folder ../shared, or "" where it is not there. */
export const shared = process.env.TIDEGATE_SHARED;

/** Why a test that needs it does not run. */
export const skip = shared === "" ? "../shared is not there" : false;

export const readJson = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

const suite = join(shared, "conformance/json-schema");
const require = createRequire(import.meta.url);

/** The JSON files of a folder, those of the folders in it too; as paths from it. */
export function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The files of the suite: of a draft, its required ones, or those below optional/format. */
export function suiteFiles(draft, { formats = false } = {}) {
  const folder = join(suite, draft, formats ? "optional/format" : "");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, groups: readJson(folder, name) }));
}

/** The schemas of schemas, which Ajv brings along but for that of draft 04. */
export function metaschemas() {
  const folder = join(require.resolve("ajv/package.json"), "../dist/refs");
  const documents = filesIn(folder)
    .filter((name) => !/data\.json$|secure/.test(name) || name.includes("meta-data"))
    .map((name) => readJson(folder, name));
  documents.push(readJson(import.meta.dirname, "draft-04.json"));
  return Object.fromEntries(documents.map((document) => [document.$id ?? document.id, document]));
}

/** What the suite's server has, by URI. */
export function remotes() {
  const folder = join(suite, "remotes");
  return Object.fromEntries(
    filesIn(folder)
      .filter((name) => !name.startsWith("v1") && !name.startsWith("draft3"))
      .map((name) => [`http://localhost:1234/${name}`, readJson(folder, name)]),
  );
}

/** A line for the table in the end: of which part, and what. */
export function total(part, words) {
  const line = `${part.padEnd(14)} ${words}\n`;
  if (process.env.TIDEGATE_TOTALS) appendFileSync(process.env.TIDEGATE_TOTALS, line);
}
