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
 * @module tidegate
 */

export type { CloudEvent, CloudEventV02 } from "./cloud-event.js";
export type { Detection, DetectOptions } from "./detect.js";
export { detect } from "./detect.js";
export type {
  EventBridgeEvent,
  EventGridEvent,
  FromCloudEventOptions,
  FromCloudEventOutputs,
  FromCloudEventResult,
  FromCloudEventTarget,
  MessageAttribute,
  SnsMessage,
  SqsMessage,
} from "./from-cloud-event.js";
export { fromCloudEvent } from "./from-cloud-event.js";
export type { InputKind } from "./generated/input-kinds.js";
export type { IssueCode } from "./generated/issue-codes.js";
export type { LintCode } from "./generated/lint-codes.js";
export type { LintEdit, LintFinding, LintFix, LintOptions, LintPlace } from "./lint.js";
export { lint, lintRules } from "./lint.js";
export type { Loss } from "./losses.js";
export * from "./match.js";
export * as amqp from "./protocol/amqp.js";
export * as http from "./protocol/http.js";
export * as kafka from "./protocol/kafka.js";
export * as mqtt from "./protocol/mqtt.js";
export * as nats from "./protocol/nats.js";
export * as websocket from "./protocol/websocket.js";
export type { EntrySize, EntrySizeOptions, PutEventsEntry } from "./put-events.js";
export { entrySize } from "./put-events.js";
export type { SchemaInput } from "./schema/schema-text.js";
export type { SnsAttributesOptions } from "./sns.js";
export { snsAttributes } from "./sns.js";
export type { TestEventPatternOptions } from "./test-event-pattern.js";
export { testEventPattern } from "./test-event-pattern.js";
export type { CloudEventOptions, CloudEventProfile } from "./to-cloud-event.js";
export { toCloudEvent } from "./to-cloud-event.js";
export type {
  Conversion,
  ConversionIssue,
  ConversionOptions,
  ConversionProfile,
} from "./to-cloud-events.js";
export { toCloudEvents } from "./to-cloud-events.js";
export type { UpgradeOptions } from "./upgrade-cloud-event.js";
export { upgradeCloudEvent } from "./upgrade-cloud-event.js";
export type {
  CloudEventValidationOptions,
  EventBridgeValidationOptions,
  Issue,
  Validation,
} from "./validate.js";
export { validateCloudEvent, validateEventBridgeEvent } from "./validate.js";
