import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Squiggle } from "../editor/marks.js";

/** A place in a text that a visitor asks to see. */
export interface CaretWish {
  /** Whose it is: the editor of this text takes the wish. */
  readonly text: ReadonlySignal<string>;
  readonly offset: number;
}

/** Where the caret is to go, and the focus with it. Each wish is another object. */
export const caretWish: Signal<CaretWish | undefined> = signal(undefined);

/** What a tab finds wrong with the event that is shown. */
export const eventSquiggles: Signal<readonly Squiggle[]> = signal([]);
