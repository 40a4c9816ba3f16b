/** Lists are cut into chunks of so many rules, so that none ever grows by being copied. */
const CHUNK_BITS = 12;
const CHUNK_SIZE = 1 << CHUNK_BITS;

/** The text of the one pattern that most rules have, or of all, in the order of adding. */
export type Patterns = string | string[];

/**
 * What JavaScript keeps of some rules, by the low bits of their ids. null: there is no such rule;
 * undefined: that, or nobody has asked yet what a snapshot holds of it.
 */
interface Chunk {
  readonly names: (string | null | undefined)[];
  readonly patterns: (Patterns | undefined)[];
}

/** Rules that come from a snapshot. Their ids are 0, 1, 2 and so on. */
export interface LoadedRules {
  readonly count: number;
  name(id: number): string;
  /** The patterns of all, by id. */
  patterns(): readonly Patterns[];
}

/** The names of rules and the texts of their patterns, by the ids of the core. */
export class RuleList {
  readonly #chunks: Chunk[] = [];
  /** What a snapshot says of rules that nobody has asked for yet. */
  #loaded: LoadedRules | undefined;
  #hasLoadedPatterns = false;

  load(rules: LoadedRules): void {
    this.#loaded = rules;
    this.#hasLoadedPatterns = rules.count > 0;
  }

  /** The name of a rule; undefined where there is none of this id. */
  name(id: number): string | undefined {
    const name = this.#chunks[id >>> CHUNK_BITS]?.names[id & (CHUNK_SIZE - 1)];
    return name === undefined ? this.#loadName(id) : (name ?? undefined);
  }

  #loadName(id: number): string | undefined {
    if (this.#loaded === undefined || id >= this.#loaded.count) return undefined;
    const name = this.#loaded.name(id);
    this.#chunk(id).names[id & (CHUNK_SIZE - 1)] = name;
    return name;
  }

  /** Fills in the patterns of the rules that have come from a snapshot and not changed since. */
  #loadPatterns(): void {
    if (!this.#hasLoadedPatterns) return;
    this.#hasLoadedPatterns = false;
    for (const [id, patterns] of this.#loaded?.patterns().entries() ?? []) {
      this.#chunk(id).patterns[id & (CHUNK_SIZE - 1)] ??= patterns;
    }
  }

  /** Makes this the only pattern of a rule. Returns whether the rule is new. */
  set(id: number, name: string, pattern: string): boolean {
    const chunk = this.#chunk(id);
    const at = id & (CHUNK_SIZE - 1);
    const isNew = this.name(id) === undefined;
    chunk.patterns[at] = pattern;
    chunk.names[at] = name;
    return isNew;
  }

  /** Adds a pattern to a rule, which may be new. */
  add(id: number, name: string, pattern: string): void {
    if (this.name(id) === undefined) {
      this.set(id, name, pattern);
      return;
    }
    this.#loadPatterns();
    const { patterns } = this.#chunk(id);
    const at = id & (CHUNK_SIZE - 1);
    const present = patterns[at] ?? [];
    if (typeof present === "string") {
      patterns[at] = [present, pattern];
    } else {
      present.push(pattern);
    }
  }

  patterns(id: number): string[] {
    const patterns = this.#patterns(id);
    return typeof patterns === "string" ? [patterns] : [...patterns];
  }

  #patterns(id: number): Patterns {
    this.#loadPatterns();
    return this.#chunk(id).patterns[id & (CHUNK_SIZE - 1)] ?? [];
  }

  /** The patterns of the rules of these ids, for a snapshot. */
  listPatterns(ids: Uint32Array): Patterns[] {
    return Array.from(ids, (id) => this.#patterns(id));
  }

  /** Takes one pattern out, by its position or else the newest, and the rule with its last one. */
  removePattern(id: number, position = -1): void {
    const patterns = this.#patterns(id);
    if (typeof patterns === "object") patterns.splice(position, 1);
    if (typeof patterns !== "object" || patterns.length === 0) this.remove(id);
  }

  remove(id: number): void {
    const chunk = this.#chunk(id);
    chunk.names[id & (CHUNK_SIZE - 1)] = null;
    chunk.patterns[id & (CHUNK_SIZE - 1)] = [];
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#loaded = undefined;
    this.#hasLoadedPatterns = false;
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
