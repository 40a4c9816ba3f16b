import { effect } from "@preact/signals";
import { open, workspace } from "../workspace/store.js";
import { EMPTY, type Workspace } from "../workspace/workspace.js";
import { FIRST } from "./first.js";

const KEY = "workspace";
/** Work larger than this is not kept over a reload: the browser would refuse it. */
const MOST = 2_000_000;

function kept(): Workspace {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? FIRST : { ...EMPTY, ...JSON.parse(text) };
  } catch {
    return FIRST;
  }
}

/** Brings back what this tab of the browser had, and keeps what is typed until the tab is closed. */
export function keepOverReloads(): void {
  open(kept());
  let timer: ReturnType<typeof setTimeout>;
  effect(() => {
    const work = workspace.value;
    clearTimeout(timer);
    timer = setTimeout(() => keep(work), 300);
  });
}

function keep(work: Workspace): void {
  const size = [...work.rules, ...work.events].reduce((sum, { text }) => sum + text.length, 0);
  if (size > MOST) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(work));
  } catch {
    // A browser that keeps nothing, as in a private window of some: the page works all the same.
  }
}
