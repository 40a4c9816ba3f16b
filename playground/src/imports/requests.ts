import { split } from "shlex";
import { http, TidegateError } from "tidegate";

/** A request as far as it matters here. */
export interface Request {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What a command has for us. */
export interface Command {
  readonly request?: Request;
  /** JSON texts of rules and events, in order. */
  readonly texts: readonly {
    readonly kind: "rule" | "event" | "json";
    readonly name: string;
    readonly text: string;
  }[];
  readonly notes: readonly string[];
}

/** Options of curl that bring something which is of interest; of those with several, all count. */
const HEADERS = ["-H", "--header"];
const DATA = ["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"];
/** Short ones that take a value which is not, so that this is not taken for a value of theirs. */
const VALUED = "AbcCDeEFhKmoPQrTuUwxXyYz";

export function isCommand(text: string): boolean {
  return /^(?:[$#>]\s+)?(?:curl|aws\s+events)\s/.test(text);
}

/** Reads a command as a shell does, or several of the AWS CLI. Never throws. */
export function readCommand(text: string): Command {
  // The end of a line that goes on is white space between words, and is in none.
  const line = text.replace(/^[$#>]\s+/, "").replaceAll(/\\\r?\n/g, " ");
  try {
    const words = split(line);
    return words[0] === "curl" ? readCurl(words.slice(1)) : readAws(words);
  } catch (error) {
    const message = `The command cannot be read as a shell would: ${(error as Error).message}.`;
    return { texts: [], notes: [message] };
  }
}

function readCurl(words: readonly string[]): Command {
  const headers: Record<string, string> = {};
  const bodies: string[] = [];
  const notes: string[] = [];
  for (const [option, value] of optionsOf(words)) {
    if (HEADERS.includes(option)) Object.assign(headers, headersOf([value]));
    if (!DATA.includes(option)) continue;
    if (option === "--json") headers["content-type"] ??= "application/json";
    if (value.startsWith("@") && option !== "--data-raw") {
      notes.push(`The body is in the file ${value.slice(1)}, which is not here: import that, too.`);
    } else {
      bodies.push(value);
    }
  }
  return { request: { headers, body: bodies.join("&") }, texts: [], notes };
}

/** Options with their values: `-H x`, `-Hx`, `-sSH x`, `--header x`, `--header=x`. */
function* optionsOf(words: readonly string[]): Generator<[option: string, value: string]> {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (/^(?:\||;|&&?|\|\||\d?>.*)$/.test(word)) return;
    if (word.startsWith("--")) {
      const [, name = "", value] = /^(--[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
      if (value !== undefined) yield [name, value];
      else if ([...HEADERS, ...DATA].includes(name)) yield [name, words[++i] ?? ""];
    } else if (word.startsWith("-")) {
      for (let at = 1; at < word.length; at++) {
        const option = `-${word[at]}`;
        const isWanted = HEADERS.includes(option) || DATA.includes(option);
        if (!isWanted && !VALUED.includes(word[at] as string)) continue;
        yield [option, word.slice(at + 1) || (words[++i] ?? "")];
        break;
      }
    }
  }
}

/** Options of the AWS CLI whose values are JSON, and what of. */
const AWS_JSON: Readonly<Record<string, "rule" | "event" | "json">> = {
  "--event-pattern": "rule",
  "--event": "event",
  "--entries": "json",
};

/** Calls of `aws events put-rule`, `test-event-pattern` and `put-events`, one after the other. */
function readAws(words: readonly string[]): Command {
  const texts: { kind: "rule" | "event" | "json"; name: string; text: string }[] = [];
  const notes: string[] = [];
  const starts = words.flatMap((word, at) =>
    word === "aws" && words[at + 1] === "events" ? [at] : [],
  );
  for (const [index, start] of starts.entries()) {
    const call = words.slice(start, starts[index + 1]);
    const name = call[call.indexOf("--name") + 1] as string;
    for (const [at, option] of call.entries()) {
      const kind = Object.hasOwn(AWS_JSON, option) ? AWS_JSON[option] : undefined;
      const text = call[at + 1];
      if (kind === undefined || text === undefined) continue;
      if (text.startsWith("file://")) notes.push(`${text} is not here: import it, too.`);
      else texts.push({ kind, name: call.includes("--name") ? name : "", text });
    }
  }
  return { texts, notes };
}

const REQUEST_LINE = /^[A-Z]+ \S+(?: HTTP\/[\d.]+)?\r?$/;
const HEADER_LINE = /^([\w-]+):[ \t]*(.*?)\r?$/;

/** Whether a text begins as a request, or with headers that only requests have. */
export function isRequest(text: string): boolean {
  return /^(?:[A-Z]+ \S+ HTTP\/[\d.]+\r?\n|(?:POST|PUT) \S+\r?\n|HTTP\/[\d.]+ \d|(?:ce-|content-type:))/i.test(
    text,
  );
}

export function readRequest(text: string): Request {
  const lines = text.split("\n");
  const isFirst = REQUEST_LINE.test(lines[0] ?? "") || /^HTTP\//.test(lines[0] ?? "");
  let at = isFirst ? 1 : 0;
  const headers: string[] = [];
  for (; at < lines.length && HEADER_LINE.test(lines[at] as string); at++)
    headers.push(lines[at] as string);
  return { headers: headersOf(headers), body: lines.slice(at).join("\n").trim() };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const pairs = lines.flatMap((line) => {
    const [, name = "", value = ""] = HEADER_LINE.exec(line.trim()) ?? [];
    return name === "" ? [] : [[name.toLowerCase(), value.trim()]];
  });
  return Object.fromEntries(pairs);
}

/** The text of the event or events in a request, and a note where it was put together of headers. */
export function eventIn({ headers, body }: Request): { text: string; note?: string } {
  try {
    if (http.mode({ headers }) !== "binary") return { text: body };
    const text = http.read({ headers, body }, { output: "text" });
    return {
      text,
      note: "The CloudEvent is put together of the headers and the body of the request.",
    };
  } catch (error) {
    if (!(error instanceof TidegateError)) throw error;
    return { text: body, note: `The headers make no CloudEvent: ${error.message}` };
  }
}
