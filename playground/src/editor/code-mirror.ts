import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { syntaxHighlighting } from "@codemirror/language";
import {
  Annotation,
  Compartment,
  EditorState,
  type Extension,
  RangeSet,
  StateEffect,
  StateField,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { Completion } from "tidegate/schema";
import type { Mark, Squiggle } from "./marks.js";

/** What can be written at an offset of a text. */
export type Completing = (text: string, offset: number) => Promise<Completion> | undefined;

export interface EditorOptions {
  readonly label: string;
  readonly text: string;
  /** Where the caret stands at first. */
  readonly caret: number;
  readonly language: "json" | "text";
  readonly readOnly: boolean;
  onInput(text: string): void;
  onPoint(offset: number | undefined): void;
  onCaret(offset: number): void;
  readonly complete: Completing;
}

/** A text in CodeMirror. Whoever opens it closes it. */
export interface CodeEditor {
  setText(text: string): void;
  setMarks(marks: readonly Mark[]): void;
  setSquiggles(squiggles: readonly Squiggle[]): void;
  /** Moves the caret to a place, and the place into sight. */
  reveal(offset: number): void;
  focus(): void;
  close(): void;
}

/** Allows the styles that CodeMirror writes; the same as in the page's policy. */
const NONCE = "editor";

const fromOutside = Annotation.define<boolean>();
const setMarks = StateEffect.define<readonly Mark[]>();

/** Marks within the text, the shorter ones inside the longer ones. */
const markField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return decorate(effect.value, transaction.newDoc.length);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(marks: readonly Mark[], length: number): DecorationSet {
  const ranges = marks
    .filter(({ from, to }) => from < to && to <= length)
    .map(({ from, to, kind }) => Decoration.mark({ class: `mark-${kind}` }).range(from, to));
  return Decoration.set(ranges, true);
}

class Sign extends GutterMarker {
  constructor(
    readonly text: string,
    readonly kind: string,
  ) {
    super();
  }

  override eq(other: Sign): boolean {
    return other.text === this.text && other.kind === this.kind;
  }

  override toDOM(): Node {
    const sign = document.createElement("span");
    sign.className = `sign sign-${this.kind}`;
    sign.textContent = this.text;
    return sign;
  }
}

/** A sign beside the line in which a mark begins; of several in a line the worst. */
const signField = StateField.define<RangeSet<Sign>>({
  create: () => RangeSet.empty,
  update(signs, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return signsOf(effect.value, transaction.state);
    }
    return signs.map(transaction.changes);
  },
});

const WORST = ["failed", "matched", "not-reached"];

function signsOf(marks: readonly Mark[], state: EditorState): RangeSet<Sign> {
  const lines = new Map<number, Mark>();
  for (const mark of marks) {
    if (mark.sign === undefined || mark.to > state.doc.length) continue;
    const { from } = state.doc.lineAt(mark.from);
    const other = lines.get(from);
    if (!other || WORST.indexOf(mark.kind) < WORST.indexOf(other.kind)) lines.set(from, mark);
  }
  return RangeSet.of(
    [...lines].map(([from, { sign, kind }]) => new Sign(sign as string, kind).range(from)),
    true,
  );
}

const signGutter = gutter({
  class: "cm-signs",
  markers: (view) => view.state.field(signField),
});

/** Changes all of the text; from outside, nobody is told. */
export function replaceAll(view: EditorView, text: string, outside = false): void {
  const { head } = view.state.selection.main;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: Math.min(head, text.length) },
    annotations: outside ? [fromOutside.of(true)] : [],
  });
}

function pointing(options: EditorOptions): Extension {
  return [
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) {
        options.onInput(update.state.doc.toString());
      }
      if (update.selectionSet && update.view.hasFocus) {
        options.onPoint(update.state.selection.main.head);
        options.onCaret(update.state.selection.main.head);
      }
    }),
    EditorView.domEventHandlers({
      mousemove(event, view) {
        options.onPoint(view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? undefined);
      },
      mouseleave(_, view) {
        options.onPoint(view.hasFocus ? view.state.selection.main.head : undefined);
      },
      focus(_, view) {
        options.onPoint(view.state.selection.main.head);
        options.onCaret(view.state.selection.main.head);
      },
      blur() {
        options.onPoint(undefined);
      },
    }),
  ];
}

/**
 * What is typed over a selection is written by the editor: Chromium would join lines with styles of
 * its own, which the page's policy refuses.
 */
const typingOver = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    const { state } = view;
    const { from, to, empty } = state.selection.main;
    if (inputType !== "insertText" || !data || empty || state.readOnly) return false;
    const insert = () =>
      state.update(state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const handlers = state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
    return true;
  },
});

export function openEditor(parent: HTMLElement, options: EditorOptions): CodeEditor {
  const assistance = new Compartment();
  let squiggles: readonly Squiggle[] = [];
  let assist: typeof import("./assistance.js") | undefined;
  const view = new EditorView({
    parent,
    doc: options.text,
    selection: { anchor: Math.min(options.caret, options.text.length) },
    extensions: [
      EditorView.cspNonce.of(NONCE),
      EditorView.contentAttributes.of({
        "aria-label": options.label,
        spellcheck: "false",
        tabindex: "0",
      }),
      EditorState.readOnly.of(options.readOnly),
      EditorView.lineWrapping,
      EditorState.tabSize.of(2),
      lineNumbers(),
      markField,
      signField,
      signGutter,
      history(),
      syntaxHighlighting(classHighlighter),
      options.language === "json" ? json() : [],
      assistance.of([]),
      // Tab is left alone: it leaves the editor.
      keymap.of([...standardKeymap, ...historyKeymap]),
      typingOver,
      pointing(options),
    ],
  });
  const showSquiggles = () => assist?.showSquiggles(view, squiggles);
  /** What helps while one types is fetched when the text is first entered. */
  const help = async () => {
    if (assist) return;
    assist = await import("./assistance.js");
    view.dispatch({ effects: assistance.reconfigure(assist.assisting(options)) });
    showSquiggles();
  };
  view.contentDOM.addEventListener("focus", help, { once: true });
  return {
    setText(text) {
      if (text !== view.state.doc.toString()) replaceAll(view, text, true);
    },
    setMarks: (marks) => view.dispatch({ effects: setMarks.of(marks) }),
    setSquiggles(now) {
      squiggles = now;
      if (assist) showSquiggles();
      else if (now.length > 0) help();
    },
    reveal(offset) {
      const anchor = Math.min(offset, view.state.doc.length);
      view.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, { y: "center" }),
      });
      view.focus();
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
