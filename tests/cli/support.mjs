// Runs the installed program as a shell would.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const program = fileURLToPath(new URL("../../node_modules/.bin/tidegate", import.meta.url));
export const data = fileURLToPath(new URL("../data", import.meta.url));

/** Without what would say how to colour, or that this is a test. */
const { NO_COLOR, FORCE_COLOR, NODE_TEST_CONTEXT, ...plain } = process.env;

/** What `tidegate ARGUMENTS` prints, and its exit code. `input` is a text, or chunks. */
export async function run(args, { input = "", cwd = data, env = {} } = {}) {
  const child = spawn(program, args, { cwd, env: { ...plain, ...env } });
  const out = text(child.stdout);
  const err = text(child.stderr);
  child.stdin.on("error", () => {}); // It may end before it has read all.
  child.stdin.end(input);
  const code = new Promise((resolve, reject) => {
    child.on("close", (code, signal) => resolve(code ?? signal));
    child.on("error", reject);
  });
  return { code: await code, out: await out, err: await err };
}

async function text(stream) {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) text += chunk;
  return text;
}

/** The values on the lines of a text. */
export function lines(text) {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Makes a folder of these files, which goes with the test. */
export function folder(t, files) {
  const path = mkdtempSync(join(tmpdir(), "tidegate-"));
  t.after(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    const isText = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(join(path, name), isText ? content : JSON.stringify(content));
  }
  return path;
}
