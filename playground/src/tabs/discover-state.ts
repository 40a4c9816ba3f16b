import { type Signal, signal } from "@preact/signals";
import { tools } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import type { Discovered } from "../engine/tools/discover.js";
import { afterPause } from "../workspace/judging.js";
import { events } from "../workspace/store.js";

/** The last good answer. */
export const discovered: Signal<Discovered | undefined> = signal(undefined);
/** What keeps the events as they stand from being discovered. */
export const failure: Signal<Failure | undefined> = signal(undefined);
/** The name of the schema that is shown; the first one where there is none of that name. */
export const wanted: Signal<string | undefined> = signal(undefined);
/** The text of an older version of the schema. */
export const older = signal("");

/** Many events take longer than one. */
const MANY = { patience: 10_000 };

async function discoverNow(texts: readonly string[], name: string | undefined): Promise<void> {
  const now = await tools.call("discoverSchemas", [texts, name], MANY);
  const halfTyped = now.broken.get(events.index.peek());
  failure.value = halfTyped;
  const before = discovered.value;
  // While the event that is shown is half typed, what was found with it stays.
  const stays = halfTyped && before?.chosen && before.chosen.name === (name ?? before.chosen.name);
  if (!stays) discovered.value = now;
}

/** Begins to discover the events as they change; ends when what it returns is called. */
export function startDiscovering(): () => void {
  return afterPause(
    () => [events.items.value, wanted.value] as const,
    ([items, name]) =>
      discoverNow(
        items.map(({ text }) => text),
        name,
      ),
    (failed) => {
      failure.value = failed;
    },
    150,
  );
}
