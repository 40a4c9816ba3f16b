/** Where a rule is explained. */
export interface Section {
  readonly title: string;
  readonly url: string;
}

const RELEASED = "https://github.com/cloudevents/spec/blob/ce@v1.0.2/cloudevents";
/** What came after the release: most extensions, and what the draft says of names. */
const DRAFT = "https://github.com/cloudevents/spec/blob/main/cloudevents";
const AWS = "https://docs.aws.amazon.com/eventbridge/latest";

/** The documents of extensions that are part of 1.0.2. */
const RELEASED_EXTENSIONS: readonly string[] = [
  "extensions/dataref.md",
  "extensions/distributed-tracing.md",
  "extensions/partitioning.md",
  "extensions/sampledrate.md",
  "extensions/sequence.md",
];

const PAGES: Readonly<Record<string, string>> = {
  "spec.md, Naming Conventions": `${DRAFT}/spec.md#naming-conventions`,
  "formats/json-format.md, 2.2": `${RELEASED}/formats/json-format.md#22-type-system-mapping`,
  "formats/json-format.md, 3": `${RELEASED}/formats/json-format.md#3-envelope`,
  "formats/json-format.md, 3.1.1": `${RELEASED}/formats/json-format.md#311-payload-serialization`,
  "EventBridge, Event structure": `${AWS}/ref/overiew-event-structure.html`,
  "EventBridge, PutEvents": `${AWS}/APIReference/API_PutEventsRequestEntry.html`,
  "EventBridge, Archives and replays": `${AWS}/userguide/eb-archive.html`,
};

/** The page of the section of an issue; undefined where the issue has none. */
export function sectionOf(title: string): Section | undefined {
  const url = PAGES[title] ?? pageOf(title);
  return url === undefined ? undefined : { title, url };
}

function pageOf(title: string): string | undefined {
  const [file, heading] = title.split(", ");
  if (file === "spec.md" && heading) {
    return `${RELEASED}/spec.md#${heading.toLowerCase().replaceAll(" ", "-")}`;
  }
  if (!file?.startsWith("extensions/")) return undefined;
  return `${RELEASED_EXTENSIONS.includes(file) ? RELEASED : DRAFT}/${file}`;
}
