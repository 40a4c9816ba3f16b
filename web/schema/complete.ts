import { checkOption, type Kind, type Kinds, readOptions } from "../check.js";
import { invalidArgument } from "../error.js";
import type { EventInput } from "../event.js";
import { OPERATORS, RESERVED_IN_OR } from "../generated/operators.js";
import { Knowledge, type KnownField } from "./known-fields.js";
import { type Frame, scan } from "./pattern-scan.js";

/**
 * What may stand at a place of a pattern.
 *
 * @example
 * ```js
 * const { from, to, options } = complete('{"state": ["run', 15, { events: [{ state: "running" }] });
 * [from, to, options[0].insert]; // [11, 15, '"running"']
 * ```
 */
export interface CompletionOption {
  /** The name of a key or operator; a value as in JSON. */
  readonly label: string;
  /** What to write in place of the text from `from` to `to`. */
  readonly insert: string;
  /** `"keyword"` is `$or`. */
  readonly kind: "operator" | "key" | "value" | "keyword";
  /** Its type, or where it comes from, in a few words. */
  readonly detail: string;
  /** A sentence about it; of a key or value what a schema says of it. May be empty. */
  readonly documentation: string;
}

/**
 * What {@link complete} returns: what may stand in place of a part of the text.
 *
 * @example
 * ```js
 * const text = '{"a": [{}]}';
 * const { from, options } = complete(text, 8);
 * const [{ insert }] = options.filter(({ label }) => label === "exists");
 * text.slice(0, from) + insert + text.slice(8); // '{"a": [{"exists": true}]}'
 * ```
 */
export interface Completion {
  /** Where what the option replaces begins: a UTF-16 index. */
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
  /** Empty where nothing is known that could stand there. */
  readonly options: CompletionOption[];
}

/**
 * Options of {@link complete}: where its keys and values come from.
 *
 * @example
 * ```js
 * const schemas = [{ properties: { state: { enum: ["running", "stopped"] } } }];
 * complete('{"state": [', 11, { schemas }).options[1].insert; // '"stopped"'
 * ```
 */
export interface CompleteOptions {
  /** JSON Schemas or OpenAPI documents of events, as objects or as text. */
  readonly schemas?: readonly (string | object)[];
  /** Sample events. */
  readonly events?: readonly EventInput[];
}

const LIST: Kind = ["a list", Array.isArray];
const OPTIONS: Kinds<CompleteOptions> = { schemas: LIST, events: LIST };

/**
 * What can be written at one place of a pattern, for an editor: operators with a sentence each, and
 * keys and values of sample events and schemas.
 *
 * The text may be broken, before the place and behind it. What is offered suits the text that is
 * there: keys that the object has already are left out, and commas are added before what follows. An
 * editor should compare what is typed with `insert`. A key comes with an empty list or object, `[]`
 * or `{}`, which is to be filled.
 *
 * Errors: ERR_INVALID_ARGUMENT for an offset that is not in the text; ERR_INVALID_JSON for an event
 * or schema that is none. No text of a pattern is an error. Cost: linear in the text, the events and
 * the schemas.
 *
 * @example
 * ```js
 * const events = [{ source: "aws.ec2", detail: { state: "running" } }];
 * const labels = (text) => complete(text, text.length, { events }).options.map(({ label }) => label);
 * labels("{"); // ["source", "detail", "$or"]
 * labels('{"detail": {"sta'); // ["state", "$or"]
 * labels('{"source": ["aws.s3", {"anything-but": {'); // ["prefix", "suffix", "equals-ignore-case", "wildcard"]
 * ```
 */
export function complete(text: string, offset: number, options: CompleteOptions = {}): Completion {
  if (typeof text !== "string") throw invalidArgument("The pattern is a string.");
  const { length } = text;
  checkOption("offset", offset, [
    `a whole number from 0 to ${length}`,
    (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= length,
  ]);
  const { schemas = [], events = [] } = readOptions(options, OPTIONS);
  const place = scan(text, offset);
  const known = new Knowledge(schemas, events);
  const found = new Map<string, CompletionOption>();
  for (const option of optionsAt(place, known)) {
    if (!found.has(option.insert)) found.set(option.insert, option);
  }
  return { from: place.from, to: place.to, options: [...found.values()] };
}

type Place = ReturnType<typeof scan>;

function* optionsAt(place: Place, known: Knowledge): Generator<CompletionOption> {
  const { frame, expects } = place;
  if (frame === undefined) return;
  // A member or element that follows needs a comma, and a value that is there already no other.
  const comma = place.isFollowed ? "," : "";
  const { role } = frame;
  if (expects === "key") {
    if (role === "fields") yield* keys(place, frame, known, comma);
    if (role === "operator" || role === "inner") yield* operators(place, frame);
  }
  if (expects !== "value") return;
  if (role === "list") {
    yield* alternatives(known.field(frame.path()), ["", comma]);
  } else if (role === "numeric") {
    yield* comparisons(place, frame);
  } else if (role === "operands") {
    yield* excluded(place, frame, known, comma);
  } else if (!place.isFollowed && frame.key !== undefined) {
    if (role === "fields" && frame.key !== "$or") {
      const field = known.field([...frame.path(), ...frame.key.split(".")]);
      if (!field.isObject) yield* alternatives(field, ["[", "]"]);
    }
    if (role === "operator" || role === "inner") yield* operand(frame, known);
  }
}

// ---- Keys ----

function* keys(place: Place, frame: Frame, known: Knowledge, comma: string) {
  const reserved = frame.isInOr ? [...RESERVED_IN_OR, ...OPERATORS.map(([name]) => name)] : [];
  for (const [name, field] of known.fields(frame.path())) {
    if (name === "$or" || frame.keys.has(name) || reserved.includes(name)) continue;
    if (place.hasColon && !suits(place, field.isObject)) continue;
    const value = field.isObject ? "{}" : "[]";
    const insert = JSON.stringify(name);
    yield {
      label: name,
      insert: place.hasColon ? insert : `${insert}: ${value}${comma}`,
      kind: "key" as const,
      detail: field.detail,
      documentation: field.documentation,
    };
  }
  if (frame.keys.has("$or") || place.hasColon) return;
  yield {
    label: "$or",
    insert: `"$or": [{}, {}]${comma}`,
    kind: "keyword" as const,
    detail: "keyword",
    documentation: "Patterns of which one must match.",
  };
}

/** Whether the value that follows the colon can be that of a field. */
function suits(place: Place, isObject: boolean): boolean {
  if (place.oldKey === "$or" || place.operand === ":") return false;
  return place.operand === (isObject ? "{" : "[") || place.operand === "";
}

// ---- Operators ----

/** What an operator may have inside of it. */
const INNER: { readonly [operator: string]: readonly string[] } = {
  "anything-but": ["prefix", "suffix", "equals-ignore-case", "wildcard"],
  prefix: ["equals-ignore-case"],
  suffix: ["equals-ignore-case"],
};

/** Inside anything-but no text may be empty. */
const INNER_OPERAND = '"text"';

/** Operators whose operand may be any string. */
const OF_ANY_STRING = ["exactly", "prefix", "suffix", "equals-ignore-case"];

function* operators(place: Place, frame: Frame) {
  const isAlone = frame.keys.size === 0 && !place.isFollowed;
  if (!isAlone) return;
  const inner = frame.role === "inner" ? (INNER[frame.operator] ?? []) : undefined;
  for (const [name, operand, sentence] of OPERATORS) {
    if (inner !== undefined && !inner.includes(name)) continue;
    const isUsual = inner === undefined || name === "wildcard";
    const option = {
      label: name,
      insert: `"${name}": ${isUsual ? operand : INNER_OPERAND}`,
      kind: "operator" as const,
      detail: "operator",
      documentation: sentence,
    };
    if (!place.hasColon) {
      yield option;
    } else if (place.operand === "" || takesOperand(name, place, inner !== undefined)) {
      yield { ...option, insert: `"${name}"` };
    }
  }
}

/** Whether an operand that is there already suits another operator, too. */
function takesOperand(name: string, place: Place, isInner: boolean): boolean {
  if (place.oldKey === name) return true;
  if (place.operand !== '"' || place.oldKey === undefined) return false;
  const wasText = place.operandText !== '""' || !isInner;
  return wasText && OF_ANY_STRING.includes(name);
}

function option(insert: string, field: KnownField | undefined): CompletionOption {
  const known = field?.values.get(insert);
  const { detail = "", documentation = field?.documentation ?? "" } = known ?? {};
  return { label: insert, insert, kind: "value", detail, documentation };
}

function* alternatives(field: KnownField, [before, behind]: readonly [string, string]) {
  for (const literal of field.values.keys()) {
    yield { ...option(literal, field), insert: `${before}${literal}${behind}` };
  }
  for (const [name, operand, documentation] of OPERATORS) {
    const insert = `${before}{"${name}": ${operand}}${behind}`;
    yield { label: name, insert, kind: "operator" as const, detail: "operator", documentation };
  }
}

// ---- Operands ----

const TRUTH = ["true", "false"];
const OF_TEXT: readonly string[] = [...OF_ANY_STRING, "wildcard"];

function* operand(frame: Frame, known: Knowledge) {
  const { key, role, operator } = frame;
  if (key === undefined) return;
  const isInner = role === "inner";
  if (isInner && !INNER[operator]?.includes(key)) return;
  if (!isInner && key === "exists") {
    for (const literal of TRUTH) yield option(literal, undefined);
  }
  const field = known.field(frame.path());
  const isAnythingBut = !isInner && key === "anything-but";
  for (const literal of field.values.keys()) {
    const isText = literal.startsWith('"');
    if (isAnythingBut ? isExcludable(literal) : isText && OF_TEXT.includes(key)) {
      if (isInner && literal === '""') continue;
      yield { ...option(literal, field), insert: key === "wildcard" ? escaped(literal) : literal };
    }
  }
  const usual = OPERATORS.find(([name]) => name === key);
  if (!isInner && usual !== undefined && key !== "exists") yield option(usual[1], undefined);
}

/** A string or number, which is all that anything-but excludes. */
function isExcludable(literal: string): boolean {
  return /^["\d-]/.test(literal);
}

/** A string in a wildcard, where `*` and the backslash stand for themselves. */
function escaped(literal: string): string {
  return JSON.stringify(String(JSON.parse(literal)).replace(/[*\\]/g, "\\$&"));
}

/** Elements of anything-but's list, which are all strings or all numbers. */
function* excluded(place: Place, frame: Frame, known: Knowledge, comma: string) {
  const field = known.field(frame.path());
  const kinds = [frame.firstElement, place.nextElement].filter((kind) => kind !== "");
  for (const literal of field.values.keys()) {
    const isText = literal.startsWith('"');
    const isOfKind = kinds.every((kind) => (kind === '"') === isText);
    const isWritable = frame.operator === "anything-but" || (isText && literal !== '""');
    if (!isExcludable(literal) || !isOfKind || !isWritable) continue;
    const text = frame.operator === "wildcard" ? escaped(literal) : literal;
    yield { ...option(literal, field), insert: text + comma };
  }
}

const LOWER = [">", ">="];
const UPPER = ["<", "<="];

/** A comparison of numeric: at first any that suits what follows, and then an upper bound. */
function* comparisons({ isFollowed, elementsBehind }: Place, frame: Frame) {
  if (isFollowed) return;
  let choices: readonly string[] = [];
  if (frame.elements === 0) {
    choices = elementsBehind > 1 ? LOWER : ["=", ...UPPER, ...LOWER];
  } else if (frame.elements === 2 && LOWER.includes(frame.firstText)) {
    choices = UPPER;
  }
  for (const name of choices) yield option(`"${name}"`, undefined);
}
