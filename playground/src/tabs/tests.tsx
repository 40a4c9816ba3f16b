import "../style/tests.css";
import { computed, type Signal, signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CaseRun } from "../engine/cases.js";
import { EngineError } from "../engine/engine.js";
import { counting } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import { exportCases } from "../exports/export-cases.js";
import { Announcer } from "../ui/announcer.jsx";
import { download } from "../ui/download.js";
import { usePages } from "../ui/pages.jsx";
import { Problem } from "../ui/problem.jsx";
import { afterPause } from "../workspace/judging.js";
import { cases, events, rules } from "../workspace/store.js";
import { freshName, type NamedText, type TestCase } from "../workspace/workspace.js";
import { CaseItem } from "./tests-case.jsx";
import { countsOf, resultsByName } from "./tests-counts.js";

/** The last run in which every rule could be judged, or the first of all. */
const run: Signal<CaseRun | undefined> = signal(undefined);
/** What keeps the rules as they stand from being held against the cases. */
const problem: Signal<{ readonly what: string; readonly failure: Failure } | undefined> =
  signal(undefined);
const results = computed(() => resultsByName(run.value));

/** Many cases may take longer than one event. */
const MANY = { patience: 5000 };
/** So many cases are shown at once. */
const PAGE = 50;

async function runNow(all: readonly NamedText[], list: readonly TestCase[]): Promise<void> {
  const now = await counting.call("runCases", [all, list], MANY);
  const [refusal] = now.refused;
  problem.value = refusal && { what: `The rule "${refusal.rule}"`, failure: refusal.failure };
  if (refusal === undefined || run.value === undefined) run.value = now;
}

function startRunning(): () => void {
  return afterPause(
    () => [rules.items.value, cases.value] as const,
    ([all, list]) => runNow(all, list),
    (failure) => {
      problem.value = { what: "Not run", failure };
    },
    100,
  );
}

/** Events with the rules that they should match, held against the rules as these are typed. */
export function TestsTab() {
  useEffect(startRunning, []);
  return (
    <div class="tests">
      <Actions />
      {problem.value && <Problem {...problem.value} />}
      {cases.value.length === 0 ? (
        <p class="faint">
          A case is an event and the rules that it should match. Save the one that is shown, go on
          with the rules, and see here at once when one of them does something else.
        </p>
      ) : (
        <div class={problem.value ? "tests-result stale" : "tests-result"}>
          <Summary />
          <Cases />
        </div>
      )}
    </div>
  );
}

/** Saves the event that is shown with what the rules say of it now. */
async function saveCase(event: NamedText): Promise<void> {
  const matches = await counting.call("matchesOf", [rules.items.peek(), event.text]);
  const name = freshName(event.name, cases.peek());
  cases.value = [...cases.peek(), { name, event: event.text, matches }];
}

function Actions() {
  const failure = useSignal<Failure | undefined>(undefined);
  const event = events.current.value;
  const save = async () => {
    failure.value = undefined;
    if (event === undefined) return;
    try {
      await saveCase(event);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      failure.value = error.failure;
    }
  };
  return (
    <>
      <div class="tests-actions">
        <button type="button" class="main" disabled={!event?.text.trim()} onClick={save}>
          Save this event as a case
        </button>
        {cases.value.length > 0 && <Export />}
      </div>
      {failure.value && <Problem what="Not saved: the event" failure={failure.value} />}
    </>
  );
}

/** The cases as a file for the command line. */
function Export() {
  const notes = useSignal<readonly string[]>([]);
  const save = () => {
    const exported = exportCases(cases.value, rules.items.value);
    notes.value = exported.notes;
    download(exported.fileName, exported.text);
  };
  return (
    <>
      <button type="button" onClick={save}>
        Download for <code>tidegate test</code>
      </button>
      {notes.value.map((note) => (
        <p key={note}>! {note}</p>
      ))}
    </>
  );
}

function Summary() {
  const { text, run: ran, failed } = countsOf(cases.value, results.value);
  if (ran === 0) return <p class="faint">Running …</p>;
  return (
    <p class={`tests-summary ${failed > 0 ? "is-bad" : "is-good"}`}>
      <span aria-hidden="true">{failed > 0 ? "✗" : "✓"}</span> {text}
      <Announcer text={text} />
    </p>
  );
}

function Cases() {
  const all = cases.value;
  const { first, pages } = usePages(PAGE, all.length);
  return (
    <>
      <ul class="cases">
        {all.slice(first, first + PAGE).map((one, place) => (
          <CaseItem
            // By place: a case keeps the focus while it gets another name.
            key={first + place}
            one={one}
            result={results.value.get(one.name)}
            onChange={(changed) => {
              cases.value = cases.value.with(first + place, changed);
            }}
            onRemove={() => {
              cases.value = cases.value.filter((other) => other !== one);
            }}
          />
        ))}
      </ul>
      {pages}
    </>
  );
}
