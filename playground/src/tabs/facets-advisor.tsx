import { type Advice, type Question, type QuestionName, questions } from "tidegate/facets";
import { choicesOf } from "./facets-choices.js";
import { advice, answers, chosen, goTo } from "./facets-state.js";

const VERDICTS: Record<Advice["verdict"], string> = {
  yes: "✓ Yes.",
  depends: "~ It depends.",
  no: "✗ Not for this.",
  open: "? Not settled yet.",
};

/** "Is event-driven for you?": the four questions, and what the answers come to. */
export function Advisor() {
  const showServices = () => {
    chosen.value = choicesOf(advice.value.needs);
    goTo("facets");
  };
  const hasAnswers = Object.keys(answers.value).length > 0;
  return (
    <section class="advisor" aria-labelledby="advisor">
      <h2 id="advisor" tabIndex={-1}>
        Is event-driven for you?
      </h2>
      <p class="faint">Four questions of the talk. How they are weighed is ours.</p>
      <ol>
        {questions.map((question, place) => (
          <AskedQuestion key={question.name} question={question} number={place + 1} />
        ))}
      </ol>
      <div role="status">{hasAnswers && <Verdict />}</div>
      {hasAnswers && (
        <p class="advisor-actions">
          {Object.keys(advice.value.needs).length > 0 && (
            <button type="button" class="main" onClick={showServices}>
              Show services with pub/sub
            </button>
          )}
          <button
            type="button"
            onClick={() => {
              answers.value = {};
            }}
          >
            Start again
          </button>
        </p>
      )}
    </section>
  );
}

interface AskedQuestionProps {
  readonly question: Question;
  readonly number: number;
}

function AskedQuestion({ question, number }: AskedQuestionProps) {
  const { name, text, means } = question;
  const answer = answers.value[name];
  const option = (value: boolean, label: string) => (
    <label class="option">
      <input
        type="radio"
        name={name}
        checked={answer === value}
        onChange={() => {
          answers.value = { ...answers.value, [name]: value };
        }}
      />
      {label}
    </label>
  );
  return (
    <li>
      <fieldset>
        <legend>
          <span class="number">{number}.</span> {text}
        </legend>
        <p class="faint">{means}</p>
        <div class="options">
          {option(true, "Yes")}
          {option(false, "No")}
        </div>
        {answer !== undefined && (
          <p class={`why why-is-${answer ? "for" : "against"}`}>
            <strong>{answer ? "For: " : "Against: "}</strong>
            {answer ? question.yes : question.no}
          </p>
        )}
      </fieldset>
    </li>
  );
}

function Verdict() {
  const { verdict, summary, open } = advice.value;
  return (
    <p class={`advice advice-is-${verdict}`}>
      <strong>{VERDICTS[verdict]}</strong> {open.length > 0 ? whatIsOpen(open) : summary}
    </p>
  );
}

function whatIsOpen(open: readonly QuestionName[]): string {
  const numbers = open.map((name) => questions.findIndex((one) => one.name === name) + 1);
  const last = numbers.pop();
  const list = numbers.length > 0 ? `${numbers.join(", ")} and ${last}` : last;
  return `Still open: ${list}.`;
}
