/**
 * What eventing services can and cannot do, and whether events are for you at all: the table of event
 * facets and the four questions of "Moving to event-driven architectures" (re:Invent 2019, SVS308), with
 * the table as it is in 2026 beside it. Data and two pure functions; needs no WebAssembly. Its
 * TidegateError is a class of its own, so compare by `code`.
 *
 * @example
 * ```js
 * import { findServices } from "tidegate/facets";
 *
 * const [first] = findServices({ ordering: "yes", filtering: "yes", serverless: "yes" });
 * first.service; // "EventBridge Custom Event Bus"
 * first.reasons[0].why; // "Ordering: yes. FIFO subscribers keep the order..."
 * ```
 *
 * @module tidegate/facets
 */

export type { ServiceException, TidegateErrorDetails } from "./error.js";
export { TidegateError } from "./error.js";
export type {
  Advice,
  AdviceAnswers,
  AdviceReason,
  Question,
  QuestionName,
} from "./facets/advise.js";
export { advise, questions } from "./facets/advise.js";
export type {
  FacetNeeds,
  FacetReason,
  FindServicesOptions,
  Fit,
  ServiceFit,
} from "./facets/find-services.js";
export { findServices } from "./facets/find-services.js";
export type {
  Answer,
  Edition,
  Facet,
  FacetCell,
  FacetName,
  Service,
  ServiceName,
  SlideAnswer,
} from "./facets/services.js";
export { facets, services } from "./facets/services.js";
export type { ErrorCode } from "./generated/error-codes.js";
