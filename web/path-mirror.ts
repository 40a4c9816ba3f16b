import type { Core } from "./core.js";

/** A node of the tree of paths that the rules want to see of an event (src/json/path_tree.h). */
export class PathNode {
  readonly id: number;
  /** Whether a rule looks at the values here. */
  readonly isWanted: boolean;
  /** Whether a rule looks further down. */
  readonly hasChildren: boolean;

  /** Where the keys of members lead, as far as that has been found out; null is nowhere. */
  readonly children: Map<string, PathNode | null> = new Map<string, PathNode | null>();

  /**
   * The keys of the last object seen here, in its order, and where they led. Events of one kind have
   * their keys in one order, so most keys are recognised without looking them up.
   */
  readonly lastKeys: string[] = [];
  readonly lastChildren: (PathNode | null)[] = [];

  /** An object with more members is large: asking it for each key that leads on may be quicker. */
  mostMembers: number = SMALL_OBJECT;
  /** All keys that lead on; undefined as long as no object was large beside their number. */
  probes: readonly Probe[] | undefined;
  /** How many more objects are asked for {@link PathNode.probes} before one is walked again. */
  probings = 0;

  /** How often of late a string from here was new; see KnownStrings. */
  strangers = 0;

  constructor(id: number, flags: number) {
    this.id = id;
    this.isWanted = (flags & FLAG_WANTED) !== 0;
    this.hasChildren = (flags & FLAG_HAS_CHILDREN) !== 0;
  }
}

/** A key that an object may have, dots and all, and the node that it leads to. */
export interface Probe {
  readonly key: string;
  readonly node: PathNode;
}

const SMALL_OBJECT = 32;

/** How many members cost as much as one probe. */
const MEMBERS_PER_PROBE = 4;

/** Of tg_path_node() in bindings/rule_set.cc, with the offsets of its words. */
const FLAG_WANTED = 1;
const FLAG_HAS_CHILDREN = 2;
const PARENT = 1;
const KEY = 2;
const KEY_SIZE = 3;

const ROOT = 0;

/** A tree of so many nodes is copied at once. */
const SMALL_TREE = 64;

/** A tree of more is never copied: that would hold up the one event that it fell to. */
const LARGE_TREE = 16 * 1024;

/** So many answers are kept. */
const MOST_ANSWERS = 64 * 1024;

/**
 * What the path tree of a rule set looked like at one time, as far as events have asked. A change of
 * the rules that changes the tree makes it out of date.
 *
 * The core is asked for the key of each member that is new, and the answers are kept. A small tree
 * is copied instead, which makes keys that lead nowhere quicker to tell: at once, or when it has been
 * asked about as many questions as it has nodes. So an event costs no more than it is large, even
 * where every rule brings a path of its own and events come between them.
 */
export class PathMirror {
  readonly root: PathNode | undefined;
  /** The address of the rule set. */
  readonly rules: number;
  readonly #core: Core;
  readonly #version: number;
  readonly #nodes = new Map<number, PathNode>();
  readonly #capacity: number;
  #isWhole = false;
  /** How many questions the core has answered. */
  #answers = 0;

  constructor(core: Core, rules: number) {
    this.#core = core;
    this.rules = rules;
    this.#version = core.exports._tg_paths_version(rules);
    this.#capacity = core.exports._tg_paths_capacity(rules);
    if (this.#capacity > 0) this.root = this.#node(ROOT);
    if (this.#capacity <= SMALL_TREE) this.#copy();
  }

  get isCurrent(): boolean {
    return this.#core.exports._tg_paths_version(this.rules) === this.#version;
  }

  /** Whether it keeps so much that another had better begin anew. */
  get isFull(): boolean {
    return this.#answers >= MOST_ANSWERS;
  }

  /** Where the key of a member leads, which may hold dots. */
  descend(node: PathNode, key: string): PathNode | null {
    if (!node.hasChildren) return null;
    const known = node.children.get(key);
    if (known !== undefined) return known;
    if (this.#isWhole) return key.includes(".") ? descendBySegments(node, key) : null;
    return this.#ask(node, key);
  }

  /** Makes `node.probes` if they are few beside the members that an object there had. */
  considerProbes(node: PathNode, members: number): void {
    const most = members / MEMBERS_PER_PROBE;
    const probes = this.#isWhole ? collectProbes(node, most) : undefined;
    node.probes = probes;
    node.mostMembers =
      probes === undefined
        ? members * 2
        : Math.max(SMALL_OBJECT, probes.length * MEMBERS_PER_PROBE);
  }

  #node(id: number): PathNode {
    let node = this.#nodes.get(id);
    if (node === undefined) {
      const { exports } = this.#core;
      const address = exports._tg_path_node(this.rules, id) >>> 2;
      node = new PathNode(id, exports.HEAPU32[address] as number);
      this.#nodes.set(id, node);
    }
    return node;
  }

  #ask(node: PathNode, key: string): PathNode | null {
    if (++this.#answers > this.#capacity && this.#capacity <= LARGE_TREE) {
      this.#copy();
      return this.descend(node, key);
    }
    const id = this.#core.descend(this.rules, node.id, key);
    const child = id < 0 ? null : this.#node(id);
    node.children.set(key, child);
    return child;
  }

  #copy(): void {
    const { exports } = this.#core;
    for (let id = ROOT + 1; id < this.#capacity; id++) {
      const address = exports._tg_path_node(this.rules, id) >>> 2;
      const words = exports.HEAPU32;
      if (words[address] === 0) continue;
      const parent = words[address + PARENT] as number;
      const begin = words[address + KEY] as number;
      const end = begin + (words[address + KEY_SIZE] as number);
      this.#node(parent).children.set(decodeKey(exports.HEAPU8, begin, end), this.#node(id));
    }
    this.#isWhole = true;
    this.#answers = 0;
  }
}

function descendBySegments(node: PathNode, key: string): PathNode | null {
  let at: PathNode | null | undefined = node;
  for (let begin = 0; begin <= key.length; ) {
    const dot = key.indexOf(".", begin);
    const end = dot < 0 ? key.length : dot;
    at = at.children.get(key.slice(begin, end));
    if (at === undefined || at === null) return null;
    begin = end + 1;
  }
  return at;
}

/** A key for each node below, where keys with dots lead too. Undefined where there are more. */
function collectProbes(node: PathNode, most: number): Probe[] | undefined {
  const probes: Probe[] = [];
  let next = 0;
  for (let above = node, prefix = ""; ; ) {
    for (const [key, child] of above.children) {
      if (child === null || key.includes(".")) continue;
      if (probes.push({ key: prefix + key, node: child }) > most) return undefined;
    }
    const probe = probes[next++];
    if (probe === undefined) return probes;
    above = probe.node;
    prefix = `${probe.key}.`;
  }
}

/**
 * The characters of UTF-8 that is well-formed but for surrogates in three bytes each, which no
 * TextDecoder takes.
 */
function decodeKey(bytes: Uint8Array, begin: number, end: number): string {
  let key = "";
  for (let i = begin; i < end; ) {
    const lead = bytes[i++] as number;
    if (lead < 0x80) {
      key += String.fromCharCode(lead);
      continue;
    }
    const following = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    let point = lead & (0x3f >> following);
    for (const stop = i + following; i < stop; i++)
      point = (point << 6) | ((bytes[i] as number) & 63);
    key += String.fromCodePoint(point);
  }
  return key;
}
