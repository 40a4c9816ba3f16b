import { Engine } from "./engine.js";
import type { MatchingMethods } from "./matching.worker.js";
import type { ToolsMethods } from "./tools.worker.js";

/** Matches and explains: what the first verdict needs. */
export const matching = new Engine<MatchingMethods>(
  () => new Worker(new URL("./matching.worker.ts", import.meta.url), { type: "module" }),
);

/** All else; fetched when it is first needed. */
export const tools = new Engine<ToolsMethods>(
  () => new Worker(new URL("./tools.worker.ts", import.meta.url), { type: "module" }),
);
