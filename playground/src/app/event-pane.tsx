import { computed, useSignal } from "@preact/signals";
import type { Mark } from "../editor/marks.js";
import { TextEditor } from "../editor/text-editor.jsx";
import { tools } from "../engine/engines.js";
import type { EventValue } from "../engine/tools/add-value.js";
import { problems, table } from "../workspace/judging.js";
import { links, pointAtEvent, pointed } from "../workspace/links.js";
import { eventSquiggles } from "../workspace/places.js";
import { events, rules } from "../workspace/store.js";
import { squiggleOfFailure } from "./squiggles.js";
import { TextPane } from "./text-pane.jsx";

const marks = computed((): Mark[] =>
  links.value.flatMap(({ id, status, values }) =>
    values.flatMap((value): Mark[] => {
      const kind = status === "matched" && !value.served ? "not-reached" : status;
      const mark: Mark = { from: value.from, to: value.to, kind };
      return pointed.value.includes(id) ? [mark, { ...mark, kind: "pointed" }] : [mark];
    }),
  ),
);

const squiggles = computed(() =>
  problems.value.event ? squiggleOfFailure(problems.value.event) : eventSquiggles.value,
);

/** What the table says of an event: how many rules match it. */
function note(index: number) {
  const now = table.value;
  if (now === undefined || index + 1 >= now.offsets.length) return null;
  if (now.broken.has(index)) return <span class="count bad">✗ broken</span>;
  const count = (now.offsets[index + 1] as number) - (now.offsets[index] as number);
  return (
    <span class="count">
      {count === 0 ? "–" : count}
      <span class="visually-hidden"> {count === 1 ? "rule matches" : "rules match"}</span>
    </span>
  );
}

export function EventPane() {
  const found = useSignal<{ event: string; value?: EventValue | undefined }>({ event: "" });
  const locate = async (offset: number) => {
    const event = events.text.peek();
    const value = await tools.call("locate", [event, offset]).catch(() => undefined);
    found.value = { event, value };
  };
  const { event, value } = found.value;
  return (
    <TextPane title="Events" list={events} note={note}>
      <TextEditor
        label="Event"
        text={events.text}
        onInput={(text) => events.write(text)}
        marks={marks}
        squiggles={squiggles}
        onPoint={pointAtEvent}
        onCaret={locate}
      />
      {value && event === events.text.value && <AddValue value={value} />}
    </TextPane>
  );
}

/** Offers to let the rule ask for the value at the caret. */
function AddValue({ value }: { readonly value: EventValue }) {
  const add = async () => rules.write(await tools.call("addValue", [rules.text.peek(), value]));
  return (
    <p class="add-value">
      <code>
        {value.keys.join(".")} = {value.text}
      </code>
      <button type="button" onClick={add}>
        Add to the rule
      </button>
    </p>
  );
}
