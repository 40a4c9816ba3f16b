import "../style/benchmark.css";
import { type Signal, signal } from "@preact/signals";
import type { Progress, Row, Setup } from "../engine/benchmark.js";
import type { BenchmarkMethods } from "../engine/benchmark.worker.js";
import { Engine, EngineError } from "../engine/engine.js";
import type { Failure } from "../engine/serve.js";
import { Announcer } from "../ui/announcer.jsx";
import { Problem } from "../ui/problem.jsx";
import { Scroll } from "../ui/scroll.jsx";
import { events, rules } from "../workspace/store.js";
import type { NamedText } from "../workspace/workspace.js";
import { countText, sentence, setupText, TITLES, timeText } from "./benchmark-figures.js";

/** A worker of its own, so that figures are of nothing else and nothing else waits for them. */
const engine = new Engine<BenchmarkMethods>(
  () => new Worker(new URL("../engine/benchmark.worker.ts", import.meta.url), { type: "module" }),
);

interface Measured {
  readonly rules: readonly NamedText[];
  readonly events: readonly NamedText[];
  readonly setup: Setup;
  readonly progress: Progress;
}

const measured: Signal<Measured | undefined> = signal(undefined);
const failure: Signal<Failure | undefined> = signal(undefined);
/** Which run goes on; nothing where none does. */
const running: Signal<object | undefined> = signal(undefined);

/** Comparing and warming up take longer than a slice; so may a slice of a slow matcher. */
const PATIENCE = { patience: 20_000 };

async function run(): Promise<void> {
  const mine = {};
  const now = { rules: rules.items.peek(), events: events.items.peek() };
  running.value = mine;
  failure.value = undefined;
  measured.value = undefined;
  try {
    const setup = await engine.call("prepare", [now.rules, now.events], PATIENCE);
    const none = setup.rules === 0 || setup.events === 0;
    let progress: Progress = { rows: [], done: none ? 1 : 0 };
    measured.value = { ...now, setup, progress };
    while (running.peek() === mine && progress.done < 1) {
      progress = await engine.call("measure", [], PATIENCE);
      measured.value = { ...now, setup, progress };
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    failure.value = error.failure;
  } finally {
    if (running.peek() === mine) running.value = undefined;
  }
}

function stop(): void {
  running.value = undefined;
}

/** How long these rules take for these events, in this browser. */
export function BenchmarkTab() {
  const now = measured.value;
  return (
    <div class="benchmark">
      <Controls />
      {failure.value && <Problem what="Not measured" failure={failure.value} />}
      {now ? <Result now={now} /> : <Intro />}
    </div>
  );
}

function Controls() {
  const isRunning = running.value !== undefined;
  const ready = rules.items.value.length > 0 && events.items.value.length > 0;
  const done = measured.value?.progress.done ?? 0;
  return (
    <div class="benchmark-controls">
      <button
        type="button"
        class={isRunning ? "" : "main"}
        disabled={!isRunning && !ready}
        onClick={isRunning ? stop : run}
      >
        {isRunning ? "Stop" : measured.value ? "Measure again" : "Measure"}
      </button>
      {isRunning && <progress aria-label="Measured so far" max={1} value={done} />}
    </div>
  );
}

function Intro() {
  if (running.value) return <p class="faint">Comparing both matchers …</p>;
  return (
    <p class="faint">
      How long the rules take for an event, beside the matcher that one writes without a library,
      and beside JSON.parse, which that one needs before it begins. It takes some four seconds, in a
      worker: the page stays alive.
    </p>
  );
}

function Result({ now }: { readonly now: Measured }) {
  const { setup, progress } = now;
  if (setup.rules === 0 || setup.events === 0) {
    return (
      <p class="problem">
        ✗ There is nothing to measure: it takes a rule that is accepted and an event that can be
        read.
      </p>
    );
  }
  const changed = now.rules !== rules.items.value || now.events !== events.items.value;
  const isRunning = running.value !== undefined;
  const partly = !isRunning && progress.done < 1;
  return (
    <>
      {changed && <p class="faint">These figures are of what was there before the last change.</p>}
      <div class={changed ? "benchmark-result stale" : "benchmark-result"}>
        {progress.rows.length > 0 && <Figures rows={progress.rows} />}
        {partly && <p class="faint">It was stopped early, so these figures are rougher.</p>}
        {!isRunning && <Announcer text={sentence(progress.rows)} />}
        <Agreement setup={setup} />
        <About setup={setup} />
      </div>
    </>
  );
}

function Figures({ rows }: { readonly rows: readonly Row[] }) {
  const most = Math.max(...rows.map(({ p50 }) => p50));
  return (
    <>
      <p class="benchmark-verdict">{sentence(rows)}</p>
      <ul class="benchmark-bars" aria-label="Time of an event, half of the samples being shorter">
        {rows.map(({ way, p50 }) => (
          <li key={way} class={`benchmark-bar is-${way}`}>
            <span class="bar-title">{TITLES[way]}</span>
            <span class="bar-track">
              <span class="bar-fill" style={{ width: `${(100 * p50) / most}%` }} />
            </span>
            <span class="bar-value">{timeText(p50)}</span>
          </li>
        ))}
      </ul>
      <Scroll label="Figures">
        <table class="benchmark-figures">
          <thead>
            <tr>
              <th scope="col">An event</th>
              <th scope="col">p50</th>
              <th scope="col">p99</th>
              <th scope="col">Events a second</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ way, p50, p99, eventsPerSecond }) => (
              <tr key={way}>
                <th scope="row">{TITLES[way]}</th>
                <td>{timeText(p50)}</td>
                <td>{timeText(p99)}</td>
                <td>{countText(eventsPerSecond)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

/** Both matchers ought to say the same; where they do not, it is said. */
function Agreement({ setup }: { readonly setup: Setup }) {
  const { compared, disagreements, examples, naiveFails } = setup;
  if (naiveFails !== undefined) {
    return <p>✗ The naive matcher does not take these rules: {naiveFails}</p>;
  }
  const count = compared.toLocaleString("en");
  if (disagreements === 0) {
    return <p>✓ Both matchers say the same in all {count} verdicts that were compared.</p>;
  }
  return (
    <div>
      <p>
        ✗ The naive matcher is wrong in {disagreements.toLocaleString("en")} of {count} verdicts:
      </p>
      <ul class="disagreements">
        {examples.map(({ rule, event, matches }) => (
          <li key={`${rule}\n${event}`}>
            <code>{rule}</code> {matches ? "matches" : "does not match"} {event}; it says the
            opposite.
          </li>
        ))}
      </ul>
    </div>
  );
}

function About({ setup }: { readonly setup: Setup }) {
  const { leftOut } = setup;
  const missing = [...leftOut.rules, ...leftOut.events];
  return (
    <section>
      <h3>What was measured</h3>
      <p>
        {setupText(setup)}, as text, by {navigator.userAgent}.
      </p>
      {missing.length > 0 && (
        <p>
          ✗ Left out, since they cannot be read: {missing.slice(0, 5).join(", ")}
          {missing.length > 5 && ` and ${missing.length - 5} more`}.
        </p>
      )}
      <p class="faint">
        The clock of a browser is coarse, so a sample is the mean of as many events as take 5 ms or
        more; p50 and p99 are of up to 120 samples. The naive matcher makes each pattern a function
        and calls them all with the parsed event. Figures vary with the machine, the browser, and
        what else they do.
      </p>
    </section>
  );
}
