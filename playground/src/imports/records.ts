/** What carries events as texts within its records. */
interface Carrier {
  readonly name: string;
  /** The list of records in what was delivered. */
  readonly list: string;
  /** The text that a record carries; nothing where it is no such record. */
  readonly textOf: (record: Readonly<Record<string, unknown>>) => string | undefined;
}

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
const text = (value: unknown) => (typeof value === "string" ? value : undefined);

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs.html and those of its neighbours. */
const CARRIERS: readonly Carrier[] = [
  {
    name: "SQS",
    list: "Records",
    textOf: (record) => (record.eventSource === "aws:sqs" ? text(record.body) : undefined),
  },
  {
    name: "SNS",
    list: "Records",
    textOf: (record) =>
      record.EventSource === "aws:sns" ? text(field(record.Sns, "Message")) : undefined,
  },
  {
    name: "Kinesis",
    list: "Records",
    textOf: (record) =>
      record.eventSource === "aws:kinesis" ? decoded(field(record.kinesis, "data")) : undefined,
  },
  { name: "SQS", list: "Messages", textOf: (record) => text(record.Body) },
  { name: "PutEvents", list: "Entries", textOf: eventOfEntry },
];

function decoded(data: unknown): string | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

/** The event that an entry of PutEvents becomes, as far as the entry says. */
function eventOfEntry(entry: Readonly<Record<string, unknown>>): string | undefined {
  const { Source, DetailType, Detail, Resources = [], Time } = entry;
  if (typeof Detail !== "string" || typeof Source !== "string") return undefined;
  const head = { "detail-type": DetailType, source: Source, time: Time, resources: Resources };
  return `${JSON.stringify(head).slice(0, -1)},"detail":${Detail}}`;
}

/** What the records of a delivery carry; nothing where it is no delivery that is known. */
export function carriedBy(
  value: unknown,
): { name: string; texts: (string | undefined)[] } | undefined {
  for (const { name, list, textOf } of CARRIERS) {
    const records = field(value, list);
    if (!Array.isArray(records)) continue;
    const texts = records.map((record) => textOf(record ?? {}));
    if (texts.some((text) => text !== undefined)) return { name, texts };
  }
  return undefined;
}

/** The message in a notification of SNS that was sent on to a queue. */
export function messageOf(value: unknown): string | undefined {
  return field(value, "Type") === "Notification" ? text(field(value, "Message")) : undefined;
}
