// Chromium and Firefox under a strict content security policy: in a page, a module worker and a service worker. What
// the console or the policy complains of is a failure.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { mark } from "./check.mjs";
import { serve } from "./server.mjs";
import { slim } from "./slim.mjs";
import {
  consumer,
  defaultScript,
  entries,
  fileName,
  reportIn,
  rowsFor,
  within,
  write,
} from "./support.mjs";

// The policy allows no pictures, which the icon of a page is.
const noIcons = { "browser.chrome.site_icons": false };

const browsers = {
  Chromium: {
    executablePath: "/usr/bin/chromium",
    launch: (executablePath) =>
      chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] }),
    newContext: (browser) => browser.newContext(),
  },
  Firefox: {
    executablePath: "/usr/bin/firefox-esr",
    launch: (executablePath) =>
      puppeteer.launch({ browser: "firefox", executablePath, extraPrefsFirefox: noIcons }),
    newContext: (browser) => browser.createBrowserContext(),
  },
};

const launched = new Map();

function launch(name) {
  const { launch, executablePath } = browsers[name];
  if (!launched.has(name)) launched.set(name, launch(executablePath));
  return launched.get(name);
}

export async function stop() {
  await Promise.allSettled(
    Array.from(launched.values(), async (browser) => (await browser).close()),
  );
}

export function versionOf(name) {
  const { stdout } = spawnSync(browsers[name].executablePath, ["--version"], { encoding: "utf8" });
  return `${name} ${/[\d.]+/.exec(stdout)?.[0] ?? "that is not there"}`;
}

/** The report that a page prints. What else it prints as an error, or throws, is one. */
async function readReport(context, url) {
  const page = await context.newPage();
  const report = new Promise((resolve, reject) => {
    page.on("pageerror", (error) => reject(error));
    page.on("console", (message) => {
      if (message.text().startsWith(mark)) resolve(reportIn(message.text()));
      else if (message.type() === "error") reject(new Error(message.text()));
    });
  });
  await Promise.race([page.goto(url), report]);
  return within(report, url);
}

// Firefox loses pages that are opened while others are closed.
const turns = new Map();

/** Opens a page in a context of its own, when the one before is closed. */
export function openPage(name, url) {
  const turn = (turns.get(name) ?? Promise.resolve()).then(async () => {
    const browser = await within(launch(name), name);
    const context = await browsers[name].newContext(browser);
    return readReport(context, url).finally(() => context.close());
  });
  turns.set(
    name,
    turn.catch(() => {}),
  );
  return turn;
}

/** The report of a page in a folder of `root`. */
export async function openFolder(name, root, path = "/") {
  const server = await serve(root);
  try {
    return await openPage(name, `${server.url}${path}`);
  } finally {
    await server.stop();
  }
}

export const html = (script) =>
  `<!doctype html><meta charset="utf-8"><title>check</title><script type="module" src="${script}"></script>\n`;

const scriptOf = (entry) => `/node_modules/tidegate/${defaultScript(entry)}`;

// Whoever breaks the policy is told so by an event, in a page and in workers alike.
const guard = `
  export const violations = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    violations.push({ name: violatedDirective, reason: blockedURI }),
  );`;

const answers = (entry) => `
  import { violations } from "/guard.mjs";
  import * as tidegate from "${scriptOf(entry)}";
  import { check, mark } from "/check.mjs";
  async function answer() {
    const report = await check(tidegate, "${entry}");
    await new Promise((resolve) => setTimeout(resolve)); // Events come later than what they are about.
    report.failed.push(...violations);
    return report;
  }`;

const prints = `(report) => console.log("${mark}" + JSON.stringify(report))`;

const places = {
  page: {
    page: (entry) => `${answers(entry)}
      answer().then(${prints});`,
  },
  "module worker": {
    page: () => `
      const worker = new Worker("worker.mjs", { type: "module" });
      worker.onmessage = ({ data }) => (${prints})(data);
      worker.onerror = ({ message }) => console.error("in the worker: " + message);`,
    worker: (entry) => `${answers(entry)}
      answer().then((report) => postMessage(report));`,
  },
  "service worker": {
    page: () => `
      navigator.serviceWorker.onmessage = ({ data }) => (${prints})(data);
      const { installing } = await navigator.serviceWorker.register("worker.mjs", { type: "module" });
      installing.postMessage("check");`,
    worker: (entry) => `${answers(entry)}
      addEventListener("message", ({ source }) => answer().then((report) => source.postMessage(report)));`,
  },
};

function placeRow(name, place) {
  return rowsFor(entries, {
    runtime: versionOf(name),
    how: place,
    run(entry) {
      const path = `pages/${place.replace(" ", "-")}-${fileName(entry)}`;
      const folder = join(consumer, path);
      const { page, worker } = places[place];
      write(consumer, "guard.mjs", guard);
      write(folder, "index.html", html("page.mjs"));
      write(folder, "page.mjs", page(entry));
      if (worker) write(folder, "worker.mjs", worker(entry));
      return openFolder(name, consumer, `/${path}/`);
    },
  });
}

const slimRow = (name) => ({
  ...slim,
  runtime: versionOf(name),
  run() {
    const program = slim.program(`"${scriptOf("tidegate/slim")}"`, "location.origin");
    write(consumer, "pages/slim/page.mjs", program.replace("./check.mjs", "/check.mjs"));
    write(consumer, "pages/slim/index.html", html("page.mjs"));
    return openFolder(name, consumer, "/pages/slim/");
  },
});

// That the policy is in force, without which the other rows would show nothing.
const policyRow = (name) => ({
  runtime: versionOf(name),
  entry: "none",
  how: "the policy itself",
  checks: ["eval is refused"],
  run() {
    const script = `
      const report = { passed: [], failed: [] };
      try {
        report.failed.push({ name: "eval", reason: "gave " + eval("1") });
      } catch {
        report.passed.push("eval is refused");
      }
      (${prints})(report);`;
    write(consumer, "pages/policy/page.mjs", script);
    write(consumer, "pages/policy/index.html", html("page.mjs"));
    return openFolder(name, consumer, "/pages/policy/");
  },
});

export const rows = Object.keys(browsers).flatMap((name) => [
  ...Object.keys(places).flatMap((place) => placeRow(name, place)),
  slimRow(name),
  policyRow(name),
]);
