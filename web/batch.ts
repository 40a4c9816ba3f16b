import type { TidegateError } from "./error.js";
import type { EventInput } from "./event.js";

/**
 * Many events: lines of JSON as one text or as its UTF-8 bytes, or an iterable of events, whose
 * elements may be of different kinds.
 *
 * @example
 * ```js
 * await rules.matchBatch(['{"detail": {"state": "stopped"}}', { price: 50 }]);
 * ```
 */
export type BatchInput =
  | string
  | ArrayBufferView
  | ArrayBufferLike
  | Iterable<EventInput>
  | AsyncIterable<EventInput>;

/**
 * How far {@link RuleSet.matchBatch} has come.
 *
 * @example
 * ```js
 * await rules.matchBatch(lines, { onProgress: ({ done, bytes }) => console.log(done, bytes) });
 * ```
 */
export interface BatchProgress {
  /** The number of events that have been matched. */
  readonly done: number;
  /** The number of all events, where the input is an array. */
  readonly total?: number;
  /** The bytes of UTF-8 that have been read; objects count for nothing. */
  readonly bytes: number;
}

/**
 * Options of {@link RuleSet.matchBatch}.
 *
 * @example
 * ```js
 * await rules.matchBatch(lines, { signal: AbortSignal.timeout(1000) });
 * ```
 */
export interface BatchOptions {
  /** Ends the work at the next pause. */
  readonly signal?: AbortSignal;
  /** Is called before each pause, and at the end. */
  readonly onProgress?: (progress: BatchProgress) => void;
}

/**
 * Why an event of a batch could not be matched.
 *
 * @example
 * ```js
 * const { errors } = await rules.matchBatch('{}\n{"a": }\n');
 * errors[0].line; // 2
 * ```
 */
export interface BatchError {
  /** Which event it was, from 0. */
  readonly index: number;
  /** Where the input is lines: which line, from 1, counting those that are blank. */
  readonly line?: number;
  /** What {@link RuleSet.match} would have thrown: places are those in the event itself. */
  readonly error: TidegateError;
}

/**
 * Which rules match which events of a batch. Iterating gives the names for each event in turn.
 *
 * The rules of event `i` are `names[rules[j]]` for each `j` from `offsets[i]` up to
 * `offsets[i + 1]`, in the order in which they were first added.
 *
 * @example
 * ```js
 * const result = await rules.matchBatch(lines);
 * [...result]; // [["stopped"], []]
 * ```
 */
export interface BatchResult extends Iterable<string[]> {
  /** The number of events. */
  readonly count: number;
  /** The number of events that some rule matches. */
  readonly matched: number;
  /** Where the rules of each event begin in `rules`, and where the last one's end. */
  readonly offsets: Uint32Array;
  /** The rules that match, event by event, each as an index into `names`. */
  readonly rules: Uint32Array;
  /** The names of all rules that match any event, each once. */
  readonly names: readonly string[];
  /** The events that could not be matched, in their order. */
  readonly errors: readonly BatchError[];
  /** The names of the rules that match event `index`. */
  namesAt(index: number): string[];
}
