/**
 * Tidegate matches JSON events against EventBridge-style rules and turns AWS events into
 * CloudEvents.
 *
 * @example
 * ```js
 * import { RuleSet } from "tidegate";
 *
 * const rules = new RuleSet();
 * rules.add("mixers", { vendor: ["vitamix"], price: [{ numeric: ["<=", 150] }] });
 * rules.match('{"vendor": "vitamix", "price": 149.5}'); // ["mixers"]
 * ```
 *
 * @packageDocumentation
 */

export type {
  BatchError,
  BatchInput,
  BatchOptions,
  BatchProgress,
  BatchResult,
} from "./batch.js";
export type { CloudEvent, CloudEventOptions, CloudEventV02 } from "./cloud-event.js";
export { toCloudEvent } from "./cloud-event.js";
export type { ServiceException, TidegateErrorDetails } from "./error.js";
export { TidegateError } from "./error.js";
export type { EventInput } from "./event.js";
export type { ErrorCode } from "./generated/error-codes.js";
export type {
  Alternative,
  AnythingBut,
  NumericRange,
  Operator,
  Operators,
  Pattern,
  PatternInput,
} from "./pattern.js";
export type { Profile, RuleSetOptions, Rules, Validate } from "./rule-set.js";
export { matches, RuleSet } from "./rule-set.js";
export type { SnsAttributesOptions } from "./sns.js";
export { snsAttributes } from "./sns.js";
export type { TestEventPatternOptions } from "./test-event-pattern.js";
export { testEventPattern } from "./test-event-pattern.js";
