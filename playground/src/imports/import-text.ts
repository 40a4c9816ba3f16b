/**
 * Reads whatever is pasted or dropped: events, logs, requests, templates and rules. What it is shows
 * by itself. Bad input is never an error: notes say what could not be read, and where.
 */
import { detect, TidegateError } from "tidegate";
import { member, type SourceNode } from "../../../npm/cli/node.js";
import { Failure } from "../../../npm/cli/problem.js";
import { jsonNode } from "../../../npm/cli/source.js";
import { parseYaml } from "../../../npm/cli/yaml-source.js";
import { outermost, type Place } from "../json/outermost.js";
import { eventOfTrail, isTrail, WRAPPED } from "./cloud-trail.js";
import { Found, type Imported, titleOf } from "./found.js";
import { carriedBy, messageOf } from "./records.js";
import { eventIn, isCommand, isRequest, readCommand, readRequest } from "./requests.js";
import { RuleFile } from "./rule-files.js";
import { isPattern, isRuleMap } from "./shapes.js";

/** What is nested deeper is an event, whatever is in it; and each level takes some of the stack. */
const MAX_DEPTH = 500;
/** A text that is no JSON may be an event that somebody is about to mend, if people can read it. */
const MAX_BROKEN = 100_000;

/** Texts of YAML are read at once, so they are not as long as events may be. */
const MAX_YAML = 1_000_000;

/** @param fileName that of a file, which may tell YAML from other texts */
export function importText(text: string, fileName = ""): Imported {
  const found = new Found();
  const plain = text.replace(/^\uFEFF/, "").trim();
  try {
    new Importer(found, fileName).read(plain);
  } catch (error) {
    // The stack has an end.
    if (!(error instanceof RangeError)) throw error;
    found.note("It is nested too deeply to be read to its end.");
  }
  if (found.rules.length + found.events.length + found.notes.length === 0) {
    found.note("There is nothing in it that is an event or a rule.");
  }
  return found;
}

class Importer {
  constructor(
    readonly found: Found,
    readonly fileName: string,
  ) {}

  read(text: string): void {
    if (text === "") return;
    if (isCommand(text)) this.#command(text);
    else if (isRequest(text)) this.#request(readRequest(text));
    else if (/^[[{]/.test(text) && !/\.ya?ml$/i.test(this.fileName)) this.#json(text);
    else this.#yaml(text);
  }

  #command(text: string): void {
    const { request, texts, notes } = readCommand(text);
    for (const note of notes) this.found.note(note);
    if (request && (request.body !== "" || notes.length === 0)) this.#request(request);
    for (const { kind, name, text: json } of texts) {
      if (kind === "rule") this.found.rule(name || "pattern", json);
      else if (kind === "event") this.#json(json);
      else this.#json(`{"Entries":${json}}`);
    }
  }

  #request(request: { headers: Record<string, string>; body: string }): void {
    const { text, note } = eventIn(request);
    if (note !== undefined) this.found.note(note);
    if (text === "") this.found.note("The request has no body.");
    else this.#json(text);
  }

  // --- JSON ---------------------------------------------------------------------------------------

  #json(text: string): void {
    const value = parsed(text);
    if (value !== undefined) this.#value(text, value);
    else if (isLines(text)) this.#lines(text);
    else this.#documents(text);
  }

  /** NDJSON. */
  #lines(text: string): void {
    for (const [index, line] of text.split("\n").entries()) {
      if (line.trim() !== "") this.#element(line.trim(), () => `Line ${index + 1}`);
    }
  }

  /** Documents one after the other, as jq writes them; or one that is broken. */
  #documents(text: string): void {
    const { places } = outermost(text);
    const whole = places.filter(({ from, to }) => parsed(text.slice(from, to)) !== undefined);
    if (whole.length === 0) {
      this.found.note(problemOf(text) ?? "This is no JSON.");
      if (text.length <= MAX_BROKEN) this.found.event(text, stemOf(this.fileName));
      return;
    }
    for (const { from, to } of places) {
      this.#element(text.slice(from, to), () => `Line ${text.slice(0, from).split("\n").length}`);
    }
  }

  /** One of several texts. */
  #element(text: string, place: () => string): void {
    const value = parsed(text);
    if (value === undefined)
      this.found.bad(() => `${place()} is left out. ${problemOf(text) ?? ""}`.trim());
    else if (typeof value !== "object" || value === null) {
      this.found.bad(() => `${place()} is left out: it is no object.`);
    } else this.#value(text, value);
  }

  #value(text: string, value: unknown): void {
    if (typeof value !== "object" || value === null) {
      this.found.note("This is JSON, but neither an event nor a rule.");
    } else if (Array.isArray(value)) {
      this.#list(text, value);
    } else if (isTrail(value)) {
      this.found.event(eventOfTrail(value, text), value.eventName);
      this.found.note(WRAPPED);
    } else if (!this.#delivery(text, value) && !this.#rules(text, value)) {
      this.found.event(text, titleOf(value) ?? stemOf(this.fileName));
    }
  }

  #list(text: string, values: readonly unknown[]): void {
    const places = outermost(text.slice(1, -1)).places;
    const objects = values.filter((value) => typeof value === "object" && value !== null);
    for (const [index, value] of values.entries()) {
      if (typeof value !== "object" || value === null) {
        this.found.bad(() => `Element ${index + 1} is left out: it is no object.`);
      }
    }
    for (const [index, value] of objects.entries()) {
      const { from, to } = places[index] as Place;
      this.#value(text.slice(from + 1, to + 1), value);
    }
  }

  /** What carries events: a log file of CloudTrail, records of a queue, entries for PutEvents. */
  #delivery(text: string, value: object): boolean {
    const { Records: records } = value as { Records?: unknown };
    if (Array.isArray(records) && records.length > 0 && records.every(isTrail)) {
      this.#list(sliceOf(text, "Records"), records);
      return true;
    }
    const carried = carriedBy(value);
    if (carried === undefined) return false;
    this.found.note(`These are the events in the records of ${carried.name}.`);
    for (const [index, body] of carried.texts.entries()) {
      const inner = messageOf(parsed(body ?? "")) ?? body ?? "";
      this.#element(inner, () => `The body of record ${index + 1}`);
    }
    return true;
  }

  #rules(text: string, value: object): boolean {
    if (outermost(text).depth > MAX_DEPTH) return false;
    const { rules, cases } = value as { rules?: unknown; cases?: unknown };
    const file = () => new RuleFile(this.fileName, text, jsonNode(text));
    if (isRuleMap(rules) && Array.isArray(cases)) return this.#tests(file(), jsonNode(text), cases);
    const hasTemplateKey = ["Resources", "resource", "planned_values", "values", "Rules"].some(
      (key) => key in value,
    );
    const template = hasTemplateKey ? file() : undefined;
    if (template?.isTemplate) template.readTemplate(this.found);
    else if (isRuleMap(value)) {
      file().readMap(this.found);
      this.found.note("This was read as a map of names to patterns.");
    } else if (isPattern(value)) this.found.rule(stemOf(this.fileName) || "pattern", text);
    else return false;
    return true;
  }

  /** A file for `tidegate test`. */
  #tests(file: RuleFile, root: SourceNode, cases: readonly unknown[]): true {
    file.readMap(this.found, member(root, "rules"));
    const list = member(root, "cases");
    for (const [index, one] of cases.entries()) {
      const { name, text, matches } = (one ?? {}) as Record<string, unknown>;
      const title = typeof name === "string" ? name : `case ${index + 1}`;
      const node = list?.kind === "list" ? member(list.items[index], "event") : undefined;
      const event = node === undefined ? text : file.textOf(node);
      if (typeof event !== "string") {
        this.found.bad(() => `Case ${index + 1} has no event here.`);
        continue;
      }
      this.found.event(event, title);
      if (Array.isArray(matches)) {
        this.found.expected(matches.filter((rule) => typeof rule === "string"));
      }
    }
    return true;
  }

  // --- YAML ---------------------------------------------------------------------------------------

  #yaml(text: string): void {
    if (text.length > MAX_YAML) {
      this.found.note("This is no JSON, and too long to be YAML.");
      return;
    }
    try {
      const root = parseYaml(this.fileName || "line", text);
      const file = new RuleFile(this.fileName, text, root);
      if (root.kind === "value")
        this.found.note("This is neither JSON, nor a request, nor a template.");
      else if (file.isTemplate) file.readTemplate(this.found);
      else this.#json(file.textOf(root));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      for (const { place, message } of error.problems) this.found.note(`${place}: ${message}`);
    }
  }
}

/** A JSON value; nothing where the text is none. No JSON is `undefined`. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with a text that is no JSON, and where. */
function problemOf(text: string): string | undefined {
  try {
    detect(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    const { line, column, message } = error;
    return line === undefined ? message : `Line ${line}, column ${column}: ${message}`;
  }
}

/** Whether at least half of the lines look like events of their own. */
function isLines(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const objects = lines.filter((line) => /^\s*\{.*\}\s*$/.test(line));
  return lines.length > 1 && objects.length * 2 >= lines.length;
}

/** The text of a member that is a list. */
function sliceOf(text: string, key: string): string {
  const node = member(jsonNode(text), key) as SourceNode;
  return text.slice(node.begin, node.end);
}

/** The name of a file without its folders and its end. */
function stemOf(fileName: string): string {
  return fileName.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
}
