import type { ExplainedField, ExplainedNode, Reason, RuleExplanation } from "tidegate/match";
import { Announcer } from "../ui/announcer.jsx";
import { StatusMark } from "../ui/mark.jsx";
import { Problem } from "../ui/problem.jsx";
import { misses, problems, stale, table, verdict } from "../workspace/judging.js";
import { partsOf, pointed } from "../workspace/links.js";
import { events, rules } from "../workspace/store.js";
import { MatrixTable } from "./matrix.jsx";

/** Whether the rule matches, and why not. */
export function ExplainTab() {
  const { both, rule, event } = problems.value;
  return (
    <div class="explain">
      {both && <Problem what="Stopped" failure={both} />}
      {rule && <Problem what="The rule" failure={rule} />}
      {event && <Problem what="The event" failure={event} />}
      <VerdictPart />
      <Nearest />
      {table.value && <MatrixTable matrix={table.value} />}
    </div>
  );
}

function VerdictPart() {
  const now = verdict.value;
  if (now === undefined) return <Nothing />;
  const { matched, summary, tree } = now.explanation;
  const broken = Object.keys(problems.value).length > 0;
  return (
    <div class={broken ? "stale" : ""}>
      <p class={`verdict ${matched ? "is-match" : "is-miss"}`}>
        <span aria-hidden="true">{matched ? "✓" : "✗"}</span> {summary}
      </p>
      <Announcer text={broken ? "The text is half typed; the last result stays." : summary} />
      {broken && stale.value && (
        <p class="faint">This is the result of what was there before the last change.</p>
      )}
      {tree.reason && <Together reason={tree.reason} />}
      <ul class="tree" aria-label="The rule, condition by condition">
        {partsOf(tree, "").map(([id, part]) => (
          <TreeNode key={id} id={id} node={part} />
        ))}
      </ul>
    </div>
  );
}

/** Why a rule fails of which every condition holds by itself. */
function Together({ reason }: { readonly reason: Reason }) {
  return (
    <div class="together">
      <p>
        <StatusMark status="failed" /> {reason.message}
      </p>
      <ul class="notes">
        {reason.elements?.map(({ pointer, fields }) => (
          <li key={pointer}>
            In <code>{pointer}</code>: <code>{fields.join(", ")}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Nothing() {
  if (Object.keys(problems.value).length > 0) return null;
  return (
    <p class="faint">
      Write a rule and an event, or open one of the examples: what the rule says of the event stands
      here then.
    </p>
  );
}

function TreeNode({ id, node }: { readonly id: string; readonly node: ExplainedNode }) {
  if (node.kind === "field") return <Leaf id={id} field={node} />;
  return (
    <li>
      <div class="node">
        <StatusMark status={node.status} /> <code class="key">{node.key ?? "any of"}</code>
        {node.reason && <span class="reason"> {node.reason.message}</span>}
      </div>
      <ul>
        {partsOf(node, id).map(([place, part]) => (
          <TreeNode key={place} id={place} node={part} />
        ))}
      </ul>
    </li>
  );
}

/** So many values of a field are shown. */
const VALUES = 5;

function Leaf({ id, field }: { readonly id: string; readonly field: ExplainedField }) {
  const { status, key, reason, values, valueCount, alternatives } = field;
  const point = () => {
    pointed.value = [id];
  };
  const leave = () => {
    pointed.value = [];
  };
  return (
    <li>
      <button
        type="button"
        class={`node leaf${pointed.value.includes(id) ? " pointed" : ""}`}
        onMouseEnter={point}
        onMouseLeave={leave}
        onFocus={point}
        onBlur={leave}
      >
        <StatusMark status={status} /> <code class="key">{key}</code>
        {reason && <span class="reason"> {reason.message}</span>}
        <span class="values">
          {values.slice(0, VALUES).map(({ pointer, text, served }) => (
            <code key={pointer} class={served ? "value served" : "value"}>
              {served && "✓ "}
              {text}
            </code>
          ))}
          {valueCount > VALUES && <span class="faint">and {valueCount - VALUES} more</span>}
        </span>
        {status !== "not-reached" && alternatives.length > 1 && (
          <span class="alternatives">
            {alternatives.map((one) => (
              <code key={one.index} class={`alternative is-${one.status}`}>
                {one.text}
              </code>
            ))}
          </span>
        )}
      </button>
    </li>
  );
}

/** How the other rules stand to this event. */
function Nearest() {
  const others = misses.value.filter(({ rule }) => rule !== rules.current.value?.name);
  if (others.length === 0) return null;
  const show = ({ rule }: RuleExplanation) =>
    rules.show(rules.items.value.findIndex(({ name }) => name === rule));
  return (
    <section aria-labelledby="nearest">
      <h3 id="nearest">
        Other rules on {events.current.value?.name ?? "this event"}, the nearest first
      </h3>
      <ul class="nearest">
        {others.map((one) => (
          <li key={one.rule}>
            <button type="button" class="node leaf" onClick={() => show(one)}>
              <StatusMark status={one.matched ? "matched" : "failed"} /> <strong>{one.rule}</strong>
              <span class="reason"> {one.summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
