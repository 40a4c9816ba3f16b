import type { Signal } from "@preact/signals";
import type { ConversionProfile, InputKind } from "tidegate";
import type { Converted } from "../engine/tools/convert.js";
import {
  CLOUD_EVENT_FORMS,
  FORMS,
  type Form,
  innerKind,
  MODAL_FORMS,
  OTHER_FORMS,
  profilesOf,
  type Wish,
} from "../engine/tools/convert-choice.js";
import { Check, Choice, Field } from "../ui/controls.jsx";

interface ControlsProps {
  readonly wish: Signal<Wish>;
  readonly now: Converted;
}

/** What can be chosen of this conversion; no more than applies to it. */
export function ConvertControls({ wish, now }: ControlsProps) {
  const { detection, side, form } = now;
  const { contains = [] } = detection;
  const set = (part: Partial<Wish>) => {
    wish.value = { ...wish.value, ...part };
  };
  const inner = innerKind(detection, wish.value.unwrap);
  return (
    <div class="controls">
      <FormSelect
        form={form}
        onSelect={(to) => set({ forms: { ...wish.value.forms, [side]: to }, place: 0 })}
      />
      {MODAL_FORMS.includes(form) && (
        <Choice
          label="Mode"
          value={wish.value.mode}
          options={{
            binary: "Binary",
            structured: "Structured",
          }}
          onSelect={(mode) => set({ mode })}
        />
      )}
      <Mapping wish={wish.value} kind={inner} onSet={set} />
      {contains.length > 0 && (
        <Check
          label="Unwrap what is within"
          on={wish.value.unwrap}
          onSet={(unwrap) => set({ unwrap })}
        />
      )}
      <TargetFields wish={wish.value} form={form} onSet={set} />
    </div>
  );
}

interface PartProps {
  readonly wish: Wish;
  onSet(part: Partial<Wish>): void;
}

function FormSelect({ form, onSelect }: { readonly form: Form; onSelect(form: Form): void }) {
  const group = (label: string, forms: readonly Form[]) => (
    <optgroup label={label}>
      {forms.map((one) => (
        <option key={one} value={one}>
          {FORMS[one]}
        </option>
      ))}
    </optgroup>
  );
  return (
    <label class="control">
      Into
      <select value={form} onChange={({ currentTarget }) => onSelect(currentTarget.value as Form)}>
        {group("CloudEvent", CLOUD_EVENT_FORMS)}
        {group("For other services", OTHER_FORMS)}
      </select>
    </label>
  );
}

/** What becomes what of an event that becomes a CloudEvent. */
function Mapping({ wish, kind, onSet }: PartProps & { readonly kind: InputKind }) {
  const profiles = profilesOf(kind);
  const [first] = profiles;
  if (first === undefined) return null;
  const chosen = wish.profile && profiles.includes(wish.profile) ? wish.profile : first;
  const options = Object.fromEntries(profiles.map((one) => [one, one]));
  return (
    <>
      <Choice
        label="Mapping"
        value={chosen}
        options={options as Record<ConversionProfile, string>}
        onSelect={(profile) => onSet({ profile })}
      />
      {kind === "eventbridge" && (
        <Check label="Lossless" on={wish.lossless} onSet={(lossless) => onSet({ lossless })} />
      )}
    </>
  );
}

/** What a target needs that a CloudEvent may not have. */
function TargetFields({ wish, form, onSet }: PartProps & { readonly form: Form }) {
  const hasDetail = form === "eventbridge" || form === "put-events";
  return (
    <>
      {hasDetail && (
        <Choice
          label="Detail"
          value={wish.detail}
          options={{ auto: "Automatic", event: "The whole CloudEvent", data: "Its data alone" }}
          onSelect={(detail) => onSet({ detail })}
        />
      )}
      {form === "eventbridge" && (
        <>
          <Field
            label="Default region"
            placeholder="none"
            value={wish.region}
            onSet={(region) => onSet({ region })}
          />
          <Field
            label="Default account"
            placeholder="none"
            value={wish.account}
            onSet={(account) => onSet({ account })}
          />
        </>
      )}
      {form === "event-grid" && (
        <>
          <Field
            label="Default subject"
            placeholder="none"
            value={wish.subject}
            onSet={(subject) => onSet({ subject })}
          />
          <Field
            label="Default time"
            placeholder="none"
            value={wish.time}
            onSet={(time) => onSet({ time })}
          />
        </>
      )}
    </>
  );
}
