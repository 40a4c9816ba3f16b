// The main journey in Firefox, which Playwright drives only in builds of its own: so through Puppeteer.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serve } from "./server.mjs";
import { from, linkTo } from "./support.mjs";

const { default: puppeteer } = from("tests/package")("puppeteer-core");

let site;
let browser;

before(async () => {
  site = await serve();
  browser = await puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr" });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

const RULE = '.cm-content[aria-label="Rule"]';
const EVENT = '.cm-content[aria-label="Event"]';

/** Waits until an element says something. */
function says(page, selector, text) {
  return page.waitForFunction(
    (where, what) =>
      [...document.querySelectorAll(where)].some(({ textContent }) => textContent.includes(what)),
    { timeout: 20_000 },
    selector,
    text,
  );
}

test("Firefox: a verdict, what is typed, a tab, and a link", { timeout: 120_000 }, async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const { origin } = new URL(site.url);
  page.on("request", (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (protocol.startsWith("http") && to !== origin) complaints.push(`request to ${to}`);
  });

  await page.goto(site.url);
  await says(page, ".verdict", "No match: 1 of 3 conditions failed: detail.state.");

  await page.waitForSelector(EVENT);
  await page.focus(EVENT);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Backspace");
  await page.keyboard.type('{"source": "aws.ec2"}');
  await says(page, ".verdict", "No match: 2 of 3");

  await page.focus(RULE);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Backspace");
  await page.keyboard.type('{"source": ["aws.ec2"]}');
  await says(page, ".verdict.is-match", "Match");

  await page.locator("#panel-convert").click();
  await says(page, "[role=tabpanel]", "CloudEvent");

  const link = await linkTo({ rules: [{ n: [{ numeric: [">", 3] }] }], events: [{ n: 4 }] });
  await page.goto("about:blank");
  await page.goto(`${site.url}${link}`);
  await says(page, ".notice", "Opened from the link");
  await says(page, ".verdict.is-match", "Match: 1 condition holds.");
  await says(page, RULE, "numeric");
  assert.deepEqual(complaints, []);
});
