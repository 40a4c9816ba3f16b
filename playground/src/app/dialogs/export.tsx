import { computed, signal } from "@preact/signals";
import { TextEditor } from "../../editor/text-editor.jsx";
import {
  type Exported,
  exportRules,
  RULE_FORMATS,
  type RuleFormat,
} from "../../exports/export-rules.js";
import { CopyButton } from "../../ui/copy-button.jsx";
import { download } from "../../ui/download.js";
import { rules } from "../../workspace/store.js";

const FORMATS = Object.entries(RULE_FORMATS) as [RuleFormat, { readonly title: string }][];

const format = signal<RuleFormat>("cli");
const exported = computed((): Exported => exportRules(rules.items.value, format.value));
const text = computed(() => exported.value.text);

/** The rules in the language of another tool. */
export function ExportDialog() {
  const { fileName, notes } = exported.value;
  return (
    <>
      <label>
        All rules for{" "}
        <select
          value={format.value}
          onChange={({ currentTarget }) => {
            format.value = currentTarget.value as RuleFormat;
          }}
        >
          {FORMATS.map(([id, { title }]) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {notes.length > 0 && (
        <ul class="notes">
          {notes.map((note) => (
            <li key={note}>! {note}</li>
          ))}
        </ul>
      )}
      <div class="framed">
        <TextEditor label={`The rules as ${fileName}`} text={text} language="text" />
      </div>
      <div class="row">
        <CopyButton text={() => text.value} />
        <button type="button" onClick={() => download(fileName, text.value)}>
          Save as {fileName}
        </button>
      </div>
    </>
  );
}
