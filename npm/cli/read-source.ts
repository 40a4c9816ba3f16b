import { readFile } from "node:fs/promises";
import { Failure, fileProblem, isTidegateError, placeIn } from "./problem.js";
import { jsonNode, Source } from "./source.js";

/** The largest file of rules or tests in bytes. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Reads JSON, or YAML where the name or the first character says so. Throws a Failure. */
export async function readSource(file: string): Promise<Source> {
  const text = await readText(file);
  if (!/\.ya?ml$/i.test(file) && /^\s*[[{]/.test(text)) return parseJson(file, text);
  const { parseYaml } = await import("./yaml-source.js");
  return new Source(file, text, parseYaml(file, text), false);
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error) => {
    throw new Failure(fileProblem(file, error));
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Failure({ place: file, message: "The file is not UTF-8.", code: "ERR_INVALID_UTF8" });
  }
}

/** Throws a Failure where the text is no JSON. */
export async function parseJson(file: string, text: string): Promise<Source> {
  const { detect } = await import("tidegate");
  try {
    detect(text, { maxEventBytes: MAX_BYTES });
  } catch (error) {
    if (!isTidegateError(error)) throw error;
    const { message, code, offset, hint } = error;
    const place = offset === undefined ? file : placeIn(file, text, offset);
    throw new Failure({ place, message, code, hint });
  }
  // What has passed has a root, and is no deeper than the library allows.
  return new Source(file, text, jsonNode(text), true);
}
