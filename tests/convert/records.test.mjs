// Every file of AWS's own libraries that has a mapping becomes CloudEvents, closed and unwrapped.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toCloudEvents, validateCloudEvent } from "tidegate";
import { normalized, onSamples, samples, total } from "./support.mjs";

/** Samples whose records lack what the real ones have, or hold something else. */
const BROKEN = new Map([
  ["sls-mocks__cloud-watch-log-event-template.json", /not a batch of log events/],
  ["sam__kinesis__KinesisFirehoseApachelog.json", /base64/],
  ["sam__kinesis__KinesisFirehoseStreamsAsSource.json", /no source/],
  ["sam__kinesis__KinesisFirehoseSyslog.json", /no source/],
]);

/** Kinds whose records never have an id, or not always. */
const WITHOUT_ID = ["cognito", "cognito-sync", "config", "iot-1-click", "iot-button", "rabbitmq"];

function convert(text, options) {
  try {
    return toCloudEvents(text, { output: "text", ...options });
  } catch (error) {
    assert.equal(error.code, "ERR_EVENT_KIND");
    return undefined;
  }
}

function assertEvents(events) {
  for (const event of events) {
    const { issues } = validateCloudEvent(event);
    assert.deepEqual(
      issues.filter(({ severity }) => severity === "error"),
      [],
    );
  }
  const ids = events.map((event) => {
    const { id, source } = JSON.parse(event);
    return `${source}\n${id}`;
  });
  assert.equal(new Set(ids).size, ids.length);
}

describe("records of AWS", onSamples, () => {
  const kinds = new Map();
  let files = 0;
  let converted = 0;
  for (const { name, text } of samples("aws")) {
    files++;
    const closed = convert(text, { generate: ["id"] });
    if (closed === undefined) continue;
    test(name, () => {
      const { kind, events, issues } = closed;
      assertEvents(events);
      const broken = BROKEN.get(name);
      if (broken === undefined) assert.deepEqual(issues, []);
      for (const { message } of issues) assert.match(message, broken);
      assert.equal(issues.length === 0, broken === undefined);

      const unwrapped = convert(text, { unwrap: true, generate: ["id", "time"] });
      assertEvents(unwrapped.events);
      assert.equal(unwrapped.issues.length, issues.length);
      assert.ok(unwrapped.events.length >= events.length);

      const bare = convert(text);
      if (WITHOUT_ID.includes(kind)) {
        assert.equal(bare.events.length, 0);
        assert.match(bare.issues[0].message, /no id/);
      } else {
        assert.deepEqual(bare.events, events);
      }
      kinds.set(kind, (kinds.get(kind) ?? 0) + events.length);
      converted++;
    });
  }
  test("all together", () => {
    assert.ok(kinds.size >= 22, `only ${kinds.size} kinds`);
    const counts = [...kinds].map(([kind, count]) => `${count} ${kind}`);
    total("records", `${converted} of ${files} files have a mapping: ${counts.join(", ")}`);
  });
});

describe("what a record says is in its event", onSamples, () => {
  for (const { name, text } of samples("aws")) {
    const conversion = convert(text);
    if (conversion === undefined || !["s3", "sqs", "dynamodb", "ses"].includes(conversion.kind)) {
      continue;
    }
    test(name, () => {
      const input = JSON.parse(text);
      const records = input.Records ?? [input];
      assert.deepEqual(
        conversion.events.map((event) => normalized(JSON.stringify(JSON.parse(event).data))),
        records.map((record) => normalized(JSON.stringify(record))),
      );
      const ofRecords = ({ path }) => path.startsWith("/Records/");
      assert.deepEqual(conversion.losses.filter(ofRecords), []);
    });
  }
});
