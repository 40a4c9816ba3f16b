import "../style/lint.css";
import { computed, type Signal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { LintFinding, LintFix, LintPlace, Profile } from "tidegate";
import { applyEdits } from "../editor/marks.js";
import { tools } from "../engine/engines.js";
import type { Failure } from "../engine/serve.js";
import type { LintTarget } from "../engine/tools/lint.js";
import { Announcer } from "../ui/announcer.jsx";
import { Choice } from "../ui/controls.jsx";
import { usePages } from "../ui/pages.jsx";
import { Problem } from "../ui/problem.jsx";
import { afterPause } from "../workspace/judging.js";
import { caretWish } from "../workspace/places.js";
import { rules, schema } from "../workspace/store.js";
import type { NamedText } from "../workspace/workspace.js";
import {
  countsOf,
  type FindingGroup,
  groupsOf,
  type ShownFinding,
  withLastGood,
} from "./lint-groups.js";

const PROFILES: Readonly<Record<Profile, string>> = {
  eventbridge: "EventBridge",
  pipes: "Pipes and Lambda event sources",
  "custom-bus": "Custom event bus, DATA",
  "custom-bus-metadata": "Custom event bus, METADATA",
  "custom-bus-system-metadata": "Custom event bus, SYSTEM_METADATA",
  "sns-attributes": "SNS, MessageAttributes",
  "sns-body": "SNS, MessageBody",
  "event-ruler": "Event Ruler",
};

interface Linted {
  /** The rules as they were. */
  readonly rules: readonly NamedText[];
  readonly findings: readonly ShownFinding[];
}

const profile: Signal<Profile> = signal("eventbridge");
const target = computed((): LintTarget => ({ profile: profile.value, schema: schema.value }));
const linted: Signal<Linted | undefined> = signal(undefined);
const failure: Signal<Failure | undefined> = signal(undefined);
const fixable = computed(
  () => linted.value?.findings.filter(({ finding, stale }) => finding.fix && !stale).length ?? 0,
);

/** Many rules may take longer than one. */
const MANY = { patience: 5000 };
/** So many findings are shown at once. */
const PAGE = 50;

async function lintNow(all: readonly NamedText[], target: LintTarget): Promise<void> {
  const found = await tools.call("lintAll", [all, target], MANY);
  linted.value = { rules: all, findings: withLastGood(linted.value?.findings ?? [], found) };
  failure.value = undefined;
}

function startLinting(): () => void {
  return afterPause(
    () => [rules.items.value, target.value] as const,
    ([all, now]) => lintNow(all, now),
    (failed) => {
      failure.value = failed;
    },
    150,
  );
}

/** What is wrong with the rules, or probably not meant. */
export function LintTab() {
  useEffect(startLinting, []);
  const now = linted.value;
  return (
    <div class="lint">
      <Controls />
      {failure.value && <Problem what="Not checked" failure={failure.value} />}
      {now && (
        <div class={failure.value ? "lint-result stale" : "lint-result"}>
          <Summary now={now} />
          <Findings now={now} />
        </div>
      )}
    </div>
  );
}

function Controls() {
  const mend = async () => {
    const before = rules.items.peek();
    const mended = await tools.call("fixAll", [before, target.peek()], MANY).catch(() => undefined);
    if (mended && rules.items.peek() === before) rules.set(mended, rules.index.peek());
  };
  return (
    <div class="controls lint-controls">
      <Choice
        label="The rules are for"
        value={profile.value}
        options={PROFILES}
        onSelect={(id) => {
          profile.value = id;
        }}
      />
      <button type="button" disabled={fixable.value === 0} onClick={mend}>
        Fix all {fixable.value > 0 && <span class="faint">({fixable.value})</span>}
      </button>
    </div>
  );
}

function Summary({ now }: { readonly now: Linted }) {
  const count = now.rules.filter(({ text }) => text.trim() !== "").length;
  const checked = count === 1 ? "1 rule" : `${count.toLocaleString("en")} rules`;
  if (count === 0) return <p class="faint">Write a rule, and what lint finds in it stands here.</p>;
  if (now.findings.length > 0) {
    const said = `${countsOf(now.findings)} in ${checked}.`;
    return (
      <>
        <p class="lint-summary">{said}</p>
        <Announcer text={said} />
      </>
    );
  }
  const said = `Nothing found in ${checked}.`;
  return (
    <p class="lint-clean">
      <strong>
        <span aria-hidden="true">✓</span> {said}
      </strong>{" "}
      Looked for what {PROFILES[profile.value]} refuses, what can never match or always does, parts
      that do nothing, slips of the pen, and rules that repeat or shadow each other
      {schema.value !== "" && ", and for what the schema of the tab Validate does not have"}.
      <Announcer text={said} />
    </p>
  );
}

/** The groups in their order, as far as they are on the page. */
function onPage(groups: readonly FindingGroup[], first: number): FindingGroup[] {
  let before = 0;
  return groups.flatMap(({ findings, ...group }) => {
    const shown = findings.slice(Math.max(0, first - before), Math.max(0, first + PAGE - before));
    before += findings.length;
    return shown.length > 0 ? [{ ...group, findings: shown }] : [];
  });
}

function Findings({ now: { findings, rules: texts } }: { readonly now: Linted }) {
  const { first, pages } = usePages(PAGE, findings.length);
  const groups = onPage(groupsOf(findings), first);
  return (
    <>
      {groups.map((group) => (
        <section key={group.id} class={`findings-${group.id}`}>
          <h3>{group.title}</h3>
          <ul class="findings">
            {group.findings.map((one, index) => (
              <Finding key={index} one={one} texts={texts} />
            ))}
          </ul>
        </section>
      ))}
      {pages}
    </>
  );
}

const SEVERITIES = {
  error: ["✗", "Error"],
  warning: ["!", "Warning"],
  info: ["i", "Note"],
} as const;

/** How a finding leads to the other place that it is about. */
const RELATIONS: Readonly<Record<string, string>> = {
  SHADOWED: "shadowed by",
  DUPLICATE_RULE: "the same as",
};

interface FindingProps {
  readonly one: ShownFinding;
  /** The rules that were looked at. */
  readonly texts: readonly NamedText[];
}

function Finding({ one: { finding, stale }, texts }: FindingProps) {
  const { severity, code, message, hint, related, witness, fix } = finding;
  const [sign, word] = SEVERITIES[severity];
  return (
    <li class={`finding is-${severity}${stale ? " stale" : ""}`}>
      <p class="finding-row">
        <strong class="severity">
          <span aria-hidden="true">{sign}</span> {word}
          {stale && ", before the last change"}
        </strong>
        <Place place={finding} />
        {related && <Place place={related} before={RELATIONS[code] ?? "see"} />}
      </p>
      <p>{message}</p>
      {hint && <p class="faint">{hint}</p>}
      {witness && (
        <p class="faint">
          Such as <code>{witness}</code>
        </p>
      )}
      <p class="finding-row">
        <code class="faint">{code}</code>
        {fix && !stale && <FixButton finding={finding} fix={fix} texts={texts} />}
      </p>
    </li>
  );
}

/** Moves the caret to a place in a rule. */
function Place({ place, before = "" }: { readonly place: LintPlace; readonly before?: string }) {
  const { rule, path, offset = 0 } = place;
  if (rule === undefined) return null;
  const show = () => {
    rules.show(rules.items.value.findIndex(({ name }) => name === rule));
    caretWish.value = { text: rules.text, offset };
  };
  return (
    <button type="button" class="finding-place" onClick={show}>
      {before} {rule} {path && <code>{path}</code>}
    </button>
  );
}

function FixButton({
  finding,
  fix,
  texts,
}: {
  readonly finding: LintFinding;
  readonly fix: LintFix;
  readonly texts: readonly NamedText[];
}) {
  const mend = () => {
    const now = rules.items.value.findIndex(({ name }) => name === finding.rule);
    const text = rules.items.value[now]?.text;
    // A text that has changed since will be looked at again in a moment.
    if (text === undefined || text !== texts.find(({ name }) => name === finding.rule)?.text)
      return;
    rules.show(now);
    rules.write(applyEdits(text, fix.edits));
  };
  return (
    <button type="button" onClick={mend}>
      {fix.title}
      <span class="visually-hidden"> in {finding.rule}</span>
    </button>
  );
}
