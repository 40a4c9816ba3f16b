import type { Core } from "./core.js";
import { invalidArgument } from "./error.js";
import { KnownStrings } from "./known-strings.js";
import { LeafStream } from "./leaf-stream.js";
import { EventWalker } from "./object-event.js";
import type { PathMirror } from "./path-mirror.js";

/** An event whose own code changes what the rules look at is walked again, but not for ever. */
const MOST_WALKS = 3;

/** Matches events that are objects: walks them here, and hands only what rules look at to the core. */
export class ObjectMatcher {
  readonly #core: Core;
  readonly #stream: LeafStream;
  readonly #knownStrings = new KnownStrings();
  /** The walkers of events that are being walked within each other. */
  readonly #walkers: EventWalker[] = [];
  #walking = 0;

  constructor(core: Core) {
    this.#core = core;
    this.#stream = new LeafStream(core);
  }

  /**
   * Returns what tg_match() does, or undefined where the event is JSON but not an object. Runs the
   * caller's code, which may change what `paths()` gives or make that throw. Errors: those of
   * EventWalker.walk().
   */
  match(
    event: unknown,
    paths: () => PathMirror,
    limit: number,
    firstOnly: boolean,
  ): number | undefined {
    const core = this.#core;
    const stream = this.#stream;
    const level = this.#walking++;
    const walker = this.#walkers[level] ?? new EventWalker(stream, this.#knownStrings);
    this.#walkers[level] = walker;
    const begin = level === 0 ? 0 : stream.size;
    core.inputSize = 0;
    try {
      for (let tries = 0; tries < MOST_WALKS; tries++) {
        const walked = paths();
        stream.size = begin;
        const isObject = walker.walk(event, walked, limit);
        if (paths() !== walked) continue;
        if (!isObject) return undefined;
        const { rules } = walked;
        const { length } = walker.texts;
        const isUtf16 = !core.writeTexts(walker.texts);
        const end = stream.size;
        return core.exports._tg_match_stream(rules, begin, end, length, isUtf16, firstOnly);
      }
    } finally {
      this.#walking = level;
      stream.size = begin;
      if (level === 0) this.#learnStrings();
    }
    throw invalidArgument("The event changes the rules each time that it is read.");
  }

  /** Between events, since ids that are in a stream must stay good. */
  #learnStrings(): void {
    const known = this.#knownStrings;
    if (known.isFull) {
      known.clear();
      this.#core.exports._tg_forget_texts();
    }
    known.learn((text) => this.#core.knowText(text));
  }
}
