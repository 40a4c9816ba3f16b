import "../style/validate.css";
import { computed, effect, type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { tools } from "../engine/engines.js";
import type { Checked, Found } from "../engine/tools/validate.js";
import { FIRST_VALIDATE_WISH, type ValidateWish } from "../engine/tools/validate-choice.js";
import { Announcer } from "../ui/announcer.jsx";
import { Check, Choice } from "../ui/controls.jsx";
import { Problem } from "../ui/problem.jsx";
import { Judged } from "../workspace/judged.js";
import { eventSquiggles } from "../workspace/places.js";
import { events, schema } from "../workspace/store.js";
import { nameOfKind } from "./kind-names.js";
import { IssueList, squiggleOf } from "./validate-issues.jsx";
import { SchemaPart, schemaCheck } from "./validate-schema.jsx";
import { Summary, summaryOf } from "./validate-summary.jsx";

const wish: Signal<ValidateWish> = signal(FIRST_VALIDATE_WISH);

const envelopeCheck = new Judged(
  () => (events.text.value.trim() === "" ? undefined : ([events.text.value, wish.value] as const)),
  ([text, now]) => tools.call("checkEnvelope", [text, now]),
);

/** What both checks say of the event as it stands. */
const found = computed((): readonly Found[] => {
  const text = events.text.value;
  const envelope = envelopeCheck.last.value;
  const bySchema = schemaCheck.last.value;
  return [
    ...(envelope?.given[0] === text ? envelope.value.issues : []),
    ...(bySchema?.given[0] === text && bySchema.given[1] === schema.value ? bySchema.value : []),
  ];
});

/** Shows the issues in the editor of the event while the tab is open. */
function showInEditor(): () => void {
  const end = effect(() => {
    eventSquiggles.value = found.value.flatMap((issue) => squiggleOf(issue, events.text.value));
  });
  return () => {
    end();
    eventSquiggles.value = [];
  };
}

/** Whether an event keeps to its envelope and to a schema. */
export function ValidateTab() {
  useEffect(() => {
    const ends = [envelopeCheck.start(), schemaCheck.start(), showInEditor()];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  const failure = envelopeCheck.failure.value;
  const now = envelopeCheck.last.value?.value;
  return (
    <div class="validate">
      {failure && <Problem what="The event" failure={failure} />}
      {!now && !failure && (
        <p class="faint">Write an event: what is wrong with it stands here then.</p>
      )}
      {now && (
        <section aria-labelledby="envelope">
          <h3 id="envelope">Envelope</h3>
          <EnvelopeControls now={now} />
          <EnvelopeResult now={now} stale={envelopeCheck.stale.value} />
        </section>
      )}
      <SchemaPart />
    </div>
  );
}

const AGAINST = {
  auto: "What it looks like",
  eventbridge: "EventBridge",
  cloudevent: "CloudEvents 1.0",
} as const;

function EnvelopeControls({ now }: { readonly now: Checked }) {
  const set = (part: Partial<ValidateWish>) => {
    wish.value = { ...wish.value, ...part };
  };
  const { envelope, custom, draft } = wish.value;
  return (
    <div class="controls">
      <Choice
        label="Against"
        value={envelope}
        options={AGAINST}
        onSelect={(to) => set({ envelope: to })}
      />
      {now.envelope === "eventbridge" && (
        <Check
          label="My own event, not one of AWS"
          on={custom}
          onSet={(on) => set({ custom: on })}
        />
      )}
      {now.envelope === "cloudevent" && (
        <Check label="By the draft of 1.0.3" on={draft} onSet={(on) => set({ draft: on })} />
      )}
    </div>
  );
}

function EnvelopeResult({ now, stale }: { readonly now: Checked; readonly stale: boolean }) {
  const { envelope, kind, valid, issues } = now;
  if (envelope === undefined) {
    return (
      <p>
        This is {nameOfKind(kind)}, and there is no envelope to hold it against. A schema can still
        say whether it is valid.
      </p>
    );
  }
  const summary = summaryOf(valid, issues, `by ${AGAINST[envelope]}`);
  return (
    <div class={stale ? "stale" : ""}>
      <Announcer text={stale ? "The text is half typed; the last result stays." : summary} />
      <Summary valid={valid} text={summary} />
      <IssueList issues={issues} />
    </div>
  );
}
