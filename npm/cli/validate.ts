import type { Issue, Validation } from "tidegate";
import { eachEvent, type PrintOptions, type Turn } from "./each-event.js";
import type { EventOptions } from "./events.js";
import { isTidegateError } from "./problem.js";
import { placeInFile, placeText } from "./report.js";
import { paint } from "./terminal.js";

export interface ValidateOptions extends EventOptions, PrintOptions {
  readonly as: "auto" | "cloudevent" | "eventbridge";
  readonly spec?: "1.0.2" | "1.0.3";
  readonly custom?: true;
  readonly strict?: true;
}

/** Validates events; the exit code. */
export async function validate(
  names: readonly string[],
  options: ValidateOptions,
): Promise<number> {
  const { detect, validateCloudEvent, validateEventBridgeEvent } = await import("tidegate");
  const { spec = "1.0.2", custom = false, strict = false } = options;
  const size = options.maxEventBytes === undefined ? {} : { maxEventBytes: options.maxEventBytes };

  const kindOf = (bytes: Uint8Array) => {
    if (options.as !== "auto") return options.as;
    try {
      return detect(bytes, size).kind === "eventbridge" ? "eventbridge" : "cloudevent";
    } catch (error) {
      if (!isTidegateError(error)) throw error;
      return "cloudevent"; // Either validator says what is wrong with what is no JSON.
    }
  };

  let isWrong = false;
  const failures = await eachEvent(names, options, (turn) => {
    const as = kindOf(turn.bytes);
    const { valid, issues } =
      as === "cloudevent"
        ? validateCloudEvent(turn.bytes, { spec, ...size })
        : validateEventBridgeEvent(turn.bytes, { custom, ...size });
    const passes = valid && !(strict && issues.length > 0);
    isWrong ||= !passes;
    return turn.print(
      () => issueLines(turn, as, passes, issues),
      () => ({ as, valid: passes, issues: issues.map((issue) => report(turn, issue)) }),
    );
  });
  return failures > 0 || isWrong ? 1 : 0;
}

function report(turn: Turn, { offset: _, end: __, ...issue }: Issue): object {
  return { ...issue, ...placeInFile(issue, turn) };
}

function issueLines(turn: Turn, as: string, passes: boolean, issues: Validation["issues"]): string {
  const place = placeText(turn.name, turn);
  const verdict = passes ? paint("green", "valid") : paint("red", "not valid");
  const lines = issues.map((issue) => {
    const { severity, message, code, path } = issue;
    const style = severity === "error" ? "red" : "yellow";
    const where = placeText(turn.name, placeInFile(issue, turn));
    return `${where}: ${paint(style, severity)}: ${message} ${paint("dim", `(${code} ${path})`)}`;
  });
  return [...lines, `${place}: ${verdict} as ${as}`].join("\n");
}
