/**
 * Takes secrets out of what is about to be shared. Account ids, ARNs and addresses stay: rules ask
 * for them. A text keeps its shape: a string stays a string, a number a number, JSON stays JSON,
 * and whatever is no secret stays as it is, byte for byte.
 */
import { freshName, type NamedText, type Workspace } from "../workspace/workspace.js";
import { EMAIL, isSecretName, REDACTED, SECRETS, type SecretKind } from "./secrets.js";

/** What was taken out of a text. */
export interface Finding {
  /** Such as: rule "stopped". */
  readonly where: string;
  /** Such as: JSON Web Token; value of "password". */
  readonly kind: string;
  readonly count: number;
}

export interface Redacted {
  readonly workspace: Workspace;
  readonly findings: readonly Finding[];
}

export interface RedactOptions {
  /** E-mail addresses go as well. */
  readonly emails?: boolean;
}

/** A secret and its place: UTF-16 indices. */
interface Secret {
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  readonly replacement: string;
}

/** How many texts within texts are looked into: a message within a message within an event. */
const MAX_DEPTH = 4;

/** What stands under a key within a list is the operator of a pattern, or a field of its own. */
const OPERATORS = ["prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but"];

/** A copy of a workspace without its secrets, and what they were. */
export function redact(workspace: Workspace, { emails = false }: RedactOptions = {}): Redacted {
  const redactor = new Redactor(emails ? [...SECRETS, EMAIL] : SECRETS);
  const rules = redactor.named("rule", workspace.rules);
  const events = redactor.named("event", workspace.events);
  const cases = workspace.cases.map(({ name, event, matches }) => ({
    name: redactor.text(`name of case "${name}"`, name),
    event: redactor.text(`case "${name}"`, event),
    matches: matches.map((rule) => redactor.names.get(rule) ?? rule),
  }));
  const schema = redactor.text("schema", workspace.schema);
  return { workspace: { ...workspace, rules, events, cases, schema }, findings: redactor.findings };
}

class Redactor {
  readonly findings: Finding[] = [];
  /** What rules are called now. */
  readonly names = new Map<string, string>();

  constructor(readonly kinds: readonly SecretKind[]) {}

  named(noun: string, items: readonly NamedText[]): NamedText[] {
    const renamed: NamedText[] = [];
    for (const { name, text } of items) {
      const safe = this.text(`name of ${noun} ${renamed.length + 1}`, name);
      const fresh = safe === name ? name : freshName(safe, [...items, ...renamed]);
      if (noun === "rule") this.names.set(name, fresh);
      renamed.push({ name: fresh, text: this.text(`${noun} "${fresh}"`, text) });
    }
    return renamed;
  }

  text(where: string, text: string): string {
    const secrets = secretsOf(text, this.kinds);
    const counts = new Map<string, number>();
    let safe = "";
    let end = 0;
    for (const { from, to, kind, replacement } of secrets) {
      safe += text.slice(end, from) + replacement;
      end = to;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    for (const [kind, count] of counts) this.findings.push({ where, kind, count });
    return safe + text.slice(end);
  }
}

/** The secrets of a text that is JSON, or half of it, or something else; in order, none in another. */
function secretsOf(text: string, kinds: readonly SecretKind[], depth = 0): Secret[] {
  const found: Secret[] = [];
  let end = 0;
  const between = (to: number) => {
    for (const secret of shownIn(text.slice(end, to), kinds)) {
      // A number stays a number.
      const digits = text.slice(end + secret.from, end + secret.to).replaceAll(/\d/g, "0");
      const replacement = /^\d+$/.test(digits) ? `1${digits.slice(1)}` : REDACTED;
      found.push({ ...moved(secret, (index) => end + index), replacement });
    }
  };
  for (const token of valuesOf(text)) {
    const { from, to, key } = token;
    if (token.isNumber) {
      if (key === undefined || Number(text.slice(from, to)) === 0) continue;
      between(from);
      found.push({ from, to, kind: kindOf(key), replacement: "0" });
    } else {
      between(from);
      const { value, place } = decode(text.slice(from, to));
      const own = key === undefined ? inString(value, kinds, depth) : whole(value, key);
      found.push(...own.map((secret) => moved(secret, (index) => from + place(index))));
    }
    end = to;
  }
  between(text.length);
  return found;
}

const kindOf = (key: string) => `value of "${key.length > 40 ? `${key.slice(0, 40)}…` : key}"`;

function moved(secret: Secret, place: (index: number) => number): Secret {
  return { ...secret, from: place(secret.from), to: place(secret.to) };
}

/** All of a string whose name says that it is a secret. */
function whole(value: string, key: string): Secret[] {
  if (value === "" || value === REDACTED || value.startsWith("arn:")) return [];
  return [{ from: 0, to: value.length, kind: kindOf(key), replacement: REDACTED }];
}

/** Those of a string, which may be JSON itself. */
function inString(value: string, kinds: readonly SecretKind[], depth: number): Secret[] {
  const isJson = depth < MAX_DEPTH && value.length > 2 && /^\s*[[{]/.test(value);
  return isJson ? secretsOf(value, kinds, depth + 1) : shownIn(value, kinds);
}

/** Those that show by themselves; of two that overlap, the one that begins first. */
function shownIn(text: string, kinds: readonly SecretKind[]): Secret[] {
  // As it is between most tokens of JSON.
  if (!/\w/.test(text)) return [];
  const found: Secret[] = [];
  for (const { kind, expression, isSecret = () => true } of kinds) {
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match; match = expression.exec(text)) {
      const { 0: secret, index: from } = match;
      if (secret === REDACTED || !isSecret(secret)) continue;
      found.push({ from, to: from + secret.length, kind, replacement: REDACTED });
    }
  }
  let end = 0;
  return found
    .sort((a, b) => a.from - b.from)
    .filter(({ from, to }) => {
      if (from < end) return false;
      end = to;
      return true;
    });
}

/** A string, between its quotes, or a number, with its place. */
interface Value {
  readonly from: number;
  readonly to: number;
  readonly isNumber: boolean;
  /** The name of the field where that says that its values are secrets, of which this is one. */
  readonly key: string | undefined;
}

/** An object or a list that is open. */
interface Open {
  readonly isList: boolean;
  /** As with values: of what stands in a list, or under an operator in one. */
  readonly secret: string | undefined;
  /** The last key of an object. */
  key: string | undefined;
}

/** Strings, also one that is not closed on its line, words and numbers, and punctuation. */
const TOKEN = /"(?:[^"\\\n\r]|\\.)*"?|[\w.+-]+|[[\]{}:,]/g;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** The strings and the numbers of whatever is JSON in a text. */
function* valuesOf(text: string): Generator<Value> {
  const open: Open[] = [];
  let string: Value | undefined;
  for (const { 0: token, index: from } of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    const to = from + token.length;
    if (string) {
      const isKey = token === ":" && inner?.isList === false;
      if (isKey) inner.key = decode(text.slice(string.from, string.to)).value;
      yield isKey ? { ...string, key: undefined } : string;
      string = undefined;
    }
    if (token.startsWith('"')) {
      const isClosed =
        token.length > 1 && token.endsWith('"') && !/(?<!\\)(?:\\\\)*\\"$/.test(token);
      const place = { from: from + 1, to: isClosed ? to - 1 : to };
      string = { ...place, isNumber: false, key: secretOf(inner) };
    } else if (NUMBER.test(token)) {
      yield { from, to, isNumber: true, key: secretOf(inner) };
    } else if (token === "[") {
      open.push({ isList: true, secret: secretOf(inner), key: undefined });
    } else if (token === "{") {
      open.push({
        isList: false,
        secret: inner?.isList ? inner.secret : undefined,
        key: undefined,
      });
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === "," && inner && !inner.isList) {
      inner.key = undefined;
    }
  }
  if (string) yield string;
}

/** The name by which a value that stands here is a secret. */
function secretOf(open: Open | undefined): string | undefined {
  if (open === undefined || open.isList) return open?.secret;
  const { key = "", secret } = open;
  if (isSecretName(key)) return key;
  return OPERATORS.includes(key) ? secret : undefined;
}

/** What a string says, and where each character of that stands between its quotes. */
function decode(raw: string): { value: string; place: (index: number) => number } {
  if (!raw.includes("\\")) return { value: raw, place: (index) => index };
  const places: number[] = [];
  let value = "";
  for (const { 0: unit, index } of raw.matchAll(/\\u[0-9a-fA-F]{4}|\\.|./gs)) {
    places.push(index);
    value += unit.length > 1 ? unescaped(unit) : unit;
  }
  places.push(raw.length);
  return { value, place: (index) => places[index] as number };
}

function unescaped(text: string): string {
  if (text.length > 2) return String.fromCharCode(Number.parseInt(text.slice(2), 16));
  const controls: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
  const character = text.slice(1);
  return controls[character] ?? character;
}
