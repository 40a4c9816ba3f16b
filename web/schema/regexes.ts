import { decode } from "../text.js";

const compiled: (RegExp | undefined)[] = [];

/** Longer texts TextDecoder decodes sooner. */
const SHORT = 48;

function textOf(bytes: Uint8Array): string {
  if (bytes.length > SHORT) return decode(bytes);
  let text = "";
  for (const byte of bytes) {
    if (byte > 0x7f) return decode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** What schema.cc has regular expressions of ECMA-262 run by; each has a number. */
export const regexes = {
  /** -1 for what is none. */
  compile(source: Uint8Array): number {
    try {
      const regex = new RegExp(textOf(source), "u");
      const free = compiled.indexOf(undefined);
      if (free < 0) return compiled.push(regex) - 1;
      compiled[free] = regex;
      return free;
    } catch {
      return -1;
    }
  },
  test: (regex: number, text: Uint8Array): boolean => compiled[regex]?.test(textOf(text)) ?? false,
  release(regex: number): void {
    compiled[regex] = undefined;
  },
};
