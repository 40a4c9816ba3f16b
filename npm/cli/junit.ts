import { writeFile } from "node:fs/promises";
import XMLBuilder from "fast-xml-builder";
import { Failure, fileProblem } from "./problem.js";
import type { Outcome } from "./test.js";

/** Characters that XML 1.0 does not have, and halves of some. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const NOT_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Surrogate}]/gu;

/** Writes outcomes as JUnit XML, a suite for each file. Throws a Failure. */
export async function writeJunit(file: string, outcomes: readonly Outcome[]): Promise<void> {
  const suites = byFile(outcomes);
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    format: true,
    suppressEmptyNode: true,
  });
  const xml = builder.build({
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: {
      "@name": "tidegate",
      ...totals(outcomes),
      testsuite: [...suites].map(([name, cases]) => ({
        "@name": clean(name),
        ...totals(cases),
        testcase: cases.map(toCase),
      })),
    },
  });
  await writeFile(file, xml).catch((error) => {
    throw new Failure(fileProblem(file, error));
  });
}

function byFile(outcomes: readonly Outcome[]): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const group = groups.get(outcome.file) ?? [];
    group.push(outcome);
    groups.set(outcome.file, group);
  }
  return groups;
}

function totals(outcomes: readonly Outcome[]): object {
  return {
    "@tests": outcomes.length,
    "@failures": outcomes.filter(({ passed }) => !passed).length,
    "@errors": 0,
    "@time": outcomes.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(6),
  };
}

function toCase({ file, name, place, passed, message = "", explanation, seconds }: Outcome) {
  return {
    "@name": clean(name),
    "@classname": clean(file),
    "@file": clean(place),
    "@time": seconds.toFixed(6),
    ...(!passed && {
      failure: { "@message": clean(message), "#text": clean(explanation ?? message) },
    }),
  };
}

function clean(text: string): string {
  return text.replaceAll(NOT_IN_XML, "\ufffd");
}
