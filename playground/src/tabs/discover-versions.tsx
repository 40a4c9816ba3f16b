import { type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SchemaChange, SchemaDifference, SchemaParty } from "tidegate/schema";
import { TextEditor } from "../editor/text-editor.jsx";
import { tools } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import type { Form } from "../engine/tools/discover.js";
import { Announcer } from "../ui/announcer.jsx";
import { Problem } from "../ui/problem.jsx";
import { afterPause } from "../workspace/judging.js";
import { schema } from "../workspace/store.js";
import { discovered, failure as eventFailure, older, wanted } from "./discover-state.js";

const difference: Signal<SchemaDifference | undefined> = signal(undefined);
const failure: Signal<Failure | undefined> = signal(undefined);

async function compareNow(
  before: string,
  after: Readonly<Record<Form, string>> | undefined,
): Promise<void> {
  if (before.trim() === "" || after === undefined) {
    difference.value = undefined;
    failure.value = undefined;
    return;
  }
  difference.value = await tools.call("compareVersions", [before, after]);
  failure.value = undefined;
}

function startComparing(): () => void {
  return afterPause(
    () => [older.value, discovered.value?.chosen?.texts] as const,
    ([before, after]) => compareNow(before, after),
    (failed) => {
      failure.value = failed;
    },
    150,
  );
}

/** What has changed since an older version of a schema, and whom it breaks. */
export function VersionsPart() {
  useEffect(startComparing, []);
  const now = discovered.value;
  if (now?.chosen === undefined) {
    return <p class="faint">Write or import some events: their schema is the new version.</p>;
  }
  const current = now.chosen.texts["2020-12"];
  return (
    <div class="discover-part">
      <section>
        <h3>The older version</h3>
        <p class="faint">
          A JSON Schema, or an OpenAPI document of a schema registry. Paste it, or keep the present
          one, then change the events.
        </p>
        <div class="boxed schema-in">
          <TextEditor
            label="The older version"
            text={older}
            onInput={(text) => {
              older.value = text;
            }}
          />
        </div>
        <p class="discover-actions">
          <button
            type="button"
            onClick={() => {
              older.value = current;
            }}
          >
            Keep the present one
          </button>
          {schema.value !== "" && (
            <button
              type="button"
              onClick={() => {
                older.value = schema.value;
              }}
            >
              Take the one of Validate
            </button>
          )}
        </p>
      </section>
      <section>
        <h3>What has changed since</h3>
        <NewVersion names={now.found.map(({ name }) => name)} chosen={now.chosen.name} />
        {failure.value && <Problem what="The older version" failure={failure.value} />}
        {difference.value && (
          <div class={failure.value || eventFailure.value ? "stale" : ""}>
            <Difference now={difference.value} />
          </div>
        )}
      </section>
    </div>
  );
}

function NewVersion({ names, chosen }: { readonly names: readonly string[]; chosen: string }) {
  return (
    <label class="new-version">
      The new version is discovered from the events:{" "}
      <select
        value={chosen}
        onChange={({ currentTarget }) => {
          wanted.value = currentTarget.value;
        }}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const LEVELS: Readonly<Record<SchemaDifference["level"], readonly [sign: string, text: string]>> = {
  major: ["✗", "A major change"],
  minor: ["✓", "A minor change: it breaks nobody."],
  patch: ["✓", "Only what is said for people has changed."],
  none: ["✓", "Nothing has changed."],
};

const PARTIES: Readonly<Record<SchemaParty, string>> = {
  consumers: "those who read the events",
  producers: "those who write them",
};

function whom(parties: readonly SchemaParty[]): string {
  return new Intl.ListFormat("en").format(parties.map((party) => PARTIES[party]));
}

function verdictOf({ level, breaksConsumers, breaksProducers }: SchemaDifference): string {
  const [, text] = LEVELS[level];
  if (level !== "major") return text;
  const parties: SchemaParty[] = [
    ...(breaksConsumers ? (["consumers"] as const) : []),
    ...(breaksProducers ? (["producers"] as const) : []),
  ];
  return `${text}: it breaks ${whom(parties)}.`;
}

function Difference({ now }: { readonly now: SchemaDifference }) {
  const said = verdictOf(now);
  const isMajor = now.level === "major";
  const [sign] = LEVELS[now.level];
  // What breaks someone comes first.
  const changes = now.changes.toSorted((a, b) => b.breaks.length - a.breaks.length);
  return (
    <>
      <p class={`change-verdict ${isMajor ? "is-bad" : "is-good"}`}>
        <span aria-hidden="true">{sign}</span> {said}
      </p>
      <Announcer text={said} />
      <ul class="schema-changes">
        {changes.map((change, index) => (
          <Change key={index} change={change} />
        ))}
      </ul>
    </>
  );
}

function Change({ change }: { readonly change: SchemaChange }) {
  const { code, path, breaks, message } = change;
  const isBreaking = breaks.length > 0;
  return (
    <li class={isBreaking ? "schema-change is-breaking" : "schema-change"}>
      <p>
        <strong class="effect">
          <span aria-hidden="true">{isBreaking ? "✗" : "✓"}</span> Breaks{" "}
          {isBreaking ? whom(breaks) : "nobody"}.
        </strong>{" "}
        {message}
      </p>
      <p class="schema-change-foot">
        <code>{path === "" ? "(the whole event)" : path}</code> <code class="faint">{code}</code>
      </p>
    </li>
  );
}
