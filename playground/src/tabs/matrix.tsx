import { useSignal } from "@preact/signals";
import type { Matrix } from "../engine/evaluate.js";
import { Pages } from "../ui/pages.jsx";
import { Scroll } from "../ui/scroll.jsx";
import { events, rules } from "../workspace/store.js";

/** So many rules and events are shown at once. */
const RULES = 20;
const EVENTS = 50;

function share(part: number, whole: number): string {
  return whole === 0 ? "none" : `${part} of ${whole}`;
}

/** Several rules on several events: who matches whom, what is never matched, and what never matches. */
export function MatrixTable({ matrix }: { readonly matrix: Matrix }) {
  const page = useSignal(0);
  const { offsets, counts, matched, refused } = matrix;
  const all = rules.items.value;
  const texts = events.items.value;
  // The table of an earlier state is shown until the next one is there; names may be gone by then.
  const total = Math.min(offsets.length - 1, texts.length);
  const now = Math.min(page.value, Math.max(0, Math.ceil(total / EVENTS) - 1));
  const first = now * EVENTS;
  const dead = all.filter((_, index) => counts[index] === 0 && !refused[index]);
  const shown = all.slice(0, RULES);
  const found = (event: number) =>
    new Set(matrix.rules.subarray(offsets[event] as number, offsets[event + 1] as number));
  return (
    <section aria-labelledby="matrix">
      <h3 id="matrix">All rules on all events</h3>
      <p>
        {share(matched, total)} events are matched by some rule.
        {dead.length > 0 &&
          ` No event is matched by ${dead
            .slice(0, 5)
            .map(({ name }) => name)
            .join(", ")}`}
        {dead.length > 5 && ` and ${dead.length - 5} more`}
        {dead.length > 0 && "."}
      </p>
      <Scroll label="Rules by events">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">Event</th>
              {shown.map(({ name }, rule) => (
                <th key={name} scope="col">
                  <button type="button" class="quiet" onClick={() => rules.show(rule)}>
                    {name}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {texts.slice(first, first + EVENTS).map(({ name }, place) => {
              const event = first + place;
              const hits = found(event);
              return (
                <tr key={event}>
                  <th scope="row">
                    <button type="button" class="quiet" onClick={() => events.show(event)}>
                      {name}
                    </button>
                  </th>
                  {shown.map((_, rule) => (
                    <Cell
                      key={rule}
                      hit={hits.has(rule)}
                      broken={matrix.broken.has(event) || refused[rule] !== undefined}
                      current={rules.index.value === rule && events.index.value === event}
                    />
                  ))}
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Matches</th>
              {shown.map(({ name }, rule) => (
                <td key={name}>{refused[rule] ? "refused" : share(counts[rule] ?? 0, total)}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </Scroll>
      {all.length > RULES && (
        <p class="faint">
          The first {RULES} of {all.length} rules are shown.
        </p>
      )}
      <Pages
        page={now}
        size={EVENTS}
        total={total}
        onMove={(to) => {
          page.value = to;
        }}
      />
    </section>
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
