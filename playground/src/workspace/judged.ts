import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Failure } from "../engine/serve.js";
import { afterPause } from "./judging.js";

/** What a tool says of what is typed: its last good answer, and what keeps it from a newer one. */
export class Judged<Given, Value> {
  readonly last: Signal<{ readonly given: Given; readonly value: Value } | undefined> =
    signal(undefined);
  readonly failure: Signal<Failure | undefined> = signal(undefined);
  /** The answer is one of what was there before. */
  readonly stale: ReadonlySignal<boolean> = computed(
    () => this.last.value !== undefined && this.failure.value !== undefined,
  );

  /**
   * @param read what the tool is asked about; undefined where there is nothing to ask
   * @param ask asks the tool
   */
  constructor(
    readonly read: () => Given | undefined,
    readonly ask: (given: Given) => Promise<Value>,
  ) {}

  /** Asks whenever something has changed, until what it returns is called. */
  start(): () => void {
    return afterPause(
      this.read,
      async (given) => {
        const value = given === undefined ? undefined : await this.ask(given);
        this.last.value = given === undefined ? undefined : { given, value: value as Value };
        this.failure.value = undefined;
      },
      (failure) => {
        this.failure.value = failure;
      },
    );
  }
}
