import { FLAG, type Kinds, readOptions } from "../check.js";
import type { FacetNeeds } from "./find-services.js";

/**
 * One of the four questions.
 *
 * @example
 * ```js
 * questions.map(({ name }) => name); // ["selfContained", "freeEvents", "decouple", "pubSub"]
 * ```
 */
export type QuestionName = "selfContained" | "freeEvents" | "decouple" | "pubSub";

/**
 * One of the four questions, and what each answer to it means.
 *
 * @example
 * ```js
 * questions[3].text; // "Do you need publish-and-subscribe?"
 * questions[3].yes; // "Several receivers want the same event..."
 * ```
 */
export interface Question {
  /** Its name in the answers. */
  readonly name: QuestionName;
  /** As the talk asks it. */
  readonly text: string;
  /** What is meant by it. */
  readonly means: string;
  /** Why a yes speaks for events. */
  readonly yes: string;
  /** Why a no speaks against them. */
  readonly no: string;
}

/**
 * Answers to the questions; those that are left out are open.
 *
 * @example
 * ```js
 * const answers = { selfContained: true, pubSub: true };
 * advise(answers).verdict; // "yes"
 * ```
 */
export type AdviceAnswers = { readonly [Name in QuestionName]?: boolean };

/**
 * What one answer adds to the advice.
 *
 * @example
 * ```js
 * const [{ question, answer, why }] = advise({ decouple: false }).reasons;
 * [question, answer]; // ["decouple", false]
 * why; // "Services that may know each other..."
 * ```
 */
export interface AdviceReason {
  /** The name of the question. */
  readonly question: QuestionName;
  /** What was answered. */
  readonly answer: boolean;
  /** Why that speaks for events, or against them. */
  readonly why: string;
}

/**
 * Whether event-driven is for you, and why.
 *
 * @example
 * ```js
 * const { verdict, open, needs } = advise({ selfContained: true, pubSub: true });
 * [verdict, open]; // ["yes", []]
 * needs; // { "p2p-vs-pubsub": "pub/sub" }
 * ```
 */
export interface Advice {
  /** `"open"` where the answers do not settle it yet. */
  readonly verdict: "yes" | "depends" | "no" | "open";
  /** The verdict as a sentence or two. */
  readonly summary: string;
  /** One for each answer, in the order of `questions`. */
  readonly reasons: readonly AdviceReason[];
  /** The questions that may still settle it: none once it is settled. */
  readonly open: readonly QuestionName[];
  /** What the answers ask of a service, for `findServices()`. */
  readonly needs: FacetNeeds;
}

/**
 * "Is event-driven for you?", in the order of the talk.
 *
 * @example
 * ```js
 * questions[0].text; // "Are you passing around self-contained transactions?"
 * ```
 */
export const questions: readonly Question[] = Object.freeze(
  [
    {
      name: "selfContained",
      text: "Are you passing around self-contained transactions?",
      means: "An event says all that its receivers need to know: who, what, how much, when.",
      yes: "An event that carries its whole story can be handled later, again or elsewhere, without asking back.",
      no: "Receivers would have to ask the sender for the rest, which ties them to it again.",
    },
    {
      name: "freeEvents",
      text: "Are useful events available for free?",
      means:
        "Something that you use already tells what happens in it, as storage does of its objects.",
      yes: "Events that are there already cost a rule, and no code in what they come from.",
      no: "Somebody has to make, publish and look after every event first.",
    },
    {
      name: "decouple",
      text: "Do you need to decouple your microservices?",
      means:
        "They are built, deployed and scaled apart, and one that is down must not stop the others.",
      yes: "The sender of an event need not know who receives it, nor whether they are up right now.",
      no: "Services that may know each other are simpler to follow and to debug by direct calls.",
    },
    {
      name: "pubSub",
      text: "Do you need publish-and-subscribe?",
      means: "Several receivers have a use for the same event, or will have.",
      yes: "Several receivers want the same event, and a new one comes without a change to the sender.",
      no: "For one receiver a call will do, or a queue where it may take its time.",
    },
  ].map((question) => Object.freeze(question as Question)),
);

const KINDS: Kinds<AdviceAnswers> = {
  selfContained: FLAG,
  freeEvents: FLAG,
  decouple: FLAG,
  pubSub: FLAG,
};

/** The first two questions ask whether there is something to send, the others whether to send it so. */
const MATTER: readonly QuestionName[] = ["selfContained", "freeEvents"];
const NEED: readonly QuestionName[] = ["decouple", "pubSub"];

/**
 * Whether event-driven is for you, by the four questions of the talk. How they are weighed is
 * Tidegate's own: events are for who needs what they give (to decouple, or publish-and-subscribe) and
 * has something to put into them (self-contained transactions, or events that come for free).
 * Errors: ERR_INVALID_ARGUMENT.
 *
 * @example
 * ```js
 * const { verdict, summary, reasons } = advise({ selfContained: false, freeEvents: false, decouple: true });
 * verdict; // "depends"
 * summary; // "You need what events give, but have none worth sending yet..."
 * reasons.length; // 3
 *
 * advise({ decouple: true }).open; // ["selfContained", "freeEvents"]
 * ```
 */
export function advise(answers: AdviceAnswers = {}): Advice {
  const given = readOptions(answers, KINDS);
  const matter = either(given, MATTER);
  const need = either(given, NEED);
  const reasons = questions.flatMap(({ name, yes, no }) => {
    const answer = given[name];
    return answer === undefined ? [] : [{ question: name, answer, why: answer ? yes : no }];
  });
  const open = [
    ...(matter === undefined ? MATTER : []),
    ...(need === undefined ? NEED : []),
  ].filter((name) => given[name] === undefined);
  return {
    ...verdictOf(matter, need),
    reasons,
    open,
    needs: given.pubSub ? { "p2p-vs-pubsub": "pub/sub" } : {},
  };
}

/** Undefined while a yes may still come. */
function either(given: AdviceAnswers, names: readonly QuestionName[]): boolean | undefined {
  const answers = names.map((name) => given[name]);
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function verdictOf(
  matter: boolean | undefined,
  need: boolean | undefined,
): Pick<Advice, "verdict" | "summary"> {
  if (matter === undefined || need === undefined) {
    return { verdict: "open", summary: "The answers so far do not settle it." };
  }
  if (matter && need) {
    return {
      verdict: "yes",
      summary: "Events are for you: you need what they give, and have something to put into them.",
    };
  }
  if (need) {
    return {
      verdict: "depends",
      summary:
        "You need what events give, but have none worth sending yet. First make messages that carry their whole story, or find a source that tells of its changes already.",
    };
  }
  if (matter) {
    return {
      verdict: "depends",
      summary:
        "You have good events, but nothing that asks for them. Keep your direct calls, and begin with a side job, such as an audit, a search index or an alarm.",
    };
  }
  return {
    verdict: "no",
    summary:
      "Direct calls are simpler here: the answer comes at once, and there is one place to look.",
  };
}
