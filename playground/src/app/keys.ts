import { useEffect } from "preact/hooks";
import { tab } from "../workspace/store.js";
import { TABS } from "../workspace/workspace.js";
import { dialog } from "./dialogs.js";

/** The shortcuts, as Help lists them. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["F6, Shift F6", "to the next or the previous pane"],
  ["Alt 1 … Alt 8", "to a tab"],
  ["Tab", "out of an editor: it is never caught"],
  ["Ctrl Space", "what can be written here"],
  ["Ctrl F", "find in the text"],
  ["?", "this help, outside of a text"],
];

/** Listens to the shortcuts while the page is there. */
export function useKeys(): void {
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  const wanted = TABS[Number(event.code.replace("Digit", "")) - 1];
  if (event.key === "F6") movePane(event.shiftKey ? -1 : 1);
  else if (event.altKey && !event.ctrlKey && event.code.startsWith("Digit") && wanted)
    tab.value = wanted;
  else if (event.key === "?" && !isText(event.target)) dialog.value = "help";
  else return;
  event.preventDefault();
}

function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  );
}

/** What of a pane takes the focus: the first of these that it has. */
const INSIDE = [
  "[role=tab][tabindex='0']",
  ".cm-content",
  "textarea:not([hidden])",
  "button",
] as const;

/** Moves the focus into another pane; those that the screen does not show are passed over. */
function movePane(step: number): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
    (pane) => pane.offsetParent !== null,
  );
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(now + step + panes.length) % panes.length];
  const inside = INSIDE.map((selector) => next?.querySelector<HTMLElement>(selector));
  inside.find(Boolean)?.focus();
}
