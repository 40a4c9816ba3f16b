import { Engine } from "./engine.js";
import type { MatchingMethods } from "./matching.worker.js";
import type { ToolsMethods } from "./tools.worker.js";

const matchingWorker = () =>
  new Worker(new URL("./matching.worker.ts", import.meta.url), { type: "module" });

/** Judges the rule and the event that are shown: nothing else makes the verdict wait. */
export const matching = new Engine<MatchingMethods>(matchingWorker);

/** Does the same with many rules and events. */
export const counting = new Engine<MatchingMethods>(matchingWorker);

/** All else; fetched when it is first needed. */
export const tools = new Engine<ToolsMethods>(
  () => new Worker(new URL("./tools.worker.ts", import.meta.url), { type: "module" }),
);
