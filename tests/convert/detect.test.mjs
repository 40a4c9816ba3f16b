// What each of the real events is. The table in aws-kinds.tsv was made by looking at the events.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { detect } from "tidegate";
import { onSamples, readShared, samples, total } from "./support.mjs";

function rowsOf(text) {
  const [, ...lines] = text.trimEnd().split("\n");
  return lines.map((line) => line.split("\t"));
}

/** The kinds that a shape of SOURCES.tsv may be; "other" and what is not here tells nothing. */
const KINDS_OF_SHAPE = {
  "apigw/alb/url/lattice":
    "alb api-gateway api-gateway-authorizer appsync-authorizer function-url http-api " +
    "http-api-authorizer lambda-destination vpc-lattice websocket-api",
  "aws:codecommit Records": "codecommit",
  "aws:dynamodb Records": "dynamodb",
  "aws:kinesis Records": "kinesis",
  "aws:mq": "activemq",
  "aws:rmq": "rabbitmq",
  "aws:s3 Records": "s3",
  "aws:ses Records": "ses",
  "aws:sns Records": "sns",
  "aws:sqs Records": "sqs",
  "cf Records": "cloudfront",
  "cloudwatch-logs": "cloudwatch-logs",
  cognito: "cognito",
  config: "config",
  "cw-alarm-lambda": "cloudwatch-alarm",
  firehose: "firehose kinesis-analytics",
  kafka: "msk self-managed-kafka",
};

/** The members that hold the records of a batch. */
const LISTS = "Records records messages rmqMessagesByQueue events tasks logEvents".split(" ");

function recordsOf(event) {
  if (Array.isArray(event)) return event.length;
  const name = LISTS.find((list) => typeof event[list] === "object");
  if (name === undefined) return undefined;
  const list = event[name];
  return Array.isArray(list) ? list.length : Object.values(list).flat().length;
}

describe("the events of AWS", onSamples, () => {
  const kinds = new Map(rowsOf(readFileSync(new URL("aws-kinds.tsv", import.meta.url), "utf8")));
  const events = samples("aws");

  test("the table has all of them and no others", () => {
    assert.deepEqual(events.map(({ name }) => name).sort(), [...kinds.keys()].sort());
  });

  test("each is of the kind in the table, as text, bytes or an object", () => {
    const counts = {};
    for (const { name, text, bytes } of events) {
      const { kind, records } = detect(text);
      assert.equal(kind, kinds.get(name), name);
      assert.deepEqual(detect(bytes), detect(text), name);
      assert.deepEqual(detect(JSON.parse(text)), detect(text), name);
      if (kind !== "unknown") assert.equal(records, recordsOf(JSON.parse(text)), name);
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    const { unknown = 0, ...known } = counts;
    const count = events.length - unknown;
    total(
      "detect",
      `${count} of ${events.length} events of AWS, of ${Object.keys(known).length} kinds`,
    );
    const rows = Object.entries(known).sort(([, a], [, b]) => b - a);
    total("detect, kinds", rows.map(([kind, times]) => `${kind} ${times}`).join(", "));
  });

  test("the kinds agree with the list of sources", () => {
    let told = 0;
    for (const [file, , , , shape] of rowsOf(readShared("events/aws/SOURCES.tsv"))) {
      const expected = shape.startsWith("eventbridge:") ? "eventbridge" : KINDS_OF_SHAPE[shape];
      if (expected === undefined) {
        assert.equal(shape, "other", file);
        continue;
      }
      told++;
      assert.ok(expected.split(" ").includes(kinds.get(file)), `${file}: ${shape}`);
    }
    total("detect, shapes of SOURCES.tsv", `${told} of ${events.length} name one, and agree`);
    assert.ok(told > 200);
  });

  test("what is within is found", () => {
    const within = (file) => {
      const { kind, contains } = detect(samples("aws", file)[0].text, { deep: true });
      return [kind, ...contains];
    };
    assert.deepEqual(within("powertools-py__s3SqsEvent.json"), ["sqs", "s3"]);
    assert.deepEqual(within("powertools-py__snsSqsEvent.json"), ["sqs", "sns"]);
    assert.deepEqual(within("powertools-py__kinesisFirehoseSQSEvent.json"), ["firehose", "sqs"]);
    assert.deepEqual(within("lambda-go__cloudwatch-alarm-sns-payload-single-metric.json"), [
      "sns",
      "cloudwatch-alarm-message",
    ]);
  });
});

test("the examples of the specification and of the Java SDK are CloudEvents", onSamples, () => {
  let count = 0;
  for (const { name, text } of samples("cloudevents/sdk-java-json-jackson")) {
    const { specversion } = JSON.parse(text);
    assert.deepEqual(detect(text), { kind: "cloudevent", specversion }, name);
    count++;
  }
  for (const { name, text } of samples("cloudevents/spec-md")) {
    const event = JSON.parse(text);
    const expected = !Array.isArray(event)
      ? { kind: "cloudevent", specversion: "1.0" }
      : event.length === 0
        ? { kind: "unknown" }
        : { kind: "cloudevent-batch", specversion: "1.0", records: event.length };
    assert.deepEqual(detect(text), expected, name);
    count++;
  }
  total("detect", `${count} files with CloudEvents of the specification and the Java SDK`);
  assert.ok(count > 40);
});

test("what is no event of itself is unknown, but for pushes of Pub/Sub", onSamples, () => {
  const others = ["google-cloudevents-data", "sdk-java-protobuf", "spec"];
  for (const folder of others) {
    const files = samples(`cloudevents/${folder}`);
    assert.ok(files.length > 0, folder);
    for (const { name, text } of files) {
      const kind = name.includes("MessagePublishedData") ? "pubsub-push" : "unknown";
      assert.deepEqual(detect(text), { kind }, name);
    }
  }
});

test("schemas of the registry are no events", onSamples, () => {
  const schemas = samples("registry-schemas");
  assert.ok(schemas.length > 0);
  for (const { name, text } of schemas) assert.equal(detect(text).kind, "unknown", name);
});
