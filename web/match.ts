/**
 * Only the matching of events against EventBridge-style rules, and why one does not match: what
 * `tidegate` has of it, with a smaller WebAssembly module.
 *
 * @example
 * ```js
 * import { RuleSet } from "tidegate/match";
 *
 * const rules = RuleSet.from({ stopped: { detail: { state: ["stopped"] } } });
 * rules.match('{"detail": {"state": "stopped"}}'); // ["stopped"]
 * ```
 *
 * @module tidegate/match
 */

export type {
  BatchError,
  BatchInput,
  BatchOptions,
  BatchProgress,
  BatchResult,
} from "./batch.js";
export type { ServiceException, TidegateErrorDetails } from "./error.js";
export { TidegateError } from "./error.js";
export type { EventInput } from "./event.js";
export type { ExplainOptions } from "./explain.js";
export { explain, formatExplanation } from "./explain.js";
export type {
  ExplainedAlternative,
  ExplainedElement,
  ExplainedField,
  ExplainedNode,
  ExplainedObject,
  ExplainedOr,
  ExplainedValue,
  Explanation,
  ExplanationSpan,
  ExplanationStatus,
  Reason,
  RuleExplanation,
} from "./explanation.js";
export type { ErrorCode } from "./generated/error-codes.js";
export type { ReasonCode } from "./generated/reason-codes.js";
export type { Matching } from "./matching-type.js";
export type {
  Alternative,
  AnythingBut,
  NumericRange,
  Operator,
  Operators,
  Pattern,
  PatternInput,
} from "./pattern.js";
export type {
  ExplainRulesOptions,
  Profile,
  RuleSetOptions,
  Rules,
  Validate,
} from "./rule-set.js";
export { matches, RuleSet } from "./rule-set.js";
