// The Worker in the runtime of Cloudflare; what it weighs, and how fast it starts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { http, toCloudEvent } from "tidegate";
import { assertRefused, cloudEvent, PATIENCE, post, sample, send, sink } from "./support.mjs";
import { bundleWorker, createWorker, startWorker } from "./worker.mjs";

const modules = await bundleWorker("cloudflare-worker.mjs");
const empty = [
  {
    type: "ESModule",
    path: "empty.js",
    contents: "export default { fetch: () => new Response() };",
  },
];

test("answers with the events that a rule wants", { timeout: 2 * PATIENCE }, async (t) => {
  const url = await startWorker(t, modules);

  await t.test("an event of EventBridge becomes a CloudEvent, to the last digit", async () => {
    const event = sample("order-blender").replace('"quantity": 2', '"quantity": 2.50');
    const { status, headers, text } = await post(url, event);
    assert.equal(status, 200, text);
    assert.equal(headers.get("x-rules"), "big-order");
    assert.match(text, /"quantity": 2\.50,/);
    assert.deepEqual(http.read({ headers, body: text }), toCloudEvent(event));
  });

  for (const mode of ["binary", "structured"]) {
    await t.test(`a CloudEvent in ${mode} mode comes out as it is, to the last digit`, async () => {
      const event = cloudEvent({
        type: "Order Placed",
        subject: "Köln 😀",
        data: { quantity: 2.5 },
      });
      const written = JSON.stringify(event).replace("2.5", "2.50");
      const { status, headers, text } = await send(url, written, mode);
      assert.equal(status, 200, text);
      assert.equal(text, '{"quantity":2.50}');
      const expected = { ...event, datacontenttype: "application/json" };
      assert.deepEqual(http.read({ headers, body: text }), expected);
    });
  }

  await t.test("what no rule wants has no answer", async () => {
    const { status, text } = await post(url, sample("ec2-state-change"));
    assert.deepEqual([status, text], [204, ""]);
  });

  await t.test("what is no event is refused", async () => {
    assertRefused(await post(url, "{"), "ERR_INVALID_JSON");
    assertRefused(await post(url, ""), "ERR_INVALID_JSON");
    assertRefused(await post(url, '{"id": "1"}'), "ERR_EVENT_FIELD");
    const type = { "content-type": "application/cloudevents+json" };
    const nameless = JSON.stringify(cloudEvent({ id: undefined }));
    assertRefused(await post(url, nameless, type), "ERR_EVENT_FIELD");
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
  });
});

test("sends the events that a rule wants on", { timeout: 2 * PATIENCE }, async (t) => {
  const id = JSON.parse(sample("replayed-ec2-state-change")).id;
  const receiver = await sink(t, [id]);
  const url = await startWorker(t, modules, { SINK: receiver.url });

  const accepted = await post(url, sample("order-blender"));
  assert.deepEqual([accepted.status, accepted.json], [202, { rules: ["big-order"] }]);
  const failed = await post(url, sample("replayed-ec2-state-change"));
  assert.deepEqual([failed.status, failed.json], [502, { rules: ["instance-down"] }]);
  assert.equal((await post(url, sample("scheduled-event"))).status, 204);
  assert.deepEqual(
    receiver.events,
    ["order-blender", "replayed-ec2-state-change"].map((name) => toCloudEvent(sample(name))),
  );
});

test("its size and cold start", { timeout: 4 * PATIENCE }, async (t) => {
  const kB = (lengths) => `${(lengths.reduce((sum, length) => sum + length) / 1000).toFixed(1)} kB`;
  const raw = modules.map(({ contents }) => contents.length);
  const gzip = modules.map(({ contents }) => gzipSync(contents, { level: 9 }).length);
  t.diagnostic(`bundle: ${kB(raw)}, ${kB(gzip)} gzip`);
  t.diagnostic(`of which WebAssembly: ${kB(raw.slice(1))}, ${kB(gzip.slice(1))} gzip`);

  // They take turns, so that what else the machine does falls on both alike.
  const order = sample("order-blender");
  const times = { empty: [], worker: [] };
  for (let round = 0; round < 5; round++) {
    for (const [name, code] of Object.entries({ empty, worker: modules })) {
      const begin = performance.now();
      const worker = createWorker(code);
      try {
        const { status } = await post(await worker.ready, order);
        times[name].push(performance.now() - begin);
        assert.equal(status, 200);
      } finally {
        await worker.dispose();
      }
    }
  }
  const [worker, nothing] = [times.worker, times.empty].map((list) => Math.min(...list));
  const [cold, all, idle] = [worker - nothing, worker, nothing].map(
    (time) => `${time.toFixed(0)} ms`,
  );
  t.diagnostic(`cold start: ${cold} (to the first answer ${all}, of an empty Worker ${idle})`);
});
