import { formatJson } from "../json/json-text.js";
import type { NamedText, TabId } from "../workspace/workspace.js";
import anythingBut from "./anything-but.json";
import array from "./array.json";
import awsToCloudevent from "./aws-to-cloudevent.json";
import bigNumbers from "./big-numbers.json";
import caseDiffers from "./case-differs.json";
import cidr from "./cidr.json";
import cloudeventRule from "./cloudevent-rule.json";
import cloudtrailOpenPort from "./cloudtrail-open-port.json";
import codepipelineFailed from "./codepipeline-failed.json";
import dead from "./dead.json";
import discover from "./discover.json";
import dottedKeys from "./dotted-keys.json";
import duplicates from "./duplicates.json";
import ecrFindings from "./ecr-findings.json";
import ecsOutOfMemory from "./ecs-out-of-memory.json";
import elementsDisagree from "./elements-disagree.json";
import equalsIgnoreCase from "./equals-ignore-case.json";
import exists from "./exists.json";
import firstRule from "./first-rule.json";
import guarddutySevere from "./guardduty-severe.json";
import healthVolumes from "./health-volumes.json";
import invalidCloudevent from "./invalid-cloudevent.json";
import keyMisspelt from "./key-misspelt.json";
import literalStar from "./literal-star.json";
import literals from "./literals.json";
import manyRules from "./many-rules.json";
import missingList from "./missing-list.json";
import mixers from "./mixers.json";
import notAnExclusion from "./not-an-exclusion.json";
import nullOrMissing from "./null-or-missing.json";
import numberAsString from "./number-as-string.json";
import numeric from "./numeric.json";
import or from "./or.json";
import outOfRange from "./out-of-range.json";
import prefix from "./prefix.json";
import s3Notification from "./s3-notification.json";
import s3Upload from "./s3-upload.json";
import sameElement from "./same-element.json";
import shadowed from "./shadowed.json";
import suffix from "./suffix.json";
import typeDiffers from "./type-differs.json";
import wildcard from "./wildcard.json";

export interface Example {
  /** Part of its address. */
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** What it teaches, in a sentence. */
  readonly about: string;
  /** The tab to look at, unless it is the first one. */
  readonly tab?: TabId;
  readonly rules: readonly NamedText[];
  readonly events: readonly NamedText[];
  /** The rules that each event matches, by its name. */
  readonly expect: Readonly<Record<string, readonly string[]>>;
  /** The rules that are refused. */
  readonly refused: readonly string[];
}

/** An example as its file has it: texts by their names, or the values that they are of. */
interface ExampleFile {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly about: string;
  readonly tab?: string;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly events: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, readonly string[]>>;
  readonly refused?: readonly string[];
}

const FILES: readonly ExampleFile[] = [
  firstRule,
  mixers,
  manyRules,
  prefix,
  suffix,
  equalsIgnoreCase,
  wildcard,
  numeric,
  cidr,
  exists,
  anythingBut,
  literals,
  array,
  sameElement,
  or,
  dottedKeys,
  s3Upload,
  codepipelineFailed,
  guarddutySevere,
  ecrFindings,
  healthVolumes,
  cloudtrailOpenPort,
  ecsOutOfMemory,
  typeDiffers,
  caseDiffers,
  keyMisspelt,
  elementsDisagree,
  outOfRange,
  cloudeventRule,
  awsToCloudevent,
  s3Notification,
  invalidCloudevent,
  missingList,
  literalStar,
  numberAsString,
  nullOrMissing,
  bigNumbers,
  notAnExclusion,
  shadowed,
  dead,
  duplicates,
  discover,
];

/** In the order of the gallery: those of a group stand together. */
export const examples: readonly Example[] = FILES.map(
  ({ rules, events, tab, refused = [], ...rest }) => ({
    ...rest,
    ...(tab !== undefined && { tab: tab as TabId }),
    rules: textsOf(rules),
    events: textsOf(events),
    refused,
  }),
);

function textsOf(values: Readonly<Record<string, unknown>>): NamedText[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    text: typeof value === "string" ? value : formatJson(JSON.stringify(value)),
  }));
}
