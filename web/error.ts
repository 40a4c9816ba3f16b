import type { ErrorCode } from "./generated/error-codes.js";

/**
 * The exceptions of the API call TestEventPattern.
 *
 * @example
 * ```js
 * try {
 *   testEventPattern(event, "{}");
 * } catch (error) {
 *   error.exception; // "InvalidEventPatternException"
 * }
 * ```
 */
export type ServiceException = "InvalidEventPatternException" | "ValidationException";

/**
 * What a {@link TidegateError} says beside its code and message. What does not apply is not there.
 *
 * @example
 * ```js
 * new TidegateError("ERR_EVENT_FIELD", "There is no id.", { path: "/id" }).path; // "/id"
 * ```
 */
export interface TidegateErrorDetails {
  /**
   * JSON Pointer (RFC 6901) to the value at fault, in the event or the pattern; `""` is all of it.
   * A surrogate without its partner in a key shows as U+FFFD.
   */
  readonly path?: string;
  /** Where the fault begins: a UTF-16 index into a string, a byte offset into bytes; from 0. */
  readonly offset?: number;
  /** Where the fault ends, counted as `offset`; equal to it where the fault is a single place. */
  readonly end?: number;
  /**
   * The line of the fault, from 1. Lines end with `\n`, `\r\n` or `\r`. For a pattern, line and
   * column are those that AWS prints: where its reader stood when it noticed, which may be behind
   * `offset`; there is neither where AWS prints none.
   */
  readonly line?: number;
  /** The column of the fault in UTF-16 code units, from 1. */
  readonly column?: number;
  /** What to do about it. */
  readonly hint?: string;
  /** The name of the rule whose pattern is at fault. */
  readonly rule?: string;
  /** The exception that the service raises, for what `testEventPattern()` throws. */
  readonly exception?: ServiceException;
  /**
   * Every rule that `addAll()` or `RuleSet.from()` refused, in the order in which they were given.
   */
  readonly errors?: readonly TidegateError[];
  /** What was thrown by the caller's own code, or by the runtime. */
  readonly cause?: unknown;
}

/**
 * The one error that Tidegate throws. Compare by `code`; the message is for people, and for a
 * pattern that AWS would refuse too, it is the reason that AWS gives.
 *
 * An object has no text to point into, so an error about one has a `path`, but no `offset`, `line`
 * or `column`.
 *
 * @example
 * ```js
 * try {
 *   rules.match('{"source": "aws.ec2",}');
 * } catch (error) {
 *   if (error.code !== "ERR_INVALID_JSON") throw error;
 *   console.log(`${error.line}:${error.column} ${error.message}`);
 * }
 * ```
 */
export class TidegateError extends Error implements TidegateErrorDetails {
  /** What went wrong, as a value to compare by. */
  readonly code: ErrorCode;
  declare readonly path?: string;
  declare readonly offset?: number;
  declare readonly end?: number;
  declare readonly line?: number;
  declare readonly column?: number;
  declare readonly hint?: string;
  declare readonly rule?: string;
  declare readonly exception?: ServiceException;
  declare readonly errors?: readonly TidegateError[];

  constructor(code: ErrorCode, message: string, details: TidegateErrorDetails = {}) {
    const { cause, ...own } = details;
    super(message, "cause" in details ? { cause } : undefined);
    this.code = code;
    Object.assign(this, own);
  }

  /**
   * What JSON.stringify() writes: its message, and everything else but the cause.
   *
   * @example
   * ```js
   * return Response.json(error, { status: 400 });
   * ```
   */
  toJSON(): object {
    return { ...this, message: this.message };
  }
}

TidegateError.prototype.name = "TidegateError";

/** The error for what the types forbid, and for what they cannot say. */
export function invalidArgument(message: string, details?: TidegateErrorDetails): TidegateError {
  return new TidegateError("ERR_INVALID_ARGUMENT", message, details);
}

/** Says of an error that is about to be thrown which rule it is about, or that it is about none. */
export function aboutRule(error: unknown, rule: string | undefined): unknown {
  if (!(error instanceof TidegateError)) return error;
  if (rule !== undefined) return Object.assign(error, { rule });
  Reflect.deleteProperty(error, "rule");
  return error;
}
