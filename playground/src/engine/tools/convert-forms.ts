import {
  amqp,
  type FromCloudEventOptions,
  fromCloudEvent,
  http,
  kafka,
  type Loss,
  mqtt,
  nats,
  toCloudEvents,
  websocket,
} from "tidegate";
import { decodeCloudEvent, encodeCloudEvent } from "tidegate/protobuf";
import { formatJson } from "../../json/json-text.js";
import { type Form, LARGE, type Wish } from "./convert-choice.js";

/** A CloudEvent in another form. */
export interface Carried {
  /** To be read by people. */
  readonly text: string;
  readonly language: "json" | "text";
  /** What the form has no place for. */
  readonly losses: readonly Loss[];
  /** The CloudEvents that a receiver makes of it, as JSON texts. */
  read(): readonly string[];
}

type Protocol<Message> = {
  readonly binary: (event: string) => Message;
  readonly structured: (event: string) => Message;
  readonly read: (message: Message) => string;
  /** As it goes over the wire, as far as that is text. */
  readonly show: (message: Message) => string;
};

const TEXT = { output: "text" } as const;

function protocol<Message>(of: Protocol<Message>) {
  return (event: string, { mode }: Wish): Carried => {
    const message = of[mode](event);
    return {
      text: of.show(message),
      language: "text",
      losses: [],
      read: () => [of.read(message)],
    };
  };
}

function laidOut(text: string): string {
  return text.length > LARGE ? text : formatJson(text);
}

function asJson(text: string, read: () => string): Carried {
  return { text: laidOut(text), language: "json", losses: [], read: () => [read()] };
}

type Fields = Readonly<Record<string, unknown>> | readonly (readonly [string, unknown])[];

function lines(fields: Fields, indent = ""): string[] {
  const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
  return pairs
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${indent}${name}: ${value}`);
}

function section(title: string, fields: Fields): string[] {
  const inside = lines(fields, "  ");
  return inside.length > 0 ? [title, ...inside] : [];
}

/** A body that is JSON on lines of its own, other text as it is, and bytes in Base64. */
function bodyText(body: Uint8Array | null, type: string | undefined): string[] {
  if (body === null || body.length === 0) return [];
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    return ["", /^application\/(.*\+)?json\b/.test(type ?? "") ? laidOut(text) : text];
  } catch {
    const letters = Array.from(body, (byte) => String.fromCharCode(byte));
    return ["", `(${body.length} bytes, in Base64)`, btoa(letters.join(""))];
  }
}

/** So many bytes stand on a line, and so many are shown. */
const ROW = 8;
const MOST_BYTES = 4096;

/** Bytes in hexadecimal, and beside them those that are ASCII. */
function dump(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, MOST_BYTES);
  const rows = Array.from({ length: Math.ceil(shown.length / ROW) }, (_, row) =>
    dumpRow([...shown.subarray(row * ROW, (row + 1) * ROW)]),
  );
  const rest = bytes.length - shown.length;
  return [...rows, ...(rest > 0 ? [`… and ${rest} bytes more`] : [])].join("\n");
}

function dumpRow(bytes: readonly number[]): string {
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const isLetter = (byte: number) => byte > 0x1f && byte < 0x7f;
  const letters = bytes.map((byte) => (isLetter(byte) ? String.fromCharCode(byte) : "."));
  return `${digits.padEnd(ROW * 3)} ${letters.join("")}`;
}

function requestText({ headers, body }: http.HttpMessage): string {
  const head = ["POST /events HTTP/1.1", "host: example.com", ...lines(headers)];
  return [...head, ...bodyText(body, headers["content-type"])].join("\n");
}

function eventBridgeOptions({ detail, region, account }: Wish): Partial<FromCloudEventOptions> {
  return {
    ...(detail !== "auto" && { detail }),
    ...(region && { region }),
    ...(account && { account }),
  };
}

function eventGridOptions({ subject, time }: Wish): Partial<FromCloudEventOptions> {
  return { ...(subject && { subject }), ...(time && { time }) };
}

/** The event in what was delivered; the first one, as one was sent. */
function readDelivered(text: string, { profile, lossless }: Wish): string {
  const { events, issues } = toCloudEvents(text, {
    ...TEXT,
    ...(profile && { profile }),
    unwrap: true,
    lossless,
  });
  const [event] = events;
  if (event === undefined) throw new Error(issues[0]?.message ?? "There is no event in it.");
  return event;
}

function target(
  to: FromCloudEventOptions["to"],
  options: (wish: Wish) => Partial<FromCloudEventOptions>,
  read: (output: string, wish: Wish) => string,
) {
  return (event: string, wish: Wish): Carried => {
    const { output, losses } = fromCloudEvent(event, { ...options(wish), to, ...TEXT });
    return { ...asJson(output, () => read(output, wish)), losses };
  };
}

const NO_OPTIONS = () => ({});

const member = (name: string) => (output: string, wish: Wish) =>
  readDelivered(JSON.parse(output)[name], wish);

function detailOfEntry({ detail }: Wish): Partial<FromCloudEventOptions> {
  return detail === "auto" ? {} : { detail };
}

function readEntry(output: string, wish: Wish): string {
  if (wish.detail === "data") {
    throw new Error(
      "EventBridge gives an entry its id, account, region and time when it takes it.",
    );
  }
  return member("Detail")(output, wish);
}

/** Each form but the batch, which is of several events. */
export const CARRIERS: Readonly<
  Record<Exclude<Form, "batch">, (event: string, wish: Wish) => Carried>
> = {
  json: (event) => asJson(event, () => event),
  http: protocol<http.HttpMessage>({
    binary: http.binary,
    structured: http.structured,
    read: (message) => http.read(message, TEXT),
    show: requestText,
  }),
  kafka: protocol<kafka.KafkaMessage>({
    binary: kafka.binary,
    structured: kafka.structured,
    read: (message) => kafka.read(message, TEXT),
    show: ({ headers, value }) =>
      [...lines(headers), ...bodyText(value, headers["content-type"])].join("\n"),
  }),
  amqp: protocol<amqp.AmqpMessage>({
    binary: amqp.binary,
    structured: amqp.structured,
    read: (message) => amqp.read(message as amqp.ReceivedAmqpMessage, TEXT),
    show: ({ content_type, application_properties = {}, body }) =>
      [
        ...lines({ "content-type": content_type }),
        ...section("application-properties", application_properties),
        ...bodyText((body ?? null) as Uint8Array | null, content_type),
      ].join("\n"),
  }),
  mqtt: protocol<mqtt.MqttMessage>({
    binary: mqtt.binary,
    structured: mqtt.structured,
    read: (message) => mqtt.read(message, TEXT),
    show: ({ properties, payload }) =>
      [
        ...lines({ "Content Type": properties?.contentType }),
        ...section("User Properties", properties?.userProperties ?? {}),
        ...bodyText(payload, properties?.contentType),
      ].join("\n"),
  }),
  nats: protocol<nats.NatsMessage>({
    binary: nats.binary,
    structured: nats.structured,
    read: (message) => nats.read(message, TEXT),
    show: ({ headers, data }) => [...lines(headers), ...bodyText(data, typeOf(headers))].join("\n"),
  }),
  websocket: (event) => {
    const frame = websocket.write(event);
    return asJson(frame, () => websocket.read(frame, TEXT));
  },
  protobuf: (event) => {
    const { output, losses } = encodeCloudEvent(event);
    const read = () => [decodeCloudEvent(output, TEXT).output];
    return { text: dump(output), language: "text", losses, read };
  },
  eventbridge: target("eventbridge", eventBridgeOptions, readDelivered),
  "put-events": target("put-events", detailOfEntry, readEntry),
  sns: target("sns", NO_OPTIONS, member("Message")),
  sqs: target("sqs", NO_OPTIONS, member("MessageBody")),
  "event-grid": target("event-grid", eventGridOptions, readDelivered),
};

function typeOf(headers: readonly (readonly [string, string])[]): string | undefined {
  return headers.find(([name]) => /^(ce-data)?content-?type$/i.test(name))?.[1];
}

/** All events as the request of one batch. */
export function carryBatch(events: readonly string[]): Carried {
  const message = http.batch(events);
  return {
    text: requestText(message),
    language: "text",
    losses: [],
    read: () => http.readBatch(message, TEXT).events,
  };
}
