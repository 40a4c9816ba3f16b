import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { bracketMatching } from "@codemirror/language";
import { type Action, type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { type EditorView, highlightActiveLine, keymap } from "@codemirror/view";
import { type Completing, type EditorOptions, replaceAll } from "./code-mirror.js";
import { applyEdits, type Squiggle } from "./marks.js";

/** Completion, search, brackets, and the keys of all of them. */
export function assisting({ complete }: EditorOptions): Extension {
  return [
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    autocompletion({ override: [completionSource(complete)], icons: false }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...lintKeymap]),
  ];
}

/** Underlines what is wrong. */
export function showSquiggles(view: EditorView, squiggles: readonly Squiggle[]): void {
  const { length } = view.state.doc;
  const shown = squiggles.filter(({ to }) => to <= length).map(diagnosticOf);
  view.dispatch(setDiagnostics(view.state, shown));
}

function diagnosticOf({
  from,
  to,
  severity,
  code,
  message,
  hint,
  fixes,
  link,
}: Squiggle): Diagnostic {
  const actions: Action[] = (fixes ?? []).map(({ title, edits }) => ({
    name: title,
    apply: (view) => replaceAll(view, applyEdits(view.state.doc.toString(), edits)),
  }));
  return {
    from,
    to,
    severity,
    message,
    actions,
    renderMessage() {
      const box = document.createElement("div");
      box.append(message);
      if (hint) box.append(line("p", hint));
      const foot = line("p", code);
      foot.className = "code";
      if (link) {
        const anchor = document.createElement("a");
        anchor.href = link.url;
        anchor.textContent = link.title;
        anchor.target = "_blank";
        anchor.rel = "noreferrer";
        foot.append(" · ", anchor);
      }
      box.append(foot);
      return box;
    },
  };
}

function line(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function completionSource(complete: Completing) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const found = await complete(context.state.doc.toString(), context.pos)?.catch(() => undefined);
    if (!found || found.options.length === 0) return null;
    const { from, to } = found;
    if (!context.explicit && from === to && !/["{[:,\s]$/.test(context.state.sliceDoc(0, from))) {
      return null;
    }
    return {
      from,
      to,
      filter: true,
      options: found.options.map(({ label, insert, kind, detail, documentation }) => ({
        // What is typed is compared with what would be written, quotes included.
        label: insert,
        displayLabel: label,
        apply: insert,
        type: kind,
        detail,
        ...(documentation && { info: documentation }),
      })),
    };
  };
}
