// The form in Chromium: bundled, under a strict content security policy, and as Vite serves it.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { http } from "tidegate";
import { createServer } from "vite";
import { cloudEvent, folder, PATIENCE, serve } from "./support.mjs";

const { outputFiles } = await build({
  entryPoints: [join(folder, "browser-form.mjs")],
  bundle: true,
  format: "esm",
  write: false,
});
const files = {
  "/": ["text/html", readFileSync(join(folder, "browser-form.html"))],
  "/browser-form.mjs": ["text/javascript", outputFiles[0].contents],
};
const atFirst = "✗ quantity: 1 is 1 below the bound 2.";
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** Serves the form as the bundle above, and receives what it sends. */
async function site(t) {
  const received = [];
  const url = await serve(t, async (request, response) => {
    if (request.method === "POST") {
      const body = Buffer.concat(await request.toArray());
      received.push(http.read({ headers: request.headers, body }));
      return response.writeHead(received.at(-1).id === "refused" ? 400 : 202).end();
    }
    const [type, body] = files[request.url] ?? [];
    if (type === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(body);
  });
  return { url, received };
}

async function openPage(t) {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox"],
    timeout: PATIENCE,
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  return page;
}

test("checks an event before it is sent", { timeout: 3 * PATIENCE }, async (t) => {
  const { url, received } = await site(t);
  const page = await openPage(t);
  const complaints = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    const { url = "" } = message.location();
    if (message.type() === "error" && !/\/(favicon\.ico|events)$/.test(url))
      complaints.push(message.text());
  });
  await page.goto(url);
  const [event, rule] = ["Event", "Rule"].map((label) => page.getByLabel(label, { exact: true }));
  const issues = page.getByRole("listitem");
  const why = page.locator("#why");
  const sent = page.locator("#sent");
  const isValid = () => event.evaluate((element) => element.validity.valid);
  const submit = () => page.getByRole("button", { name: "Send" }).click();

  await t.test(
    "what is in it at first is valid, and the rule says why it does not match",
    async () => {
      assert.equal(await issues.count(), 0);
      assert.equal(await isValid(), true);
      const shown = "✗ quantity: 1 is 1 below the bound 2.";
      assert.ok((await why.innerText()).includes(shown), await why.innerText());
    },
  );

  await t.test("an issue has its place, and shows it", async () => {
    const text = (await event.inputValue())
      .replace("com.example.ordered", "")
      .replace('"1.0"', '"1.1"');
    await event.fill(text);
    assert.equal(await isValid(), false);
    const shown = await issues.allInnerTexts();
    assert.equal(shown.length, 2, shown.join("\n"));
    assert.match(shown[0], /^2:18 error CE_SPECVERSION_UNKNOWN \/specversion /);
    assert.match(shown[1], /^5:11 error CE_TYPE_EMPTY \/type /);
    await issues.first().getByRole("button").click();
    const selected = await event.evaluate((element) =>
      element.value.slice(element.selectionStart, element.selectionEnd),
    );
    assert.equal(selected, '"1.1"');
  });

  await t.test("what is wrong is not sent", async () => {
    await submit();
    await event.fill("{");
    assert.match((await issues.allInnerTexts())[0], /^1:2 error ERR_INVALID_JSON /);
    assert.match(await why.innerText(), /^ERR_INVALID_JSON: /);
    await submit();
    assert.equal(await sent.innerText(), "");
    assert.deepEqual(received, []);
  });

  await t.test("a rule that is none is said to be so", async () => {
    await event.fill(JSON.stringify(cloudEvent({ data: { quantity: 2 } })));
    assert.match(await why.innerText(), /^✓ Match/);
    await rule.fill('{"type": [{"prefixx": "com."}]}');
    assert.match(await why.innerText(), /^ERR_PATTERN_OPERATOR: /);
    assert.equal(await isValid(), true);
  });

  await t.test("what is right is sent", async () => {
    const good = cloudEvent({ subject: "Köln 😀", data: { quantity: 2 } });
    await event.fill(JSON.stringify(good));
    await submit();
    await page.getByText("Sent.").waitFor();
    assert.deepEqual(received, [good]);
    await event.fill(JSON.stringify({ ...good, id: "refused" }));
    await submit();
    await page.getByText("Refused: 400").waitFor();
  });

  await t.test("without a complaint of the browser", () => assert.deepEqual(complaints, []));
});

test("runs in Vite without configuration", { timeout: 3 * PATIENCE }, async (t) => {
  const cacheDir = mkdtempSync(join(tmpdir(), "tidegate-"));
  const port = { host: "127.0.0.1", port: 0, hmr: false };
  const vite = await createServer({ root: folder, cacheDir, server: port, logLevel: "error" });
  t.after(async () => {
    await vite.close();
    rmSync(cacheDir, { recursive: true });
  });
  await vite.listen();
  const page = await openPage(t);
  await page.goto(new URL("browser-form.html", vite.resolvedUrls.local[0]).href);
  await page.getByText(atFirst).waitFor();
});
