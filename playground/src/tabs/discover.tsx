import "../style/controls.css";
import "../style/discover.css";
import { type Signal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Segments } from "../ui/segments.jsx";
import { SchemasPart } from "./discover-schemas.jsx";
import { startDiscovering } from "./discover-state.js";
import { SuggestionPart } from "./discover-suggestion.jsx";
import { VersionsPart } from "./discover-versions.jsx";

type Part = "schemas" | "versions" | "suggestion";

const PARTS: readonly { readonly id: Part; readonly title: string }[] = [
  { id: "schemas", title: "Schema and types" },
  { id: "versions", title: "Version difference" },
  { id: "suggestion", title: "Suggest a rule" },
];

const BODIES: Readonly<Record<Part, ComponentType>> = {
  schemas: SchemasPart,
  versions: VersionsPart,
  suggestion: SuggestionPart,
};

const part: Signal<Part> = signal("schemas");

/** What the events say: their schemas, how these change, and a pattern that tells them apart. */
export function DiscoverTab() {
  useEffect(startDiscovering, []);
  const Body = BODIES[part.value];
  return (
    <div class="discover">
      <Segments
        label="What to discover"
        options={PARTS}
        chosen={part.value}
        onChoose={(id) => {
          part.value = id;
        }}
      />
      <Body />
    </div>
  );
}
