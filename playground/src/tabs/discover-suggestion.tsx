import { computed, type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { TextEditor } from "../editor/text-editor.jsx";
import { tools } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import type { Suggestion } from "../engine/tools/discover.js";
import { Field } from "../ui/controls.jsx";
import { CopyButton } from "../ui/copy-button.jsx";
import { usePages } from "../ui/pages.jsx";
import { Problem } from "../ui/problem.jsx";
import { SayingButton } from "../ui/saying-button.jsx";
import { Segments } from "../ui/segments.jsx";
import { afterPause } from "../workspace/judging.js";
import { events, rules } from "../workspace/store.js";
import type { NamedText } from "../workspace/workspace.js";

type Side = "match" | "not" | "ignore";

const SIDES: readonly { readonly id: Side; readonly title: string }[] = [
  { id: "match", title: "Match" },
  { id: "not", title: "Not" },
  { id: "ignore", title: "Ignore" },
];

type Preference = "values" | "general";

const PREFERENCES: readonly { readonly id: Preference; readonly title: string }[] = [
  { id: "values", title: "Exact values first" },
  { id: "general", title: "General operators first" },
];

/** So many events are shown at once. */
const PAGE = 25;
/** Many events take longer than a few. */
const MANY = { patience: 5000 };

/** The sides that were chosen, by the names of the events. */
const sides: Signal<ReadonlyMap<string, Side>> = signal(new Map());
const preference: Signal<Preference> = signal("values");
/** The paths of fields of which the pattern says nothing, between commas. */
const ignored = signal("id, time");

/** The last good answer. */
const suggestion: Signal<Suggestion | undefined> = signal(undefined);
const failure: Signal<Failure | undefined> = signal(undefined);
const text = computed(() => suggestion.value?.pattern ?? "");

/** Until sides are chosen, the event that is shown is to match, and all others are not. */
function sideOf({ name }: NamedText): Side {
  if (sides.value.size > 0) return sides.value.get(name) ?? "ignore";
  return name === events.current.value?.name ? "match" : "not";
}

const chosen = computed(() => {
  const all = events.items.value;
  const on = (side: Side) => all.filter((event) => sideOf(event) === side);
  return { match: on("match"), not: on("not") };
});

function choose(names: readonly string[], side: Side): void {
  const now = new Map(events.items.value.map((event) => [event.name, sideOf(event)]));
  for (const name of names) now.set(name, side);
  sides.value = now;
}

async function suggestNow(
  { match, not }: { readonly match: readonly NamedText[]; readonly not: readonly NamedText[] },
  prefer: Preference,
  paths: string,
): Promise<void> {
  const ignore = paths.split(",").map((path) => path.trim());
  const now = await tools.call("suggest", [match, not, prefer, ignore], MANY);
  failure.value = undefined;
  const isHalfTyped = now.leftOut.includes(events.current.peek()?.name ?? "");
  // While the event that is shown is half typed, what was suggested with it stays.
  if (isHalfTyped && suggestion.value?.pattern) {
    suggestion.value = { ...suggestion.value, leftOut: now.leftOut };
  } else suggestion.value = now;
}

function startSuggesting(): () => void {
  return afterPause(
    () => [chosen.value, preference.value, ignored.value] as const,
    ([samples, prefer, paths]) => suggestNow(samples, prefer, paths),
    (failed) => {
      failure.value = failed;
    },
    150,
  );
}

/** The smallest pattern that matches some events and not others. */
export function SuggestionPart() {
  useEffect(startSuggesting, []);
  if (events.items.value.length === 0) {
    return <p class="faint">Write or import some events, and say which a rule is to match.</p>;
  }
  return (
    <div class="discover-part">
      <Sides />
      <section>
        <h3>The smallest pattern that tells them apart</h3>
        <div class="controls">
          <Segments
            label="Which operators come first"
            options={PREFERENCES}
            chosen={preference.value}
            onChoose={(id) => {
              preference.value = id;
            }}
          />
          <Field
            label="Fields to leave out"
            value={ignored.value}
            onSet={(paths) => {
              ignored.value = paths;
            }}
          />
        </div>
        {failure.value && <Problem what="None was found" failure={failure.value} />}
        {suggestion.value && <Suggested now={suggestion.value} />}
      </section>
    </div>
  );
}

function Sides() {
  const all = events.items.value;
  const { first, pages } = usePages(PAGE, all.length);
  const { match, not } = chosen.value;
  return (
    <section>
      <h3>Which events the rule is to match</h3>
      <p class="discover-row">
        <span>
          {match.length.toLocaleString("en")} to match, {not.length.toLocaleString("en")} not to
        </span>
        {all.length > 1 && (
          <span class="discover-actions">
            All:
            {SIDES.map(({ id, title }) => (
              <button
                key={id}
                type="button"
                class="quiet"
                onClick={() =>
                  choose(
                    all.map(({ name }) => name),
                    id,
                  )
                }
              >
                {title}
              </button>
            ))}
          </span>
        )}
      </p>
      <ul class="sides">
        {all.slice(first, first + PAGE).map((event) => (
          <li key={event.name}>
            <span class="name-text">{event.name}</span>
            <Segments
              label={`What the rule does with ${event.name}`}
              options={SIDES}
              chosen={sideOf(event)}
              onChoose={(side) => choose([event.name], side)}
            />
          </li>
        ))}
      </ul>
      {pages}
    </section>
  );
}

function Suggested({ now }: { readonly now: Suggestion }) {
  const { pattern, reason, code, witness, leftOut } = now;
  const add = () => rules.add([{ name: "suggested rule", text: text.value }]);
  const isStale = leftOut.includes(events.current.value?.name ?? "");
  return (
    <>
      {leftOut.length > 0 && (
        <p class="faint">
          ✗ Left out, since {leftOut.length === 1 ? "it" : "they"} cannot be read:{" "}
          {leftOut.slice(0, 5).join(", ")}
          {leftOut.length > 5 && ` and ${leftOut.length - 5} more`}.
        </p>
      )}
      {pattern === undefined && reason === undefined && (
        <p class="faint">Choose at least one event to match.</p>
      )}
      {reason && (
        <p class="no-pattern">
          <strong>✗ There is none to give.</strong> {reason}{" "}
          {witness && (
            <>
              The events are <em>{witness.match}</em>, to match, and <em>{witness.not}</em>, not to.{" "}
            </>
          )}
          <code class="faint">{code}</code>
        </p>
      )}
      {pattern !== undefined && (
        <div class={isStale ? "stale" : ""}>
          <div class="boxed suggested">
            <TextEditor label="The suggested pattern" text={text} />
          </div>
          <p class="discover-actions">
            <SayingButton act={add} says="It is among the rules now" main>
              Add as a rule
            </SayingButton>
            <CopyButton text={() => text.value} />
          </p>
        </div>
      )}
    </>
  );
}
