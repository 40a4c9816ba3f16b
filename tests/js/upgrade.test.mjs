// Older CloudEvents as those of version 1.0.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toCloudEvent, upgradeCloudEvent } from "tidegate";
import { assertError, utf8 } from "./support.mjs";

const old = {
  specversion: "0.3",
  id: "1",
  source: "/s",
  type: "t",
  schemaurl: "urn:schema",
  datacontentencoding: "base64",
  data: "AAE=",
  comExample: { n: 1 },
};
const current = {
  specversion: "1.0",
  id: "1",
  source: "/s",
  type: "t",
  dataschema: "urn:schema",
  data_base64: "AAE=",
  comexample: '{"n":1}',
};

test("text, bytes and objects give the same", () => {
  for (const input of [old, JSON.stringify(old), utf8(JSON.stringify(old))]) {
    assert.deepEqual(upgradeCloudEvent(input), current);
    assert.equal(upgradeCloudEvent(input, { output: "text" }), JSON.stringify(current));
  }
  assert.deepEqual(upgradeCloudEvent(current), current);
});

test("numbers keep their digits in a text", () => {
  const text = '{"specversion":"0.2","data":1.50,"n":1.50}';
  const expected = '{"specversion":"1.0","data":1.50,"n":"1.50"}';
  assert.equal(upgradeCloudEvent(text, { output: "text" }), expected);
});

test("what toCloudEvent() writes in version 0.2 becomes what it writes in 1.0", () => {
  const event = { id: "1", "detail-type": "t", source: "aws.x", region: "r", detail: [1] };
  const older = toCloudEvent(event, { specversion: "0.2" });
  assert.deepEqual(upgradeCloudEvent(older), toCloudEvent(event));
});

test("what cannot be upgraded has a place", () => {
  assertError(() => upgradeCloudEvent('{"specversion":"0.3","schemaurl":"/x"}'), {
    code: "ERR_EVENT_FIELD",
    path: "/schemaurl",
    offset: 33,
  });
  assertError(() => upgradeCloudEvent([]), { code: "ERR_EVENT_NOT_OBJECT" });
  assertError(() => upgradeCloudEvent({ specversion: "2.0" }), { path: "/specversion" });
  assertError(() => upgradeCloudEvent(old, { output: "bytes" }), { code: "ERR_INVALID_ARGUMENT" });
});
