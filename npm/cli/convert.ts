import type { ConversionOptions, FromCloudEventTarget, Loss } from "tidegate";
import { eachEvent, type Turn } from "./each-event.js";
import type { EventOptions } from "./events.js";
import { Failure } from "./problem.js";
import { errorLine } from "./report.js";
import { Output, paint } from "./terminal.js";

/** The bindings of CloudEvents to protocols. */
const PROTOCOLS = ["http", "kafka", "amqp", "mqtt", "nats"] as const;
type Protocol = (typeof PROTOCOLS)[number];

export interface ConvertOptions extends EventOptions {
  readonly to: "cloudevent" | FromCloudEventTarget | Protocol;
  readonly mode?: "binary" | "structured";
  readonly profile?: NonNullable<ConversionOptions["profile"]>;
  readonly unwrap?: true;
  readonly lossless?: true;
  readonly generate?: readonly ("id" | "time")[];
  readonly specversion?: "1.0" | "0.2";
  readonly detail?: "event" | "data";
  readonly account?: string;
  readonly region?: string;
  readonly eventBus?: string;
  readonly subject?: string;
  readonly time?: string;
  readonly dataVersion?: string;
  readonly quiet?: true;
}

const CLOUD_EVENT_OPTIONS = ["specversion", "eventBus"] as const;

/** The options of each target, beside those that say how to read. */
const OWN_OPTIONS: Readonly<Record<string, readonly (keyof ConvertOptions)[]>> = {
  cloudevent: CLOUD_EVENT_OPTIONS,
  eventbridge: ["detail", "account", "region"],
  "put-events": ["detail", "eventBus"],
  "event-grid": ["subject", "time", "dataVersion"],
  ...Object.fromEntries(PROTOCOLS.map((protocol) => [protocol, ["mode"]])),
};
const TARGET_OPTIONS = [...new Set(Object.values(OWN_OPTIONS).flat())];

/** Converts events and prints a line of JSON for each that comes of them; the exit code. */
export async function convert(names: readonly string[], options: ConvertOptions): Promise<number> {
  const { toCloudEvents } = await import("tidegate");
  checkOptions(options);
  const conversion: ConversionOptions & { output: "text" } = {
    ...pick(options, ["profile", "unwrap", "lossless", "generate", "maxEventBytes"]),
    ...(options.to === "cloudevent" && pick(options, CLOUD_EVENT_OPTIONS)),
    output: "text",
  };
  const finish = await finisher(options);
  const output = new Output();
  const losses = new Losses();
  let failures = 0;
  let unconverted = 0;
  const tell = (line: string) => {
    process.stderr.write(`${line}\n`);
  };
  const convertOne = async (event: Turn) => {
    const { events, issues, losses: lost } = toCloudEvents(event.bytes, conversion);
    losses.add(lost);
    for (const { message, code, path } of issues) {
      failures++;
      tell(
        errorLine(event.name, { ...event, message: `${path}: ${message}`, code }, process.stderr),
      );
    }
    for (const cloudEvent of events) {
      const finished = finish(cloudEvent);
      losses.add(finished.losses);
      // Line ends stand only between the words of JSON.
      await output.line(finished.text.replaceAll(/[ \t]*[\r\n][ \t\r\n]*/g, ""));
    }
  };
  const unread = await eachEvent(names, options, convertOne, (line, { code }) => {
    if (code.startsWith("ERR_EVENT_")) unconverted++;
    tell(line);
  });
  await output.flush();
  if (!options.quiet) losses.tell(tell);
  if (unread > unconverted) return 2;
  return failures + unconverted > 0 ? 1 : 0;
}

/** Throws a Failure for options that the target does not have, and that it must have. */
function checkOptions(options: ConvertOptions): void {
  const { to } = options;
  const own = OWN_OPTIONS[to] ?? [];
  const strange = TARGET_OPTIONS.find((key) => options[key] !== undefined && !own.includes(key));
  if (strange === undefined) return;
  const name = strange.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new Failure({ message: `--to ${to} has no option --${name}.`, code: "ERR_USAGE" });
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const picked = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]);
  return Object.fromEntries(picked);
}

interface Finished {
  readonly text: string;
  readonly losses: readonly Loss[];
}

/** What turns the text of a CloudEvent into what is printed. */
async function finisher(options: ConvertOptions): Promise<(event: string) => Finished> {
  const library = await import("tidegate");
  const { to, mode = "binary" } = options;
  if (to === "cloudevent") return (text) => ({ text, losses: [] });
  if (isProtocol(to)) {
    const write = library[to][mode];
    return (event) => ({ text: JSON.stringify(write(event), showBytes), losses: [] });
  }
  const own = { ...pick(options, OWN_OPTIONS[to] ?? []), to, output: "text" } as const;
  return (event) => {
    const { output: text, losses } = library.fromCloudEvent(event, own);
    return { text, losses };
  };
}

function isProtocol(to: string): to is Protocol {
  return (PROTOCOLS as readonly string[]).includes(to);
}

/** Bytes are shown as the text that they are, otherwise in base64; those of Node as others. */
function showBytes(this: Readonly<Record<string, unknown>>, key: string, shown: unknown): unknown {
  const value = this[key];
  if (!(value instanceof Uint8Array)) return shown;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return { base64: Buffer.from(value).toString("base64") };
  }
}

/** So many different losses are told, so that memory stays the same however long the input. */
const MAX_LOSSES = 100;

class Losses {
  readonly #counts = new Map<string, number>();

  add(losses: readonly Loss[]): void {
    for (const { path, reason } of losses) {
      const text = `${path.replaceAll(/\/\d+(?=\/|$)/g, "/*")}: ${reason}`;
      const count = this.#counts.get(text);
      if (count === undefined && this.#counts.size === MAX_LOSSES) continue;
      this.#counts.set(text, (count ?? 0) + 1);
    }
  }

  tell(tell: (line: string) => void): void {
    for (const [text, count] of this.#counts) {
      const times = count === 1 ? "" : ` (${count} times)`;
      tell(`${paint("yellow", "lost", process.stderr)} ${text}${times}`);
    }
  }
}
