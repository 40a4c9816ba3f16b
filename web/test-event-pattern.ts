import { EVENT_BYTES, type Kinds, readOptions } from "./check.js";
import { core, DEFAULT_MAX_EVENT_BYTES, MAX_TEXT_BYTES, tooLarge } from "./core.js";
import { invalidArgument, type ServiceException, TidegateError } from "./error.js";
import { bytesOf, toJson } from "./event.js";
import { type PatternInput, patternText } from "./pattern.js";
import { encoder, escapeLoneSurrogates } from "./text.js";

/**
 * Options of {@link testEventPattern}.
 *
 * @example
 * ```js
 * testEventPattern(event, pattern, { maxEventBytes: 262144 }); // true
 * ```
 */
export interface TestEventPatternOptions {
  /** The size of the largest event in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. */
  readonly maxEventBytes?: number;
}

const OPTIONS: Kinds<TestEventPatternOptions> = { maxEventBytes: EVENT_BYTES };

/** By the result of tg_test_event_pattern in bindings/services.cc. */
const EXCEPTIONS: Readonly<Record<number, ServiceException>> = {
  [-2]: "InvalidEventPatternException",
  [-3]: "ValidationException",
};

/**
 * Answers as the API call TestEventPattern of EventBridge does: whether the event matches the
 * pattern, of a rule on an event bus. What the service refuses is thrown, with its exception as
 * `exception` and its message, word for word, as `message`; code, path, offset and hint are ours.
 *
 * The event must be a JSON object with the members id, account, source, time, region and
 * detail-type, which `match()` does not ask for. That all six are enough and none too few is
 * recorded from the service; that each of them is needed, and that the event is looked at before
 * the pattern, is inferred.
 *
 * Errors: ERR_EVENT_FIELD for a missing member; ERR_TOO_LARGE; otherwise those of `RuleSet.add` and
 * `RuleSet.match`.
 *
 * @example
 * ```js
 * const event = { id: "1", account: "123456789012", source: "aws.ec2", time: "2026-01-01T00:00:00Z",
 *   region: "us-east-1", "detail-type": "EC2 Instance State-change Notification" };
 * testEventPattern(JSON.stringify(event), '{"source": ["aws.ec2"]}'); // true
 * ```
 */
export function testEventPattern(
  event: string | object,
  pattern: PatternInput,
  options: TestEventPatternOptions = {},
): boolean {
  const { maxEventBytes = DEFAULT_MAX_EVENT_BYTES } = readOptions(options, OPTIONS);
  const wasm = core();
  if (bytesOf(event) !== undefined) {
    throw invalidArgument("An event is JSON text or an object here, not bytes.");
  }
  const givenEvent = typeof event === "string" ? event : toJson(event, "event");
  if (givenEvent.length > maxEventBytes) throw tooLarge(maxEventBytes);
  const eventText = escapeLoneSurrogates(givenEvent);
  const text = eventText + escapeLoneSurrogates(patternText(pattern));
  const size = wasm.writeText(text, MAX_TEXT_BYTES);
  const eventSize = size === text.length ? eventText.length : encoder.encode(eventText).byteLength;
  if (eventSize > maxEventBytes) throw tooLarge(maxEventBytes);
  const result = wasm.exports._tg_test_event_pattern(eventSize, size - eventSize);
  if (result >= 0) return result === 1;
  const exception = EXCEPTIONS[result];
  const failure = wasm.failure(exception === "InvalidEventPatternException" ? pattern : event);
  if (exception === undefined) throw failure;
  throw new TidegateError(failure.code, wasm.outputText(), { ...failure, exception });
}
