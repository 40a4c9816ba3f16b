import "../style/convert.css";
import { computed, type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { TextEditor } from "../editor/text-editor.jsx";
import { tools } from "../engine/engines.js";
import type { Converted } from "../engine/tools/convert.js";
import {
  EVENT_FORMS,
  FIRST_WISH,
  FORMS,
  LARGE,
  type Wish,
} from "../engine/tools/convert-choice.js";
import { Announcer } from "../ui/announcer.jsx";
import { CopyButton } from "../ui/copy-button.jsx";
import { Pages } from "../ui/pages.jsx";
import { Problem } from "../ui/problem.jsx";
import { Judged } from "../workspace/judged.js";
import { events, tab } from "../workspace/store.js";
import { ConvertControls } from "./convert-controls.jsx";
import { Losses, RoundTripPart } from "./convert-losses.jsx";
import { sentenceOf } from "./kind-names.js";

const wish: Signal<Wish> = signal(FIRST_WISH);

const conversion = new Judged(
  () => (events.text.value.trim() === "" ? undefined : ([events.text.value, wish.value] as const)),
  ([text, now]) => tools.call("convert", [text, now], { patience: 5000 }),
);

const output = computed(() => conversion.last.value?.value.text ?? "");

/** The event that is shown as something else, and what it loses by it. */
export function ConvertTab() {
  useEffect(() => conversion.start(), []);
  const failure = conversion.failure.value;
  const now = conversion.last.value?.value;
  return (
    <div class="convert">
      {failure && <Problem what="The event" failure={failure} />}
      {now && <Conversion now={now} stale={conversion.stale.value} />}
      {!now && !failure && (
        <p class="faint">Write an event: what becomes of it stands here then.</p>
      )}
    </div>
  );
}

function Conversion({ now, stale }: { readonly now: Converted; readonly stale: boolean }) {
  return (
    <>
      <p class="detected">{sentenceOf(now.detection)}</p>
      <ConvertControls wish={wish} now={now} />
      <Announcer text={stale ? "The text is half typed; the last result stays." : outcomeOf(now)} />
      <div class={`converted${stale ? " stale" : ""}`}>
        {now.failure && <Problem what="It cannot be converted" failure={now.failure} />}
        <Issues now={now} />
        {now.text !== undefined && <Output now={now} />}
        {now.text !== undefined && <Losses losses={now.losses} />}
        {now.roundTrip && <RoundTripPart trip={now.roundTrip} side={now.side} form={now.form} />}
        {now.text !== undefined && !now.roundTrip && (
          <p class="faint">
            An event of more than {LARGE.toLocaleString("en")} characters is not compared with what
            comes back.
          </p>
        )}
      </div>
    </>
  );
}

/** What came of it, for those who do not see it. */
function outcomeOf({ form, failure, losses, roundTrip }: Converted): string {
  if (failure) return failure.message;
  const changed = roundTrip?.differences?.total ?? 0;
  return `${FORMS[form]}: ${losses.length} lost, ${changed} changed on the way back.`;
}

function Output({ now }: { readonly now: Converted }) {
  const { form, language, total, place } = now;
  const use = () =>
    events.add([{ name: `${nameOfShown()} as ${FORMS[form]}`, text: output.peek() }]);
  return (
    <section aria-labelledby="converted">
      <div class="head-row">
        <h3 id="converted">{FORMS[form]}</h3>
        <CopyButton text={() => output.peek()} />
        {EVENT_FORMS.includes(form) && (
          <button type="button" onClick={use}>
            Use as an event
          </button>
        )}
      </div>
      <Pages
        page={place}
        size={1}
        total={total}
        onMove={(to) => {
          wish.value = { ...wish.value, place: to };
        }}
      />
      <div class="boxed output">
        <TextEditor label={FORMS[form]} text={output} language={language} />
      </div>
    </section>
  );
}

function nameOfShown(): string {
  return events.current.peek()?.name ?? "event";
}

function showValidate(): void {
  tab.value = "validate";
}

/** Records that are not among the outputs. */
function Issues({ now }: { readonly now: Converted }) {
  if (now.issues.length === 0) return null;
  return (
    <section aria-labelledby="unconverted">
      <h3 id="unconverted">What cannot be converted</h3>
      <ul class="told">
        {now.issues.map(({ index, code, message, path, hint }) => (
          <li key={index}>
            <span class="bad">✗</span> {path && <code>{path}</code>} {message}{" "}
            {hint && <span class="faint">{hint}</span>} <code class="faint">{code}</code>
          </li>
        ))}
      </ul>
      <button type="button" class="quiet as-link" onClick={showValidate}>
        See all that is wrong in the tab Validate
      </button>
    </section>
  );
}
