import { computed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { squiggleOfFailure } from "../app/squiggles.js";
import { TextEditor } from "../editor/text-editor.jsx";
import { tools } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import { Problem } from "../ui/problem.jsx";
import { Judged } from "../workspace/judged.js";
import { caretWish } from "../workspace/places.js";
import { events, schema, tab } from "../workspace/store.js";
import { IssueList } from "./validate-issues.jsx";
import { Summary, summaryOf } from "./validate-summary.jsx";

const isBlank = (text: string) => text.trim() === "";

/** The event that is shown, held against the schema. */
export const schemaCheck = new Judged(
  () =>
    isBlank(schema.value) || isBlank(events.text.value)
      ? undefined
      : ([events.text.value, schema.value] as const),
  ([text, now]) => tools.call("checkSchema", [text, now]),
);

const mistakes = new Judged(
  () => (isBlank(schema.value) ? undefined : schema.value),
  (text) => tools.call("schemaMistakes", [text]),
);

const squiggles = computed(() =>
  mistakes.last.value?.given === schema.value
    ? mistakes.last.value.value.flatMap(squiggleOfFailure)
    : [],
);

/** The schema, and what it says of the event. */
export function SchemaPart() {
  useEffect(() => mistakes.start(), []);
  const wrong = mistakes.last.value?.value ?? [];
  const show = (offset: number) => {
    caretWish.value = { text: schema, offset };
  };
  return (
    <section aria-labelledby="schema">
      <h3 id="schema">Schema</h3>
      <Mistakes wrong={wrong} onShow={show} />
      {mistakes.failure.value && <Problem what="The schema" failure={mistakes.failure.value} />}
      <SchemaResult broken={wrong.length > 0} onSchema={show} />
      <Filling />
      <div class="boxed schema-text">
        <TextEditor
          label="Schema"
          text={schema}
          onInput={(text) => {
            schema.value = text;
          }}
          squiggles={squiggles}
        />
      </div>
    </section>
  );
}

/** So many mistakes are listed; the editor underlines all. */
const MOST = 10;

interface MistakesProps {
  readonly wrong: readonly Failure[];
  onShow(offset: number): void;
}

function Mistakes({ wrong, onShow }: MistakesProps) {
  return (
    <>
      {wrong.slice(0, MOST).map(({ offset, ...failure }, place) => (
        <div key={place}>
          <Problem what={`The schema ${failure.path ?? ""}`} failure={failure} />
          {offset !== undefined && (
            <button type="button" class="quiet as-link" onClick={() => onShow(offset)}>
              Show it<span class="visually-hidden"> at {failure.path}</span>
            </button>
          )}
        </div>
      ))}
      {wrong.length > MOST && <p class="faint">And {wrong.length - MOST} more.</p>}
    </>
  );
}

interface ResultProps {
  readonly broken: boolean;
  onSchema(offset: number): void;
}

function SchemaResult({ broken, onSchema }: ResultProps) {
  const failure = schemaCheck.failure.value;
  const issues = schemaCheck.last.value?.value;
  // What is wrong with either text is said where that text is.
  const isOwn = failure?.code === "ERR_SCHEMA_TOO_COMPLEX" || failure?.code === "ERR_STOPPED";
  return (
    <>
      {failure && isOwn && <Problem what="Not checked" failure={failure} />}
      {issues && (
        <div class={broken || schemaCheck.stale.value ? "stale" : ""}>
          <Summary
            valid={issues.length === 0}
            text={summaryOf(issues.length === 0, issues, "by the schema")}
          />
          <IssueList issues={issues} onSchema={onSchema} />
        </div>
      )}
    </>
  );
}

/** Ways to a schema. */
function Filling() {
  const said = useSignal("");
  const discover = async () => {
    const texts = events.items.peek().map(({ text }) => text);
    const found = await tools
      .call("schemaFor", [events.text.peek(), texts], { patience: 5000 })
      .catch(() => undefined);
    said.value = found === undefined ? "No schema: the event cannot be read." : "";
    if (found !== undefined) schema.value = found;
  };
  return (
    <>
      {isBlank(schema.value) && (
        <p class="faint">
          Paste a JSON Schema, or an OpenAPI document as EventBridge's registry has it, below.
        </p>
      )}
      <div class="filling">
        <button type="button" onClick={discover}>
          Discover it from the events
        </button>
        <button
          type="button"
          class="quiet as-link"
          onClick={() => {
            tab.value = "discover";
          }}
        >
          To the tab Discover
        </button>
        {!isBlank(schema.value) && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              schema.value = "";
            }}
          >
            Clear<span class="visually-hidden"> the schema</span>
          </button>
        )}
        <span role="status">{said.value}</span>
      </div>
    </>
  );
}
