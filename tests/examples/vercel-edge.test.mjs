// The edge function as Vercel bundles it, in Vercel's runtime.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { EdgeRuntime, runServer } from "edge-runtime";
import { build } from "esbuild";
import { toCloudEvent } from "tidegate";
import { assertRefused, folder, PATIENCE, post, sample } from "./support.mjs";

// `import module from "x.wasm?module"` gives a compiled module, which the runtime brings.
const compiled = {};
const wasmModules = {
  name: "wasm-modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace("?module", "")),
      namespace: "wasm",
    }));
    onLoad({ filter: /./, namespace: "wasm" }, ({ path }) => {
      compiled[basename(path)] = new WebAssembly.Module(readFileSync(path));
      return { contents: `export default compiled[${JSON.stringify(basename(path))}];` };
    });
  },
};

const { outputFiles } = await build({
  stdin: {
    contents: `
      import handler, { config } from "./vercel-edge.mjs";
      if (config.runtime !== "edge") throw new Error("It would run in another runtime.");
      addEventListener("fetch", (event) => event.respondWith(handler(event.request)));`,
    resolveDir: folder,
  },
  bundle: true,
  format: "iife",
  conditions: ["edge-light", "worker", "browser"],
  plugins: [wasmModules],
  write: false,
});

test("answers with the events that a rule wants", { timeout: 2 * PATIENCE }, async (t) => {
  const runtime = new EdgeRuntime({
    extend: (context) => Object.assign(context, { compiled }),
    initialCode: outputFiles[0].text,
  });
  const { url, close } = await runServer({ runtime, host: "127.0.0.1", port: 0 });
  t.after(close);

  await t.test("the WebAssembly is that of the runtime", () => {
    assert.deepEqual(Object.keys(compiled), ["core.wasm"]);
  });

  await t.test("events of EventBridge", async () => {
    const event = sample("s3-object-created");
    const { status, json } = await post(url, event);
    assert.equal(status, 200);
    assert.deepEqual(json, { kind: "eventbridge", events: [toCloudEvent(event)], issues: [] });
    const elsewhere = await post(url, sample("ec2-state-change"));
    assert.deepEqual(elsewhere.json, { kind: "eventbridge", events: [], issues: [] });
  });

  await t.test("events within records, of which one cannot be converted", async () => {
    const bodies = [sample("order-blender"), '{"source": "a", "detail-type": "b", "detail": {}}'];
    const Records = bodies.map((body, i) => ({
      messageId: `m${i}`,
      receiptHandle: "r",
      body,
      attributes: { SentTimestamp: "1545082649183" },
      messageAttributes: {},
      md5OfBody: "5d41402abc4b2a76b9719d911017c592",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:orders",
      awsRegion: "eu-central-1",
    }));
    const { status, json } = await post(url, JSON.stringify({ Records }));
    assert.equal(status, 200);
    assert.deepEqual(json.events, [toCloudEvent(sample("order-blender"))]);
    assert.deepEqual(
      json.issues.map(({ index, code }) => [index, code]),
      [[1, "ERR_EVENT_FIELD"]],
    );
  });

  await t.test("what is no event is refused, with its place", async () => {
    const { line, column } = assertRefused(await post(url, '{\n"id": 1,}'), "ERR_INVALID_JSON");
    assert.deepEqual([line, column], [2, 9]);
    assertRefused(await post(url, new Uint8Array([0x22, 0xff, 0x22])), "ERR_INVALID_UTF8");
    assertRefused(await post(url, '{"hello": "world"}'), "ERR_EVENT_KIND");
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
  });
});
