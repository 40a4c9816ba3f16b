import { TidegateError } from "../error.js";

/** A member of an object as it is written; of an array, its elements, with empty keys. */
export interface JsonPart {
  readonly key: string;
  readonly text: string;
}

/** What an object or an array holds, or undefined for another value. Errors: ERR_INVALID_JSON. */
export function jsonParts(text: string): JsonPart[] | undefined {
  const whole = parseJson(text);
  if (typeof whole !== "object" || whole === null) return undefined;
  const parts: JsonPart[] = [];
  let depth = 0;
  let begin = 0;
  let key = "";
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    const ends = depth === 1 && (character === "," || character === "]" || character === "}");
    if (ends) {
      const part = text.slice(begin, i).trim();
      if (part !== "") parts.push({ key, text: part });
    }
    if (ends || (depth === 0 && isOpening(character))) begin = i + 1;
    if (character === '"') i = endOfString(text, i);
    else if (isOpening(character)) depth++;
    else if (character === "]" || character === "}") depth--;
    else if (character === ":" && depth === 1) {
      key = JSON.parse(text.slice(begin, i));
      begin = i + 1;
    }
  }
  return parts;
}

/** Errors: ERR_INVALID_JSON. */
export function parseJson(text: string, path = ""): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TidegateError("ERR_INVALID_JSON", "The text is not JSON.", { path, cause });
  }
}

function isOpening(character: string): boolean {
  return character === "{" || character === "[";
}

/** The index of the quotation mark which ends the string that begins at `begin`. */
function endOfString(text: string, begin: number): number {
  let end = begin + 1;
  while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return end;
}
