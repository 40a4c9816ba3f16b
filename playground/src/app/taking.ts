import { tools } from "../engine/engines.js";
import type { Imported } from "../imports/found.js";
import { cases, events, rules, workspace } from "../workspace/store.js";
import { freshlyNamed } from "../workspace/workspace.js";
import { notice, replaceWork } from "./notice.jsx";

/** Reading a large file may take a while. */
const READING = { patience: 30_000 };

/** A text longer than this that is pasted into an event is read as a file. */
export const LONG_PASTE = 100_000;

/** Adds what a text from outside holds: rules, events, or a whole workspace. Says what that was. */
export async function takeText(text: string, fileName = ""): Promise<void> {
  const { readWorkspaceFile } = await import("../share/file.js");
  const saved = readWorkspaceFile(text);
  if (saved) {
    replaceWork(saved.workspace, `Opened ${fileName || "a saved workspace"}.`, ...saved.problems);
    return;
  }
  try {
    const found = await tools.call("importText", [text, fileName], READING);
    const undo = workspace.peek();
    if (found.rules.length > 0) rules.add(found.rules);
    if (found.events.length > 0) events.add(found.events);
    cases.value = [...cases.value, ...freshlyNamed(found.cases, cases.value)];
    notice.value = { lines: [summary(found), ...found.notes], undo };
  } catch (error) {
    notice.value = {
      lines: [`${fileName || "The text"} was not read. ${(error as Error).message}`],
    };
  }
}

export async function takeFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) await takeText(await file.text(), file.name);
}

function summary(found: Imported) {
  const parts = (["rules", "events", "cases"] as const).map((kind) => counted(found[kind], kind));
  const added = parts.filter((part) => part !== "").join(", ");
  return added === "" ? "Nothing was added." : `Added ${added}.`;
}

function counted({ length }: readonly unknown[], plural: string): string {
  if (length === 0) return "";
  return `${length.toLocaleString("en")} ${length === 1 ? plural.slice(0, -1) : plural}`;
}

/** Files may be dropped anywhere on the page. */
export function takeDrops(): void {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    const { files } = event.dataTransfer ?? {};
    if (!files || files.length === 0) return;
    event.preventDefault();
    takeFiles(files);
  });
}

/** A long text that is pasted is read beside the page, which it would hold up otherwise. */
export function takeLongPaste(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (text.length < LONG_PASTE) return;
  event.preventDefault();
  event.stopPropagation();
  takeText(text);
}
