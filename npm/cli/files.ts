import { existsSync } from "node:fs";
import { Failure } from "./problem.js";

/** Stands for standard input. */
export const STDIN = "-";

/** The files that are named, globs as what they match. Throws a Failure where one matches nothing. */
export async function filesOf(names: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const name of names) {
    if (name === STDIN || existsSync(name) || !/[*?[{!]/.test(name)) files.push(name);
    else files.push(...(await expand(name)));
  }
  return files;
}

async function expand(pattern: string): Promise<string[]> {
  const { glob } = await import("tinyglobby");
  const files = await glob(pattern, { expandDirectories: false });
  if (files.length > 0) return files.sort();
  throw new Failure({ place: pattern, message: "No file matches.", code: "ENOENT" });
}
