// The service in Bun.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertRefused, PATIENCE, post, program, sample, start } from "./support.mjs";

test("matches and explains", { timeout: 2 * PATIENCE }, async (t) => {
  const bun = program("@oven", "bin/bun");
  const url = await start(t, bun, ["bun-serve.mjs"], { PORT: "0" });

  await t.test("which rules an event matches", async () => {
    const names = async (name) => (await post(`${url}/match`, sample(name))).json;
    assert.deepEqual(await names("guardduty-ssh-brute-force"), ["finding-severe"]);
    assert.deepEqual(await names("replayed-ec2-state-change"), ["instance-down"]);
    assert.deepEqual(await names("guardduty-port-probe"), []);
  });

  await t.test("why a rule does not match", async () => {
    const { severity } = JSON.parse(sample("guardduty-port-probe")).detail;
    const { status, text } = await post(
      `${url}/explain/finding-severe`,
      sample("guardduty-port-probe"),
    );
    assert.equal(status, 200);
    assert.match(
      text,
      /^✗ finding-severe: No match: 1 of 2 conditions failed: detail\.severity\.$/m,
    );
    assert.match(
      text,
      new RegExp(`✗ severity: ${severity} is ${7 - severity} below the bound 7\\.$`, "m"),
    );
  });

  await t.test("what is no event, and what is no rule, is refused", async () => {
    const { line, column } = assertRefused(
      await post(`${url}/match`, '{\n"id": 1,}'),
      "ERR_INVALID_JSON",
    );
    assert.deepEqual([line, column], [2, 9]);
    assertRefused(await post(`${url}/explain/finding-severe`, "[]"), "ERR_EVENT_NOT_OBJECT");
    assertRefused(
      await post(`${url}/match`, new Uint8Array([0x22, 0xff, 0x22])),
      "ERR_INVALID_UTF8",
    );
    const unknown = await post(`${url}/explain/nothing`, sample("scheduled-event"));
    assert.deepEqual(
      [unknown.status, unknown.json],
      [404, { code: "NO_SUCH_RULE", rule: "nothing" }],
    );
    assert.equal((await post(url, "")).status, 404);
  });
});
