import type { FacetName, FacetNeeds, FacetReason } from "tidegate/facets";

/** What a visitor can tick. Two of one facet are a need for both. */
export const CHOICES = [
  { id: "ordering", title: "Ordering", facet: "ordering", value: "yes" },
  { id: "dedupe", title: "Dedupe", facet: "dedupe", value: "yes" },
  { id: "filtering", title: "Filtering", facet: "filtering", value: "yes" },
  { id: "serverless", title: "Serverless", facet: "serverless", value: "yes" },
  { id: "pub/sub", title: "Pub/sub", facet: "p2p-vs-pubsub", value: "pub/sub" },
  { id: "p2p", title: "Point to point", facet: "p2p-vs-pubsub", value: "p2p" },
  { id: "push", title: "Push", facet: "push-vs-pull", value: "push" },
  { id: "pull", title: "Pull", facet: "push-vs-pull", value: "pull" },
] as const;

export type ChoiceId = (typeof CHOICES)[number]["id"];

/** What is needed where these are ticked. */
export function needsOf(chosen: ReadonlySet<ChoiceId>): FacetNeeds {
  const needs: { [Name in FacetName]?: string } = {};
  for (const { id, facet, value } of CHOICES) {
    if (chosen.has(id)) needs[facet] = facet in needs ? "both" : value;
  }
  return needs as FacetNeeds;
}

/** What is ticked where this is needed. */
export function choicesOf(needs: FacetNeeds): ReadonlySet<ChoiceId> {
  const ticked = CHOICES.filter(({ facet, value }) => [value, "both"].includes(needs[facet] ?? ""));
  return new Set(ticked.map(({ id }) => id));
}

/** What is needed, as one says it behind "lacks". */
export function needWords({ facet, needed }: Pick<FacetReason, "facet" | "needed">): string {
  if (needed === "yes") return facet;
  if (needed !== "both") return needed;
  return facet === "push-vs-pull" ? "push and pull" : "p2p and pub/sub";
}
