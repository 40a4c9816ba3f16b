// The Lambda functions, bundled as their first comments say, in the local runner lambda-local.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import lambdaLocal from "lambda-local";
import { fromCloudEvent, toCloudEvent, toCloudEvents } from "tidegate";
import { cloudEvent, folder, PATIENCE, sample, sink } from "./support.mjs";

/** Bundles a function; what it answers to an event. */
async function deploy(t, name, SINK) {
  const directory = mkdtempSync(join(tmpdir(), "tidegate-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const outfile = join(directory, "index.mjs");
  await build({
    entryPoints: [join(folder, `${name}.mjs`)],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
  });
  return (event) =>
    lambdaLocal.execute({
      event,
      lambdaPath: outfile,
      lambdaHandler: "handler",
      esm: true,
      timeoutMs: PATIENCE,
      environment: { SINK },
      // Nothing is printed; from 0 on the output of the test runner itself would be held back.
      verboseLevel: -1,
    });
}

/** What the runner tells of an invocation that failed. */
const failureOf = (invocation) =>
  invocation.then(
    (result) => assert.fail(JSON.stringify(result)),
    (failure) => failure,
  );

test("a function behind EventBridge", { timeout: 2 * PATIENCE }, async (t) => {
  const event = (name) => JSON.parse(sample(name));
  const { id: refused } = event("ecs-task-stopped");
  const { url, events } = await sink(t, [refused]);
  const invoke = await deploy(t, "lambda-eventbridge", url);

  await t.test("sends the events that a rule wants on", async () => {
    const replayed = event("replayed-ec2-state-change");
    assert.deepEqual(await invoke(replayed), { rules: ["instance-down"], id: replayed.id });
    assert.deepEqual(await invoke(event("ec2-state-change")), { rules: [] });
    assert.deepEqual(await invoke(event("scheduled-event")), { rules: [] });
    const [sent, ...others] = events.splice(0);
    assert.deepEqual(others, []);
    assert.deepEqual(fromCloudEvent(sent, { to: "eventbridge" }).output, replayed);
  });

  await t.test("fails where its receiver does, so that Lambda tries again", async () => {
    const { errorMessage } = await failureOf(invoke(event("ecs-task-stopped")));
    assert.equal(errorMessage, `${url} answered 503`);
  });

  await t.test("fails where an event is none", async () => {
    const nameless = { ...event("replayed-ec2-state-change"), id: undefined };
    const { errorType, errorMessage } = await failureOf(invoke(nameless));
    assert.deepEqual([errorType, errorMessage], ["TidegateError", 'The event\'s "id" is missing.']);
  });
});

const record = (messageId, body) => ({
  messageId,
  receiptHandle: "MessageReceiptHandle",
  body,
  attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1523232000000" },
  messageAttributes: {},
  md5OfBody: "7b270e59b47ff90a553787216d55d91d",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:MyQueue",
  awsRegion: "us-east-1",
});

const photo = (key, sequencer) => ({
  eventVersion: "2.1",
  eventSource: "aws:s3",
  awsRegion: "us-east-2",
  eventTime: "2019-09-03T19:37:27.192Z",
  eventName: "ObjectCreated:Put",
  responseElements: {
    "x-amz-request-id": sequencer,
    "x-amz-id-2": "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo=",
  },
  s3: {
    bucket: { name: "photos", arn: "arn:aws:s3:::photos" },
    object: { key, size: 5, sequencer },
  },
});

const notification = (message) =>
  JSON.stringify({
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: "arn:aws:sns:us-west-2:123456789012:MyTopic",
    Subject: "Amazon S3 Notification",
    Message: message,
    Timestamp: "2012-05-02T00:54:06.655Z",
    SignatureVersion: "1",
    Signature: "EXAMPLEw6JRN",
    SigningCertURL:
      "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem",
    UnsubscribeURL: "https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe",
  });

test("a function behind a queue of SQS", { timeout: 2 * PATIENCE }, async (t) => {
  const printed = t.mock.method(console, "error", () => {});
  const { url, events } = await sink(t, ["late"]);
  const invoke = await deploy(t, "lambda-sqs", url);
  const idsOf = ({ batchItemFailures }) =>
    batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

  await t.test("sends what is in the messages on, whatever carries it", async () => {
    const records = [photo("a%C3%A9+b.jpg", "R1"), photo("notes.txt", "R2"), photo("c.jpg", "R3")];
    const uploads = { Records: records };
    const Records = [
      record("m1", sample("order-blender")),
      record("m2", sample("order-pressure-cooker")),
      record("m3", notification(JSON.stringify(uploads))),
      record("m4", JSON.stringify(cloudEvent({ type: "Order Placed" }))),
    ];
    assert.deepEqual(await invoke({ Records }), { batchItemFailures: [] });
    const photos = toCloudEvents(uploads).events;
    assert.deepEqual(
      photos.map(({ subject }) => subject),
      ["aé b.jpg", "notes.txt", "c.jpg"],
    );
    const byId = (a, b) => (a.id < b.id ? -1 : 1);
    assert.deepEqual(
      events.splice(0).sort(byId),
      [toCloudEvent(sample("order-blender")), photos[0], photos[2]].sort(byId),
    );
    assert.equal(printed.mock.callCount(), 0);
  });

  await t.test("names the messages that failed, and no other", async () => {
    const late = { ...JSON.parse(sample("order-blender")), id: "late" };
    const incomplete = { ...JSON.parse(sample("order-blender")), region: undefined };
    const bodies = {
      good: sample("order-blender"),
      text: "hello",
      cut: sample("order-blender").slice(0, -5),
      unknown: '{"hello": "world"}',
      incomplete: JSON.stringify(incomplete),
      late: JSON.stringify(late),
      unwanted: sample("scheduled-event"),
    };
    const Records = Object.entries(bodies).map(([name, body]) => record(name, body));
    assert.deepEqual(idsOf(await invoke({ Records })), [
      "text",
      "cut",
      "unknown",
      "incomplete",
      "late",
    ]);
    assert.deepEqual(
      events.map(({ id }) => id).sort(),
      [toCloudEvent(bodies.good).id, "late"].sort(),
    );
    const lines = printed.mock.calls.map(({ arguments: [line] }) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ messageId, code }) => [messageId, code]),
      [
        ["text", "ERR_INVALID_JSON"],
        ["cut", "ERR_INVALID_JSON"],
        ["unknown", "ERR_EVENT_KIND"],
        ["incomplete", "ERR_EVENT_FIELD"],
        ["late", undefined],
      ],
    );
  });
});
