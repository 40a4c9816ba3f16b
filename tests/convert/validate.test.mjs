// Both validators on real events, and against a slow check of the same rules: the JSON Schema of the
// specification, by Ajv.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, describe, test } from "node:test";
import { CloudEvent } from "cloudevents";
import { upgradeCloudEvent, validateCloudEvent, validateEventBridgeEvent } from "tidegate";
import { eventBridgeSamples, onSamples, readShared, samples, total } from "./support.mjs";

const errors = ({ issues }) =>
  issues.filter(({ severity }) => severity === "error").map(({ code, path }) => `${code} ${path}`);

/**
 * What is wrong with a sample. Those not named here are right. "v03" and "v1" are the tests of the
 * Java SDK, whose v03__fail_* say that they are of 1.0.
 */
const REFUSED = {
  "v03__fail_numeric_decimal.json": ["CE_INTEGER_FORM /decimal"],
  "v03__fail_numeric_long.json": ["CE_INTEGER_RANGE /long"],
  "v1__fail_numeric_decimal.json": ["CE_INTEGER_FORM /decimal"],
  "v1__fail_numeric_long.json": ["CE_INTEGER_RANGE /long"],
  "v1__json_data_with_ext_invalid.json": ["CE_NAME_CHARACTERS /a_invalid_name"],
  // The Java SDK makes such names lower-case as it reads; the specification has no such step.
  "v1__json_data_with_ext_upper_case.json": [
    "CE_NAME_CHARACTERS /aString",
    "CE_NAME_CHARACTERS /aBoolean",
    "CE_NAME_CHARACTERS /aNumber",
  ],
  // The text of the specification, with "... base64 encoded string ..." in the place of Base64.
  "formats__json-format.md-1.json": ["CE_DATA_BASE64_NOT_BASE64 /data_base64"],
  "formats__json-format.md-7.json": ["CE_DATA_BASE64_NOT_BASE64 /0/data_base64"],
};

const events = [...samples("cloudevents/sdk-java-json-jackson"), ...samples("cloudevents/spec-md")];
const isOld = ({ text }) => JSON.parse(text).specversion === "0.3";
const current = events.filter((sample) => !isOld(sample));
const accepted = current.filter(({ name }) => !(name in REFUSED));

describe("samples of CloudEvents", onSamples, () => {
  test("each name of what is refused is that of a sample", () => {
    const names = events.map(({ name }) => name);
    assert.deepEqual(
      Object.keys(REFUSED).filter((name) => !names.includes(name)),
      [],
    );
    assert.ok(accepted.length > 20 && current.length < events.length);
  });

  for (const { name, text, bytes } of current) {
    const expected = REFUSED[name] ?? [];
    test(`${name} is ${expected.length === 0 ? "valid" : "refused"}`, () => {
      for (const input of [text, bytes, JSON.parse(text)]) {
        const report = validateCloudEvent(input);
        assert.deepEqual(errors(report), expected);
        assert.equal(report.valid, expected.length === 0);
        for (const spec of ["1.0.2", "1.0.3"]) {
          assert.deepEqual(errors(validateCloudEvent(input, { spec })), expected);
        }
      }
    });
  }

  for (const { name, text } of events.filter(isOld)) {
    test(`${name} is of an earlier version, and can be upgraded unless it is refused`, () => {
      assert.deepEqual(errors(validateCloudEvent(text)), ["CE_SPECVERSION_OLD /specversion"]);
      if (name === "v03__json_data_with_ext_invalid.json") {
        assert.throws(() => upgradeCloudEvent(text), { code: "ERR_EVENT_FIELD" });
      } else {
        assert.deepEqual(errors(validateCloudEvent(upgradeCloudEvent(text))), []);
      }
    });
  }

  // What a CloudEvent of Google carries as data, and messages of another format.
  const others = [
    ...samples("cloudevents/google-cloudevents-data"),
    ...samples("cloudevents/sdk-java-protobuf"),
  ];
  for (const { name, text } of others) {
    test(`${name} is no CloudEvent`, () => {
      assert.ok(errors(validateCloudEvent(text)).includes("CE_SPECVERSION_MISSING /specversion"));
    });
  }

  after(() => {
    const refused = Object.keys(REFUSED).length;
    const old = events.length - current.length;
    total(
      "validateCloudEvent",
      `${events.length} samples: ${accepted.length} valid, ${refused} refused, ${old} of version 0.3; ${others.length} no events`,
    );
  });
});

describe("what is valid here is valid elsewhere", onSamples, () => {
  const ofSdk = createRequire(createRequire(import.meta.url).resolve("cloudevents"));
  const ajv = new (ofSdk("ajv"))({ strict: false });
  ofSdk("ajv-formats")(ajv);
  const isValid =
    onSamples.skip === false &&
    ajv.compile(JSON.parse(readShared("events/cloudevents/spec/cloudevents.json")));
  const single = accepted.map(({ text }) => JSON.parse(text)).filter((e) => !Array.isArray(e));

  test("by the JSON Schema of the specification and by the SDK", () => {
    for (const event of single) {
      assert.ok(isValid(event), JSON.stringify(isValid.errors));
      assert.ok(new CloudEvent(event).validate());
    }
    total(
      "valid by the JSON Schema and the SDK too",
      `${single.length} of ${single.length} events`,
    );
  });

  test("what the JSON Schema refuses of changed events is refused", () => {
    const values = ["", " ", "a b", "\u0000", "é", 1.5, -1, 2 ** 31, true, null, {}, [], ["a"]];
    const names = ["id", "source", "specversion", "type", "datacontenttype", "dataschema"];
    const changes = [...names, "subject", "time", "data", "data_base64", "extension"];
    let refused = 0;
    let stricter = 0;
    for (const event of single) {
      for (const name of changes) {
        const { [name]: _, ...without } = event;
        for (const changed of [without, ...values.map((value) => ({ ...event, [name]: value }))]) {
          const { valid } = validateCloudEvent(changed);
          if (isValid(changed)) {
            stricter += Number(!valid);
          } else {
            assert.equal(valid, false, JSON.stringify(changed));
            refused++;
          }
        }
      }
    }
    assert.ok(refused > 500);
    total("changed events", `${refused} refused with the JSON Schema, ${stricter} by us alone`);
  });
});

describe("samples of EventBridge", onSamples, () => {
  const files = eventBridgeSamples();
  const warnings = new Map();

  for (const { name, text, bytes } of files) {
    test(`${name} is valid`, () => {
      for (const input of [text, bytes, JSON.parse(text)]) {
        const report = validateEventBridgeEvent(input);
        assert.deepEqual(errors(report), []);
        assert.equal(report.valid, true);
      }
      for (const { code } of validateEventBridgeEvent(text).issues) {
        warnings.set(code, (warnings.get(code) ?? 0) + 1);
      }
    });
  }

  test("what else is in the corpus is refused", () => {
    const names = new Set(files.map(({ name }) => name));
    for (const { name, text } of samples("aws")) {
      if (!names.has(name)) assert.equal(validateEventBridgeEvent(text).valid, false, name);
    }
  });

  after(() => {
    const list = [...warnings].map(([code, count]) => `${code} ${count}`).sort();
    total(
      "validateEventBridgeEvent",
      `${files.length} of ${files.length} events valid; warnings: ${list.join(", ")}`,
    );
  });
});
