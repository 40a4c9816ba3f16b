import { Names } from "../workspace/names.js";
import {
  EMPTY,
  type NamedText,
  TABS,
  type TabId,
  type TestCase,
  type Workspace,
} from "../workspace/workspace.js";

/** A workspace that came from outside, and what of it could not be used, in sentences. */
export interface ReadWorkspace {
  readonly workspace: Workspace;
  readonly problems: readonly string[];
}

/** More of a kind are left out: a link of 8 kB could name hundreds of thousands. */
const MAX_ITEMS = 10_000;

const isText = (value: unknown): value is string => typeof value === "string";

/** Takes of any value what is a workspace, and names the rest. Never throws. */
export function checkWorkspace(value: unknown): ReadWorkspace {
  const problems: string[] = [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { workspace: EMPTY, problems: ["This is no workspace."] };
  }
  const fields = value as Record<string, unknown>;
  const rules = namedTexts(fields.rules, "rule", problems);
  const events = namedTexts(fields.events, "event", problems);
  const workspace: Workspace = {
    rules,
    events,
    cases: itemsOf(fields.cases, "case", problems).flatMap(([item, what]) =>
      testCase(item, what, problems),
    ),
    schema: textOf(fields.schema, problems),
    rule: indexOf(fields.rule, rules, "rule", problems),
    event: indexOf(fields.event, events, "event", problems),
    tab: tabOf(fields.tab, problems),
  };
  return { workspace, problems };
}

/** The entries of a list, each with its name for people: "rule 3". */
function itemsOf(value: unknown, noun: string, problems: string[]): [unknown, string][] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    problems.push(`The ${noun}s are no list: they are left out.`);
    return [];
  }
  if (value.length > MAX_ITEMS) {
    problems.push(`There are ${value.length} ${noun}s: those after ${MAX_ITEMS} are left out.`);
  }
  return value
    .slice(0, MAX_ITEMS)
    .map((item: unknown, index): [unknown, string] => [item, `${noun} ${index + 1}`]);
}

function namedTexts(value: unknown, noun: string, problems: string[]): NamedText[] {
  const names = new Names();
  return itemsOf(value, noun, problems).flatMap(([item, what]) => {
    const { name = what, text } = (item ?? {}) as Record<string, unknown>;
    if (!isText(text)) {
      problems.push(`The text of ${what} is missing or no text: it is left out.`);
      return [];
    }
    if (!isText(name)) problems.push(`The name of ${what} is no text.`);
    return [{ name: names.fresh(isText(name) ? name : what), text }];
  });
}

function testCase(item: unknown, what: string, problems: string[]): TestCase[] {
  const { name = what, event, matches } = (item ?? {}) as Record<string, unknown>;
  if (!isText(name) || !isText(event) || !Array.isArray(matches) || !matches.every(isText)) {
    problems.push(`The name, the event or the matches of ${what} are not there: it is left out.`);
    return [];
  }
  return [{ name, event, matches }];
}

function textOf(value: unknown, problems: string[]): string {
  if (value === undefined || isText(value)) return value ?? EMPTY.schema;
  problems.push("The schema is no text: it is left out.");
  return EMPTY.schema;
}

function indexOf(
  value: unknown,
  items: readonly NamedText[],
  noun: string,
  problems: string[],
): number {
  if (value === undefined || value === 0) return 0;
  if (Number.isInteger(value) && items[value as number] !== undefined) return value as number;
  problems.push(`There is no such ${noun} as the one to be shown: the first one is.`);
  return 0;
}

function tabOf(value: unknown, problems: string[]): TabId {
  const tab = value === undefined ? EMPTY.tab : TABS.find((known) => known === value);
  if (tab !== undefined) return tab;
  problems.push(`There is no tab ${JSON.stringify(value)}.`);
  return EMPTY.tab;
}
