import { computed, type Signal, signal } from "@preact/signals";
import { TextEditor } from "../editor/text-editor.jsx";
import type { Discovered, Form } from "../engine/tools/discover.js";
import { CopyButton } from "../ui/copy-button.jsx";
import { download } from "../ui/download.js";
import { usePages } from "../ui/pages.jsx";
import { Problem } from "../ui/problem.jsx";
import { SayingButton } from "../ui/saying-button.jsx";
import { Segments } from "../ui/segments.jsx";
import { events, schema } from "../workspace/store.js";
import { discovered, failure, older, wanted } from "./discover-state.js";

const FORMS: readonly { readonly id: Form; readonly title: string }[] = [
  { id: "2020-12", title: "JSON Schema 2020-12" },
  { id: "draft-04", title: "Draft 04" },
  { id: "openapi3", title: "OpenAPI 3.0" },
  { id: "typescript", title: "TypeScript" },
];

/** So many names are shown at once. */
const PAGE = 50;

const form: Signal<Form> = signal("2020-12");
const text = computed(() => discovered.value?.chosen?.texts[form.value] ?? "");

/** The schemas of the events, and one of them as a text to take along. */
export function SchemasPart() {
  const now = discovered.value;
  return (
    <>
      {failure.value && <Problem what="The event" failure={failure.value} />}
      {now && (
        <div class={`discover-part${failure.value ? " stale" : ""}`}>
          <Found now={now} />
          <LeftOut now={now} />
          {now.chosen && <Chosen chosen={now.chosen} />}
        </div>
      )}
    </>
  );
}

function samplesText(samples: number): string {
  return samples === 1 ? "1 event" : `${samples.toLocaleString("en")} events`;
}

function Found({ now: { found, chosen } }: { readonly now: Discovered }) {
  const { first, pages } = usePages(PAGE, found.length);
  if (chosen === undefined) {
    return <p class="faint">Write or import some events, and their schemas stand here.</p>;
  }
  return (
    <section>
      <h3>Found in the events</h3>
      <ul class="schemas">
        {found.slice(first, first + PAGE).map(({ name, samples }) => (
          <li key={name}>
            <button
              type="button"
              class="quiet"
              aria-current={name === chosen.name}
              onClick={() => {
                wanted.value = name;
              }}
            >
              <code>{name}</code> <span class="count">{samplesText(samples)}</span>
            </button>
          </li>
        ))}
      </ul>
      {pages}
    </section>
  );
}

/** Says which events are none; the one that is shown has its own message. */
function LeftOut({ now: { broken } }: { readonly now: Discovered }) {
  if (broken.size === 0 || failure.value) return null;
  const names = [...broken.keys()].slice(0, 5).map((index) => events.items.value[index]?.name);
  const more = broken.size > names.length ? ` and ${broken.size - names.length} more` : "";
  return (
    <p class="faint">
      ✗ Left out, since they cannot be read: {names.join(", ")}
      {more}.
    </p>
  );
}

function Chosen({ chosen }: { readonly chosen: NonNullable<Discovered["chosen"]> }) {
  const { name, texts, notes } = chosen;
  const isCode = form.value === "typescript";
  const save = () => {
    download(`${name.replaceAll(/[^\w.@-]+/g, "-")}.${isCode ? "ts" : "json"}`, text.value);
  };
  return (
    <section>
      <h3 class="visually-hidden">{name}</h3>
      <div class="discover-row">
        <Segments
          label="Written as"
          options={FORMS}
          chosen={form.value}
          onChoose={(id) => {
            form.value = id;
          }}
        />
        <span class="discover-actions">
          <CopyButton text={() => text.value} />
          <button type="button" onClick={save}>
            Download
          </button>
        </span>
      </div>
      <div class="boxed schema-out">
        <TextEditor
          key={isCode ? "text" : "json"}
          label={isCode ? `Types of ${name}` : `Schema of ${name}`}
          text={text}
          language={isCode ? "text" : "json"}
        />
      </div>
      {notes.map(({ path, message }) => (
        <p key={path + message} class="faint">
          {path && <code>{path}</code>} {message}
        </p>
      ))}
      <div class="discover-actions">
        <SayingButton
          act={() => {
            schema.value = texts["2020-12"];
          }}
          says="Validate and completion use it now"
        >
          Use for Validate and completion
        </SayingButton>
        <SayingButton
          act={() => {
            older.value = texts["2020-12"];
          }}
          says="Version difference compares with it now"
        >
          Keep as the older version
        </SayingButton>
      </div>
    </section>
  );
}
