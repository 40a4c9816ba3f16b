import type { Edition, FacetNeeds, ServiceFit } from "tidegate/facets";
import type { PrintOptions } from "./each-event.js";
import { formatOf } from "./report.js";
import { Output, paint } from "./terminal.js";

export interface FacetsOptions extends PrintOptions {
  readonly edition: Edition;
}

/** The words of the command line: a facet, and what is asked of it. */
const NEEDS = {
  ordering: ["ordering", "yes"],
  dedupe: ["dedupe", "yes"],
  filtering: ["filtering", "yes"],
  serverless: ["serverless", "yes"],
  "pub/sub": ["p2p-vs-pubsub", "pub/sub"],
  p2p: ["p2p-vs-pubsub", "p2p"],
  push: ["push-vs-pull", "push"],
  pull: ["push-vs-pull", "pull"],
} as const;

export type Need = keyof typeof NEEDS;

const MARKS = { yes: ["green", "✓"], depends: ["yellow", "~"], no: ["red", "✗"] } as const;

/** Prints which services do what is needed; the exit code. */
export async function facets(words: readonly Need[], options: FacetsOptions): Promise<number> {
  const { facets, findServices, services } = await import("tidegate/facets");
  const { edition } = options;
  const found = findServices(needsOf(words), { edition });
  const answersOf = (name: string) => {
    const cells = services.find((service) => service.name === name)?.facets;
    return Object.fromEntries(facets.map((facet) => [facet.name, cells?.[facet.name][edition]]));
  };

  const output = new Output();
  const row = (cells: readonly (string | undefined)[]) =>
    cells
      .map((cell = "", column) => cell.padEnd(column === 0 ? 30 : 15))
      .join("")
      .trimEnd();
  const isJson = formatOf(options) === "json";
  if (!isJson && words.length === 0) {
    await output.line(paint("bold", row(["", ...facets.map(({ name }) => name)])));
  }
  for (const fit of found) {
    const answers = answersOf(fit.service);
    const line = () =>
      words.length === 0 ? row([fit.service, ...Object.values(answers)]) : human(fit);
    await output.line(isJson ? JSON.stringify({ ...fit, answers }) : line());
  }
  await output.flush();
  return found.some(({ fits }) => fits === "yes") ? 0 : 1;
}

/** Two words about one facet are a need for both. */
function needsOf(words: readonly Need[]): FacetNeeds {
  const needs = new Map<string, string>();
  for (const word of new Set(words)) {
    const [facet, value] = NEEDS[word];
    needs.set(facet, needs.has(facet) ? "both" : value);
  }
  return Object.fromEntries(needs);
}

function human({ service, fits, reasons }: ServiceFit): string {
  const [style, sign] = MARKS[fits];
  const lines = reasons.map((reason) => `  ${MARKS[reason.fits][1]} ${reason.why}`);
  return [`${paint(style, sign)} ${paint("bold", service)}`, ...lines].join("\n");
}
