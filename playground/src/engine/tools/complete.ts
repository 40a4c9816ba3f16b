import { type Completion, complete } from "tidegate/schema";
import { isJson } from "./json.js";

/** What can be written at an offset of a pattern, with keys and values of events and a schema. */
export function completeAt(
  text: string,
  offset: number,
  events: readonly string[],
  schema: string,
): Completion {
  return complete(text, offset, {
    events: events.filter(isJson),
    schemas: isJson(schema) ? [schema] : [],
  });
}
