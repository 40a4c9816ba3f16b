// The messages of the Java SDK, which are given in Protobuf's JSON.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeCloudEvent, encodeCloudEvent } from "tidegate/protobuf";
import { attribute, bytesField, number, text } from "../js/wire.mjs";
import { onSamples, samples, total } from "./support.mjs";

/** The field of a value by its name in Protobuf's JSON. */
const VALUES = {
  ceBoolean: (value) => number(1, Number(value)),
  ceInteger: (value) => number(2, value),
  ceString: (value) => text(3, value),
  ceBytes: (value) => bytesField(4, Buffer.from(value, "base64")),
  ceUri: (value) => text(5, value),
  ceUriRef: (value) => text(6, value),
  ceTimestamp: (value) => bytesField(7, number(1, Date.parse(value) / 1000)),
};

function bytesOf({ id, source, specVersion, type, attributes = {}, textData }) {
  const entries = Object.entries(attributes).flatMap(([name, value]) => {
    const [[kind, content]] = Object.entries(value);
    return attribute(name, VALUES[kind](content));
  });
  const data = textData === undefined ? [] : text(7, textData);
  const head = [...text(1, id), ...text(2, source), ...text(3, specVersion), ...text(4, type)];
  return Uint8Array.from([...head, ...entries, ...data]);
}

/** What the event is in JSON: attributes by what their names and values say. */
function expected({ id, source, type, attributes = {}, textData }) {
  const event = { specversion: "1.0", id, source, type };
  for (const [name, value] of Object.entries(attributes)) {
    const [[kind, content]] = Object.entries(value);
    event[name] =
      kind === "ceTimestamp" ? content.replace("T14:48:09+02:00", "T12:48:09Z") : content;
  }
  if (textData === undefined) return event;
  return {
    ...event,
    data: event.datacontenttype === "application/json" ? JSON.parse(textData) : textData,
  };
}

const files = samples("cloudevents/sdk-java-protobuf");
let agreeing = 0;

describe("messages of the Java SDK", onSamples, () => {
  for (const { name, text: json } of files) {
    test(name, () => {
      const message = JSON.parse(json);
      const bytes = bytesOf(message);
      const { output, types, losses } = decodeCloudEvent(bytes);
      assert.deepEqual(output, expected(message));
      assert.deepEqual(losses, []);
      const again = encodeCloudEvent(output, { types });
      assert.deepEqual(again.losses, []);
      const written =
        message.specVersion === "1.0" ? bytes : bytesOf({ ...message, specVersion: "1.0" });
      assert.deepEqual(again.output, written);
      agreeing++;
    });
  }

  test("all of them", () => {
    assert.equal(files.length, 7);
    assert.equal(agreeing, files.length);
    total(
      "Protobuf messages of the Java SDK",
      `${agreeing} of ${files.length} read and written to the byte`,
    );
  });
});
