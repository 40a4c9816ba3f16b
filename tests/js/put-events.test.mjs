// The size of entries for PutEvents.
import assert from "node:assert/strict";
import { test } from "node:test";
import { entrySize } from "tidegate";
import { assertError } from "./support.mjs";

const entry = { Source: "shop", DetailType: "sold", Detail: "{}" };

test("the size is that of the texts in UTF-8, and 14 for a time", () => {
  assert.deepEqual(entrySize(entry), { bytes: 10, fits: true });
  assert.equal(entrySize({ ...entry, Time: new Date(0) }).bytes, 24);
  assert.equal(entrySize({ ...entry, Time: "2020-01-01T00:00:00Z" }).bytes, 24);
  assert.equal(entrySize({ ...entry, Source: "é€😀" }).bytes, 15);
  assert.equal(entrySize({ ...entry, Resources: ["a", "éé"] }).bytes, 15);
  const others = { ...entry, EventBusName: "bus", TraceHeader: "Root=1" };
  assert.equal(entrySize(others).bytes, 10);
});

test("the limit is an option, and what older limits refuse is told", () => {
  const sized = (bytes) => entrySize({ ...entry, Detail: "x".repeat(bytes - 8) });
  assert.equal(sized(262_144).warning, undefined);
  assert.match(sized(262_145).warning, /262144/);
  assert.equal(sized(1_048_576).fits, true);
  assert.deepEqual(sized(1_048_577), { bytes: 1_048_577, fits: false });
  assert.equal(entrySize(entry, { limit: 10 }).fits, true);
  assert.equal(entrySize(entry, { limit: 9 }).fits, false);
});

test("wrong arguments", () => {
  for (const wrong of [null, 5, {}, { ...entry, Detail: {} }, { ...entry, Resources: "a" }]) {
    assertError(() => entrySize(wrong), { code: "ERR_INVALID_ARGUMENT" });
  }
  for (const limit of [0, 1.5, "10", null]) {
    assertError(() => entrySize(entry, { limit }), { code: "ERR_INVALID_ARGUMENT" });
  }
});
