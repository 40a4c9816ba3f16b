import {
  EVENT_BYTES,
  isIterable,
  type Kind,
  type Kinds,
  oneOf,
  readMembers,
  readOptions,
} from "../check.js";
import { type Core, core, DEFAULT_MAX_EVENT_BYTES } from "../core.js";
import { invalidArgument, TidegateError } from "../error.js";
import { attempt, bytesOf, type EventInput, toJson } from "../event.js";
import type { Pattern } from "../pattern.js";

/**
 * The events for {@link suggestPattern}.
 *
 * @example
 * ```js
 * const samples = { match: [{ size: 5 }, { size: 7 }], not: [{ size: 2 }] };
 * suggestPattern(samples).pattern; // { size: [{ "anything-but": 2 }] }
 * ```
 */
export interface PatternSamples {
  /** Events that the pattern is to match; at least one. */
  readonly match: Iterable<EventInput>;
  /** Events that it is not to match. */
  readonly not?: Iterable<EventInput>;
}

/**
 * Options of {@link suggestPattern}.
 *
 * @example
 * ```js
 * const samples = { match: [{ size: 5 }, { size: 7 }], not: [{ size: 2 }] };
 * suggestPattern(samples, { prefer: "values" }).pattern; // { size: [{ numeric: [">", 2] }] }
 * ```
 */
export interface SuggestPatternOptions {
  /**
   * Which operators come first where the numbers of fields and alternatives are equal: those that
   * let the most through (`exists`, `anything-but`, `prefix` and `suffix`, `numeric`, values), or,
   * with `"values"`, the other way round. Default: `"general"`.
   */
  readonly prefer?: "general" | "values";
  /**
   * The fields of which the pattern says nothing, by their paths, such as `"detail.requestId"`.
   * Default: `["id", "time"]`, by which every event differs from every other.
   */
  readonly ignore?: readonly string[];
  /** The size of the largest event in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

/**
 * Why there is no pattern: two events that none tells apart; none was found, though there might be
 * one; or the search took too many steps.
 *
 * @example
 * ```js
 * suggestPattern({ match: [{ a: 1 }], not: [{ a: 1 }] }).code; // "INDISTINGUISHABLE"
 * ```
 */
export type NoPatternCode = "INDISTINGUISHABLE" | "NOT_FOUND" | "TOO_COMPLEX";

/**
 * What {@link suggestPattern} returns: a pattern, or why there is none.
 *
 * @example
 * ```js
 * const { witness } = suggestPattern({ match: [{ a: [1] }], not: [{ b: 1 }, { a: [1, 2] }] });
 * witness; // { match: { a: [1] }, not: { a: [1, 2] } }
 * ```
 */
export type SuggestedPattern =
  | {
      /** The pattern, which has been held against all the events. */
      readonly pattern: Pattern;
      /** There is a pattern. */
      readonly code?: never;
      /** There is a pattern. */
      readonly witness?: never;
    }
  | {
      /** There is none, or none was found. */
      readonly pattern: undefined;
      /** Why, to compare by. */
      readonly code: NoPatternCode;
      /** The code in a sentence. */
      readonly reason: string;
      /** With `"INDISTINGUISHABLE"`: whatever matches the one event matches the other, too. */
      readonly witness?: {
        /** One of those that are to match. */
        readonly match: EventInput;
        /** One of those that are not. */
        readonly not: EventInput;
      };
    };

const REASONS: { readonly [Code in NoPatternCode]: string } = {
  INDISTINGUISHABLE:
    "Whatever pattern matches the one event of the witness matches the other, too: it has the same values, apart from fields that are ignored.",
  NOT_FOUND: "No pattern was found, which is no proof that there is none.",
  TOO_COMPLEX: "The events are too many and too different to search all of them.",
};

const PATHS: Kind = [
  "a list of strings",
  (value) => Array.isArray(value) && [...value].every((path) => typeof path === "string"),
];

const OPTIONS: Kinds<SuggestPatternOptions> = {
  prefer: oneOf(["general", "values"]),
  ignore: PATHS,
  maxEventBytes: EVENT_BYTES,
};

/** What the core writes. */
type Found =
  | { readonly pattern: Pattern }
  | { readonly pattern?: never; readonly reason: NoPatternCode; match?: number; not?: number };

/**
 * The smallest pattern that matches all of some events and none of others, or why there is none.
 *
 * Smallest is: without `$or` if that can be; then the fewest fields, then the fewest alternatives in
 * all, where `anything-but` counts for each value that it excludes; then the operators preferred.
 * The number of fields is the least that there is, as long as the events have no arrays and the
 * least is found in a bounded search, which is so for up to dozens of fields that matter; that of
 * alternatives is, where one field is enough and two alternatives are. Otherwise they are small, by
 * greedy choice. With `$or` each branch is found so, for as many events as it can take. In any case
 * the pattern that is given has been held against all the events.
 *
 * Errors: ERR_INVALID_ARGUMENT; those of `matches()` for an event that is malformed.
 *
 * @example
 * ```js
 * const match = [
 *   { source: "aws.ec2", detail: { state: "stopped" } },
 *   { source: "aws.ec2", detail: { state: "stopping" } },
 * ];
 * const not = [{ source: "aws.ec2", detail: { state: "running" } }];
 * suggestPattern({ match, not }, { prefer: "values" }).pattern; // { detail: { state: [{ prefix: "s" }] } }
 * suggestPattern({ match: not, not: match }, { prefer: "values" }).pattern; // { detail: { state: ["running"] } }
 * suggestPattern({ match, not: match }).code; // "INDISTINGUISHABLE"
 * ```
 */
export function suggestPattern(
  samples: PatternSamples,
  options: SuggestPatternOptions = {},
): SuggestedPattern {
  const given = readMembers("The argument", samples, "match", "not");
  const match = listOf(given.match, "match");
  const not = listOf(given.not ?? [], "not");
  if (match.length === 0) throw invalidArgument("There is no event to match: the list is empty.");
  const {
    prefer = "general",
    ignore = ["id", "time"],
    maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
  } = readOptions(options, OPTIONS);
  const ignored = JSON.stringify(attempt("The option", () => ignore.map(String)));
  const texts = [...match, ...not].map((event, i) => named(match, i, () => asText(event)));

  const wasm = core();
  const { exports } = wasm;
  exports._tg_suggest_begin();
  for (const [i, text] of texts.entries()) {
    named(match, i, () => takeEvent(wasm, text, maxEventBytes));
  }
  const size = wasm.writeText(ignored, MAX_PATHS_BYTES);
  const preference = prefer === "general" ? 0 : 1;
  if (exports._tg_suggest(size, match.length, preference) < 0) throw wasm.failure(undefined);
  const found: Found = JSON.parse(wasm.outputText());
  if (found.pattern !== undefined) return { pattern: found.pattern };
  const code = found.reason;
  const reason = REASONS[code];
  if (found.match === undefined || found.not === undefined) {
    return { pattern: undefined, code, reason };
  }
  const witness = {
    match: match[found.match] as EventInput,
    not: not[found.not] as EventInput,
  };
  return { pattern: undefined, code, reason, witness };
}

const MAX_PATHS_BYTES = 16 * 1024 * 1024;

function listOf(events: unknown, name: string): EventInput[] {
  const what = `The list "${name}"`;
  if (!isIterable(events)) throw invalidArgument(`${what} is a list of events.`);
  return attempt(what, () => [...(events as Iterable<EventInput>)]);
}

/** Nothing of the caller's runs between the calls of the core. */
function asText(event: EventInput): string | Uint8Array {
  if (typeof event === "string") return event;
  return bytesOf(event) ?? toJson(event, "event");
}

function takeEvent(wasm: Core, text: string | Uint8Array, limit: number): void {
  if (wasm.exports._tg_suggest_event(wasm.writeEvent(text, limit)) < 0) throw wasm.failure(text);
}

/** Says of an error which of the events it is about. */
function named<T>(match: readonly unknown[], i: number, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof TidegateError) {
      const name = i < match.length ? `match[${i}]` : `not[${i - match.length}]`;
      error.message = `${name}: ${error.message}`;
    }
    throw error;
  }
}
