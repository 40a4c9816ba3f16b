import type { InputKind } from "tidegate";

/** What events of EventBridge, and CloudEvents, are put in. */
export type Envelope = "eventbridge" | "cloudevent";

/** What a visitor has chosen. */
export interface ValidateWish {
  /** `"auto"`: that of the event. */
  readonly envelope: Envelope | "auto";
  /** Of EventBridge: whether the event is the visitor's own. */
  readonly custom: boolean;
  /** Of CloudEvents: whether to go by the draft of the next version. */
  readonly draft: boolean;
}

export const FIRST_VALIDATE_WISH: ValidateWish = { envelope: "auto", custom: false, draft: false };

const ENVELOPES: Partial<Record<InputKind, Envelope>> = {
  eventbridge: "eventbridge",
  cloudevent: "cloudevent",
  "cloudevent-batch": "cloudevent",
};

/** The envelope to hold an input against; undefined where it has none and none is wished for. */
export function envelopeOf(kind: InputKind, wish: Envelope | "auto"): Envelope | undefined {
  return wish === "auto" ? ENVELOPES[kind] : wish;
}
