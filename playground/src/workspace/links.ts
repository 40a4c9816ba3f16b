import { computed, type Signal, signal } from "@preact/signals";
import type { ExplainedField, ExplainedNode, ExplanationStatus } from "tidegate/match";
import { stale, verdict } from "./judging.js";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A leaf of the pattern and the values of the event that it looked at. */
export interface Link {
  /** JSON Pointers of all leaves are different: that of the leaf in the pattern. */
  readonly id: string;
  readonly status: ExplanationStatus;
  /** Its list of alternatives. */
  readonly rule: Span;
  readonly alternatives: readonly (Span & { readonly status: ExplanationStatus })[];
  readonly values: readonly (Span & { readonly served: boolean })[];
}

function span([from, to]: readonly [number, number]): Span {
  return { from, to };
}

function linkOf(field: ExplainedField, id: string): Link {
  return {
    id,
    status: field.status,
    rule: span(field.span),
    alternatives: field.alternatives.map((one) => ({ ...span(one.span), status: one.status })),
    values: field.values.flatMap(({ span: place, served }) =>
      place ? [{ ...span(place), served: served === true }] : [],
    ),
  };
}

/** The parts of a node, each with its place in the pattern. */
export function partsOf(node: ExplainedNode, id: string): [string, ExplainedNode][] {
  if (node.kind === "object") return node.members.map((part) => [`${id}/${part.key}`, part]);
  if (node.kind === "or") return node.branches.map((part, index) => [`${id}/${index}`, part]);
  return [];
}

function linksOf(node: ExplainedNode, id: string): Link[] {
  if (node.kind === "field") return [linkOf(node, id)];
  return partsOf(node, id).flatMap(([place, part]) => linksOf(part, place));
}

/** The leaves of the pattern that is shown; none while its text is another than was judged. */
export const links = computed(() =>
  verdict.value === undefined || stale.value ? [] : linksOf(verdict.value.explanation.tree, ""),
);

/** The leaves that are pointed at, in whichever text, or in the tree. */
export const pointed: Signal<readonly string[]> = signal([]);

export const pointedLinks = computed(() =>
  links.value.filter(({ id }) => pointed.value.includes(id)),
);

const holds = (offset: number) => (place: Span) => place.from <= offset && offset <= place.to;

/** Points at the leaf at an offset of the pattern. */
export function pointAtRule(offset: number | undefined): void {
  point(offset, ({ rule }, at) => holds(at)(rule));
}

/** Points at the leaves that looked at the value at an offset of the event. */
export function pointAtEvent(offset: number | undefined): void {
  point(offset, ({ values }, at) => values.some(holds(at)));
}

function point(offset: number | undefined, meant: (link: Link, offset: number) => boolean): void {
  const ids =
    offset === undefined
      ? []
      : links.value.filter((link) => meant(link, offset)).map(({ id }) => id);
  if (ids.join("\n") !== pointed.value.join("\n")) pointed.value = ids;
}
