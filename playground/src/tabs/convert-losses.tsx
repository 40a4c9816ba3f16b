import type { Loss } from "tidegate";
import type { RoundTrip } from "../engine/tools/convert.js";
import { FORMS, type Form, type Side } from "../engine/tools/convert-choice.js";
import type { Change, Difference, Differences } from "../engine/tools/difference.js";
import { Coded } from "../ui/coded.jsx";
import { Scroll } from "../ui/scroll.jsx";

/** So many losses are listed. */
const MOST = 50;

/** What has no place in the output. */
export function Losses({ losses }: { readonly losses: readonly Loss[] }) {
  return (
    <section aria-labelledby="losses">
      <h3 id="losses">What it loses</h3>
      {losses.length === 0 ? (
        <p>
          <span class="good">✓</span> Nothing: all of the event has its place in it.
        </p>
      ) : (
        <LossList losses={losses} />
      )}
    </section>
  );
}

/** What is lost for the same reason is said at once. */
function LossList({ losses }: { readonly losses: readonly Loss[] }) {
  const reasons = new Map<string, string[]>();
  for (const { path, reason } of losses.slice(0, MOST)) {
    reasons.set(reason, [...(reasons.get(reason) ?? []), path]);
  }
  return (
    <>
      <ul class="told">
        {[...reasons].map(([reason, paths]) => (
          <li key={reason}>
            <span class="paths">
              {paths.map((path) => (
                <code key={path}>{path || "all of it"}</code>
              ))}
            </span>
            <Coded text={reason} />
          </li>
        ))}
      </ul>
      {losses.length > MOST && <p class="faint">And {losses.length - MOST} more.</p>}
    </>
  );
}

interface RoundTripProps {
  readonly trip: RoundTrip;
  readonly side: Side;
  readonly form: Form;
}

/** What comes back where the output is read again. */
export function RoundTripPart({ trip, side, form }: RoundTripProps) {
  const { differences, failure, losses, of } = trip;
  const isRecord = of === "cloudevent" && side === "other";
  return (
    <section aria-labelledby="back">
      <h3 id="back">There and back</h3>
      {isRecord && <p>What it came in is only read: there is no way back to that.</p>}
      {failure && <p>There is no way back from it. {failure.message}</p>}
      {differences && !(isRecord && form === "json") && (
        <Verdict
          differences={differences}
          compared={isRecord ? `the CloudEvent, by the ${FORMS[form]},` : "the event"}
        />
      )}
      {differences && differences.total > 0 && <Table differences={differences} />}
      {losses.length > 0 && <LossList losses={losses} />}
    </section>
  );
}

interface VerdictProps {
  readonly differences: Differences;
  readonly compared: string;
}

function Verdict({ differences: { kept, total }, compared }: VerdictProps) {
  if (total === 0) {
    return (
      <p>
        <span class="good">✓</span> All of {compared} comes back: {kept}{" "}
        {kept === 1 ? "value" : "values"}.
      </p>
    );
  }
  return (
    <p>
      {kept} {kept === 1 ? "value comes" : "values come"} back as{" "}
      {kept === 1 ? "it was" : "they were"}; {total} {total === 1 ? "does" : "do"} not.
    </p>
  );
}

const SIGNS: Record<Change, string> = { changed: "≠", lost: "−", added: "+" };

function Table({ differences: { shown, total } }: { readonly differences: Differences }) {
  return (
    <>
      <Scroll label="What differs">
        <table class="differences">
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Row key={one.pointer} difference={one} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {total > shown.length && <p class="faint">And {total - shown.length} more.</p>}
    </>
  );
}

function Row({
  difference: { pointer, change, before, after },
}: {
  readonly difference: Difference;
}) {
  const value = (text: string | undefined) => (text === undefined ? "–" : <code>{text}</code>);
  return (
    <tr>
      <th scope="row">
        <code>{pointer || "all of it"}</code>
        <span class={`became is-${change}`}>
          <span aria-hidden="true">{SIGNS[change]}</span> {change}
        </span>
      </th>
      <td>{value(before)}</td>
      <td>{value(after)}</td>
    </tr>
  );
}
