import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  EMPTY,
  freshlyNamed,
  freshName,
  type NamedText,
  type TestCase,
  type Workspace,
} from "./workspace.js";

/** A list of texts of which one is shown. */
export class TextList {
  readonly items: Signal<readonly NamedText[]> = signal([]);
  readonly index: Signal<number> = signal(0);
  /** The text that is shown; an empty one where there is none. */
  readonly text: ReadonlySignal<string> = computed(() => this.current.value?.text ?? "");
  readonly current: ReadonlySignal<NamedText | undefined> = computed(
    () => this.items.value[this.index.value],
  );

  /**
   * @param noun what one of them is called: `rule`, `event`
   * @param renamed is told of other names
   */
  constructor(
    readonly noun: string,
    readonly renamed: (from: string, to: string) => void = () => {},
  ) {}

  set(items: readonly NamedText[], index: number): void {
    batch(() => {
      this.items.value = items;
      this.index.value = Math.max(0, Math.min(index, items.length - 1));
    });
  }

  show(index: number): void {
    this.set(this.items.value, index);
  }

  /** Changes the text that is shown, or begins the first one. */
  write(text: string): void {
    const { items, index } = this;
    if (items.value.length === 0) this.set([{ name: `${this.noun} 1`, text }], 0);
    else this.#replace(index.value, { ...(items.value[index.value] as NamedText), text });
  }

  /** Names the text that is shown; a name that another one has gets a number. */
  rename(name: string): void {
    const { current, items, index } = this;
    if (current.value === undefined || name.trim() === "") return;
    const others = items.value.filter((_, place) => place !== index.value);
    const fresh = freshName(name.trim(), others);
    this.renamed(current.value.name, fresh);
    this.#replace(index.value, { ...current.value, name: fresh });
  }

  /** Adds texts behind the others and shows the first of them. */
  add(added: readonly NamedText[]): void {
    const { items } = this;
    this.set([...items.value, ...freshlyNamed(added, items.value)], items.value.length);
  }

  addEmpty(): void {
    this.add([
      {
        name: freshName(`${this.noun} ${this.items.value.length + 1}`, this.items.value),
        text: "",
      },
    ]);
  }

  /** Takes away the text that is shown. */
  remove(): void {
    const { items, index } = this;
    this.set(
      items.value.filter((_, place) => place !== index.value),
      index.value,
    );
  }

  #replace(index: number, item: NamedText): void {
    this.items.value = this.items.value.with(index, item);
  }
}

export const cases: Signal<readonly TestCase[]> = signal([]);
export const rules = new TextList("rule", (from, to) => {
  cases.value = cases.value.map((one) => ({
    ...one,
    matches: one.matches.map((name) => (name === from ? to : name)),
  }));
});
export const events = new TextList("event");
/** The text of the schema that Validate and completion use; `""` where there is none. */
export const schema: Signal<string> = signal("");
export const tab: Signal<Workspace["tab"]> = signal("explain");

/** All of it, as it is now. */
export const workspace: ReadonlySignal<Workspace> = computed(() => ({
  rules: rules.items.value,
  events: events.items.value,
  cases: cases.value,
  schema: schema.value,
  rule: rules.index.value,
  event: events.index.value,
  tab: tab.value,
}));

/** Puts other work in place of all that is there. */
export function open(work: Partial<Workspace>): void {
  const all = { ...EMPTY, ...work };
  batch(() => {
    rules.set(all.rules, all.rule);
    events.set(all.events, all.event);
    cases.value = all.cases;
    schema.value = all.schema;
    tab.value = all.tab;
  });
}
