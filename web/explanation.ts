import { type Core, MAX_TEXT_BYTES, tooLarge } from "./core.js";
import { bytesOf, type EventInput, toJson } from "./event.js";
import type { ReasonCode } from "./generated/reason-codes.js";
import { encoder, escapeLoneSurrogates } from "./text.js";

/**
 * What became of a part of a pattern. Not reached is what did not matter any more: alternatives
 * behind the one that served, branches behind the one that holds, lists that a later one overrides.
 */
export type ExplanationStatus = "matched" | "failed" | "not-reached";

/**
 * Where something begins and ends in a text, from 0: UTF-16 indices into a string, byte offsets
 * into bytes.
 */
export type ExplanationSpan = readonly [begin: number, end: number];

/** Why something does not hold. What does not apply is not there. */
export interface Reason {
  /** To compare by. */
  readonly code: ReasonCode;
  /** The same as a plain sentence, such as `"Stopped" differs only in case from "stopped".` */
  readonly message: string;
  /** Of the values of the field, the index of the one that came closest. */
  readonly value?: number;
  /** Of a field: the `index` of the alternative that it came closest to. */
  readonly alternative?: number;
  /**
   * JSON text of what the value is measured by: the operand, the bound that it is beyond, the part
   * of the wildcard that is not found, what it is excluded by.
   */
  readonly expected?: string;
  /**
   * PREFIX_DIFFERS and SUFFIX_DIFFERS: the first character that differs, from 1; for a suffix
   * counted from the end.
   */
  readonly character?: number;
  /** OUT_OF_RANGE: how far the number is from the bound, as an exact decimal. */
  readonly distance?: string;
  /** FIELD_MISSING: the key of the event that was probably meant. */
  readonly nearest?: string;
  /** ARRAY_ELEMENTS_DISAGREE: some elements of one array, each with the fields that it satisfies. */
  readonly elements?: readonly ExplainedElement[];
}

/** An element of an array of the event. */
export interface ExplainedElement {
  /** JSON Pointer (RFC 6901) to the element. */
  readonly pointer: string;
  /** Paths of the fields that some value in the element satisfies. */
  readonly fields: readonly string[];
}

/** A value of the event at the path of a field. */
export interface ExplainedValue {
  /** JSON Pointer (RFC 6901) to the value in the event. */
  readonly pointer: string;
  /** The value as the event has it, cut off behind 200 bytes. */
  readonly text: string;
  readonly type: "string" | "number" | "boolean" | "null";
  /** Where it stands in the event; not there for an event that is an object. */
  readonly span?: ExplanationSpan;
  /** Whether it is the one that satisfied the field. */
  readonly served?: true;
}

/** One of the alternatives of a field. */
export interface ExplainedAlternative {
  /** Which of the list it is, from 0. */
  readonly index: number;
  readonly status: ExplanationStatus;
  /** The alternative as the pattern has it, cut off behind 200 bytes. */
  readonly text: string;
  /** Where it stands in the text of the pattern. */
  readonly span: ExplanationSpan;
  /** Of the values of the field, the index of the one that satisfied it. */
  readonly value?: number;
  readonly reason?: Reason;
}

/** What all nodes of an explanation have. */
interface ExplainedPart {
  /** The key in the pattern; not there for the root and for branches. */
  readonly key?: string;
  readonly status: ExplanationStatus;
  /** Where the value of the key stands in the text of the pattern. */
  readonly span: ExplanationSpan;
  readonly reason?: Reason;
}

/** A list of alternatives: one of them must be satisfied. */
export interface ExplainedField extends ExplainedPart {
  readonly kind: "field";
  readonly key: string;
  /** The keys on the way to the field, joined by ".". */
  readonly path: string;
  /**
   * The first hundred, and those that matter. Where all failed, the reason of the field is that of
   * the one that came closest.
   */
  readonly alternatives: readonly ExplainedAlternative[];
  /** The first ten values at the path, and the one that served. */
  readonly values: readonly ExplainedValue[];
  /** How many values there are at the path. */
  readonly valueCount: number;
}

/** An object of the pattern: all of its members must hold. */
export interface ExplainedObject extends ExplainedPart {
  readonly kind: "object";
  readonly members: readonly ExplainedNode[];
}

/** A `$or`: one of its branches must hold. */
export interface ExplainedOr extends ExplainedPart {
  readonly kind: "or";
  readonly key: "$or";
  readonly branches: readonly ExplainedObject[];
}

/** A node of the pattern as it is written. */
export type ExplainedNode = ExplainedField | ExplainedObject | ExplainedOr;

/** Why a pattern matches an event, or does not. */
export interface Explanation {
  /** What {@link RuleSet.match} says. */
  readonly matched: boolean;
  /** All in a sentence: `No match: 1 of 4 conditions failed: detail.state.` */
  readonly summary: string;
  /** How many conditions failed; of every `$or` those of the branch that came closest. */
  readonly failed: number;
  /** How many conditions there are, counted in the same way. */
  readonly conditions: number;
  /** The text of the pattern, into which spans point. */
  readonly pattern: string;
  /** The pattern as a tree, with what became of each part. */
  readonly tree: ExplainedObject;
}

/** Why a rule matches an event, or does not. */
export interface RuleExplanation {
  /** The name of the rule. */
  readonly rule: string;
  /** Whether one of its patterns matches. */
  readonly matched: boolean;
  /** The summary of the pattern that came closest. */
  readonly summary: string;
  /** How many conditions of that pattern failed. */
  readonly failed: number;
  /** How many conditions that pattern has. */
  readonly conditions: number;
  /** One for each pattern of the rule, in the order in which they were added. */
  readonly patterns: readonly Explanation[];
}

/** What is enough to rank an explanation by. */
export type Verdict = Pick<Explanation, "matched" | "failed" | "conditions">;

/** Which of two comes first: what matched, then what lacks the fewest conditions, then by fraction. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  if (a.matched !== b.matched) return a.matched ? -1 : 1;
  if (a.matched) return 0;
  return a.failed - b.failed || a.failed / a.conditions - b.failed / b.conditions;
}

/** Of tg_explain(). */
const BRIEF = 1;

/** Explains one event with one pattern after the other. */
export class EventExplainer {
  readonly #core: Core;
  readonly #profile: number;
  readonly #event: EventInput;
  readonly #bytes: Uint8Array;

  /**
   * Runs the caller's code where the event is an object, which counts as the whole of what
   * JSON.stringify() makes of it. Errors: ERR_INVALID_ARGUMENT, ERR_TOO_LARGE.
   */
  constructor(core: Core, profile: number, event: EventInput, limit: number) {
    this.#core = core;
    this.#profile = profile;
    this.#event = event;
    const given = typeof event === "string" ? undefined : bytesOf(event);
    this.#bytes = given ?? encoder.encode(escapeLoneSurrogates(textOf(event)));
    if (this.#bytes.byteLength > limit) throw tooLarge(limit);
  }

  /** Errors: those of the event. The pattern must be one that is in a rule set. */
  verdict(pattern: string): Verdict {
    return JSON.parse(this.#call(encode(pattern), BRIEF));
  }

  /** Errors: those of the event. The pattern must be one that is in a rule set. */
  explain(pattern: string): Explanation {
    const bytes = encode(pattern);
    const result: Explanation = { pattern, ...JSON.parse(this.#call(bytes, 0)) };
    placeSpans(result.tree, this.#eventPlaces(), new Places(pattern, bytes.byteLength));
    return result;
  }

  /** undefined: the event has no text that spans could point into. */
  #eventPlaces(): Places | undefined {
    const size = this.#bytes.byteLength;
    if (typeof this.#event === "string") return new Places(this.#event, size);
    return bytesOf(this.#event) === undefined ? undefined : new Places("", 0);
  }

  #call(pattern: Uint8Array, flags: number): string {
    const core = this.#core;
    const size = this.#bytes.byteLength;
    const input = new Uint8Array(size + pattern.byteLength);
    input.set(this.#bytes);
    input.set(pattern, size);
    core.writeBytes(input, MAX_TEXT_BYTES);
    const { exports } = core;
    const result = exports._tg_explain(size, pattern.byteLength, this.#profile, flags);
    if (result < 0) throw core.failure(this.#event);
    return core.outputText();
  }
}

function textOf(event: unknown): string {
  return typeof event === "string" ? event : toJson(event, "event");
}

function encode(pattern: string): Uint8Array {
  return encoder.encode(escapeLoneSurrogates(pattern));
}

type MutableSpan = [begin: number, end: number];

/** Turns byte offsets in the UTF-8 form of a text into indices of the text, all at once. */
class Places {
  readonly #text: string;
  readonly #isAscii: boolean;
  readonly #spans: MutableSpan[] = [];

  /** `size` is that of the UTF-8 form; what is no string has none, and offsets stay. */
  constructor(text: string, size: number) {
    this.#text = text;
    this.#isAscii = text.length === size;
  }

  add(span: ExplanationSpan): void {
    if (!this.#isAscii) this.#spans.push(span as MutableSpan);
  }

  convert(): void {
    const ends = this.#spans.flatMap((span) => [
      { span, at: 0 as 0 | 1, offset: span[0] },
      { span, at: 1 as 0 | 1, offset: span[1] },
    ]);
    ends.sort((a, b) => a.offset - b.offset);
    let index = 0;
    let passed = 0;
    for (const { span, at, offset } of ends) {
      for (; passed < offset && index < this.#text.length; ) {
        const point = this.#text.codePointAt(index) as number;
        passed += sizeOf(point);
        index += point > 0xffff ? 2 : 1;
      }
      span[at] = index;
    }
  }
}

/** In bytes; a lone surrogate is written as an escape. */
function sizeOf(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  if (point > 0xffff) return 4;
  return point >= 0xd800 && point <= 0xdfff ? 6 : 3;
}

function placeSpans(tree: ExplainedObject, event: Places | undefined, pattern: Places): void {
  const left: ExplainedNode[] = [tree];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    pattern.add(node.span);
    if (node.kind === "object") {
      left.push(...node.members);
    } else if (node.kind === "or") {
      left.push(...node.branches);
    } else {
      for (const alternative of node.alternatives) pattern.add(alternative.span);
      for (const value of node.values as readonly { span?: ExplanationSpan }[]) {
        if (event === undefined) delete value.span;
        else if (value.span !== undefined) event.add(value.span);
      }
    }
  }
  event?.convert();
  pattern.convert();
}
