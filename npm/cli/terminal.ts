import { once } from "node:events";
import { styleText } from "node:util";
import type { Problem } from "./problem.js";

type Style = Parameters<typeof styleText>[0];

/** Text in a style where the stream shows any: on a terminal, or as NO_COLOR and FORCE_COLOR say. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout) {
  return styleText(style, text, { stream });
}

/** A problem as it is told on stderr. */
export function formatProblem({ message, code, place, hint }: Problem): string {
  const start = place === undefined ? "" : `${paint("bold", place, process.stderr)}: `;
  const end = code === undefined ? "" : ` ${paint("dim", `(${code})`, process.stderr)}`;
  const advice = hint === undefined ? "" : `\n  ${hint}`;
  return `${start}${paint("red", "error", process.stderr)}: ${message}${end}${advice}`;
}

/** Text is collected up to so many characters before it is written. */
const PIECE = 64 * 1024;

/** Standard output, which waits for whoever reads it. */
export class Output {
  #text = "";

  /** Takes a line, without its end. */
  async line(text: string): Promise<void> {
    this.#text += `${text}\n`;
    if (this.#text.length >= PIECE) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
  }
}

/**
 * Ends the program where nobody reads what it writes, as after `| head`: without a word, and
 * without an error.
 */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
}
