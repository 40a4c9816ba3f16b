import type { RuleSet } from "tidegate";
import { Bench } from "tinybench";
import { errorOf, type PrintOptions } from "./each-event.js";
import { type EventOptions, openEvents } from "./events.js";
import { Failure } from "./problem.js";
import { formatOf, isBad, placeText } from "./report.js";
import { makeRuleSet, type RuleOptions, readPatterns } from "./rules.js";
import type { RawEvent } from "./splitter.js";
import { paint } from "./terminal.js";

export interface BenchOptions extends RuleOptions, EventOptions, PrintOptions {
  readonly time?: number;
}

/** So much of the input is measured with. */
const MAX_BYTES = 64 * 1024 * 1024;
/** So many calls of one rule at most make up the naive loop, which else takes very long. */
const MAX_NAIVE_CALLS = 1_000_000;

/** What is timed: all events, or the first of them. */
interface Way {
  readonly name: string;
  readonly events: number;
  /** How often a rule matches, over all of them. */
  readonly expected: number;
  run(): number | Promise<number>;
}

/** Measures these rules on these events; the exit code. */
export async function bench(names: readonly string[], options: BenchOptions): Promise<number> {
  const patterns = await readPatterns(options);
  const rules = await makeRuleSet(patterns, options);
  const events = await readEvents(names, options, rules);
  const texts = events.map((event) => Buffer.from(event).toString());
  const lines = Buffer.from(texts.map((text) => text.replaceAll(/[\r\n]/g, " ")).join("\n"));
  const single = await Promise.all(
    [...rules.entries()].map(([name, texts]) =>
      makeRuleSet(
        patterns.filter((pattern) => pattern.name === name && texts.includes(pattern.text)),
        options,
      ),
    ),
  );
  const few = texts.slice(0, Math.max(1, Math.floor(MAX_NAIVE_CALLS / single.length)));
  const sum = <T>(list: readonly T[], count: (item: T) => number) =>
    list.reduce((total, item) => total + count(item), 0);

  const matches = sum(events, (event) => rules.match(event).length);
  const fewMatches = sum(few, (text) => rules.match(text).length);
  const ways: Way[] = [
    {
      name: "match(bytes)",
      events: events.length,
      expected: matches,
      run: () => sum(events, (event) => rules.match(event).length),
    },
    {
      name: "match(text)",
      events: texts.length,
      expected: matches,
      run: () => sum(texts, (text) => rules.match(text).length),
    },
    {
      name: "matchBatch(lines)",
      events: events.length,
      expected: matches,
      run: async () => (await rules.matchBatch(lines)).rules.length,
    },
    {
      name: "JSON.parse()",
      events: texts.length,
      expected: 0,
      run: () => {
        for (const text of texts) JSON.parse(text);
        return 0;
      },
    },
    {
      name: "one rule at a time",
      events: few.length,
      expected: fewMatches,
      run: () => sum(few, (text) => sum(single, (rule) => Number(rule.matchesAny(text)))),
    },
  ];

  await checkCounts(ways);
  const rows = await measure(ways, options.time ?? 500);
  const bytes = sum(events, ({ length }) => length);
  if (formatOf(options) === "json") {
    const report = { rules: rules.size, events: events.length, bytes, matches, rows };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  }
  const size = Math.round(bytes / events.length);
  const title = `${rules.size} rules, ${events.length} events of ${size} bytes, ${matches} matches`;
  process.stdout.write(`${paint("bold", title)}\n${table(rows)}\n`);
  return 0;
}

/** Throws a Failure for an event that cannot be matched. */
async function readEvents(
  names: readonly string[],
  options: BenchOptions,
  rules: RuleSet,
): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  let size = 0;
  for (const { name, events } of await openEvents(names, options)) {
    for await (const event of events()) {
      const error = isBad(event) ? event : await errorOf(() => rules.match(event.bytes), event);
      if (error !== undefined) {
        const { message, code } = error;
        throw new Failure({ place: placeText(name, error), message, code });
      }
      const { bytes } = event as RawEvent;
      all.push(bytes);
      size += bytes.length;
      if (size >= MAX_BYTES) return all;
    }
  }
  if (all.length > 0) return all;
  throw new Failure({ message: "There are no events to measure with.", code: "ERR_USAGE" });
}

/** Throws a Failure where a way does not find as many matches as it should. */
async function checkCounts(ways: readonly Way[]): Promise<void> {
  for (const { name, expected, run } of ways) {
    const found = await run();
    if (found === expected) continue;
    const message = `${name} finds ${found} matches where there should be ${expected}.`;
    throw new Failure({ message, code: "ERR_DISAGREE" });
  }
}

interface Row {
  readonly name: string;
  readonly nsPerEvent: number;
  readonly eventsPerSecond: number;
  /** How many times as long as the first row. */
  readonly ratio: number;
}

async function measure(ways: readonly Way[], time: number): Promise<Row[]> {
  const runner = new Bench({
    time,
    iterations: 3,
    warmupTime: time / 5,
    warmupIterations: 1,
    throws: true,
  });
  for (const { name, run } of ways) {
    runner.add(name, async () => {
      await run();
    });
  }
  await runner.run();
  const times = runner.tasks.map(({ result }, index) => {
    if (!("latency" in result)) throw new Failure({ message: "Nothing was measured." });
    return (result.latency.min * 1e6) / (ways[index] as Way).events;
  });
  const [first = 1] = times;
  return ways.map(({ name }, index) => {
    const nsPerEvent = times[index] as number;
    return { name, nsPerEvent, eventsPerSecond: 1e9 / nsPerEvent, ratio: nsPerEvent / first };
  });
}

function table(rows: readonly Row[]): string {
  const head = ["", "ns/event", "events/s", "times"];
  const lines = rows.map(({ name, nsPerEvent, eventsPerSecond, ratio }) => [
    name,
    nsPerEvent.toFixed(0),
    eventsPerSecond.toFixed(0),
    ratio.toFixed(2),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}
