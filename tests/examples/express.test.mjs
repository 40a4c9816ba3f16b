// The middleware in Express, on Node.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertRefused, cloudEvent, PATIENCE, post, sample, send, start } from "./support.mjs";

test("lets the wanted events through", { timeout: 2 * PATIENCE }, async (t) => {
  const url = `${await start(t, process.execPath, ["express.mjs"], { PORT: "0" })}/events`;

  await t.test("events of EventBridge", async () => {
    const { id } = JSON.parse(sample("order-blender"));
    const { status, json } = await post(url, sample("order-blender"));
    assert.deepEqual([status, json], [202, { id, rules: ["shop"] }]);
  });

  for (const mode of ["binary", "structured"]) {
    await t.test(`CloudEvents in ${mode} mode`, async () => {
      const wanted = await send(url, cloudEvent({ data: "ü" }), mode);
      assert.deepEqual([wanted.status, wanted.json], [202, { id: "1", rules: ["shop"] }]);
      const { status, text } = await send(url, cloudEvent({ type: "org.example.ordered" }), mode);
      assert.deepEqual([status, text], [204, ""]);
    });
  }

  await t.test("but none that is not valid", async () => {
    const { status, json } = await send(url, cloudEvent({ time: "tomorrow" }), "binary");
    assert.equal(status, 422);
    assert.deepEqual(
      json.issues.map(({ code, path }) => [code, path]),
      [["CE_TIME_NOT_TIMESTAMP", "/time"]],
    );
  });

  await t.test("and nothing that is no event", async () => {
    assertRefused(await post(url, '{\n"id": 1,}'), "ERR_INVALID_JSON");
    assertRefused(await post(url, '{"hello": "world"}'), "ERR_EVENT_FIELD");
    assertRefused(await post(url, ""), "ERR_INVALID_JSON");
    const { headers } = {
      headers: { "ce-id": "1", "ce-type": "t", "ce-source": "%C0", "ce-specversion": "1.0" },
    };
    const { path } = assertRefused(await post(url, "", headers), "ERR_PROTOCOL_MESSAGE");
    assert.equal(path, "/headers/ce-source");
  });
});
