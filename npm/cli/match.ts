import type { BatchResult, RuleSet } from "tidegate";
import { type EventFile, type EventOptions, openEvents, type Piece, Reading } from "./events.js";
import { Progress } from "./progress.js";
import {
  type ErrorReport,
  errorLine,
  type Format,
  formatOf,
  isBad,
  jsonHead,
  reportError,
} from "./report.js";
import { loadRules, type RuleOptions } from "./rules.js";
import type { BadEvent, RawEvent } from "./splitter.js";
import { Output, paint } from "./terminal.js";

export interface MatchOptions extends RuleOptions, EventOptions {
  readonly format?: Format;
  readonly json?: true;
  readonly matching?: true;
  readonly quiet?: true;
}

/** Says which rules match which events; the exit code. */
export async function match(names: readonly string[], options: MatchOptions): Promise<number> {
  const rules = await loadRules(options);
  const reading = new Reading();
  const files = await openEvents(names, options, reading);
  const printer = new Printer(formatOf(options), options.matching ?? false, options.quiet ?? false);
  const progress = new Progress(reading);
  try {
    for (const file of files) {
      printer.begin(file);
      for await (const piece of file.pieces()) {
        for (const part of partsOf(piece)) await matchPart(rules, part, printer);
        await printer.flush();
        await progress.update();
        if (options.quiet && printer.matched > 0) return 0;
      }
    }
  } finally {
    progress.end();
  }
  printer.end();
  if (printer.errors > 0) return 2;
  return printer.matched > 0 ? 0 : 1;
}

async function matchPart(rules: RuleSet, part: Part, printer: Printer): Promise<void> {
  if (isFault(part)) {
    await printer.error(part);
  } else if ("lines" in part) {
    const result = await rules.matchBatch(part.lines);
    await printer.batch(result, (_, line = 1) => ({ line: part.before + line, column: 1 }));
  } else {
    const result = await rules.matchBatch(part.map(({ bytes }) => bytes));
    await printer.batch(result, (index) => part[index] as RawEvent);
  }
}

type Part = Extract<Piece, { lines: unknown }> | readonly RawEvent[] | BadEvent;

/** Lines, or events between those that are none. */
function* partsOf(piece: Piece): Generator<Part> {
  if ("lines" in piece) return yield piece;
  let good: RawEvent[] = [];
  for (const event of piece) {
    if (!isBad(event)) {
      good.push(event);
      continue;
    }
    if (good.length > 0) yield good;
    good = [];
    yield event;
  }
  if (good.length > 0) yield good;
}

function isFault(part: Part): part is BadEvent {
  return "code" in part;
}

/** Where an event of a batch begins, by its index there and the line there where it has one. */
type PlaceOf = (index: number, line: number | undefined) => Omit<RawEvent, "bytes">;

class Printer {
  readonly #output = new Output();
  readonly #texts = new Map<string, string>();
  #file: Pick<EventFile, "name" | "file"> = { name: "", file: undefined };
  #index = 0;
  #events = 0;
  matched = 0;
  errors = 0;

  constructor(
    readonly format: Format,
    readonly isMatchingOnly: boolean,
    readonly isQuiet: boolean,
  ) {}

  begin(file: EventFile): void {
    this.#file = file;
    this.#index = 0;
  }

  async batch(result: BatchResult, placeOf: PlaceOf): Promise<void> {
    this.matched += result.matched;
    const isJson = this.format === "json";
    const texts = result.names.map((name) => this.#textOf(name, isJson));
    const { offsets, rules, errors } = result;
    let next = 0;
    for (let i = 0; i < result.count; i++) {
      const failure = errors[next];
      if (failure?.index === i) {
        next++;
        await this.error(reportError(failure.error, placeOf(i, failure.line)));
        continue;
      }
      const [begin, end] = [offsets[i] as number, offsets[i + 1] as number];
      const index = this.#index++;
      this.#events++;
      if (this.isQuiet || (this.isMatchingOnly && begin === end)) continue;
      let names = "";
      for (let j = begin; j < end; j++) {
        names += (j === begin ? "" : isJson ? "," : ", ") + texts[rules[j] as number];
      }
      await this.#output.line(this.#line(index, names));
    }
  }

  async error(error: ErrorReport): Promise<void> {
    this.errors++;
    this.#events++;
    const index = this.#index++;
    if (this.isQuiet) return;
    const { line, column, code, message, path, hint } = error;
    const told = { code, message, line, column, path, hint };
    const text =
      this.format === "json"
        ? `${jsonHead(this.#file.file, index)}"error":${JSON.stringify(told)}}`
        : errorLine(this.#file.name, error);
    await this.#output.line(text);
  }

  flush(): Promise<void> {
    return this.#output.flush();
  }

  end(): void {
    if (this.format === "json" || this.isQuiet) return;
    const bad = this.errors === 0 ? "" : `, and ${this.errors} could not be read`;
    process.stderr.write(`${this.matched} of ${this.#events} events match${bad}.\n`);
  }

  #line(index: number, names: string): string {
    if (this.format === "json") return `${jsonHead(this.#file.file, index)}"matches":[${names}]}`;
    const { name, file } = this.#file;
    const place = file === undefined ? String(index) : `${name} ${index}`;
    return `${paint("dim", place)}  ${names === "" ? paint("dim", "–") : names}`;
  }

  #textOf(name: string, isJson: boolean): string {
    let text = this.#texts.get(name);
    if (text === undefined) {
      text = isJson ? JSON.stringify(name) : paint("green", name);
      this.#texts.set(name, text);
    }
    return text;
  }
}
