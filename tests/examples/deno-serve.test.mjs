// The service in Deno, with the network as its only permission.
import assert from "node:assert/strict";
import { test } from "node:test";
import { http } from "tidegate";
import {
  assertRefused,
  cloudEvent,
  PATIENCE,
  post,
  program,
  sample,
  send,
  start,
} from "./support.mjs";

test("validates events", { timeout: 2 * PATIENCE }, async (t) => {
  const deno = program("@deno", "deno");
  const url = await start(t, deno, ["run", "--no-prompt", "--allow-net", "deno-serve.mjs", "0"]);

  await t.test("events that are valid", async () => {
    for (const name of ["ecs-task-stopped", "support-message", "order-blender"]) {
      const { status, json } = await post(url, sample(name));
      assert.deepEqual([status, json.kind, json.valid], [200, "eventbridge", true], name);
    }
    const single = await send(url, cloudEvent({}), "structured");
    assert.deepEqual(
      [single.status, single.json],
      [200, { kind: "cloudevent", valid: true, issues: [] }],
    );
    const { headers, body } = http.batch([cloudEvent({}), cloudEvent({ id: "2" })]);
    const several = await post(url, body, headers);
    assert.deepEqual([several.status, several.json.kind], [200, "cloudevent-batch"]);
  });

  await t.test("each issue with its place", async () => {
    const event = sample("ec2-state-change").replace(
      /"time": "[^"]+"/,
      '"time": "2024-02-30T00:00:00Z"',
    );
    const { status, json } = await post(url, event);
    assert.equal(status, 422);
    const [{ code, path, line }, ...others] = json.issues.filter(
      ({ severity }) => severity === "error",
    );
    assert.deepEqual([code, path, others], ["EB_TIME_NOT_TIMESTAMP", "/time", []]);
    assert.match(event.split("\n")[line - 1], /2024-02-30/);

    const type = { "content-type": "application/cloudevents+json" };
    const nameless = await post(url, JSON.stringify(cloudEvent({ id: "", type: undefined })), type);
    assert.equal(nameless.status, 422);
    assert.deepEqual(nameless.json.issues.map(({ code }) => code).sort(), [
      "CE_ID_EMPTY",
      "CE_TYPE_MISSING",
    ]);
  });

  await t.test("what is no event is refused", async () => {
    const { line, column } = assertRefused(await post(url, '{\n"id": 1,}'), "ERR_INVALID_JSON");
    assert.deepEqual([line, column], [2, 9]);
    assertRefused(await post(url, ""), "ERR_INVALID_JSON");
    assertRefused(await post(url, '{"hello": "world"}'), "UNKNOWN_KIND");
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "POST"]);
  });
});
