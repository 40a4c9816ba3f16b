import { MAX_DEPTH } from "./core.js";
import { invalidArgument, TidegateError } from "./error.js";
import { describeThrown, isNothing } from "./event.js";
import type { KnownStrings } from "./known-strings.js";
import {
  ARRAY,
  ELEMENT,
  END_ARRAY,
  END_ELEMENT,
  FALSE,
  type LeafStream,
  NULL,
  NUMBER,
  STRING,
  TRUE,
} from "./leaf-stream.js";
import type { PathMirror, PathNode } from "./path-mirror.js";
import { escapePointer } from "./text.js";

const objectPrototype = Object.prototype;
const { propertyIsEnumerable: hasEnumerable, toString: tagOf } = objectPrototype;

/** Chrome 91 and Firefox 90 have no Object.hasOwn(). */
const hasOwn: (object: object, key: string) => boolean =
  Object.hasOwn ?? ((object, key) => objectPrototype.hasOwnProperty.call(object, key));

/** So many keys of an object are remembered by their position. */
const MOST_POSITIONS = 128;

/** So many objects in a row are asked for probes. */
const PROBINGS = 256;

/**
 * Walks what rules look at of an event that is an object, and writes it to a {@link LeafStream}.
 *
 * Values count as JSON.stringify() writes them (ECMA-262, SerializeJSONProperty): toJSON() is
 * called, wrapped primitives are unwrapped, undefined, functions and symbols are absent, or null in
 * arrays, and only own enumerable properties with string keys are seen. What it refuses is refused.
 * But only what rules look at is visited.
 *
 * Getters, toJSON() and proxies are the caller's code, which may use the library in turn; what it
 * matches meanwhile takes another walker.
 */
export class EventWalker {
  readonly #stream: LeafStream;
  readonly #known: KnownStrings;
  /** The objects and arrays that are open. */
  readonly #open: (object | undefined)[] = [];
  #depth = 0;
  #paths: PathMirror | undefined;
  /** What is left of the limit. */
  #left = 0;
  /** The texts of all numbers, and of strings that were new, one behind the other. */
  texts = "";

  constructor(stream: LeafStream, known: KnownStrings) {
    this.#stream = stream;
    this.#known = known;
  }

  /**
   * Walks an event with at most `limit` characters and array elements where rules look. False: it is
   * JSON, but not an object.
   *
   * Errors: ERR_INVALID_ARGUMENT, with the cause where the caller's code has thrown; ERR_TOO_DEEP;
   * ERR_TOO_LARGE; ERR_OUT_OF_MEMORY.
   */
  walk(event: unknown, paths: PathMirror, limit: number): boolean {
    this.#paths = paths;
    this.#left = limit;
    this.texts = "";
    try {
      return this.#root(event, paths.root);
    } catch (thrown) {
      this.#open.length = 0;
      this.#depth = 0;
      throw explain(thrown);
    }
  }

  #root(event: unknown, node: PathNode | undefined): boolean {
    const value = convert(event, "");
    if (isNothing(value)) {
      throw new Refusal(`An event is JSON text, bytes or an object, not ${typeof value}.`);
    }
    if (typeof value === "bigint") throw new Refusal(BIGINT);
    if (typeof value !== "object" || value === null || Array.isArray(value) || isRawJson(value)) {
      return false;
    }
    if (node?.hasChildren) this.#object(value, node);
    return true;
  }

  #value(given: unknown, key: string | number, node: PathNode, isElement: boolean): void {
    const type = typeof given;
    if (type === "number" || type === "string" || type === "boolean" || given === null) {
      if (node.isWanted) this.#primitive(given as string | number | boolean | null, node);
      return;
    }
    const value = convert(given, key);
    if (typeof value === "object" && value !== null) {
      this.#container(value, node, isElement);
    } else if (typeof value === "bigint") {
      throw new Refusal(BIGINT);
    } else if (node.isWanted && (isElement || !isNothing(value))) {
      this.#primitive(isNothing(value) ? null : (value as string), node);
    }
  }

  #primitive(value: string | number | boolean | null, node: PathNode): void {
    if (typeof value === "string") {
      this.#string(value, node);
    } else if (typeof value === "number" && Number.isFinite(value)) {
      this.#text(NUMBER, String(value), node);
    } else {
      this.#stream.record(value === true ? TRUE : value === false ? FALSE : NULL, node);
    }
  }

  #string(text: string, node: PathNode): void {
    const id = this.#known.find(text, node);
    if (id === undefined) {
      this.#text(STRING, text, node);
    } else {
      this.#spend(text.length);
      this.#stream.knownString(node, id);
    }
  }

  #text(record: typeof NUMBER | typeof STRING, text: string, node: PathNode): void {
    this.#spend(text.length);
    this.#stream.text(record, node, text.length);
    this.texts += text;
  }

  #spend(count: number): void {
    this.#left -= count;
    if (this.#left < 0) throw new Refusal(TOO_LARGE);
  }

  #container(value: object, node: PathNode, isElement: boolean): void {
    const isArray = Array.isArray(value);
    if (!isArray && isRawJson(value)) {
      if (node.isWanted) this.#raw(value.rawJSON, node);
    } else if (isArray || node.hasChildren) {
      if (isElement) this.#stream.mark(ELEMENT);
      if (isArray) {
        this.#array(value, node);
      } else {
        this.#object(value, node);
      }
      if (isElement) this.#stream.mark(END_ELEMENT);
    } else {
      this.#refuseCycle(value);
    }
  }

  #raw(text: string, node: PathNode): void {
    const value = JSON.parse(text) as string | number | boolean | null;
    if (typeof value === "number") {
      this.#text(NUMBER, text, node);
    } else {
      this.#primitive(value, node);
    }
  }

  #array(array: readonly unknown[], node: PathNode): void {
    this.#enter(array);
    this.#stream.record(ARRAY, node);
    const { length } = array;
    this.#spend(length);
    let i = 0;
    try {
      for (; i < length; i++) {
        const value = array[i];
        this.#value(value, i, node, true);
      }
    } catch (thrown) {
      throw within(i, thrown);
    }
    this.#stream.mark(END_ARRAY);
    this.#leave();
  }

  #object(object: object, node: PathNode): void {
    this.#enter(object);
    if (node.probings === 0) {
      this.#members(object, node);
    } else {
      node.probings--;
      this.#probe(object, node);
    }
    this.#leave();
  }

  #members(object: object, node: PathNode): void {
    const paths = this.#paths as PathMirror;
    const { lastKeys, lastChildren } = node;
    let members = 0;
    let at = "";
    try {
      for (const key in object) {
        let child: PathNode | null;
        if (lastKeys[members] === key) {
          child = lastChildren[members] as PathNode | null;
        } else {
          child = paths.descend(node, key);
          if (members < MOST_POSITIONS) {
            lastKeys[members] = key;
            lastChildren[members] = child;
          }
        }
        members++;
        if (child === null || !hasOwn(object, key)) continue;
        at = key;
        const value = (object as Record<string, unknown>)[key];
        if (typeof value === "string") {
          if (child.isWanted) this.#string(value, child); // Most are, and this is the short way.
        } else {
          this.#value(value, key, child, false);
        }
      }
    } catch (thrown) {
      throw within(at, thrown);
    }
    if (members > node.mostMembers) {
      if (node.probes === undefined) paths.considerProbes(node, members);
      if (node.probes !== undefined) node.probings = PROBINGS;
    }
  }

  #probe(object: object, node: PathNode): void {
    let at = "";
    try {
      for (const { key, node: child } of node.probes ?? []) {
        at = key;
        if (!hasEnumerable.call(object, key)) continue;
        this.#value((object as Record<string, unknown>)[key], key, child, false);
      }
    } catch (thrown) {
      throw within(at, thrown);
    }
  }

  #enter(container: object): void {
    const depth = this.#depth;
    if (depth === MAX_DEPTH) throw new Refusal(TOO_DEEP);
    this.#refuseCycle(container);
    this.#open[depth] = container;
    this.#depth = depth + 1;
  }

  #refuseCycle(container: object): void {
    const open = this.#open;
    for (let i = this.#depth - 1; i >= 0; i--) {
      if (open[i] === container) throw new Refusal(CYCLE);
    }
  }

  #leave(): void {
    this.#depth--;
    this.#open[this.#depth] = undefined;
  }
}

const BIGINT = "The event cannot be written as JSON: there is a BigInt where rules look.";
const CYCLE = "The event cannot be written as JSON: there is a cycle where rules look.";
const TOO_DEEP = "Objects and arrays are nested too deep.";
const TOO_LARGE = "The event is larger than the limit where rules look.";

/** What is wrong with an event, on its way up to where its path is known. */
class Refusal {
  readonly message: string;
  readonly cause: unknown;
  /** The keys that lead to it, from the last to the first. */
  readonly keys: (string | number)[] = [];

  constructor(message: string, cause?: unknown) {
    this.message = message;
    this.cause = cause;
  }
}

/** What was thrown while the value at a key was looked at. */
function within(key: string | number, thrown: unknown): Refusal {
  const refusal = thrown instanceof Refusal ? thrown : new Refusal("", thrown);
  refusal.keys.push(key);
  return refusal;
}

function explain(thrown: unknown): unknown {
  const { message, cause, keys } = thrown instanceof Refusal ? thrown : new Refusal("", thrown);
  if (cause instanceof TidegateError) return cause;
  const path = keys.reduceRight<string>(
    (above, key) => `${above}/${escapePointer(String(key))}`,
    "",
  );
  if (message === TOO_DEEP) return new TidegateError("ERR_TOO_DEEP", message, { path });
  if (message === TOO_LARGE) return new TidegateError("ERR_TOO_LARGE", message, { path });
  if (message !== "") return invalidArgument(message, { path });
  const reason = `The event cannot be written as JSON: ${describeThrown(cause)}`;
  return invalidArgument(reason, { path, cause });
}

/**
 * What a value counts as that is no primitive of JSON: after toJSON(), and out of an object that
 * wraps a primitive.
 */
function convert(given: unknown, key: string | number): unknown {
  if (given === null || given === undefined || typeof given === "symbol") return given;
  let value: unknown = given;
  const { toJSON } = given as { readonly toJSON?: unknown };
  if (typeof toJSON === "function") value = Reflect.apply(toJSON, given, [String(key)]);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? unwrap(value)
    : value;
}

interface RawJson {
  readonly rawJSON: string;
}

/** Whether JSON.rawJSON() has made it. */
const isRawJson: (value: object) => value is RawJson =
  (JSON as { readonly isRawJSON?: (value: object) => value is RawJson }).isRawJSON ??
  ((_value): _value is RawJson => false);

/** The primitive in an object that wraps one; anything else as it is. */
function unwrap(value: object): unknown {
  // What wraps a primitive inherits another.
  if (value.valueOf === objectPrototype.valueOf) return value;
  const tag = Symbol.toStringTag in value ? undefined : tagOf.call(value);
  if (tag === "[object Object]") return value;
  if (wraps(value, Number.prototype.valueOf)) return +(value as unknown as number);
  if (wraps(value, String.prototype.valueOf)) return `${value as unknown as string}`;
  if (wraps(value, Boolean.prototype.valueOf)) return Boolean.prototype.valueOf.call(value);
  if (wraps(value, BigInt.prototype.valueOf)) return BigInt.prototype.valueOf.call(value);
  return value;
}

/** Whether it has the internal slot that this valueOf() reads: no name that it may claim tells. */
function wraps(value: object, read: () => unknown): boolean {
  try {
    Reflect.apply(read, value, []);
    return true;
  } catch {
    return false;
  }
}
