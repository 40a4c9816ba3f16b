import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { CaseResult, Surprise } from "../engine/cases.js";
import { usePages } from "../ui/pages.jsx";
import { Problem } from "../ui/problem.jsx";
import { cases, events, rules } from "../workspace/store.js";
import { freshName, type TestCase } from "../workspace/workspace.js";
import { withExpected } from "./tests-counts.js";

export interface CaseItemProps {
  readonly one: TestCase;
  /** Nothing while it is run for the first time. */
  readonly result: CaseResult | undefined;
  onChange(changed: TestCase): void;
  onRemove(): void;
}

/** A case, what came of it, and what can be changed about it. */
export function CaseItem({ one, result, onChange, onRemove }: CaseItemProps) {
  const edited = useSignal(false);
  const state = result === undefined ? "is-new" : result.passed ? "is-passed" : "is-failed";
  return (
    <li class={`case ${state}`}>
      <div class="case-head">
        <strong class="case-state">
          {result === undefined ? "…" : result.passed ? "✓ Passed" : "✗ Failed"}
        </strong>
        <CaseName one={one} onChange={onChange} />
        <button type="button" class="quiet" onClick={() => showEvent(one)}>
          Show<span class="visually-hidden"> the event of {one.name}</span>
        </button>
        <button type="button" class="quiet" onClick={onRemove}>
          Remove<span class="visually-hidden"> {one.name}</span>
        </button>
      </div>
      <p>
        <span class="faint">Should match</span> <Names names={one.matches} />
      </p>
      {result && !result.passed && <Difference one={one} result={result} onChange={onChange} />}
      <details
        onToggle={({ currentTarget }) => {
          edited.value = currentTarget.open;
        }}
      >
        <summary>
          Edit what it should match<span class="visually-hidden">: {one.name}</span>
        </summary>
        {edited.value && <Expectation one={one} onChange={onChange} />}
      </details>
    </li>
  );
}

function showEvent({ name, event }: TestCase): void {
  const place = events.items.value.findIndex(({ text }) => text === event);
  if (place >= 0) events.show(place);
  else events.add([{ name, text: event }]);
}

function CaseName({ one, onChange }: Pick<CaseItemProps, "one" | "onChange">) {
  const id = useId();
  return (
    <span class="name case-name">
      <label for={id} class="visually-hidden">
        Name of the case
      </label>
      <input
        id={id}
        value={one.name}
        maxLength={256}
        spellcheck={false}
        onChange={({ currentTarget }) => {
          const name = currentTarget.value.trim();
          const others = cases.value.filter((other) => other.name !== one.name);
          if (name === "") currentTarget.value = one.name;
          else onChange({ ...one, name: freshName(name, others) });
        }}
      />
    </span>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <span>no rule</span>;
  return (
    <>
      {names.map((name) => (
        <code key={name} class="rule-name">
          {name}
        </code>
      ))}
    </>
  );
}

interface DifferenceProps {
  readonly one: TestCase;
  readonly result: CaseResult;
  onChange(changed: TestCase): void;
}

/** What came instead of what was expected, and why. */
function Difference({ one, result, onChange }: DifferenceProps) {
  const { failure, missing, extra, unknown, matches } = result;
  if (failure) return <Problem what="The event" failure={failure} />;
  return (
    <>
      <p>
        <span class="faint">Matches</span> <Names names={matches} />
      </p>
      <ul class="surprises">
        {missing.map((each) => (
          <SurpriseItem key={each.rule} surprise={each} says="should match, but does not." />
        ))}
        {extra.map((each) => (
          <SurpriseItem key={each.rule} surprise={each} says="should not match, but does." />
        ))}
        {unknown.map((name) => (
          <li key={name}>
            ✗ There is no rule <code>{name}</code> any more.
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => onChange({ ...one, matches })}>
        Expect what came<span class="visually-hidden"> of {one.name}</span>
      </button>
    </>
  );
}

function SurpriseItem({ surprise, says }: { readonly surprise: Surprise; readonly says: string }) {
  const { rule, why } = surprise;
  return (
    <li>
      ✗ <code>{rule}</code> {says} <span class="faint">{why}</span>
    </li>
  );
}

/** So many rules are shown at once. */
const PAGE = 50;

function Expectation({ one, onChange }: Pick<CaseItemProps, "one" | "onChange">) {
  const names = rules.items.value.map(({ name }) => name);
  const all = [...names, ...one.matches.filter((name) => !names.includes(name))];
  const { first, pages } = usePages(PAGE, all.length);
  if (all.length === 0) return <p class="faint">There are no rules.</p>;
  return (
    <fieldset class="expectation">
      <legend class="visually-hidden">Rules that {one.name} should match</legend>
      {all.slice(first, first + PAGE).map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={one.matches.includes(name)}
            onChange={({ currentTarget }) => {
              const matches = withExpected(one.matches, names, name, currentTarget.checked);
              onChange({ ...one, matches });
            }}
          />{" "}
          {name}
        </label>
      ))}
      {pages}
    </fieldset>
  );
}
