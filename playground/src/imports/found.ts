import { formatJson, MAX_PATTERN } from "../json/json-text.js";
import { Names } from "../workspace/names.js";
import type { NamedText, TestCase } from "../workspace/workspace.js";

/** What was found in a text. */
export interface Imported {
  readonly rules: readonly NamedText[];
  readonly events: readonly NamedText[];
  /** What is expected of events, where the text says so. */
  readonly cases: readonly TestCase[];
  /** What it was taken for, what was filled in, and what could not be read and where; sentences. */
  readonly notes: readonly string[];
}

/** Texts that come by thousands keep their lines as they are: nobody looks at all of them. */
const MANY = 200;
/** More notes of one kind are only counted. */
const MAX_NOTES = 20;

/** Collects what is found. */
export class Found implements Imported {
  readonly rules: NamedText[] = [];
  readonly events: NamedText[] = [];
  readonly cases: TestCase[] = [];
  readonly notes: string[] = [];
  readonly #ruleNames = new Names();
  readonly #eventNames = new Names();
  #bad = 0;
  /** Where the note about those stands that are only counted. */
  #more = 0;

  rule(name: string, pattern: string): void {
    const laidOut = formatJson(pattern.trim());
    const text = laidOut.length <= MAX_PATTERN ? laidOut : pattern.trim();
    this.rules.push({ name: this.#ruleNames.fresh(name), text });
  }

  /** @param name what it is called, where something says so */
  event(text: string, name: string | undefined): void {
    const isLine = !text.trim().includes("\n") && this.events.length < MANY;
    this.events.push({
      name: this.#eventNames.fresh(name || `event ${this.events.length + 1}`),
      text: isLine ? formatJson(text.trim()) : text.trim(),
    });
  }

  /** The event that was found last, and the rules that are to match it. */
  expected(matches: readonly string[]): void {
    const { name, text } = this.events.at(-1) as NamedText;
    this.cases.push({ name, event: text, matches });
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** Something that could not be read, of which there may be many. */
  bad(text: () => string): void {
    this.#bad++;
    if (this.#bad <= MAX_NOTES) this.notes.push(text());
    else this.notes.splice(this.#more, 1, `… and ${this.#bad - MAX_NOTES} more.`);
    if (this.#bad === MAX_NOTES) this.#more = this.notes.length;
  }
}

/** The detail-type of an event of EventBridge, or the type of a CloudEvent. */
export function titleOf(value: object): string | undefined {
  const { type, specversion, ...event } = value as Record<string, unknown>;
  const title = event["detail-type"] ?? (specversion === undefined ? undefined : type);
  return typeof title === "string" && title !== "" ? title.slice(0, 80) : undefined;
}
