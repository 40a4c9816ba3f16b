import { type Signal, signal } from "@preact/signals";
import { verdict } from "../workspace/judging.js";
import { open, workspace } from "../workspace/store.js";
import type { Workspace } from "../workspace/workspace.js";

/** What is said once at the top of the page, and how to take back what was done. */
export interface Note {
  readonly lines: readonly string[];
  readonly undo?: Workspace;
}

export const notice: Signal<Note | undefined> = signal(undefined);

/** Puts other work in place of what is there, says so, and keeps what was there until the note goes. */
export function replaceWork(work: Partial<Workspace>, ...lines: string[]): void {
  const undo = workspace.peek();
  open(work);
  // The last good result would be of other work.
  verdict.value = undefined;
  notice.value = { lines, undo };
}

export function Notice() {
  const now = notice.value;
  const close = () => {
    notice.value = undefined;
  };
  return (
    <div role="status">
      {now && (
        <div class="notice">
          <div>
            {now.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          <div class="notice-actions">
            {now.undo && (
              <button
                type="button"
                onClick={() => {
                  open(now.undo as Workspace);
                  close();
                }}
              >
                Bring back what was there
              </button>
            )}
            <button type="button" class="quiet" onClick={close}>
              Dismiss
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
