import { effect } from "@preact/signals";
import { workspace } from "../workspace/store.js";
import type { Workspace } from "../workspace/workspace.js";
import { notice, replaceWork } from "./notice.jsx";

const EXAMPLE = "#example=";

/** What the address asks for is opened now, and whenever somebody puts another one there. */
export async function followAddress(): Promise<void> {
  addEventListener("hashchange", openAddress);
  await openAddress();
}

/** Puts a fragment into the address, as long as the work is what it holds. */
export function setAddress(fragment: string): void {
  history.replaceState(null, "", fragment);
  let held: Workspace | undefined;
  const end = effect(() => {
    const now = workspace.value;
    held ??= now;
    if (now !== held && !sameTexts(now, held)) queueMicrotask(leave);
  });
  const leave = () => {
    end();
    if (location.hash === fragment)
      history.replaceState(null, "", location.pathname + location.search);
  };
}

/** Looking at another tab or event changes nothing of what a link holds. */
function sameTexts(a: Workspace, b: Workspace): boolean {
  return (
    a.rules === b.rules && a.events === b.events && a.cases === b.cases && a.schema === b.schema
  );
}

async function openAddress(): Promise<void> {
  const { hash } = location;
  if (hash.startsWith(EXAMPLE)) await openExample(hash.slice(EXAMPLE.length));
  else if (hash.length > 1) await openLink(hash);
}

/** The address of an example, whose id is made of letters and hyphens. */
export function exampleAddress(id: string): string {
  return `${EXAMPLE}${id}`;
}

export async function openExample(id: string): Promise<void> {
  const { examples } = await import("../examples/index.js");
  const example = examples.find((one) => one.id === id);
  if (example === undefined) {
    notice.value = {
      lines: [`There is no example "${id}". Examples, above, lists those that there are.`],
    };
    return;
  }
  const { title, about, rules, events, tab } = example;
  replaceWork({ rules, events, tab: tab ?? "explain" }, `${title}: ${about}`);
  setAddress(exampleAddress(id));
}

async function openLink(hash: string): Promise<void> {
  const { decodeWorkspace, isPermalink } = await import("../share/permalink.js");
  if (!isPermalink(hash)) return;
  const { workspace: work, problems } = await decodeWorkspace(hash);
  const { rules, events, cases, schema } = work;
  if (rules.length + events.length + cases.length + schema.length === 0) {
    notice.value = { lines: problems.length > 0 ? problems : ["The link holds nothing."] };
    return;
  }
  replaceWork(work, ...(problems.length > 0 ? problems : ["Opened from the link."]));
  setAddress(hash);
}
