import { writeFile } from "node:fs/promises";
import type { LintFinding, LintPlace } from "tidegate";
import type { PrintOptions } from "./each-event.js";
import { filesOf } from "./files.js";
import { patternText } from "./pattern-text.js";
import { Failure, fileProblem } from "./problem.js";
import { readSource } from "./read-source.js";
import { formatOf } from "./report.js";
import { placeOf, type RuleOptions, type RulePattern, readPatterns } from "./rules.js";
import type { Source } from "./source.js";
import { Output, paint } from "./terminal.js";

export interface LintOptions extends RuleOptions, PrintOptions {
  readonly schema?: readonly string[];
  readonly fix?: true;
  readonly strict?: true;
}

const STYLES = { error: "red", warning: "yellow", info: "cyan" } as const;

/** What is mended may show what else can be; but not for ever. */
const MAX_ROUNDS = 10;

/** Looks for mistakes in rules; the exit code. */
export async function lint(names: readonly string[], options: LintOptions): Promise<number> {
  const { lintRules } = await import("tidegate");
  const { profile = "eventbridge", fix = false, strict = false } = options;
  const schema = await readSchemas(options.schema);
  const look = async () => {
    const patterns = await readPatterns({
      ...options,
      rules: [...(options.rules ?? []), ...names],
    });
    const rules = patterns.map(({ name, text }) => [name, text] as const);
    return new Report(patterns, lintRules(rules, { profile, schema }));
  };
  let report = await look();
  let mended = 0;
  for (let round = 0; fix && round < MAX_ROUNDS; round++) {
    const count = await mend(report);
    if (count === 0) break;
    mended += count;
    report = await look();
  }

  const isJson = formatOf(options) === "json";
  const output = new Output();
  const counts = { error: 0, warning: 0, info: 0 };
  for (const finding of report.findings) {
    counts[finding.severity]++;
    await output.line(isJson ? report.json(finding) : report.human(finding));
  }
  await output.flush();
  if (!isJson) {
    const { error, warning, info } = counts;
    const start = fix ? `${mended} mended; ` : "";
    process.stderr.write(`${start}errors: ${error}, warnings: ${warning}, remarks: ${info}\n`);
  }
  return counts.error > 0 || (strict && counts.warning > 0) ? 1 : 0;
}

/** The texts of schemas in JSON or YAML. Throws a Failure. */
async function readSchemas(names: readonly string[] = []): Promise<string[]> {
  const sources = await Promise.all((await filesOf(names)).map(readSource));
  return sources.map((source) => {
    return source.isJson ? source.text : patternText(source, source.root).text;
  });
}

class Report {
  readonly #patterns = new Map<string, RulePattern[]>();

  constructor(
    patterns: readonly RulePattern[],
    readonly findings: readonly LintFinding[],
  ) {
    for (const pattern of patterns) {
      const others = this.#patterns.get(pattern.name);
      if (others === undefined) this.#patterns.set(pattern.name, [pattern]);
      else others.push(pattern);
    }
  }

  /** Nothing for what is about all rules. */
  patternOf({ rule, pattern = 0 }: LintPlace): RulePattern | undefined {
    return rule === undefined ? undefined : this.#patterns.get(rule)?.[pattern];
  }

  json(finding: LintFinding): string {
    const { offset: _, end: __, pattern: ___, related, ...rest } = finding;
    return JSON.stringify({
      place: this.#place(finding),
      ...rest,
      ...(related && { related: { place: this.#place(related), rule: related.rule } }),
    });
  }

  human(finding: LintFinding): string {
    const { code, severity, message, rule, hint, related, fix } = finding;
    const place = this.#place(finding);
    const about = rule === undefined ? "" : `Rule "${rule}": `;
    const head = `${place === undefined ? "" : `${place}: `}${paint(STYLES[severity], severity)}:`;
    const lines = [`${head} ${about}${message} ${paint("dim", `(${code})`)}`];
    if (hint !== undefined) lines.push(`  ${hint}`);
    if (related?.rule !== undefined) lines.push(`  See ${this.#place(related)}`);
    if (fix !== undefined) lines.push(`  ${paint("dim", `--fix: ${fix.title}`)}`);
    return lines.join("\n");
  }

  #place(found: LintPlace): string | undefined {
    const pattern = this.patternOf(found);
    return pattern && placeOf(pattern, found);
  }
}

interface Edit {
  readonly begin: number;
  readonly end: number;
  readonly text: string;
}

/** Makes the fixes that do not touch each other, in the files; how many. Throws a Failure. */
async function mend(report: Report): Promise<number> {
  const edits = new Map<Source, Edit[]>();
  let count = 0;
  for (const finding of report.findings) {
    const pattern = report.patternOf(finding);
    if (!finding.fix || !pattern?.isVerbatim || pattern.source.file === "--pattern") continue;
    const { source, node } = pattern;
    const made = edits.get(source) ?? [];
    const wanted = finding.fix.edits.map(({ offset, end, text }) => {
      return { begin: node.begin + offset, end: node.begin + end, text };
    });
    if (wanted.some((edit) => made.some((other) => touch(edit, other)))) continue;
    edits.set(source, [...made, ...wanted]);
    count++;
  }
  for (const [{ file, text }, made] of edits) {
    const byPlace = made.toSorted((a, b) => b.begin - a.begin);
    const mended = byPlace.reduce(
      (text, { begin, end, text: by }) => text.slice(0, begin) + by + text.slice(end),
      text,
    );
    await writeFile(file, mended).catch((error) => {
      throw new Failure(fileProblem(file, error));
    });
  }
  return count;
}

function touch(a: Edit, b: Edit): boolean {
  return a.begin <= b.end && b.begin <= a.end;
}
