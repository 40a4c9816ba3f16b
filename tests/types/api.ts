// The types of the API, used as its users do.
import {
  type BatchInput,
  type BatchProgress,
  type BatchResult,
  type CloudEvent,
  type CloudEventV02,
  type ErrorCode,
  type EventInput,
  matches,
  type Pattern,
  RuleSet,
  snsAttributes,
  TidegateError,
  toCloudEvent,
} from "tidegate";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : ["the types differ"]): void {}

interface Order {
  vendor: string;
  price?: number;
}
declare const order: Order;
declare const text: string;
declare const pattern: Pattern;

const rules = new RuleSet({ profile: "pipes", maxEventBytes: 1024 });
same<boolean, ReturnType<typeof rules.add>>();
rules.add("text", '{"a": [1]}');
rules.add("object", { a: [1], b: { c: [{ prefix: "x" }] } });
rules.addAll({ one: pattern, several: [pattern, text] });
rules.addAll(new Map([["one", pattern]]));
rules.addAll([["one", { a: ["x"] }]]);
rules.addAll(rules.entries());
same<boolean, ReturnType<typeof rules.replace>>();
rules.remove("one", pattern);
same<number, typeof rules.size>();
for (const [name, patterns] of rules.entries()) {
  same<string, typeof name>();
  same<string[], typeof patterns>();
}

const inputs: EventInput[] = [
  text,
  order,
  new Uint8Array(1),
  new DataView(new ArrayBuffer(1)),
  new ArrayBuffer(1),
  new SharedArrayBuffer(1),
];
same<string[], ReturnType<typeof rules.match>>();
for (const input of inputs) rules.matchesAny(input);

async function* generate(): AsyncGenerator<EventInput> {
  yield* inputs;
}
const batches: BatchInput[] = [text, new Uint8Array(1), inputs, new Set([order]), generate()];
async function matchAll(): Promise<void> {
  for (const batch of batches) {
    const result = await rules.matchBatch(batch, {
      signal: AbortSignal.timeout(1000),
      onProgress(progress) {
        same<BatchProgress, typeof progress>();
        same<number | undefined, typeof progress.total>();
      },
    });
    same<BatchResult, typeof result>();
    same<Uint32Array, typeof result.offsets>();
    for (const names of result) same<string[], typeof names>();
    for (const { index, line, error } of result.errors) {
      same<number, typeof index>();
      same<number | undefined, typeof line>();
      same<TidegateError, typeof error>();
    }
    // @ts-expect-error: the result is not to be changed
    result.names.push("x");
  }
}
void matchAll();
rules[Symbol.dispose]();
same<boolean, typeof rules.disposed>();

const asVersion1 = toCloudEvent(text);
same<CloudEvent, typeof asVersion1>();
same<"1.0", (typeof asVersion1)["specversion"]>();
const asVersion02 = toCloudEvent(text, { specversion: "0.2" });
same<CloudEventV02, typeof asVersion02>();
const asText = toCloudEvent(text, { specversion: "0.2", output: "text" });
same<string, typeof asText>();

const attributes = snsAttributes(text);
same<Record<string, unknown>, typeof attributes>();
const attributesText = snsAttributes(attributes, { output: "text" });
same<string, typeof attributesText>();
new RuleSet({ profile: "sns-attributes" }).match(attributes);

same<boolean, ReturnType<typeof matches>>();
try {
  matches(order, pattern, { profile: "custom-bus" });
} catch (error) {
  if (!(error instanceof TidegateError)) throw error;
  same<ErrorCode, typeof error.code>();
  same<string | undefined, typeof error.path>();
  same<readonly TidegateError[] | undefined, typeof error.errors>();
  // @ts-expect-error: no such code
  if (error.code === "ERR_INVALID_JSN") throw error;
}

// @ts-expect-error: no such profile
new RuleSet({ profile: "sns" });
// @ts-expect-error: no such option
new RuleSet({ maxBytes: 5 });
// @ts-expect-error: a number is no event
rules.match(5);
// @ts-expect-error: numbers are no events
rules.matchBatch([5]);
// @ts-expect-error: no such option
rules.matchBatch(text, { progress: () => undefined });
// @ts-expect-error: a pattern is missing
rules.add("x");
// @ts-expect-error: no such version
toCloudEvent(text, { specversion: "0.3" });
