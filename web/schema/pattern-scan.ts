/**
 * What an object or array of a pattern is: `fields` with the fields of the pattern, the `list` of
 * the alternatives of one, the branches of an `or`; in an alternative, its `operator`, the `inner`
 * one of that, the list of a `numeric` or the `operands` of another. Anything else is `none`.
 */
type Role = "fields" | "list" | "or" | "operator" | "inner" | "numeric" | "operands" | "none";

type Expected = "key" | "colon" | "value" | "comma";

/** An object or array that is open, with what has come of it so far. */
export class Frame {
  readonly role: Role;
  readonly isObject: boolean;
  readonly parent: Frame | undefined;
  /** The keys that lead here from the parent. */
  readonly steps: readonly string[];
  /** The operator that it belongs to. */
  readonly operator: string;
  readonly isInOr: boolean;
  expects: Expected;
  /** The key whose value is expected. */
  key: string | undefined;
  readonly keys: Set<string> = new Set();
  elements = 0;
  /** The first character of the first element, and its characters if it is a string. */
  firstElement = "";
  firstText = "";

  constructor(isObject: boolean, parent: Frame | undefined) {
    const [role, operator] = roleOf(isObject, parent);
    const key = parent?.role === "fields" ? parent.key : undefined;
    this.isObject = isObject;
    this.parent = parent;
    this.role = role;
    this.operator = operator;
    this.steps = key === undefined || key === "$or" ? [] : key.split(".");
    this.isInOr = role === "or" || parent?.isInOr === true;
    this.expects = isObject ? "key" : "value";
  }

  /** The keys that lead here, with dots taken apart. */
  path(): string[] {
    const path: string[] = [];
    for (let frame: Frame | undefined = this; frame !== undefined; frame = frame.parent) {
      path.push(...[...frame.steps].reverse());
    }
    return path.reverse();
  }

  /** A value comes, of which this is the first character. */
  take(first: string, text = ""): void {
    if (this.elements++ === 0) {
      this.firstElement = kindOf(first);
      this.firstText = text;
    }
    this.expects = "comma";
  }
}

function roleOf(isObject: boolean, parent: Frame | undefined): [role: Role, operator: string] {
  if (parent === undefined) return [isObject ? "fields" : "none", ""];
  const { role, key = "", operator } = parent;
  const none: [Role, string] = ["none", ""];
  if (parent.expects !== "value") return none;
  if (role === "fields") {
    if (isObject) return key === "$or" ? none : ["fields", ""];
    return [key === "$or" ? "or" : "list", ""];
  }
  if (isObject) {
    if (role === "or") return ["fields", ""];
    if (role === "list") return ["operator", ""];
    const hasInner = ["anything-but", "prefix", "suffix"].includes(key);
    return role === "operator" && hasInner ? ["inner", key] : none;
  }
  if (role === "operator" && key === "numeric") return ["numeric", key];
  if (role === "operator" && key === "anything-but") return ["operands", key];
  return role === "inner" && operator === "anything-but" ? ["operands", key] : none;
}

/** A place in a text that may be broken. */
interface Place {
  /** What is open there; undefined outside of the pattern. */
  readonly frame: Frame | undefined;
  readonly expects: Expected;
  /** The token that the place is in, or nothing, at the place itself. */
  readonly from: number;
  readonly to: number;
  /** That token as a key, if it is one. */
  readonly oldKey: string | undefined;
  /** Whether a colon follows the token, and the first character behind that; `":"` is nonsense. */
  readonly hasColon: boolean;
  readonly operand: string;
  readonly operandText: string;
  /** Whether a value or member follows without a comma. */
  readonly isFollowed: boolean;
  /** What the next element is, and how many there are up to the bracket. */
  readonly nextElement: string;
  readonly elementsBehind: number;
}

/** `'"'` for strings, `"0"` for numbers. */
function kindOf(first: string): string {
  return /[\d-]/.test(first) ? "0" : first;
}

const BARE = /[^\s{}[\],:"]/;
const SPACE = /\s/;

function skip(text: string, from: number, pattern: RegExp): number {
  let at = from;
  while (at < text.length && pattern.test(text[at] as string)) at++;
  return at;
}

/** The end of a string whose characters begin at `from`: behind its quote, or where it breaks off. */
function stringEnd(text: string, from: number, limit: number): { end: number; isClosed: boolean } {
  let at = from;
  for (; at < limit && text[at] !== "\n" && text[at] !== "\r"; at++) {
    if (text[at] === '"') return { end: at + 1, isClosed: true };
    if (text[at] === "\\") at++;
  }
  return { end: at, isClosed: false };
}

function charactersOf(token: string): string {
  const quoted = token.startsWith('"') ? token : `"${token}"`;
  try {
    return String(JSON.parse(quoted));
  } catch {
    return token.replaceAll('"', "");
  }
}

/** Goes through the text up to a place. Cost: linear; nothing that the text may be is an error. */
export function scan(text: string, offset: number): Place {
  let frame: Frame | undefined;
  let isBegun = false;
  // How many objects and arrays are open, so that a bracket without a partner costs nothing.
  const open = { "}": 0, "]": 0 };
  let at = 0;
  let from = offset;
  let escapeEnd = offset;
  while (at < offset) {
    const begin = at;
    const c = text[at++] as string;
    if (c === "{" || c === "[") {
      if (frame === undefined && isBegun) continue;
      const inner: Frame = new Frame(c === "{", frame);
      frame?.take(c);
      frame = inner;
      isBegun = true;
      open[c === "{" ? "}" : "]"]++;
    } else if (c === "}" || c === "]") {
      if (open[c] === 0) continue;
      while (frame !== undefined) {
        const closes: boolean = frame.isObject === (c === "}");
        open[frame.isObject ? "}" : "]"]--;
        frame = frame.parent;
        if (closes) break;
      }
    } else if (c === ",") {
      if (frame === undefined) continue;
      frame.expects = frame.isObject ? "key" : "value";
      frame.key = undefined;
    } else if (c === ":") {
      if (frame?.expects === "colon") frame.expects = "value";
    } else if (!SPACE.test(c)) {
      const isString = c === '"';
      const string = isString ? stringEnd(text, at, offset) : undefined;
      at = string?.end ?? Math.min(skip(text, at, BARE), offset);
      if (at >= offset && string?.isClosed !== true) {
        from = begin;
        escapeEnd = at;
        break;
      }
      takeToken(frame, text.slice(begin, at));
    }
  }
  return placeOf(text, frame, from, from === offset ? offset : tokenEnd(text, from, escapeEnd));
}

function takeToken(frame: Frame | undefined, token: string): void {
  if (frame === undefined) return;
  if (frame.expects === "key") {
    frame.key = charactersOf(token);
    frame.keys.add(frame.key);
    frame.expects = "colon";
  } else if (frame.expects === "value") {
    frame.take(token[0] as string, token.startsWith('"') ? charactersOf(token) : "");
  }
}

/** The end of the token that begins at `from` and goes on at `at`. */
function tokenEnd(text: string, from: number, at: number): number {
  if (text[from] === '"') {
    const { end, isClosed } = stringEnd(text, at, text.length);
    // A quote may be that of another string where this one has none.
    const behind = skip(text, end, SPACE);
    if (isClosed && (behind === text.length || ",:]}".includes(text[behind] as string))) return end;
  }
  return skip(text, Math.min(at, text.length), BARE);
}

function placeOf(text: string, frame: Frame | undefined, from: number, to: number): Place {
  const next = skip(text, to, SPACE);
  const follows = text[next] ?? "";
  const hasColon = follows === ":";
  const value = skip(text, next + 1, SPACE);
  const behind = text[value] ?? "";
  const isFollowed = follows !== "" && !",]}:".includes(follows);
  return {
    frame,
    expects: frame?.expects ?? "value",
    from,
    to,
    oldKey: from < to ? charactersOf(text.slice(from, to)) : undefined,
    hasColon,
    operand: hasColon && !",}]".includes(behind) ? behind : "",
    operandText: text.startsWith('""', value) ? '""' : "",
    isFollowed,
    nextElement: nextKind(isFollowed ? follows : follows === "," ? behind : ""),
    elementsBehind: frame?.role === "numeric" ? countElements(text, to) : 0,
  };
}

function nextKind(first: string): string {
  return first === "]" ? "" : kindOf(first);
}

function countElements(text: string, from: number): number {
  let count = 0;
  for (let at = from; at < text.length && text[at] !== "]"; at++) {
    if (text[at] === ",") count++;
  }
  return count;
}
