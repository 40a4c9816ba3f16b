import {
  type Conversion,
  type ConversionIssue,
  type Detection,
  detect,
  fromCloudEvent,
  type Loss,
  toCloudEvents,
} from "tidegate";
import { type Failure, failureOf } from "../serve.js";
import {
  type Form,
  innerKind,
  LARGE,
  profilesOf,
  type Side,
  sideOf,
  type Wish,
} from "./convert-choice.js";
import { CARRIERS, type Carried, carryBatch } from "./convert-forms.js";
import { type Differences, difference } from "./difference.js";

/** There and back: what came back, against what was there. */
export interface RoundTrip {
  /** What was compared: the event as it is typed, or the CloudEvent that was made of it. */
  readonly of: "event" | "cloudevent";
  readonly differences?: Differences;
  /** What the way back says that it could not know. */
  readonly losses: readonly Loss[];
  /** Why there is no way back. */
  readonly failure?: Failure;
}

export interface Converted {
  readonly detection: Detection;
  readonly side: Side;
  readonly form: Form;
  /** The events that came of the input, one of which is shown. */
  readonly total: number;
  /** Which one, from 0. */
  readonly place: number;
  readonly text?: string;
  readonly language: "json" | "text";
  /** Why there is no text: nothing is known of such an input, or this event cannot have this form. */
  readonly failure?: Failure;
  /** Records of the input that could not be converted. */
  readonly issues: readonly ConversionIssue[];
  /** What the event that is shown lacks of the input. */
  readonly losses: readonly Loss[];
  /** Not there of a large event. */
  readonly roundTrip?: RoundTrip;
}

/** Turns an event into what is wished for, and back again. */
export function convert(text: string, wish: Wish): Converted {
  const detection = detect(text, { deep: true });
  const side = sideOf(detection.kind);
  const start = { ...NOTHING, detection, side, form: wish.forms[side] };
  try {
    return { ...start, ...converted(text, start, wish) };
  } catch (error) {
    return { ...start, failure: failureOf(error) };
  }
}

const NOTHING = { total: 0, place: 0, language: "json", issues: [], losses: [] } as const;

type Start = Pick<Converted, "detection" | "side" | "form">;

function converted(text: string, { detection, form }: Start, wish: Wish): Partial<Converted> {
  const found = cloudEventsOf(text, detection, wish);
  const total = form === "batch" ? 1 : found.events.length;
  const place = Math.max(0, Math.min(wish.place, total - 1));
  const losses = lossesOf(found, form === "batch" ? undefined : found.records[place]);
  const made = { total, place, issues: found.issues, losses };
  if (found.events.length === 0) return { ...made, total: 0 };
  try {
    const carried = carry(found.events, place, form, wish);
    return {
      ...made,
      text: carried.text,
      language: carried.language,
      losses: [...losses, ...carried.losses],
      ...(text.length <= LARGE && {
        roundTrip: roundTrip(carried, found, { text, detection, form, place }),
      }),
    };
  } catch (error) {
    return { ...made, failure: failureOf(error) };
  }
}

function cloudEventsOf(text: string, detection: Detection, wish: Wish) {
  const { unwrap, lossless, profile } = wish;
  const known = profile && profilesOf(innerKind(detection, unwrap)).includes(profile);
  return toCloudEvents(text, { output: "text", unwrap, lossless, ...(known && { profile }) });
}

/** Those of one record, or all. */
function lossesOf({ losses }: Conversion<string>, record: number | undefined): Loss[] {
  return losses.filter(
    ({ index }) => record === undefined || index === undefined || index === record,
  );
}

function carry(events: readonly string[], place: number, form: Form, wish: Wish): Carried {
  if (form === "batch") return carryBatch(events);
  return CARRIERS[form](events[place] as string, wish);
}

interface Input {
  readonly text: string;
  readonly detection: Detection;
  readonly form: Form;
  readonly place: number;
}

function roundTrip(carried: Carried, found: Conversion<string>, input: Input): RoundTrip {
  const { kind } = input.detection;
  const isOpened = found.losses.some(({ path }) => path === "");
  try {
    const back = carried.read();
    if (kind === "eventbridge" && !isOpened) return toEventBridge(back[0] as string, input.text);
    const isTyped = kind === "cloudevent" && !isOpened;
    const sent = input.form === "batch" ? found.events : [found.events[input.place] as string];
    return {
      of: isTyped ? "event" : "cloudevent",
      losses: [],
      differences: difference(isTyped ? input.text : joined(sent), joined(back)),
    };
  } catch (error) {
    return { of: "event", losses: [], failure: failureOf(error) };
  }
}

/** One text as it is, several as an array. */
function joined(texts: readonly string[]): string {
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(",")}]`;
}

function toEventBridge(back: string, text: string): RoundTrip {
  const { output, losses } = fromCloudEvent(back, { to: "eventbridge", output: "text" });
  return { of: "event", losses, differences: difference(text, output) };
}
