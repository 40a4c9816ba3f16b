import { computed } from "@preact/signals";
import type { Mark } from "../editor/marks.js";
import { TextEditor } from "../editor/text-editor.jsx";
import { tools } from "../engine/engines.js";
import { signOf } from "../ui/mark.jsx";
import { table } from "../workspace/judging.js";
import { links, pointAtRule, pointed } from "../workspace/links.js";
import { events, rules, schema } from "../workspace/store.js";
import { squiggles, startLinting } from "./squiggles.js";
import { TextPane } from "./text-pane.jsx";

const marks = computed((): Mark[] =>
  links.value.flatMap(({ id, rule, alternatives, status }) => [
    { ...rule, kind: pointed.value.includes(id) ? "pointed" : "list" },
    ...alternatives.map((one): Mark => ({ from: one.from, to: one.to, kind: one.status })),
    { from: rule.from, to: rule.from, kind: status, sign: signOf(status) },
  ]),
);

function complete(text: string, offset: number) {
  return tools.call("complete", [text, offset, [events.text.peek()], schema.peek()]);
}

/** What the table says of a rule: how many of the events it matches. */
function note(index: number) {
  const now = table.value;
  if (now === undefined || now.counts[index] === undefined) return null;
  if (now.refused[index]) return <span class="count bad">✗ refused</span>;
  const of = now.offsets.length - 1;
  return (
    <span class="count">
      {now.counts[index]}
      <span class="visually-hidden"> of {of} events match</span>
    </span>
  );
}

export function RulePane() {
  return (
    <TextPane title="Rules" list={rules} note={note}>
      <TextEditor
        label="Rule"
        text={rules.text}
        onInput={(text) => rules.write(text)}
        marks={marks}
        squiggles={squiggles}
        complete={complete}
        onPoint={pointAtRule}
        onCaret={startLinting}
      />
    </TextPane>
  );
}
