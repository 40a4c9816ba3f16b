import { useEffect } from "preact/hooks";
import type { Matrix } from "../engine/evaluate.js";
import { usePages } from "../ui/pages.jsx";
import { Scroll } from "../ui/scroll.jsx";
import { events, rules } from "../workspace/store.js";
import { relations, startRelating } from "./relations.js";

/** So many rules and events are shown at once, and so many names in a sentence. */
const RULES = 20;
const EVENTS = 50;
const NAMES = 5;

/**
 * Several rules on several events: which matches which, how much is covered, which rules match
 * nothing here, and which could never, or never alone.
 */
export function MatrixTable({ matrix }: { readonly matrix: Matrix }) {
  // The table of an earlier state is shown until the next one is there; events may be gone by then.
  const total = Math.min(matrix.offsets.length - 1, events.items.value.length);
  const { first, pages } = usePages(EVENTS, total);
  return (
    <section aria-labelledby="matrix">
      <h3 id="matrix">All rules on all events</h3>
      <Coverage matrix={matrix} total={total} />
      <Relations />
      <Scroll label="Rules by events">
        <table class="matrix">
          <Head />
          <tbody>
            {events.items.value.slice(first, first + EVENTS).map(({ name }, place) => (
              <Row key={place} name={name} event={first + place} matrix={matrix} />
            ))}
          </tbody>
          <Foot matrix={matrix} total={total} />
        </table>
      </Scroll>
      {pages}
    </section>
  );
}

function Coverage({ matrix, total }: { readonly matrix: Matrix; readonly total: number }) {
  const { counts, matched, refused } = matrix;
  const idle = rules.items.value.filter((_, rule) => counts[rule] === 0 && !refused[rule]);
  const names = idle.slice(0, NAMES).map(({ name }) => name);
  if (idle.length > NAMES) names.push(`${idle.length - NAMES} more`);
  const percent = total === 0 ? 0 : Math.round((100 * matched) / total);
  return (
    <p>
      {matched.toLocaleString("en")} of {total.toLocaleString("en")} events ({percent} %) are
      matched by some rule.
      {names.length > 0 && ` None of them by ${names.join(", ")}.`}
    </p>
  );
}

/** What is so whatever the events. */
function Relations() {
  useEffect(startRelating, []);
  if (relations.value.length === 0) return null;
  return (
    <ul class="notes">
      {relations.value.slice(0, NAMES).map(({ rule, code, message, related }) => (
        <li key={`${rule} ${code}`}>
          ! <strong>{rule}</strong>: {message} {related?.rule && `(${related.rule})`}
        </li>
      ))}
    </ul>
  );
}

function Head() {
  const all = rules.items.value;
  return (
    <>
      {all.length > RULES && (
        <caption>
          The first {RULES} of {all.length} rules
        </caption>
      )}
      <thead>
        <tr>
          <th scope="col">Event</th>
          {all.slice(0, RULES).map(({ name }, rule) => (
            <th key={name} scope="col">
              <button type="button" class="quiet" onClick={() => rules.show(rule)}>
                {name}
              </button>
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly event: number;
  readonly matrix: Matrix;
}

function Row({ name, event, matrix }: RowProps) {
  const { offsets, refused, broken } = matrix;
  const hits = new Set(matrix.rules.subarray(offsets[event], offsets[event + 1]));
  return (
    <tr>
      <th scope="row">
        <button type="button" class="quiet" onClick={() => events.show(event)}>
          {name}
        </button>
      </th>
      {rules.items.value.slice(0, RULES).map((_, rule) => (
        <Cell
          key={rule}
          hit={hits.has(rule)}
          broken={broken.has(event) || refused[rule] !== undefined}
          current={rules.index.value === rule && events.index.value === event}
        />
      ))}
    </tr>
  );
}

function Cell({ hit, broken, current }: Record<"hit" | "broken" | "current", boolean>) {
  const [sign, word] = broken ? ["!", "broken"] : hit ? ["✓", "matches"] : ["·", "does not match"];
  return (
    <td class={`${hit ? "hit" : ""}${current ? " current" : ""}`}>
      <span role="img" aria-label={word}>
        {sign}
      </span>
    </td>
  );
}

function Foot({ matrix, total }: { readonly matrix: Matrix; readonly total: number }) {
  const { counts, refused } = matrix;
  return (
    <tfoot>
      <tr>
        <th scope="row">Matches</th>
        {rules.items.value.slice(0, RULES).map(({ name }, rule) => (
          <td key={name}>{refused[rule] ? "refused" : `${counts[rule] ?? 0} of ${total}`}</td>
        ))}
      </tr>
    </tfoot>
  );
}
