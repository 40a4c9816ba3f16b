import { encodeWorkspace } from "../../share/permalink.js";
import { type Redacted, type RedactOptions, redact } from "../../share/redact.js";
import type { Workspace } from "../../workspace/workspace.js";

/** What is about to be shared. */
export interface Shared extends Redacted {
  /** The fragment of the link. */
  readonly fragment: string;
}

/** A workspace without its secrets, and as a link. */
export async function share(workspace: Workspace, options: RedactOptions): Promise<Shared> {
  const redacted = redact(workspace, options);
  return { ...redacted, fragment: await encodeWorkspace(redacted.workspace) };
}
