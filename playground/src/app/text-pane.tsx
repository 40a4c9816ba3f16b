import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { usePages } from "../ui/pages.jsx";
import type { TextList } from "../workspace/store.js";
import { takeLongPaste } from "./taking.js";

export interface TextPaneProps {
  readonly title: string;
  readonly list: TextList;
  /** What is said of a text in the list, such as that it is matched. */
  readonly note: (index: number) => ComponentChildren;
  readonly children: ComponentChildren;
}

/** So many names are shown at once. */
const PAGE = 50;

/** A pane with a list of texts, one of which is edited. */
export function TextPane({ title, list, note, children }: TextPaneProps) {
  const id = useId();
  const items = list.items.value;
  return (
    <section class="pane" data-pane={list.noun} aria-labelledby={id} onPasteCapture={takeLongPaste}>
      <div class="pane-head">
        <h2 id={id}>
          {title}{" "}
          {items.length > 1 && <span class="faint">{items.length.toLocaleString("en")}</span>}
        </h2>
        <div class="pane-actions">
          <NameField list={list} />
          <button type="button" class="quiet" onClick={() => list.addEmpty()}>
            + New<span class="visually-hidden"> {list.noun}</span>
          </button>
          {items.length > 0 && (
            <button type="button" class="quiet" onClick={() => list.remove()}>
              Remove<span class="visually-hidden"> this {list.noun}</span>
            </button>
          )}
        </div>
      </div>
      {items.length > 1 && <Names list={list} note={note} />}
      {children}
    </section>
  );
}

function NameField({ list }: { readonly list: TextList }) {
  const { current } = list;
  if (current.value === undefined) return null;
  return (
    <label class="name">
      <span class="visually-hidden">Name of the {list.noun}</span>
      <input
        value={current.value.name}
        maxLength={256}
        spellcheck={false}
        onChange={({ currentTarget }) => {
          list.rename(currentTarget.value);
          currentTarget.value = current.value?.name ?? "";
        }}
      />
    </label>
  );
}

function Names({ list, note }: Pick<TextPaneProps, "list" | "note">) {
  const items = list.items.value;
  const { first, pages } = usePages(PAGE, items.length, list.index.value);
  return (
    <div class="names">
      <ul aria-label={`All ${list.noun}s`}>
        {items.slice(first, first + PAGE).map(({ name }, place) => (
          <li key={first + place}>
            <button
              type="button"
              class="quiet"
              aria-current={list.index.value === first + place}
              onClick={() => list.show(first + place)}
            >
              <span class="name-text">{name}</span> {note(first + place)}
            </button>
          </li>
        ))}
      </ul>
      {pages}
    </div>
  );
}
