// The middleware in Hono, on each of the runtimes that it names.
import assert from "node:assert/strict";
import { test } from "node:test";
import { http } from "tidegate";
import { assertRefused, cloudEvent, PATIENCE, post, program, send, start } from "./support.mjs";
import { bundleWorker, startWorker } from "./worker.mjs";

const runtimes = {
  Bun: (t) => start(t, program("@oven", "bin/bun"), ["hono.mjs"], { PORT: "0" }),
  Deno: (t) =>
    start(t, program("@deno", "deno"), ["serve", "--no-prompt", "--port", "0", "hono.mjs"]),
  "Cloudflare Workers": async (t) => startWorker(t, await bundleWorker("hono.mjs")),
};

for (const [name, startOn] of Object.entries(runtimes)) {
  test(`routes CloudEvents on ${name}`, { timeout: 2 * PATIENCE }, async (t) => {
    const url = `${await startOn(t)}/events`;

    for (const mode of ["binary", "structured"]) {
      await t.test(`in ${mode} mode`, async () => {
        const data = { amount: 100.01, customer: { tier: "gold", name: "Zoë" } };
        const event = cloudEvent({ id: "é", type: "com.example.refunded", data });
        const { status, json } = await send(url, event, mode);
        assert.deepEqual([status, json], [200, { id: "é", rules: ["refunds", "vip"] }]);
        const small = await send(url, { ...event, data: { amount: 100 } }, mode);
        assert.deepEqual(small.json.rules, []);
      });
    }

    await t.test("answers who asks whether they may send", async () => {
      const headers = { "webhook-request-origin": "events.example.com" };
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(url, { method: "OPTIONS", headers, signal });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("webhook-allowed-origin"), "events.example.com");
      assert.equal(response.headers.get("webhook-allowed-rate"), "600");
    });

    await t.test("refuses what is no CloudEvent", async () => {
      const { hint } = assertRefused(await post(url, "{}"), "ERR_PROTOCOL_MESSAGE");
      assert.match(hint, /application\/cloudevents\+json/);
      const { headers } = http.structured(cloudEvent({}));
      assertRefused(await post(url, '{"specversion": ', headers), "ERR_INVALID_JSON");
      const { path } = assertRefused(
        await post(url, '{"specversion":"1.0"}', headers),
        "ERR_EVENT_FIELD",
      );
      assert.equal(path, "/id");
    });
  });
}
