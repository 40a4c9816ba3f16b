import { type Kind, type Kinds, oneOf, readOptions } from "../check.js";
import {
  type Answer,
  type Edition,
  type Facet,
  type FacetCell,
  type FacetName,
  facets,
  type Service,
  type ServiceName,
  services,
} from "./services.js";

/**
 * What a service must do. A facet that is left out does not matter. `"push"` is met by a service that
 * does both, `"both"` only by such a one.
 *
 * @example
 * ```js
 * const needs = { dedupe: "yes", "push-vs-pull": "push" };
 * findServices(needs).length; // 17
 * ```
 */
export interface FacetNeeds {
  /** Events arrive in the order in which they were sent. */
  readonly ordering?: "yes" | "no";
  /** An event that was sent twice is delivered once. */
  readonly dedupe?: "yes" | "no";
  /** To one receiver, or to all who have subscribed. */
  readonly "p2p-vs-pubsub"?: "p2p" | "pub/sub" | "both";
  /** Handed over, or fetched. */
  readonly "push-vs-pull"?: "push" | "pull" | "both";
  /** No broker and no cluster to run. */
  readonly serverless?: "yes" | "no";
  /** The service itself keeps back what a receiver has no use for. */
  readonly filtering?: "yes" | "no";
}

/**
 * How `findServices()` looks.
 *
 * @example
 * ```js
 * findServices({}, { edition: "2019" }).length; // 9
 * ```
 */
export interface FindServicesOptions {
  /** Whose answers count: `"2026"` where nothing is said. */
  readonly edition?: Edition;
}

/**
 * Whether something is what is needed; `"depends"` where that hangs on what a note tells.
 *
 * @example
 * ```js
 * findServices({ ordering: "yes" }).find(({ service }) => service === "Kafka").fits; // "depends"
 * ```
 */
export type Fit = "yes" | "depends" | "no";

/**
 * A need, what a service answers to it, and why.
 *
 * @example
 * ```js
 * const [sqs] = findServices({ filtering: "yes" }, { edition: "2019" }).slice(-2);
 * const { facet, needed, answer, fits, why } = sqs.reasons[0];
 * [facet, needed, answer, fits]; // ["filtering", "yes", "no", "no"]
 * why; // "Filtering: No."
 * ```
 */
export interface FacetReason {
  /** What was asked about. */
  readonly facet: FacetName;
  /** What was asked for. */
  readonly needed: Answer;
  /** What the service has of it. */
  readonly answer: Answer;
  /** How well these agree. */
  readonly fits: Fit;
  /** A sentence for people: the answer, and in 2026 the note of the cell. */
  readonly why: string;
}

/**
 * A service, held against what is needed.
 *
 * @example
 * ```js
 * const { service, fits, reasons } = findServices({ serverless: "yes" })[0];
 * [service, fits, reasons.length]; // ["EventBridge", "yes", 1]
 * ```
 */
export interface ServiceFit {
  /** Its name in `services`. */
  readonly service: ServiceName;
  /** The worst of its reasons. */
  readonly fits: Fit;
  /** One for each need, in the order of `facets`. */
  readonly reasons: readonly FacetReason[];
}

const KINDS = Object.fromEntries(
  facets.map(({ name, needs }): [string, Kind] => [name, oneOf(needs)]),
) as Kinds<FacetNeeds>;

const OPTIONS: Kinds<FindServicesOptions> = { edition: oneOf(["2019", "2026"]) };

/** From the best. */
const FITS: readonly Fit[] = ["yes", "depends", "no"];

/**
 * All services of an edition, each with whether it does what is needed and why: first those that do,
 * then those where it depends, then the others, each in the order of `services`.
 * Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * const found = findServices({ ordering: "yes", filtering: "yes", serverless: "yes" }, { edition: "2026" });
 * found.filter(({ fits }) => fits === "yes").map(({ service }) => service); // ["EventBridge Custom Event Bus", "SNS FIFO"]
 *
 * const sqs = found.find(({ service }) => service === "SQS FIFO");
 * sqs.fits; // "no"
 * sqs.reasons.filter(({ fits }) => fits === "no").map(({ facet }) => facet); // ["filtering"]
 * ```
 */
export function findServices(
  needs: FacetNeeds = {},
  options: FindServicesOptions = {},
): ServiceFit[] {
  const wanted: Readonly<Partial<Record<FacetName, Answer>>> = readOptions(needs, KINDS);
  const { edition = "2026" } = readOptions(options, OPTIONS);
  const all = services
    .filter(({ since }) => since <= edition)
    .map((service) => serviceFit(service, wanted, edition));
  return FITS.flatMap((fit) => all.filter(({ fits }) => fits === fit));
}

function serviceFit(
  { name, facets: cells }: Service,
  wanted: Readonly<Partial<Record<FacetName, Answer>>>,
  edition: Edition,
): ServiceFit {
  const reasons = facets.flatMap((facet) => {
    const needed = wanted[facet.name];
    return needed === undefined ? [] : [reasonOf(facet, needed, cells[facet.name], edition)];
  });
  const worst = Math.max(0, ...reasons.map(({ fits }) => FITS.indexOf(fits)));
  return { service: name, fits: FITS[worst] as Fit, reasons };
}

function reasonOf(
  { name, title }: Facet,
  needed: Answer,
  cell: FacetCell,
  edition: Edition,
): FacetReason {
  const answer = cell[edition] as Answer;
  const said = edition === "2019" ? onSlide(cell) : `${wordsOf(answer)}. ${cell.note}`;
  return {
    facet: name,
    needed,
    answer,
    fits: fitOf(needed, answer),
    why: `${title}: ${said}`.trim(),
  };
}

function fitOf(needed: Answer, answer: Answer): Fit {
  if (answer === needed || answer === "both") return "yes";
  return answer === "depends" || answer === "partial" ? "depends" : "no";
}

function onSlide({ slide }: FacetCell): string {
  return slide === "*" ? "*, it's complicated." : `${slide}.`;
}

function wordsOf(answer: Answer): string {
  if (answer === "depends") return "it depends";
  return answer === "partial" ? "in part" : answer;
}
