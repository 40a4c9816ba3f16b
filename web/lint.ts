import { checkName, type Kinds, oneOf, readOptions } from "./check.js";
import { core, MAX_TEXT_BYTES } from "./core.js";
import { aboutRule } from "./error.js";
import { attempt } from "./event.js";
import type { ErrorCode } from "./generated/error-codes.js";
import type { LintCode } from "./generated/lint-codes.js";
import { hashSeed } from "./hash-seed.js";
import { type PatternInput, patternText } from "./pattern.js";
import { placesOfBytes } from "./places.js";
import { listRules, PROFILES, type Profile, type Rules } from "./rule-set.js";
import { type SchemaInput, schemaText } from "./schema/schema-text.js";
import { escapeLoneSurrogates } from "./text.js";

/**
 * Options of {@link lint} and {@link lintRules}.
 *
 * @example
 * ```js
 * lint(pattern, { profile: "pipes" });
 * const schema = { properties: { state: { enum: ["running", "stopped"] } } };
 * lint('{"state": ["runing"]}', { schema })[0].hint; // 'Did you mean "running"?'
 * ```
 */
export interface LintOptions {
  /**
   * Which service the patterns are for. Default: `"eventbridge"`, under which a pattern that names
   * fields of EventBridge's envelope is held against that envelope as well.
   */
  readonly profile?: Profile;
  /**
   * The JSON Schema of the events, or the OpenAPI document that EventBridge's registry has; a list of
   * them where each event is valid against one. A pattern is held against those whose
   * `x-amazon-events-source` and `x-amazon-events-detail-type` it asks for, where they have them.
   */
  readonly schema?: SchemaInput | readonly SchemaInput[];
}

/**
 * A part of a pattern.
 *
 * @example
 * ```js
 * const [{ path, offset, end }] = lint(text);
 * console.log(path, text.slice(offset, end));
 * ```
 */
export interface LintPlace {
  /** The name of the rule; not there for {@link lint}. */
  readonly rule?: string;
  /** Which of the patterns of the rule, from 0; not there where the rule has only one. */
  readonly pattern?: number;
  /** JSON Pointer (RFC 6901) into the pattern; `""` is all of it. */
  readonly path: string;
  /** Where it begins in the text of the pattern, in UTF-16; not there for an object. */
  readonly offset?: number;
  /** Where it ends. */
  readonly end?: number;
}

/**
 * What to write in place of part of a text.
 *
 * @example
 * ```js
 * const apply = (text, { offset, end, text: by }) => text.slice(0, offset) + by + text.slice(end);
 * const fixed = fix.edits.reduceRight(apply, text);
 * ```
 */
export interface LintEdit {
  /** Where what it replaces begins: a UTF-16 index into the text of the pattern. */
  readonly offset: number;
  /** Where that ends. */
  readonly end: number;
  /** What stands there instead. */
  readonly text: string;
}

/**
 * A change that mends what was found.
 *
 * @example
 * ```js
 * console.log(fix.title); // "Drop the alternative"
 * ```
 */
export interface LintFix {
  /** What it does. */
  readonly title: string;
  /** In the order of the text, and apart from each other. */
  readonly edits: readonly LintEdit[];
}

/**
 * One thing that lint has found. What is about a whole set of rules has the path `""` and no rule.
 *
 * @example
 * ```js
 * for (const { severity, code, path, message } of lint(pattern)) {
 *   console.log(`${severity} ${code} ${path}: ${message}`);
 * }
 * ```
 */
export interface LintFinding extends LintPlace {
  /** What it is, to compare by. */
  readonly code: LintCode;
  /**
   * `"error"`: the pattern is refused, or no event can match; `"warning"`: it hardly says what was
   * meant; `"info"`: worth knowing.
   */
  readonly severity: "error" | "warning" | "info";
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The code of the error that `RuleSet.add` throws, where the pattern is refused. */
  readonly errorCode?: ErrorCode;
  /** Another part, or pattern, that this is about. */
  readonly related?: LintPlace;
  /** How to mend it; only for a pattern that is text. */
  readonly fix?: LintFix;
  /** JSON text of a value which shows it: one that satisfies the list of the field. */
  readonly witness?: string;
}

/**
 * Finds what is wrong with a pattern, or probably not meant: what is refused; what no event can
 * match, or every event does; parts that do nothing; slips such as `"detailType"`, a star outside a
 * wildcard, or a number where events have strings. {@link LintFinding.fix} mends what has one
 * answer.
 *
 * What it says of the events that match is proved, arrays included; where it can prove nothing, it
 * says nothing. So it is with {@link LintOptions.schema}: types, enum and const, required and closed
 * objects, elements, `allOf` and references within the document prove something; unions, conditions,
 * limits and what leads to other documents do not.
 *
 * A pattern that is refused is a finding, not an error. Errors: ERR_INVALID_ARGUMENT, ERR_TOO_LARGE,
 * ERR_OUT_OF_MEMORY, ERR_UNSUPPORTED_RUNTIME; for a schema those of reading JSON.
 *
 * @example
 * ```js
 * const [finding] = lint('{"source": ["aws.ec2"], "detailType": ["EC2 Instance Launch"]}');
 * finding.code; // "UNKNOWN_FIELD"
 * finding.hint; // 'Did you mean "detail-type"?'
 * finding.fix.edits; // [{ offset: 24, end: 36, text: '"detail-type"' }]
 * ```
 */
export function lint(pattern: PatternInput, options: LintOptions = {}): LintFinding[] {
  return run([[undefined, [pattern]]], options);
}

/**
 * Finds what {@link lint} does in each pattern of some rules, and beside that patterns that match
 * the same events as another one, or only events that another one matches too; and quotas of a bus.
 *
 * Takes some twice as long as adding the rules to a {@link RuleSet}: a pattern is compared only with
 * those that have a value in common with it where they have the rarest ones. Where thousands are
 * alike in all their values, five million comparisons end it with NOT_EXAMINED.
 *
 * Errors: those of {@link lint}.
 *
 * @example
 * ```js
 * const [{ code, rule, related }] = lintRules({
 *   all: { source: ["aws.ec2"] },
 *   some: { source: ["aws.ec2"], "detail-type": ["EC2 Instance Launch"] },
 * });
 * [code, rule, related.rule]; // ["SHADOWED", "some", "all"]
 * lintRules(rules.entries()); // of a RuleSet
 * ```
 */
export function lintRules(rules: Rules, options: LintOptions = {}): LintFinding[] {
  const byName = new Map<string, PatternInput[]>();
  for (const [name, pattern] of listRules(rules)) {
    checkName(name);
    const patterns = byName.get(name);
    if (patterns === undefined) byName.set(name, [pattern]);
    else patterns.push(pattern);
  }
  return run([...byName], options);
}

const OPTIONS: Kinds<LintOptions> = {
  profile: oneOf(PROFILES),
  schema: [
    "a schema, or a list of them",
    (value) => value !== null && ["string", "boolean", "object"].includes(typeof value),
  ],
};

type RulesToLint = readonly (readonly [rule: string | undefined, patterns: PatternInput[]])[];

/** What the core writes of a place: bytes, and the number of the pattern among all. */
interface FoundPlace {
  readonly pattern?: number;
  readonly path?: string;
  readonly begin: number;
  readonly end: number;
}

interface Found extends Omit<LintFinding, keyof LintPlace | "related" | "fix">, FoundPlace {
  readonly related?: FoundPlace;
  readonly fix?: { title: string; edits: { begin: number; end: number; text: string }[] };
}

interface Linted extends Pick<LintPlace, "rule" | "pattern"> {
  /** The text, unless the pattern is an object. */
  readonly source: string | undefined;
}

function run(rules: RulesToLint, options: LintOptions): LintFinding[] {
  const { profile = "eventbridge", schema = [] } = readOptions(options, OPTIONS);
  const schemas: readonly SchemaInput[] = attempt("The schemas", () => {
    return Array.isArray(schema) ? [...schema] : [schema];
  });
  const schemaTexts = schemas.map(schemaText);
  const linted: Linted[] = [];
  const texts = rules.map(([rule, patterns]) =>
    patterns.map((given, pattern) => {
      const source = typeof given === "string" ? given : undefined;
      const about = rule === undefined ? {} : patterns.length > 1 ? { rule, pattern } : { rule };
      linted.push({ ...about, source });
      return escapeLoneSurrogates(textOf(given, rule));
    }),
  );
  const wasm = core();
  const size = wasm.writeText(JSON.stringify([schemaTexts, texts]), MAX_TEXT_BYTES);
  const result = wasm.exports._tg_lint(size, PROFILES.indexOf(profile), hashSeed());
  if (result < 0) throw wasm.failure(schemas[-2 - result]);
  const found: Found[] = JSON.parse(wasm.outputText());
  const order = ({ pattern = linted.length }: Found) => pattern;
  return found
    .sort((a, b) => order(a) - order(b) || a.begin - b.begin)
    .map((finding) => findingOf(finding, linted));
}

function findingOf({ related, fix, ...found }: Found, linted: readonly Linted[]): LintFinding {
  const { pattern, path: _, begin: __, end: ___, ...rest } = found;
  const source = pattern === undefined ? undefined : linted[pattern]?.source;
  return {
    ...placeOf(found, linted),
    ...rest,
    ...(related && { related: placeOf(related, linted) }),
    ...(fix &&
      source !== undefined && {
        fix: {
          title: fix.title,
          edits: fix.edits.map(({ text, ...edit }) => ({ ...spanOf(source, edit), text })),
        },
      }),
  };
}

function placeOf(place: FoundPlace, linted: readonly Linted[]): LintPlace {
  const { path = "" } = place;
  if (place.pattern === undefined) return { path };
  const { source, ...about } = linted[place.pattern] as Linted;
  return { ...about, path, ...(source !== undefined && spanOf(source, place)) };
}

function spanOf(text: string, { begin, end }: { begin: number; end: number }) {
  const places = placesOfBytes(text, [begin, end]);
  return { offset: places.get(begin)?.index as number, end: places.get(end)?.index as number };
}

function textOf(pattern: PatternInput, rule: string | undefined): string {
  try {
    return patternText(pattern);
  } catch (error) {
    throw aboutRule(error, rule);
  }
}
