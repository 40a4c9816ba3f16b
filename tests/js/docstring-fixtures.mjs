// What the examples in docstrings speak of without making it: things of their surroundings.
import assert from "node:assert/strict";
import { http, RuleSet, TidegateError } from "tidegate";
import { encodeCloudEvent, encodeCloudEvents } from "tidegate/protobuf";
import { compileSchema, Discovery } from "tidegate/schema";

const url = "https://example.com/";
const text = `{"version": "0", "id": "7bf73129-1428-4cd3-a780-95db273d1602", "account": "123456789012",
  "source": "aws.ec2", "detail-type": "State", "time": "2026-01-01T00:00:00Z", "region": "us-east-2",
  "resources": [], "detail": {"state": "stopped"}}`;
const cloudEvent = {
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "com.example.sold",
  data: { price: 5 },
};
const pattern = { source: ["aws.ec2"], detail: { state: ["stopped"] } };
const record = {
  messageId: "1",
  body: "hello",
  receiptHandle: "h",
  attributes: {},
  messageAttributes: {},
  md5OfBody: "m",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:orders",
  awsRegion: "us-east-2",
};

const ignore = () => undefined;
const on = (_name, listener) => assert.equal(typeof listener, "function");

/** By the file of the docstring, from the folder of declarations. */
export function fixturesOf(file, example) {
  const isProtobuf = file.startsWith("protobuf/");
  const isProtocol = file.startsWith("protocol/");
  const message = http.binary(cloudEvent);
  const bytes = encodeCloudEvent(cloudEvent).output;
  const batch = encodeCloudEvents([cloudEvent]).output;
  const asEvent =
    isProtobuf || isProtocol ? cloudEvent : file === "sns.d.ts" ? { Records: [] } : text;
  let body = isProtocol ? message.body : text;
  if (isProtobuf) body = example.includes("decodeCloudEvents") ? batch : bytes;
  const rules = RuleSet.from({ stopped: pattern });
  const headers = { ...message.headers, "sec-websocket-protocol": "cloudevents.json" };
  return {
    url,
    text,
    awsEventText: text,
    lines: `${text.replaceAll("\n", "")}\n{}\n`,
    cloudEvent,
    event: asEvent,
    pattern,
    source: { stopped: pattern },
    rules,
    entry: { Source: "shop", DetailType: "sold", Detail: "{}" },
    sqsBatch: { Records: [record] },
    message,
    events: [text],
    discovery: new Discovery(),
    schema: compileSchema({ type: "object" }),
    before: { type: "string" },
    after: {},
    fix: { title: "Drop the alternative", edits: [{ offset: 0, end: 0, text: "" }] },
    error: new TidegateError("ERR_INVALID_JSON", "", { line: 1, column: 1 }),
    bytes,
    request: new Request(url, { method: "POST", headers, body }),
    fetch: ignore,
    init: ignore,
    location: { href: url },
    handle: ignore,
    route: ignore,
    console: { log: (value) => value, warn: ignore },
    readFile: async () => rules.snapshot(),
    writeFile: async () => undefined,
    TopicArn: "",
    QueueUrl: "",
    sns: { publish: ignore },
    sqs: { sendMessage: ignore },
    producer: { send: ignore },
    consumer: { run: ignore },
    sender: { send: ignore },
    receiver: { on },
    client: { on, publish: ignore },
    connection: { publish: ignore },
    subscription: [{ ...message, data: JSON.stringify(cloudEvent), headers: [] }],
    natsHeaders: () => new Headers(),
    rhea: { types: {}, message: {} },
    socket: { send: ignore, addEventListener: on },
    WebSocket: class {
      send() {}
    },
  };
}
