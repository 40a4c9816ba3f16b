/** Lists are cut into chunks of so many rules, so that none ever grows by being copied. */
const CHUNK_BITS = 12;
const CHUNK_SIZE = 1 << CHUNK_BITS;

/** What JavaScript keeps of some rules, by the low bits of their ids. */
interface Chunk {
  readonly names: (string | undefined)[];
  /** The text of the one pattern that most rules have, or of all, in the order of adding. */
  readonly patterns: (string | string[])[];
}

/** The names of rules and the texts of their patterns, by the ids of the core. */
export class RuleList {
  readonly #chunks: Chunk[] = [];

  /** The name of a rule; undefined where there is none of this id. */
  name(id: number): string | undefined {
    return this.#chunks[id >>> CHUNK_BITS]?.names[id & (CHUNK_SIZE - 1)];
  }

  /** Makes this the only pattern of a rule. Returns whether the rule is new. */
  set(id: number, name: string, pattern: string): boolean {
    const chunk = this.#chunk(id);
    const at = id & (CHUNK_SIZE - 1);
    chunk.patterns[at] = pattern;
    if (chunk.names[at] !== undefined) return false;
    chunk.names[at] = name;
    return true;
  }

  /** Adds a pattern to a rule, which may be new. */
  add(id: number, name: string, pattern: string): void {
    const { names, patterns } = this.#chunk(id);
    const at = id & (CHUNK_SIZE - 1);
    const present = patterns[at];
    if (names[at] === undefined || present === undefined) {
      this.set(id, name, pattern);
    } else if (typeof present === "string") {
      patterns[at] = [present, pattern];
    } else {
      present.push(pattern);
    }
  }

  patterns(id: number): string[] {
    const patterns = this.#chunk(id).patterns[id & (CHUNK_SIZE - 1)] ?? [];
    return typeof patterns === "string" ? [patterns] : [...patterns];
  }

  /** Takes one pattern out, by its position or else the newest, and the rule with its last one. */
  removePattern(id: number, position = -1): void {
    const patterns = this.#chunk(id).patterns[id & (CHUNK_SIZE - 1)];
    if (typeof patterns === "object") patterns.splice(position, 1);
    if (typeof patterns !== "object" || patterns.length === 0) this.remove(id);
  }

  remove(id: number): void {
    const chunk = this.#chunk(id);
    chunk.names[id & (CHUNK_SIZE - 1)] = undefined;
    chunk.patterns[id & (CHUNK_SIZE - 1)] = [];
  }

  clear(): void {
    this.#chunks.length = 0;
  }

  /** The rules of these ids; those that go meanwhile are left out. */
  entries(ids: Uint32Array): IterableIterator<[name: string, patterns: string[]]> {
    return this.#entries(
      ids,
      Array.from(ids, (id) => this.name(id)),
    );
  }

  *#entries(
    ids: Uint32Array,
    names: readonly (string | undefined)[],
  ): IterableIterator<[name: string, patterns: string[]]> {
    for (const [i, name] of names.entries()) {
      const id = ids[i] as number;
      if (name !== undefined && name === this.name(id)) yield [name, this.patterns(id)];
    }
  }

  #chunk(id: number): Chunk {
    const at = id >>> CHUNK_BITS;
    while (this.#chunks.length <= at) {
      this.#chunks.push({ names: [], patterns: [] });
    }
    return this.#chunks[at] as Chunk;
  }
}
