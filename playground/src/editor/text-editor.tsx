import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { caretWish } from "../workspace/places.js";
import type { CodeEditor, Completing } from "./code-mirror.js";
import { codeMirror } from "./load.js";
import type { Mark, Squiggle } from "./marks.js";

export interface TextEditorProps {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly text: ReadonlySignal<string>;
  /** Not there: the text can be read and copied, not changed. */
  readonly onInput?: (text: string) => void;
  /** Parts of the text that stand out. */
  readonly marks?: ReadonlySignal<readonly Mark[]>;
  /** What is wrong, at its place. */
  readonly squiggles?: ReadonlySignal<readonly Squiggle[]>;
  readonly complete?: Completing;
  /** Where the caret or the pointer is; nothing where neither is in the text any more. */
  readonly onPoint?: (offset: number | undefined) => void;
  /** Where the caret is. */
  readonly onCaret?: (offset: number) => void;
  /** JSON unless said. */
  readonly language?: "json" | "text";
}

/**
 * A text to edit: a plain text area at once, CodeMirror as soon as that is there. The caret and the
 * focus stay.
 */
export function TextEditor(props: TextEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const id = useId();

  useEffect(() => {
    const area = plain.current as HTMLTextAreaElement;
    const { text } = props;
    let editor: CodeEditor | undefined;
    let gone = false;
    let taken = caretWish.peek();
    const ends = [
      effect(() => {
        if (editor) editor.setText(text.value);
        else if (area.value !== text.value) area.value = text.value;
      }),
      effect(() => {
        const wish = caretWish.value;
        if (wish === taken || wish?.text !== text) return;
        taken = wish;
        // By then a pane that was hidden is there.
        requestAnimationFrame(() => reveal(wish.offset, area, editor));
      }),
    ];
    codeMirror().then(({ openEditor }) => {
      if (gone) return;
      const focused = document.activeElement === area;
      editor = openEditor(host.current as HTMLDivElement, {
        label: props.label,
        text: text.peek(),
        caret: focused ? area.selectionStart : 0,
        language: props.language ?? "json",
        readOnly: props.onInput === undefined,
        onInput: (value) => latest.current.onInput?.(value),
        onPoint: (offset) => latest.current.onPoint?.(offset),
        onCaret: (offset) => latest.current.onCaret?.(offset),
        complete: (value, offset) => latest.current.complete?.(value, offset),
      });
      area.hidden = true;
      if (focused) editor.focus();
      const { marks, squiggles } = props;
      if (marks) ends.push(effect(() => editor?.setMarks(marks.value)));
      if (squiggles) ends.push(effect(() => editor?.setSquiggles(squiggles.value)));
    });
    return () => {
      gone = true;
      for (const end of ends) end();
      editor?.close();
    };
  }, [props.text, props.marks, props.squiggles, props.label, props.language]);

  return (
    <div class="text-editor" ref={host}>
      <textarea
        id={id}
        ref={plain}
        aria-label={props.label}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        readOnly={props.onInput === undefined}
        onInput={({ currentTarget }) => props.onInput?.(currentTarget.value)}
      />
    </div>
  );
}

function reveal(offset: number, area: HTMLTextAreaElement, editor?: CodeEditor): void {
  if (editor) {
    editor.reveal(offset);
    return;
  }
  area.setSelectionRange(offset, offset);
  area.focus();
}
