// What the tests on real events share: the events, JSON compared by what it says, and totals. Where
// ../shared is absent, ./dev sets TIDEGATE_SHARED to nothing and there are no samples.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { normalized } from "../js/normalized.mjs";

export { normalized };

assert.ok(process.env.TIDEGATE_SHARED !== undefined, "these tests are run by ./dev test convert");

/** The folder ../shared of the checkout; "" where it is absent. */
export const shared = process.env.TIDEGATE_SHARED;

/** An option of `test` and `describe` for what means nothing without the real events. */
export const onSamples = { skip: shared === "" && "../shared is absent" };

/** The files of a folder of ../shared/events, sorted: "aws", "cloudevents/spec-md". */
export function samples(folder, ending = ".json") {
  const path = join(shared, "events", folder);
  if (shared === "" || !existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => sample(path, name));
}

function sample(path, name) {
  const bytes = readFileSync(join(path, name));
  return { name, path: join(path, name), bytes, text: bytes.toString("utf8") };
}

/** The text of a file of ../shared. */
export function readShared(path) {
  return readFileSync(join(shared, path), "utf8");
}

const ENVELOPE = ["detail-type", "source", "region", "id", "detail"];

/** The events of the corpus which have the envelope of EventBridge. */
export function eventBridgeSamples() {
  return samples("aws").filter(({ text }) => {
    const event = JSON.parse(text);
    return ENVELOPE.every((key) => Object.hasOwn(event, key));
  });
}

/** A line of the totals that ./dev prints in the end. */
export function total(label, what) {
  const file = process.env.TIDEGATE_TOTALS;
  if (file !== undefined) appendFileSync(file, `${label}: ${what}\n`);
}

/** That two JSON texts are the same but for white space and the order of keys. */
export function assertSameJson(found, expected, message) {
  assert.equal(normalized(found), normalized(expected), message);
}
