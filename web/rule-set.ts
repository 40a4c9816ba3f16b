/// <reference lib="esnext.disposable" preserve="true" />

import type { BatchInput, BatchOptions, BatchResult } from "./batch.js";
import {
  COUNT,
  checkName,
  EVENT_BYTES,
  isIterable,
  isPlainObject,
  type Kinds,
  oneOf,
  readOptions,
} from "./check.js";
import {
  type Core,
  core,
  DEFAULT_MAX_EVENT_BYTES,
  MAX_TEXT_BYTES,
  outOfMemory,
  type RuleCall,
} from "./core.js";
import { aboutRule, invalidArgument, TidegateError } from "./error.js";
import { attempt, bytesOf, type EventInput } from "./event.js";
import { compareVerdicts, EventExplainer } from "./event-explainer.js";
import type { RuleExplanation } from "./explanation.js";
import { hashSeed } from "./hash-seed.js";
import { matchBatch } from "./match-batch.js";
import { ObjectMatcher } from "./object-matcher.js";
import { PathMirror } from "./path-mirror.js";
import { MAX_RULE_BYTES, type PatternInput, patternText } from "./pattern.js";
import { type Patterns, RuleList } from "./rule-list.js";
import { decode } from "./text.js";

/**
 * Whose rules of what is allowed a pattern is held against.
 *
 * @example
 * ```js
 * new RuleSet({ profile: "sns-body" }).match("[]"); // []
 * ```
 */
export type Profile =
  /** Rules of an event bus. */
  | "eventbridge"
  /** EventBridge Pipes and Lambda event source mappings. */
  | "pipes"
  /** Subscribers of a custom event bus, scope DATA. */
  | "custom-bus"
  /** Scope METADATA: strings without operators. */
  | "custom-bus-metadata"
  /** Scope SYSTEM_METADATA, with its keys. */
  | "custom-bus-system-metadata"
  /** Filter policies of SNS, scope MessageAttributes; see {@link snsAttributes} for its events. */
  | "sns-attributes"
  /** Scope MessageBody: what is no JSON object matches nothing. */
  | "sns-body"
  /** AWS's library event-ruler itself, without what a service adds. */
  | "event-ruler";

/**
 * Options of a {@link RuleSet}.
 *
 * @example
 * ```js
 * new RuleSet({ profile: "pipes", maxEventBytes: 262144, validate: "touched" });
 * ```
 */
export interface RuleSetOptions {
  /** Which service's patterns are taken. Default: `"eventbridge"`. */
  readonly profile?: Profile;
  /**
   * The size of the largest event in bytes of UTF-8, from 1 to 536,870,912. Default: 16 MiB. Of an
   * object count only the characters of the values that rules look at, and the elements of the
   * arrays around them.
   */
  readonly maxEventBytes?: number;
  /**
   * How much of the text of an event is checked. Default: `"all"`.
   *
   * With `"touched"`, for events of a source that you trust, only as much is read as the rules need:
   * what lies elsewhere is passed over by its brackets and quotes alone, and reading ends once
   * nothing that a rule looks at can come any more. What is wrong there goes unnoticed; so may a
   * member that comes twice. Valid events without such members match the same.
   */
  readonly validate?: Validate;
}

/**
 * How much of an event is checked; see {@link RuleSetOptions}.
 *
 * @example
 * ```js
 * new RuleSet({ validate: "touched" });
 * ```
 */
export type Validate = "all" | "touched";

/**
 * Rules by name: an object, a Map, or any iterable of [name, pattern]. Where a rule has several
 * patterns, a list of them stands in place of the pattern, or its name comes several times.
 *
 * @example
 * ```js
 * RuleSet.from([["stopped", { detail: { state: ["stopped"] } }]]).size; // 1
 * ```
 */
export type Rules =
  | Iterable<readonly [name: string, patterns: PatternInput | readonly PatternInput[]]>
  | { readonly [name: string]: PatternInput | readonly PatternInput[] };

/** In the order of enum Profile, src/pattern/parser.h. @internal */
export const PROFILES: readonly Profile[] = [
  "eventbridge",
  "pipes",
  "custom-bus",
  "custom-bus-metadata",
  "custom-bus-system-metadata",
  "sns-attributes",
  "sns-body",
  "event-ruler",
];

/** In the order of enum Validation, src/json/reader.h. */
const VALIDATES: readonly Validate[] = ["all", "touched"];

const OPTIONS: Kinds<RuleSetOptions> = {
  profile: oneOf(PROFILES),
  maxEventBytes: EVENT_BYTES,
  validate: oneOf(VALIDATES),
};

/**
 * Options of {@link RuleSet.explain} for all rules.
 *
 * @example
 * ```js
 * rules.explain(event, { limit: 3 });
 * ```
 */
export interface ExplainRulesOptions {
  /** How many rules to explain at most, from 1. Default: 10. */
  readonly limit?: number;
}

const EXPLAIN_OPTIONS: Kinds<ExplainRulesOptions> = { limit: COUNT };
const DEFAULT_EXPLAIN_LIMIT = 10;

/** Frees what was left without dispose(). When, and whether, is up to the runtime. */
const abandoned =
  typeof FinalizationRegistry === "undefined"
    ? undefined
    : new FinalizationRegistry<number>((rules) => core().exports.destroyRuleSet(rules));

/** A rule set of the core that has no {@link RuleSet} yet. */
class MadeRuleSet {
  constructor(
    readonly core: Core,
    /** Its address. */
    readonly pointer: number,
    readonly options: Required<RuleSetOptions>,
    /** What {@link RuleSet.snapshot} attached. */
    readonly attachment: Uint8Array = new Uint8Array(0),
  ) {}
}

function makeRuleSet(options: RuleSetOptions): MadeRuleSet {
  const {
    profile = "eventbridge",
    validate = "all",
    maxEventBytes = DEFAULT_MAX_EVENT_BYTES,
  } = readOptions(options, OPTIONS);
  const instance = core();
  const pointer = instance.exports.createRuleSet(
    PROFILES.indexOf(profile),
    maxEventBytes,
    VALIDATES.indexOf(validate),
    hashSeed(),
  );
  if (pointer === 0) throw outOfMemory();
  return new MadeRuleSet(instance, pointer, { profile, maxEventBytes, validate });
}

function loadRuleSet(snapshot: unknown): MadeRuleSet {
  const bytes = bytesOf(snapshot);
  if (bytes === undefined) throw invalidArgument("A snapshot is a buffer, or a view of one.");
  const instance = core();
  const { exports } = instance;
  const header = instance.snapshotHeader(instance.writeBytes(bytes, MAX_TEXT_BYTES));
  const profile = PROFILES[header.profile] as Profile;
  const validate = VALIDATES[header.validation] as Validate;
  const options = { profile, maxEventBytes: header.maxEventBytes, validate };
  const attachment = header.attachment.slice();
  const pointer = exports.loadRuleSet(hashSeed());
  if (pointer === 0) throw instance.failure(undefined);
  const made = new MadeRuleSet(instance, pointer, options, attachment);
  loaded.add(made);
  return made;
}

/** Of the one core that there is. */
let objects: ObjectMatcher | undefined;

/** Those that the constructor of {@link RuleSet} takes in place of options. */
const loaded = new WeakSet<object>();

/** The patterns by rule, as {@link RuleSet.snapshot} attached them. */
function readAttachment(attachment: Uint8Array, count: number): Patterns[] {
  let patterns: unknown;
  try {
    patterns = JSON.parse(decode(attachment));
  } catch {}
  if (Array.isArray(patterns) && patterns.length === count && patterns.every(isPatterns)) {
    return patterns;
  }
  throw new TidegateError("ERR_SNAPSHOT", "The snapshot does not say what its patterns are.");
}

function isPatterns(value: unknown): boolean {
  const list = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((pattern) => typeof pattern === "string");
}

/**
 * Rules by name, matched against events.
 *
 * A rule has one or more patterns and matches an event when one of them does. Rules never influence
 * each other. Whatever throws leaves the set as it was.
 *
 * Rules do not add up: with a million that each name something of their own, an event takes one to
 * four times as long as with one. What does add up are rules that nearly match: those of which one
 * field after the other holds, and only all together decide.
 *
 * A set holds memory that the garbage collector does not see. End it by {@link RuleSet.dispose}, or
 * by `using`.
 *
 * @example
 * ```js
 * const rules = new RuleSet();
 * rules.add("stopped", { source: ["aws.ec2"], detail: { state: ["stopped", "terminated"] } });
 * rules.add("large", '{"detail": {"size": [{"numeric": [">", 1e9]}]}}');
 * rules.match('{"source": "aws.ec2", "detail": {"state": "stopped"}}'); // ["stopped"]
 * rules.dispose();
 * ```
 */
export class RuleSet {
  readonly #core: Core;
  readonly #options: Required<RuleSetOptions>;
  readonly #rules = new RuleList();
  /** The address of the set; 0 once it is disposed of. */
  #pointer: number;
  /** Rises whenever the rules may have changed. */
  #changes = 0;
  /** What the rules look at, and the `#changes` up to which that is known to be true. */
  #paths: PathMirror | undefined;
  #pathsChecked = 0;

  /** What `using` calls: {@link RuleSet.dispose}. */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * Makes an empty set.
   *
   * Errors: ERR_INVALID_ARGUMENT for an option that there is not, or a value that it does not take;
   * ERR_OUT_OF_MEMORY; ERR_UNSUPPORTED_RUNTIME.
   *
   * @example
   * ```js
   * const rules = new RuleSet({ profile: "pipes", maxEventBytes: 256 * 1024 });
   * ```
   */
  constructor(options: RuleSetOptions = {}) {
    const made = loaded.has(options) ? (options as MadeRuleSet) : makeRuleSet(options);
    this.#core = made.core;
    this.#pointer = made.pointer;
    this.#options = made.options;
    abandoned?.register(this, made.pointer, this);
  }

  /**
   * Makes a set of these rules; see {@link RuleSet.addAll}.
   *
   * @example
   * ```js
   * const rules = RuleSet.from({
   *   started: { detail: { state: ["pending", "running"] } },
   *   stopped: { detail: { state: ["stopped", "terminated"] } },
   * });
   * const copy = RuleSet.from(rules.entries());
   * ```
   */
  static from(rules: Rules, options?: RuleSetOptions): RuleSet {
    return fromRules(rules, options);
  }

  /**
   * Makes the set that {@link RuleSet.snapshot} has saved, with its options. Takes about a tenth of
   * the time of adding its rules, which matters at a cold start. The bytes may come from anywhere:
   * all of them are checked.
   *
   * Errors: ERR_SNAPSHOT for bytes that are no snapshot, or one of another version of the library;
   * ERR_TOO_LARGE, ERR_INVALID_ARGUMENT, ERR_OUT_OF_MEMORY, ERR_UNSUPPORTED_RUNTIME.
   *
   * @example
   * ```js
   * const rules = RuleSet.fromSnapshot(await readFile("rules.snapshot"));
   * ```
   */
  static fromSnapshot(snapshot: ArrayBufferView | ArrayBufferLike): RuleSet {
    const made = loadRuleSet(snapshot);
    const set = new RuleSet(made as RuleSetOptions);
    const count = set.size;
    set.#rules.load({
      count,
      name: (id) => set.#core.ruleName(set.#live(), id),
      patterns: () => readAttachment(made.attachment, count),
    });
    return set;
  }

  /**
   * Adds a pattern to the rule of this name, which is made when there is none. Returns false where
   * the rule has an equal pattern already, however that is written.
   *
   * Any well-formed string is a name, the empty one too.
   *
   * Errors: ERR_INVALID_JSON, ERR_TOO_DEEP, ERR_NUMBER_TOO_LONG, ERR_TOO_LARGE (also where name and
   * pattern together have more than 16 MiB) and ERR_PATTERN_… for the pattern, with its place;
   * ERR_INVALID_ARGUMENT; ERR_DISPOSED; ERR_OUT_OF_MEMORY.
   *
   * @example
   * ```js
   * rules.add("stopped", { detail: { state: ["stopped"] } }); // true
   * rules.add("stopped", '{"detail": {"state": ["stopped"]}}'); // false
   * ```
   */
  add(name: string, pattern: PatternInput): boolean {
    const text = this.#patternText(name, pattern);
    const result = this.#apply("_tg_add", name, text, pattern);
    if ((result & 1) === 0) return false;
    this.#rules.add(result >>> 1, name, text);
    return true;
  }

  /**
   * Adds many rules, or none. Returns how many patterns were added that were not there already.
   *
   * Errors: those of {@link RuleSet.add}. What is thrown describes the first rule that was refused,
   * and has one error for each of them in `errors`.
   *
   * @example
   * ```js
   * rules.addAll(new Map([["small", { size: [{ numeric: ["<", 10] }] }]])); // 1
   * ```
   */
  addAll(rules: Rules): number {
    this.#live();
    const added: string[] = [];
    const errors: TidegateError[] = [];
    for (const [name, pattern] of listRules(rules)) {
      try {
        if (this.add(name, pattern)) added.push(name);
      } catch (error) {
        const refusal = error as TidegateError;
        errors.push(refusal);
        if (refusal.code === "ERR_OUT_OF_MEMORY") break; // What follows is not to blame.
      }
    }
    const [first] = errors;
    if (first === undefined) return added.length;
    for (const name of added.reverse()) this.#removeNewest(name);
    throw joinErrors(first, errors);
  }

  /**
   * Makes this the only pattern of the rule, which keeps its place in the order; adds the rule when
   * there is none. Returns whether there was one.
   *
   * Errors: those of {@link RuleSet.add}.
   *
   * @example
   * ```js
   * rules.replace("stopped", { detail: { state: ["terminated"] } });
   * ```
   */
  replace(name: string, pattern: PatternInput): boolean {
    const text = this.#patternText(name, pattern);
    const id = this.#apply("_tg_replace", name, text, pattern);
    return !this.#rules.set(id, name, text);
  }

  /**
   * Removes a rule, or one of its patterns, and with the last one the rule. The pattern may be
   * written in another way than it was added. Returns whether there was anything to remove.
   *
   * Errors: for the name ERR_INVALID_ARGUMENT, for the pattern those of {@link RuleSet.add};
   * ERR_DISPOSED.
   *
   * @example
   * ```js
   * rules.remove("stopped", { detail: { state: ["stopped"] } }); // false: it has no such pattern
   * rules.remove("stopped"); // true
   * ```
   */
  remove(name: string, pattern?: PatternInput): boolean {
    if (pattern !== undefined) return this.#removePattern(name, pattern);
    this.#live();
    checkName(name);
    this.#changes++;
    const size = this.#core.writeText(name, MAX_RULE_BYTES);
    const result = this.#core.exports._tg_remove(this.#pointer, size);
    if (result < 0) throw this.#core.failure(undefined);
    if (result > 0) this.#rules.remove(result - 1);
    return result > 0;
  }

  /**
   * Whether there is a rule of this name.
   *
   * Errors: ERR_INVALID_ARGUMENT, ERR_DISPOSED.
   *
   * @example
   * ```js
   * if (!rules.has("stopped")) rules.add("stopped", pattern);
   * ```
   */
  has(name: string): boolean {
    this.#live();
    checkName(name);
    return this.#find(name) !== undefined;
  }

  /**
   * The number of rules. Errors: ERR_DISPOSED.
   *
   * @example
   * ```js
   * console.log(`${rules.size} rules`);
   * ```
   */
  get size(): number {
    return this.#core.exports._tg_size(this.#live());
  }

  /**
   * The rules in the order in which they were first added, each with its patterns as texts: a text
   * as it was given, an object as its JSON text. {@link RuleSet.from} takes them back.
   *
   * Errors: ERR_DISPOSED, ERR_OUT_OF_MEMORY; ERR_SNAPSHOT where somebody has made up a snapshot that
   * lacks the texts of its patterns.
   *
   * @example
   * ```js
   * for (const [name, patterns] of rules.entries()) console.log(name, patterns.map(JSON.parse));
   * ```
   */
  entries(): IterableIterator<[name: string, patterns: string[]]> {
    return this.#rules.entries(this.#listIds());
  }

  /**
   * The rules, with their names, patterns and options, as bytes for {@link RuleSet.fromSnapshot}.
   * They are the same on every machine, but not for every version of the library.
   *
   * Errors: ERR_DISPOSED, ERR_OUT_OF_MEMORY, also where the bytes would be more than 512 MiB.
   *
   * @example
   * ```js
   * await writeFile("rules.snapshot", rules.snapshot());
   * ```
   */
  snapshot(): Uint8Array<ArrayBuffer> {
    const pointer = this.#live();
    const patterns = JSON.stringify(this.#rules.listPatterns(this.#listIds()));
    return this.#core.save(pointer, patterns);
  }

  /**
   * Removes all rules. Errors: ERR_DISPOSED.
   *
   * @example
   * ```js
   * rules.clear();
   * ```
   */
  clear(): void {
    this.#changes++;
    this.#core.exports._tg_clear(this.#live());
    this.#rules.clear();
  }

  /**
   * The names of the rules that match an event, each once, in the order in which they were first
   * added.
   *
   * An object counts as JSON.stringify() would write it: toJSON() is called, undefined is absent,
   * NaN is null. But only what rules look at is visited, so what JSON.stringify() refuses, a BigInt
   * or a cycle, is ERR_INVALID_ARGUMENT there, with its `path`, and no matter elsewhere. A getter
   * runs once, unless it changes what the rules look at: then the event is walked again.
   *
   * Errors: ERR_INVALID_JSON, ERR_INVALID_UTF8, ERR_TOO_DEEP and ERR_NUMBER_TOO_LONG for a
   * malformed event, with the place; ERR_EVENT_NOT_OBJECT, ERR_EVENT_TOO_COMPLEX; ERR_TOO_LARGE for
   * one over `maxEventBytes`; ERR_INVALID_ARGUMENT; ERR_DISPOSED; ERR_OUT_OF_MEMORY. Under the
   * profile `sns-body` what is no JSON object is no error, and matches nothing.
   *
   * @example
   * ```js
   * rules.match('{"detail": {"state": "stopped"}}'); // JSON text
   * rules.match(await request.arrayBuffer()); // its UTF-8 bytes
   * rules.match({ detail: { state: "stopped" } }); // what JSON.stringify() makes of an object
   * ```
   */
  match(event: EventInput): string[] {
    const matched: string[] = [];
    const count = this.#match(event, false);
    if (count === 0) return matched;
    const { exports } = this.#core;
    const begin = exports._tg_output_ids() >>> 2;
    for (let i = begin; i < begin + count; i++) {
      // The view is not kept: a name that a snapshot holds is fetched, and the memory may grow.
      matched.push(this.#rules.name(exports.HEAPU32[i] as number) as string);
    }
    return matched;
  }

  /**
   * Whether any rule matches an event. Stops at the first that does.
   *
   * Errors: those of {@link RuleSet.match}.
   *
   * @example
   * ```js
   * if (!rules.matchesAny(event)) return;
   * ```
   */
  matchesAny(event: EventInput): boolean {
    return this.#match(event, true) > 0;
  }

  /**
   * Matches many events: lines of JSON (NDJSON) as one text or its UTF-8 bytes, or the events of an
   * array or any other iterable, which may be asynchronous. Quicker than to match them one by one,
   * and it lets other work go on: after some ten milliseconds it waits for its next turn.
   *
   * An event that {@link RuleSet.match} would throw for has its error in `errors`, and no rules.
   * Lines end with `\n` or `\r\n`; those of spaces and tabs alone are passed over. Each event is
   * matched with the rules that there are when its turn comes, so rules that change meanwhile count
   * for the events that are still to come.
   *
   * Rejects with the reason of the `signal` once that is aborted; with what the caller's iterable or
   * `onProgress` throws; ERR_INVALID_ARGUMENT; ERR_DISPOSED; ERR_OUT_OF_MEMORY.
   *
   * @example
   * ```js
   * const result = await rules.matchBatch(await readFile("events.ndjson"));
   * console.log(`${result.matched} of ${result.count} events match`);
   * for (const { index, error } of result.errors) console.log(index, error.message);
   * for (const names of result) route(names);
   * ```
   */
  matchBatch(events: BatchInput, options: BatchOptions = {}): Promise<BatchResult> {
    return matchBatch(
      {
        core: this.#core,
        maxEventBytes: this.#options.maxEventBytes,
        address: () => this.#live(),
        changes: () => this.#changes,
        name: (id) => this.#rules.name(id) as string,
        match: (event) => this.#match(event, false),
      },
      events,
      options,
    );
  }

  /**
   * Why a rule matches an event, or does not: each of its patterns as a tree, with what became of
   * each part, the values that it was held against, and a reason for whatever failed. Without a
   * name, that of the rules that match and then of those that came closest: with the fewest
   * conditions that failed.
   *
   * The verdict is that of {@link RuleSet.match}, but for an event which only `validate: "touched"`
   * lets pass: here events are checked whole, and an object counts as all that JSON.stringify()
   * makes of it. Takes some five times as long as {@link matches}; to rank the rules, about as long
   * as that with each of them.
   *
   * Errors: ERR_INVALID_ARGUMENT, also where there is no rule of that name; otherwise those of
   * {@link RuleSet.match}.
   *
   * @example
   * ```js
   * const { matched, summary } = rules.explain(event, "stopped");
   * const [nearest] = rules.explain(event, { limit: 1 });
   * console.log(formatExplanation(nearest));
   * ```
   */
  explain(event: EventInput, name: string): RuleExplanation;
  explain(event: EventInput, options?: ExplainRulesOptions): RuleExplanation[];
  explain(
    event: EventInput,
    nameOrOptions: string | ExplainRulesOptions = {},
  ): RuleExplanation | RuleExplanation[] {
    this.#live();
    const { profile, maxEventBytes } = this.#options;
    if (typeof nameOrOptions !== "string") {
      this.#live();
      const { limit = DEFAULT_EXPLAIN_LIMIT } = readOptions(nameOrOptions, EXPLAIN_OPTIONS);
      const explainer = this.#explainer(event, profile, maxEventBytes);
      return rankRules(explainer, this.entries(), limit);
    }
    checkName(nameOrOptions);
    const explainer = this.#explainer(event, profile, maxEventBytes);
    const id = this.#find(nameOrOptions);
    if (id === undefined) {
      throw invalidArgument(`There is no rule of the name ${JSON.stringify(nameOrOptions)}.`);
    }
    const patterns = this.#rules.patterns(id);
    return explainRule(explainer, nameOrOptions, patterns);
  }

  /**
   * Frees the memory of the set. Whatever is called afterwards throws ERR_DISPOSED, but for this
   * and {@link RuleSet.disposed}.
   *
   * @example
   * ```js
   * using rules = new RuleSet(); // does the same at the end of the block
   * ```
   */
  dispose(): void {
    if (this.#pointer === 0) return;
    abandoned?.unregister(this);
    this.#core.exports.destroyRuleSet(this.#pointer);
    this.#pointer = 0;
    this.#rules.clear();
    this.#paths = undefined;
  }

  /**
   * Whether {@link RuleSet.dispose} was called.
   *
   * @example
   * ```js
   * if (rules.disposed) rules = RuleSet.from(source);
   * ```
   */
  get disposed(): boolean {
    return this.#pointer === 0;
  }

  #explainer(event: EventInput, profile: Profile, limit: number): EventExplainer {
    return new EventExplainer(this.#core, PROFILES.indexOf(profile), event, limit);
  }

  #listIds(): Uint32Array {
    const { exports } = this.#core;
    const count = exports._tg_list_rules(this.#live());
    if (count < 0) throw outOfMemory();
    const begin = exports._tg_output_ids() >>> 2;
    return exports.HEAPU32.slice(begin, begin + count);
  }

  /** For the start of a call. Throws ERR_DISPOSED where there is nothing left to use. */
  #live(): number {
    this.#core.resetStack();
    return this.#address();
  }

  /** Throws ERR_DISPOSED. */
  #address(): number {
    if (this.#pointer === 0) {
      throw new TidegateError("ERR_DISPOSED", "The rule set was used after dispose().");
    }
    return this.#pointer;
  }

  /** Matches an event. How many rules do; their ids are at tg_output_ids(). */
  #match(event: EventInput, firstOnly: boolean): number {
    const core = this.#core;
    const pointer = core.hasFailed ? this.#live() : this.#address();
    try {
      const limit = this.#options.maxEventBytes;
      let size: number;
      if (typeof event === "string") {
        size = core.writeText(event, limit);
      } else {
        const bytes = bytesOf(event);
        if (bytes === undefined) return this.#matchObject(event, firstOnly);
        size = core.writeBytes(bytes, limit);
      }
      const { exports } = core;
      const count = firstOnly
        ? exports._tg_match_any(pointer, size)
        : exports._tg_match(pointer, size);
      if (count < 0) throw core.failure(event);
      return count;
    } catch (error) {
      core.hasFailed = true;
      throw error;
    }
  }

  #matchObject(event: object, firstOnly: boolean): number {
    const core = this.#core;
    const { maxEventBytes } = this.#options;
    if (this.#paths?.isFull) this.#paths = undefined;
    const lookAt = () => this.#currentPaths();
    objects ??= new ObjectMatcher(core);
    const count = objects.match(event, lookAt, maxEventBytes, firstOnly);
    // What is no object fares as such a text does.
    if (count === undefined) return this.#match("0", firstOnly);
    if (count < 0) throw core.failure(event);
    return count;
  }

  #currentPaths(): PathMirror {
    const pointer = this.#address();
    if (this.#paths !== undefined && this.#pathsChecked === this.#changes) return this.#paths;
    if (!this.#paths?.isCurrent) this.#paths = new PathMirror(this.#core, pointer);
    this.#pathsChecked = this.#changes;
    return this.#paths;
  }

  #find(name: string): number | undefined {
    const size = this.#core.writeText(name, MAX_RULE_BYTES);
    const id = this.#core.exports._tg_find(this.#live(), size) - 1;
    return id < 0 ? undefined : id;
  }

  #patternText(name: unknown, pattern: unknown): string {
    this.#live();
    checkName(name);
    try {
      return patternText(pattern);
    } catch (error) {
      throw aboutRule(error, name);
    }
  }

  /** Makes a call with the text of a pattern; errors point into the pattern as it was given. */
  #apply(call: RuleCall, name: string, pattern: string, given: PatternInput): number {
    const pointer = this.#live();
    this.#changes++;
    try {
      const result = this.#core.callWithRule(call, pointer, name, pattern, MAX_RULE_BYTES);
      if (result < 0) throw this.#core.failure(given);
      return result;
    } catch (error) {
      throw aboutRule(error, name);
    }
  }

  #removePattern(name: string, pattern: PatternInput): boolean {
    const text = this.#patternText(name, pattern);
    const id = this.#find(name);
    const result = this.#apply("_tg_remove_pattern", name, text, pattern) - 1;
    if (result < 0 || id === undefined) return false;
    this.#rules.removePattern(id, result >>> 1);
    return true;
  }

  #removeNewest(name: string): void {
    this.#changes++;
    const id = this.#find(name) as number;
    this.#core.exports._tg_remove_newest(this.#pointer, this.#core.inputSize);
    this.#rules.removePattern(id);
  }
}

// Not every runtime has the symbol yet; those that compile `using` away agree on this one.
Object.defineProperty(RuleSet.prototype, Symbol.dispose ?? Symbol.for("Symbol.dispose"), {
  value: RuleSet.prototype.dispose,
});

/**
 * Whether an event matches a pattern. For one question; for many, a {@link RuleSet} reads the
 * pattern only once.
 *
 * Errors: those of {@link RuleSet.add} and {@link RuleSet.match}.
 *
 * @example
 * ```js
 * matches('{"price": 149.50}', { price: [{ numeric: ["<=", 150] }] }); // true
 * ```
 */
export function matches(
  event: EventInput,
  pattern: PatternInput,
  options?: RuleSetOptions,
): boolean {
  const rules = new RuleSet(options);
  try {
    rules.add("", pattern);
    return rules.matchesAny(event);
  } catch (error) {
    throw aboutRule(error, undefined);
  } finally {
    rules.dispose();
  }
}

function explainRule(
  explainer: EventExplainer,
  rule: string,
  texts: readonly string[],
): RuleExplanation {
  const patterns = texts.map((text) => explainer.explain(text));
  const [best] = [...patterns].sort(compareVerdicts);
  const { matched, summary, failed, conditions } = best as (typeof patterns)[0];
  return { rule, matched, summary, failed, conditions, patterns };
}

/** Reads each pattern once to rank the rules, and again to explain those that are asked for. */
function rankRules(
  explainer: EventExplainer,
  rules: Iterable<[name: string, patterns: string[]]>,
  limit: number,
): RuleExplanation[] {
  const ranked = Array.from(rules, ([rule, patterns]) => {
    const verdicts = patterns.map((pattern) => explainer.verdict(pattern));
    return { rule, patterns, best: verdicts.sort(compareVerdicts)[0] as (typeof verdicts)[0] };
  });
  ranked.sort((a, b) => compareVerdicts(a.best, b.best));
  return ranked.slice(0, limit).map(({ rule, patterns }) => explainRule(explainer, rule, patterns));
}

function fromRules(rules: Rules, options: RuleSetOptions | undefined): RuleSet {
  const set = new RuleSet(options);
  try {
    set.addAll(rules);
  } catch (error) {
    set.dispose();
    throw error;
  }
  return set;
}

/** The rules in their order. Errors: ERR_INVALID_ARGUMENT. @internal */
export function listRules(rules: Rules): [name: string, pattern: PatternInput][] {
  // What is thrown while an iterable is iterated is the caller's, and comes through as it is.
  const entries = isIterable(rules) ? rules : attempt("The rules", () => entriesOf(rules));
  const list: [name: string, pattern: PatternInput][] = [];
  for (const entry of entries) {
    const [name, patterns] = attempt("A rule", () => readRule(entry));
    for (const pattern of patterns) list.push([name, pattern]);
  }
  return list;
}

function readRule(entry: unknown): [name: string, patterns: PatternInput[]] {
  if (!Array.isArray(entry) || entry.length !== 2) {
    throw invalidArgument("Each of an iterable of rules is [name, pattern].");
  }
  const [name, patterns] = entry;
  const isList = Array.isArray(patterns) && patterns.length > 0;
  return [name, isList ? Array.from(patterns) : [patterns]];
}

function entriesOf(rules: unknown): [name: string, patterns: unknown][] {
  if (isPlainObject(rules)) return Object.entries(rules);
  throw invalidArgument("Rules are an object, a Map or an iterable of [name, pattern].");
}

function joinErrors(first: TidegateError, errors: readonly TidegateError[]): TidegateError {
  const count = errors.length === 1 ? "A rule was" : `${errors.length} rules were`;
  const name = first.rule === undefined ? "" : `${JSON.stringify(first.rule)}: `;
  const message = `${count} refused, and none added. ${name}${first.message}`;
  return new TidegateError(first.code, message, { ...first, errors });
}
