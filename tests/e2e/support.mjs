// One browser and one server for each file of tests, a context of its own for each journey. Whatever a journey is
// about, it fails where the page writes an error, breaks its policy or asks another host for something.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "./server.mjs";

/** What the packages of a folder bring. */
export const from = (folder) =>
  createRequire(new URL(`../../${folder}/package.json`, import.meta.url));

const { chromium } = from("playground")("playwright-core");
export const fc = from("npm")("fast-check");
const esbuild = from("npm")("esbuild");

export const TABS = [
  "Explain",
  "Convert",
  "Validate",
  "Discover",
  "Lint",
  "Benchmark",
  "Tests",
  "Facets",
];
export const DIALOGS = ["Examples", "Import", "Export", "Share", "Help"];

/** A pure module of the playground, by its path in `src`. */
export async function moduleOf(path) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL(`../../playground/src/${path}`, import.meta.url))],
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
  );
}

/** Writes down a figure for the table at the end. */
export function figure(name, value) {
  const line = `${name.padEnd(64)} ${value}\n`;
  const file = process.env.TIDEGATE_TOTALS;
  if (file) appendFileSync(file, line);
  else process.stdout.write(line);
}

export let site;
let browser;

before(async () => {
  site = await serve();
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      // Whatever the page tries to reach, this machine's own server is all that there is.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/** Told in the console, in which the fixture looks for errors. */
function tellViolations() {
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    console.error(`policy: ${violatedDirective} ${blockedURI}`),
  );
}

/** What a context does that no page of this site may do. */
function complaintsOf(context) {
  const complaints = [];
  const { origin } = new URL(site.url);
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  // A worker's own violations are told to the worker alone.
  context.on("page", (page) =>
    page.on("worker", (worker) => worker.evaluate(tellViolations).catch(() => {})),
  );
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (protocol.startsWith("http") && to !== origin) complaints.push(`request to ${to}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}

/** A context of the browser, and what it complained of so far. */
export async function openContext(options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    reducedMotion: "reduce",
    serviceWorkers: "block",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript(tellViolations);
  return { context, complaints: complaintsOf(context) };
}

/**
 * A test in a context of its own: `run(page, context)`. Options are those of a context.
 */
export function journey(name, options, run = options) {
  test(name, { timeout: 120_000 }, async () => {
    const { context, complaints } = await openContext(run === options ? {} : options);
    try {
      await run(await context.newPage(), context);
    } finally {
      await context.close();
    }
    assert.deepEqual([...new Set(complaints)], []);
  });
}

// --- What a visitor has ------------------------------------------------------------------------------------

const EMPTY = {
  rules: [],
  events: [],
  cases: [],
  schema: "",
  rule: 0,
  event: 0,
  tab: "explain",
};

/** An event as it is delivered. */
export const RUNNING = {
  version: "0",
  id: "ee376907-2647-4179-9203-343cfb3017a4",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "123456789012",
  time: "2026-11-11T21:30:34Z",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
  detail: { "instance-id": "i-abcd1111", state: "running" },
};

/** The fragment of a link to texts, which get names; what is no text yet is written as JSON. */
export function linkTo({ rules = [], events = [], ...rest }) {
  const named = (noun, texts) =>
    texts.map((text, index) => ({ name: `${noun} ${index + 1}`, text: jsonOf(text) }));
  return linkToWork({ rules: named("rule", rules), events: named("event", events), ...rest });
}

/** The fragment of a link to a workspace. */
export async function linkToWork(work) {
  const { encodeWorkspace } = await moduleOf("share/permalink.ts");
  return encodeWorkspace({ ...EMPTY, ...work });
}

const jsonOf = (text) => (typeof text === "string" ? text : JSON.stringify(text, undefined, 2));

// --- The page ---------------------------------------------------------------------------------------------

/** Opens the site, with a fragment if one is given, and waits for its editors. */
export async function open(page, fragment = "") {
  await page.goto("about:blank");
  await page.goto(`${site.url}${fragment}`);
  await editor(page, "Event").waitFor({ state: "attached" });
}

/** An editor by what assistive technology calls it. */
export const editor = (page, label) => page.locator(`.cm-content[aria-label="${label}"]`);

/** Puts a text in place of that of an editor: select all, and paste. */
export async function write(page, label, text) {
  await editor(page, label).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await paste(editor(page, label), text);
}

/** What Ctrl V does, without the clipboard, of which the machine has but one. */
export function paste(target, text) {
  return target.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

export const verdict = (page) => page.locator(".verdict");

/** Waits for a verdict that is of the texts as they stand. */
export async function expectVerdict(page, expected) {
  const shown = verdict(page).filter({ hasText: expected });
  await shown.waitFor().catch(async () => {
    assert.fail(`expected ${expected}, found ${await verdict(page).allTextContents()}`);
  });
}

export const tab = (page, title) => page.getByRole("tab", { name: title, exact: true });

/** Opens a tab and waits for what it shows. */
export async function openTab(page, title) {
  await tab(page, title).click();
  await tabIsThere(page, title);
}

export async function tabIsThere(page, title) {
  await page.locator(`[role=tab][aria-selected=true]`, { hasText: title }).waitFor();
  const panel = page.getByRole("tabpanel");
  await page.waitForFunction(
    () => {
      const text = document.querySelector("[role=tabpanel]")?.textContent ?? "";
      return text !== "" && !text.startsWith("Loading");
    },
    undefined,
    { timeout: 20_000 },
  );
  return panel;
}

/** What each tab has once it has worked out what it shows. */
const CONTENT = {
  Explain: ".verdict",
  Convert: ".cm-content",
  Validate: ".cm-content",
  Discover: ".cm-content",
  Lint: ".lint-result",
  Benchmark: ".benchmark-controls",
  Tests: ".tests-actions",
  Facets: "table",
};

/** Opens a tab and waits until nothing more will come. */
export async function openWholeTab(page, title) {
  await openTab(page, title);
  await page.getByRole("tabpanel").locator(CONTENT[title]).first().waitFor();
  await settle(page);
}

/** Opens a dialog by its button. */
export async function openDialog(page, title) {
  await page.getByRole("button", { name: title, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

/** A moment in which the page does what it has to do anyway. */
export const settle = (page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
