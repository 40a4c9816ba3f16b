// The types of what converts and validates, used as its users do.
import {
  type CloudEvent,
  type CloudEventV02,
  type Conversion,
  type ConversionIssue,
  type Detection,
  detect,
  type ErrorCode,
  type EventBridgeEvent,
  type EventInput,
  type entrySize,
  fromCloudEvent,
  type InputKind,
  type Issue,
  type IssueCode,
  type Loss,
  type PutEventsEntry,
  type SnsMessage,
  toCloudEvent,
  toCloudEvents,
  upgradeCloudEvent,
  type Validation,
  validateCloudEvent,
  type validateEventBridgeEvent,
} from "tidegate";
import {
  type AttributeTypes,
  decodeCloudEvent,
  decodeCloudEvents,
  encodeCloudEvent,
  encodeCloudEvents,
  type TidegateError,
} from "tidegate/protobuf";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : ["the types differ"]): void {}

declare const input: EventInput;
declare const bytes: Uint8Array;

const event = toCloudEvent(input, { profile: "aws-docs", lossless: true });
same<CloudEvent, typeof event>();
same<"1.0", typeof event.specversion>();
same<unknown, (typeof event)["anextension"]>();
same<CloudEventV02, ReturnType<typeof asVersion02>>();
function asVersion02() {
  return toCloudEvent(input, { specversion: "0.2" });
}

const detection = detect(input, { headers: new Headers(), deep: true });
same<Detection, typeof detection>();
same<InputKind, typeof detection.kind>();
const conversion = toCloudEvents(input, { unwrap: true, generate: ["id", "time"] });
same<Conversion<CloudEvent>, typeof conversion>();
same<InputKind, typeof conversion.kind>();
same<ConversionIssue[], typeof conversion.issues>();
same<Loss[], typeof conversion.losses>();
const texts = toCloudEvents(input, { output: "text" });
same<string[], typeof texts.events>();

const delivered = fromCloudEvent(event, { to: "eventbridge" });
same<EventBridgeEvent, typeof delivered.output>();
const { output: entry, losses } = fromCloudEvent(event, { to: "put-events", eventBus: "orders" });
same<PutEventsEntry, typeof entry>();
same<readonly Loss[], Readonly<typeof losses>>();
same<number, ReturnType<typeof entrySize>["bytes"]>();
const message = fromCloudEvent(event, { to: "sns" });
same<SnsMessage, typeof message.output>();
const text = fromCloudEvent(event, { to: "sqs", output: "text" });
same<string, typeof text.output>();
same<CloudEvent, ReturnType<typeof upgrade>>();
function upgrade() {
  return upgradeCloudEvent(input);
}

const { valid, issues } = validateCloudEvent(input, { spec: "1.0.3" });
same<boolean, typeof valid>();
same<Issue[], typeof issues>();
for (const issue of issues) {
  same<IssueCode | ErrorCode, typeof issue.code>();
  same<"error" | "warning", typeof issue.severity>();
  same<number | undefined, typeof issue.offset>();
}
same<Validation, ReturnType<typeof validateEventBridgeEvent>>();

const encoded = encodeCloudEvent(event, { types: { dataref: "uri-reference" } });
same<Uint8Array, typeof encoded.output>();
const decoded = decodeCloudEvent(encoded.output);
same<CloudEvent, typeof decoded.output>();
same<AttributeTypes, typeof decoded.types>();
const decodedText = decodeCloudEvent(bytes, { output: "text" });
same<string, typeof decodedText.output>();
encodeCloudEvents(new Set([event]));
same<CloudEvent[], ReturnType<typeof decodeAll>["output"]>();
function decodeAll() {
  return decodeCloudEvents(bytes);
}
same<ErrorCode, InstanceType<typeof TidegateError>["code"]>();

// @ts-expect-error: no such version
toCloudEvent(input, { specversion: "0.3" });
// @ts-expect-error: no such profile
toCloudEvents(input, { profile: "seed" });
// @ts-expect-error: the target is missing
fromCloudEvent(event, {});
// @ts-expect-error: no such target
fromCloudEvent(event, { to: "kafka" });
// @ts-expect-error: no such type
encodeCloudEvent(event, { types: { a: "text" } });
// @ts-expect-error: text is not in the Protobuf format
decodeCloudEvent("text");
// @ts-expect-error: no such option
validateCloudEvent(input, { version: "1.0" });
