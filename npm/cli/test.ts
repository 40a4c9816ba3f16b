import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Profile, RuleSet } from "tidegate";
import type { PrintOptions } from "./each-event.js";
import { coloured } from "./explain.js";
import { filesOf } from "./files.js";
import { type MapNode, type SourceNode, stringOf } from "./node.js";
import { patternText } from "./pattern-text.js";
import { fileProblem, isTidegateError } from "./problem.js";
import { readSource } from "./read-source.js";
import { formatOf } from "./report.js";
import { makeRuleSet, type RuleOptions, type RulePattern, readPatterns } from "./rules.js";
import type { Source } from "./source.js";
import { inMap } from "./templates.js";
import { Output, paint } from "./terminal.js";

export interface TestOptions extends RuleOptions, PrintOptions {
  readonly junit?: string;
}

/** An event, and what is expected of it. */
interface Case {
  readonly name: string;
  /** `file:line:column` of it. */
  readonly place: string;
  readonly event: string | Uint8Array;
  /** The rules that match, in alphabetical order; or the code of the error. */
  readonly expected: readonly string[] | string;
}

interface Suite {
  readonly file: string;
  readonly rules: RuleSet;
  readonly cases: readonly Case[];
}

export interface Outcome {
  readonly file: string;
  readonly name: string;
  readonly place: string;
  readonly passed: boolean;
  /** Why it has failed. */
  readonly message?: string;
  readonly explanation?: string;
  readonly seconds: number;
}

const FILE_KEYS = ["rules", "profile", "cases"];
const CASE_KEYS = ["name", "event", "text", "file", "matches", "error"];

/** Holds rules against events with what is expected of them; the exit code. */
export async function test(names: readonly string[], options: TestOptions): Promise<number> {
  const suites: Suite[] = [];
  for (const file of await filesOf(names)) suites.push(await readSuite(file, options));
  const { formatExplanation } = await import("tidegate");
  const isJson = formatOf(options) === "json";
  const output = new Output();
  const outcomes: Outcome[] = [];
  for (const { file, rules, cases } of suites) {
    for (const one of cases) {
      const begin = performance.now();
      const failure = check(rules, one, formatExplanation);
      const seconds = (performance.now() - begin) / 1000;
      const { name, place } = one;
      const outcome = { file, name, place, passed: failure === undefined, ...failure, seconds };
      outcomes.push(outcome);
      await output.line(isJson ? JSON.stringify(outcome) : outcomeText(outcome));
    }
  }
  await output.flush();
  const failed = outcomes.filter(({ passed }) => !passed).length;
  if (!isJson) {
    const style = failed > 0 ? "red" : "green";
    process.stderr.write(
      `${paint(style, `${outcomes.length - failed} passed, ${failed} failed`, process.stderr)}\n`,
    );
  }
  if (options.junit !== undefined) {
    const { writeJunit } = await import("./junit.js");
    await writeJunit(options.junit, outcomes);
  }
  return failed > 0 ? 1 : 0;
}

function outcomeText({ name, place, passed, message, explanation }: Outcome): string {
  if (passed) return `${paint("green", "✓")} ${name}`;
  const lines = [`${paint("red", "✗")} ${name} ${paint("dim", `(${place})`)}`, `  ${message}`];
  if (explanation !== undefined) lines.push(coloured(explanation.replaceAll(/^/gm, "  ")));
  return lines.join("\n");
}

type Formatter = (explanation: ReturnType<RuleSet["explain"]>[number]) => string;

/** What is not as expected; nothing where all is. */
function check(rules: RuleSet, { event, expected }: Case, format: Formatter) {
  let found: readonly string[];
  try {
    found = rules.match(event).sort();
  } catch (error) {
    if (!isTidegateError(error)) throw error;
    const { code, message } = error;
    if (code === expected) return undefined;
    return { message: `Expected ${shown(expected)}, but there was ${code}: ${message}` };
  }
  if (typeof expected === "string") {
    return { message: `Expected ${expected}, but it matches ${shown(found)}.` };
  }
  const missing = expected.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !expected.includes(name));
  if (missing.length === 0 && extra.length === 0) return undefined;
  const message = [
    missing.length > 0 ? `It should match ${shown(missing)}, but does not.` : "",
    extra.length > 0 ? `It should not match ${shown(extra)}, but does.` : "",
  ];
  const explanations = [...missing, ...extra].map((name) => format(rules.explain(event, name)));
  return { message: message.filter(Boolean).join(" "), explanation: explanations.join("\n") };
}

function shown(names: readonly string[] | string): string {
  if (typeof names === "string") return names;
  return names.length === 0 ? "nothing" : names.join(", ");
}

async function readSuite(file: string, options: TestOptions): Promise<Suite> {
  const source = await readSource(file);
  const fields = readMap(source, source.root, FILE_KEYS, "A file of tests");
  const profile = stringOf(fields.get("profile")) as Profile | undefined;
  const ruleOptions = { ...options, ...(profile && { profile }) };
  const patterns = await patternsOf(source, fields.get("rules"), ruleOptions);
  const rules = await makeRuleSet(patterns, ruleOptions).catch((error) => {
    if (!isTidegateError(error) || error.code !== "ERR_INVALID_ARGUMENT") throw error;
    throw source.failure(fields.get("profile") ?? source.root, error.message, CODE);
  });
  const list = fields.get("cases");
  if (list?.kind !== "list" || list.items.length === 0) {
    throw source.failure(list ?? source.root, 'A file of tests has a list of "cases".', CODE);
  }
  const cases: Case[] = [];
  for (const [index, node] of list.items.entries()) {
    cases.push(await readCase(source, node, index, rules));
  }
  return { file, rules, cases };
}

const CODE = { code: "ERR_TEST_FILE" };

/** The members of a map that has no others than these. */
function readMap(source: Source, node: SourceNode, keys: readonly string[], what: string) {
  if (node.kind !== "map") throw source.failure(node, `${what} is a map.`, CODE);
  const strange = node.members.find(([key]) => !keys.includes(key));
  if (strange !== undefined) {
    const hint = `It has: ${keys.join(", ")}`;
    throw source.failure(strange[1], `${what} has no "${strange[0]}".`, { ...CODE, hint });
  }
  return new Map((node as MapNode).members);
}

/** The rules of a file of tests: there, in the file that it names, or by `--rules`. */
async function patternsOf(
  source: Source,
  node: SourceNode | undefined,
  options: RuleOptions,
): Promise<RulePattern[]> {
  if (node === undefined) return readPatterns(options);
  const { rules: _, pattern: __, ...rest } = options;
  const file = stringOf(node);
  if (file !== undefined) {
    return readPatterns({ ...rest, rules: [resolve(dirname(source.file), file)] });
  }
  return inMap(source, node).map(({ name, node }) => {
    const text = stringOf(node);
    const pattern =
      text === undefined ? patternText(source, node, options.param) : { text, isVerbatim: false };
    return { name, source, node, ...pattern };
  });
}

async function readCase(
  source: Source,
  node: SourceNode,
  index: number,
  rules: RuleSet,
): Promise<Case> {
  const fields = readMap(source, node, CASE_KEYS, "A case");
  const inputs = ["event", "text", "file"].filter((key) => fields.has(key));
  if (inputs.length !== 1) {
    throw source.failure(node, 'A case has one of "event", "text" and "file".', CODE);
  }
  if (fields.has("matches") === fields.has("error")) {
    throw source.failure(node, 'A case has either "matches" or "error".', CODE);
  }
  const name = fields.has("name") ? text(source, fields, "name") : `case ${index + 1}`;
  const expected = fields.has("error")
    ? text(source, fields, "error")
    : readNames(source, fields.get("matches") as SourceNode, rules);
  const event = await readEvent(source, fields);
  return { name, place: source.place(node.begin), event, expected };
}

async function readEvent(source: Source, fields: ReadonlyMap<string, SourceNode>) {
  const event = fields.get("event");
  if (event !== undefined) return patternText(source, event).text;
  if (fields.has("text")) return text(source, fields, "text");
  const file = resolve(dirname(source.file), text(source, fields, "file"));
  return readFile(file).catch((error) => {
    const { message, code } = fileProblem(file, error);
    throw source.failure(fields.get("file") as SourceNode, `${file}: ${message}`, { code });
  });
}

function text(source: Source, fields: ReadonlyMap<string, SourceNode>, key: string): string {
  const node = fields.get(key) as SourceNode;
  const found = stringOf(node);
  if (found === undefined) throw source.failure(node, `"${key}" is a string.`, CODE);
  return found;
}

function readNames(source: Source, node: SourceNode, rules: RuleSet): string[] {
  if (node.kind !== "list") throw source.failure(node, '"matches" is a list of names.', CODE);
  const names = node.items.map((item) => {
    const name = item.kind === "value" ? String(item.value) : undefined;
    if (name !== undefined && rules.has(name)) return name;
    const hint = `There are: ${[...rules.entries()].map(([name]) => name).join(", ")}`;
    const what = name === undefined ? "A name is a string." : `There is no rule "${name}".`;
    throw source.failure(item, what, { ...CODE, hint });
  });
  return [...new Set(names)].sort();
}
