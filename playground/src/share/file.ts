import type { Workspace } from "../workspace/workspace.js";
import { checkWorkspace, type ReadWorkspace } from "./check-workspace.js";

/** The name of a file that is saved. */
export const WORKSPACE_FILE = "tidegate-workspace.json";

const VERSION = 1;

/** A workspace as a file for people and programs. */
export function workspaceFile(workspace: Workspace): string {
  return `${JSON.stringify({ tidegateWorkspace: VERSION, ...workspace }, null, 2)}\n`;
}

/**
 * Reads such a file; what is none is `undefined`, so that it may be something else to import.
 * Never throws.
 */
export function readWorkspaceFile(text: string): ReadWorkspace | undefined {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || !("tidegateWorkspace" in value)) {
    return undefined;
  }
  const { tidegateWorkspace: version, ...fields } = value;
  if (version === VERSION) return checkWorkspace(fields);
  const problem = `This file is of version ${JSON.stringify(version)}, which this playground does not know: reload the page to update it.`;
  return { ...checkWorkspace({}), problems: [problem] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
