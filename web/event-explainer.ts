import { type Core, MAX_TEXT_BYTES, tooLarge } from "./core.js";
import { bytesOf, type EventInput, toJson } from "./event.js";
import type {
  ExplainedNode,
  ExplainedObject,
  ExplainedValue,
  Explanation,
  ExplanationSpan,
} from "./explanation.js";
import { placesOfBytes } from "./places.js";
import { encoder, escapeLoneSurrogates } from "./text.js";

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
    const result: Explanation = { pattern, ...JSON.parse(this.#call(encode(pattern), 0)) };
    const { patternSpans, values } = spansOf(result.tree);
    moveSpans(patternSpans, pattern);
    if (typeof this.#event === "string") {
      moveSpans(
        values.flatMap(({ span }) => (span === undefined ? [] : [span as MutableSpan])),
        this.#event,
      );
    } else if (bytesOf(this.#event) === undefined) {
      for (const value of values) delete value.span; // There is no text to point into.
    }
    return result;
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

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type MutableSpan = Mutable<ExplanationSpan>;
type MutableValue = Mutable<ExplainedValue>;

function spansOf(tree: ExplainedObject): { patternSpans: MutableSpan[]; values: MutableValue[] } {
  const patternSpans: MutableSpan[] = [];
  const values: MutableValue[] = [];
  const left: ExplainedNode[] = [tree];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    patternSpans.push(node.span as MutableSpan);
    if (node.kind === "object") {
      left.push(...node.members);
    } else if (node.kind === "or") {
      left.push(...node.branches);
    } else {
      for (const { span } of node.alternatives) patternSpans.push(span as MutableSpan);
      values.push(...node.values);
    }
  }
  return { patternSpans, values };
}

/** Makes UTF-16 indices of spans that are byte offsets. */
function moveSpans(spans: readonly MutableSpan[], text: string): void {
  const places = placesOfBytes(text, spans.flat());
  for (const span of spans) {
    span[0] = places.get(span[0])?.index ?? span[0];
    span[1] = places.get(span[1])?.index ?? span[1];
  }
}
