import type { PathNode } from "./path-mirror.js";

/** Longer strings are seldom what rules name. */
const LONGEST = 256;

const MOST = 8192;

/** With so many more new strings than known ones of late, those of a node are not looked up. */
const MANY_STRANGERS = 32;

/** After so many that were not looked up they are again. */
const REST = 4096;

/**
 * The strings that have been sent to the core before, by the ids that it gave them. To look one up
 * takes half the time of sending it, if it comes time and again, as most values do that rules name;
 * for a node whose strings hardly ever do, it would be the time that is lost.
 */
export class KnownStrings {
  readonly #ids = new Map<string, number>();
  /** What to learn, once there is time for it. */
  #strangers: string[] = [];

  /** The id of a string that was seen at a node; undefined: it must be sent. */
  find(text: string, node: PathNode): number | undefined {
    if (node.strangers >= MANY_STRANGERS) {
      node.strangers++;
      if (node.strangers === MANY_STRANGERS + REST) node.strangers = 0;
      return undefined;
    }
    const id = this.#ids.get(text);
    if (id === undefined) {
      node.strangers++;
      if (text.length <= LONGEST) this.#strangers.push(text);
    } else if (node.strangers > 0) {
      node.strangers--;
    }
    return id;
  }

  /** Whether it is time to forget all and begin anew. */
  get isFull(): boolean {
    return this.#ids.size >= MOST;
  }

  clear(): void {
    this.#ids.clear();
    this.#strangers = [];
  }

  /** Has ids given to what was new. */
  learn(giveId: (text: string) => number): void {
    if (this.#strangers.length === 0) return;
    const strangers = this.#strangers;
    this.#strangers = [];
    for (const text of strangers) {
      if (this.#ids.has(text)) continue;
      const id = giveId(text);
      if (id >= 0) this.#ids.set(text, id);
    }
  }
}
