// That the fixture notices what it is there to notice: without it, no other test would show anything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { policy } from "./server.mjs";
import { open, openContext } from "./support.mjs";

const WORKER = "misdeed.js";

const MISDEEDS = [
  ["an error in the console", /^told$/, () => console.error("told")],
  [
    "an exception that nobody catches",
    /^Error: thrown$/,
    () =>
      setTimeout(() => {
        throw new Error("thrown");
      }),
  ],
  [
    "a script that the policy forbids",
    /^policy: script-src/,
    () => {
      const script = document.createElement("script");
      script.textContent = "1";
      document.body.append(script);
    },
  ],
  [
    "a request to another host",
    /^policy: connect-src http:\/\/example\.com/,
    () => fetch("http://example.com/").catch(() => {}),
  ],
  [
    "a request to another host by a worker",
    /^policy: connect-src http:\/\/example\.com/,
    () =>
      new Promise((resolve) => {
        new Worker("misdeed.js").onmessage = resolve;
      }).then(() => {}),
  ],
  [
    "a link to another host",
    /^request to http:\/\/example\.com$/,
    () => void open("http://example.com/"),
  ],
  ["a request for what is not there", /^404 /, () => fetch("not-there").then(() => {})],
];

for (const [name, expected, misdeed] of MISDEEDS) {
  test(`the fixture notices ${name}`, async () => {
    const { context, complaints } = await openContext();
    await context.route(`**/${WORKER}`, (route) =>
      route.fulfill({
        contentType: "text/javascript",
        headers: { "content-security-policy": policy },
        body: `setTimeout(() => fetch("http://example.com/").catch(() => postMessage("done")), 200);`,
      }),
    );
    try {
      const page = await context.newPage();
      await open(page);
      assert.deepEqual(complaints, []);
      await page.evaluate(misdeed);
      await page.waitForTimeout(300);
    } finally {
      await context.close();
    }
    assert.ok(
      complaints.some((complaint) => expected.test(complaint)),
      JSON.stringify(complaints),
    );
  });
}
