import { type Kinds, OUTPUT, readOptions } from "./check.js";
import { core, DEFAULT_MAX_EVENT_BYTES } from "./core.js";
import type { EventInput } from "./event.js";

/**
 * Options of {@link snsAttributes}.
 *
 * @example
 * ```js
 * snsAttributes({ price: { Type: "Number", Value: "1.50" } }, { output: "text" }); // '{"price":1.50}'
 * ```
 */
export interface SnsAttributesOptions {
  /** An object, or JSON text that keeps the digits of every number. Default: `"object"`. */
  readonly output?: "object" | "text";
}

const OPTIONS: Kinds<SnsAttributesOptions> = { output: OUTPUT };

/**
 * Turns the message attributes of Amazon SNS into the event that a filter policy of the scope
 * MessageAttributes is matched against. Takes them as a notification has them, with `Type` and
 * `Value`, or as the API does, with `DataType` and `StringValue`.
 *
 * A Number becomes a number, or stays a string where its text is no JSON number (`"+5"`). A
 * String.Array becomes the array of strings, numbers, booleans and nulls that its text is; where it
 * is anything else the attribute is left out, and so are those of type Binary. A label behind the
 * type, as in `Number.int`, is passed over. Values are taken as they are, without the double
 * escapes that SNS's guide asks of those who write them.
 *
 * Errors: ERR_EVENT_FIELD for an attribute of another form, with its `path`; ERR_EVENT_NOT_OBJECT,
 * ERR_INVALID_JSON, ERR_INVALID_UTF8, ERR_TOO_DEEP, ERR_NUMBER_TOO_LONG; ERR_TOO_LARGE for more
 * than 16 MiB; ERR_INVALID_ARGUMENT; ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * const rules = new RuleSet({ profile: "sns-attributes" });
 * rules.add("cheap", { price: [{ numeric: ["<", 10] }] });
 * for (const record of event.Records) {
 *   rules.match(snsAttributes(record.Sns.MessageAttributes));
 * }
 * ```
 */
export function snsAttributes(
  attributes: EventInput,
  options: SnsAttributesOptions & { readonly output: "text" },
): string;
export function snsAttributes(
  attributes: EventInput,
  options?: SnsAttributesOptions & { readonly output?: "object" },
): Record<string, unknown>;
export function snsAttributes(
  attributes: EventInput,
  options?: SnsAttributesOptions,
): Record<string, unknown> | string;
export function snsAttributes(
  attributes: EventInput,
  options: SnsAttributesOptions = {},
): Record<string, unknown> | string {
  const { output = "object" } = readOptions(options, OPTIONS);
  const wasm = core();
  const size = wasm.writeEvent(attributes, DEFAULT_MAX_EVENT_BYTES);
  if (wasm.exports._tg_sns_attributes(size) < 0) throw wasm.failure(attributes);
  const text = wasm.outputText();
  return output === "text" ? text : JSON.parse(text);
}
