// Every EventBridge event of the corpus becomes a CloudEvent that this validator and the SDK's take,
// and comes back identical.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CloudEvent } from "cloudevents";
import {
  fromCloudEvent,
  toCloudEvent,
  toCloudEvents,
  validateCloudEvent,
  validateEventBridgeEvent,
} from "tidegate";
import {
  assertSameJson,
  eventBridgeSamples,
  onSamples,
  readShared,
  samples,
  total,
} from "./support.mjs";

const PROFILES = ["talk", "aws-docs", "arn"];

/** Times that no calendar has: the samples of services are not always events that have happened. */
const hasTime = ({ time }) => !Number.isNaN(Date.parse(time));

/** That a CloudEvent is valid here and there, but for the time where that of the event is bad. */
function assertValid(text, event) {
  const { valid, issues } = validateCloudEvent(text);
  const errors = issues.filter(({ severity }) => severity === "error").map(({ code }) => code);
  assert.deepEqual(errors, hasTime(event) ? [] : ["CE_TIME_NOT_TIMESTAMP"]);
  assert.equal(valid, hasTime(event));
  const construct = () => new CloudEvent(JSON.parse(text));
  if (hasTime(event)) assert.equal(construct().validate(), true);
  else assert.throws(construct);
}

function assertRoundTrip(text) {
  const event = JSON.parse(text);
  for (const profile of PROFILES) {
    const plain = toCloudEvent(text, { profile, output: "text" });
    assertValid(plain, event);
    const lossless = toCloudEvent(text, { profile, lossless: true, output: "text" });
    assertValid(lossless, event);
    const { output, losses } = fromCloudEvent(lossless, { to: "eventbridge", output: "text" });
    assertSameJson(output, text, profile);
    assert.deepEqual(losses, []);
  }
}

describe("EventBridge events of AWS's own libraries", onSamples, () => {
  const events = eventBridgeSamples();
  let passed = 0;
  for (const { name, text } of events) {
    test(name, () => {
      assert.equal(validateEventBridgeEvent(text).valid, true);
      assertRoundTrip(text);
      passed++;
    });
  }

  test("all of them", () => {
    assert.equal(events.length, 25);
    assert.equal(passed, events.length);
    const what = "convert by three profiles, validate here and there, and come back identical";
    total("EventBridge events", `${passed} of ${events.length} ${what}`);
  });

  test("what is no EventBridge event is refused", () => {
    const names = new Set(events.map(({ name }) => name));
    const others = samples("aws").filter(({ name }) => !names.has(name));
    for (const { name, text } of others) {
      assert.equal(validateEventBridgeEvent(text).valid, false, name);
      assert.throws(() => toCloudEvent(text), { name: "TidegateError" }, name);
    }
    total(
      "AWS events of other shapes",
      `${others.length} of ${others.length} refused as EventBridge events`,
    );
  });
});

describe("EventBridge events of recorded answers of AWS", onSamples, () => {
  for (const [file, least] of [
    ["eventbridge_testeventpattern", 100],
    ["eventbridge_input_transformer", 20],
  ]) {
    test(file, () => {
      const rows = readShared(`conformance/dialects/${file}.jsonl`).trimEnd().split("\n");
      const events = rows.map((row) => JSON.parse(row).event).filter(isConvertible);
      for (const event of events) assertRoundTrip(JSON.stringify(event));
      assert.ok(events.length >= least, String(events.length));
      total(`Events of ${file}`, `${events.length} of ${events.length} come back identical`);
    });
  }
});

describe("AWS events of all shapes", onSamples, () => {
  for (const options of [
    {},
    { unwrap: true },
    { profile: "talk" },
    { profile: "aws-docs" },
    { profile: "spec-adapter" },
    { profile: "arn" },
  ]) {
    test(`whatever becomes a CloudEvent is one to the SDK too: ${JSON.stringify(options)}`, () => {
      let files = 0;
      let count = 0;
      for (const { name, text } of samples("aws")) {
        for (const event of convertAll(text, options)) {
          assert.equal(validateCloudEvent(event).valid, true, name);
          assert.equal(new CloudEvent(JSON.parse(event)).validate(), true, name);
          count++;
        }
        files++;
      }
      assert.ok(count > 100, String(count));
      const what = `${count} CloudEvents, valid here and there`;
      total(`${files} AWS events of all shapes with ${JSON.stringify(options)}`, what);
    });
  }
});

/** The events of an input; none where it is of a kind, or a profile is not, which makes any. */
function convertAll(text, options) {
  try {
    return toCloudEvents(text, { ...options, output: "text" }).events;
  } catch (error) {
    assert.equal(error.code, "ERR_EVENT_KIND", error.message);
    return [];
  }
}

function isConvertible(event) {
  const isText = (value) => typeof value === "string" && value !== "";
  return ["id", "source", "detail-type", "region"].every((key) => isText(event?.[key]));
}
