import { computed, signal } from "@preact/signals";
import { type AdviceAnswers, advise, type Edition, findServices } from "tidegate/facets";
import { type ChoiceId, needsOf } from "./facets-choices.js";

/** What is shown stays while other tabs are looked at. */
export const edition = signal<Edition>("2026");
export const chosen = signal<ReadonlySet<ChoiceId>>(new Set());
export const opened = signal<ReadonlySet<string>>(new Set());
export const answers = signal<AdviceAnswers>({});

export const needs = computed(() => needsOf(chosen.value));

/** Every service of the edition, held against the needs. */
export const fits = computed(() => findServices(needs.value, { edition: edition.value }));

export const advice = computed(() => advise(answers.value));

/** The set with a member, or without it where it has that. */
export function toggled<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const copy = new Set(set);
  if (!copy.delete(member)) copy.add(member);
  return copy;
}

/** Goes to a heading of the page, which then has the focus. */
export function goTo(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}
