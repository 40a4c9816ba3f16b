// What the tests of the examples share. Both stand beside the installed package, as a user's files.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { http } from "tidegate";

export const PATIENCE = 30_000;

export const folder = fileURLToPath(new URL("../../examples", import.meta.url));

/** The text of one of the sample events. */
export function sample(name) {
  return readFileSync(new URL(`../data/events/${name}.json`, import.meta.url), "utf8");
}

/** A CloudEvent, which the members given change; `undefined` leaves one out. */
export function cloudEvent(members) {
  const source = "https://shop.example.com/";
  return { specversion: "1.0", id: "1", source, type: "com.example.ordered", ...members };
}

/** The program of a runtime that npm has installed as a package for this machine. */
export function program(scope, path) {
  const packages = dirname(
    dirname(createRequire(import.meta.url).resolve("miniflare/package.json")),
  );
  const [forThisMachine] = readdirSync(join(packages, scope));
  return join(packages, scope, forThisMachine, path);
}

/** Starts a server that says at which URL it listens, and stops it when the test is over. */
export async function start(t, command, args, env = {}) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  let said = "";
  const url = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        said += `${line}\n`;
        const port = /https?:\/\/\S+?:(\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
      });
    }
    const fail = () => reject(new Error(`${command} does not listen. It says:\n${said}`));
    child.on("error", reject);
    child.on("exit", fail);
    t.signal.addEventListener("abort", fail);
    setTimeout(fail, PATIENCE).unref();
  });
  return await url;
}

/** A POST request; its answer's status, headers and body, which is parsed where it is JSON. */
export async function post(url, body, headers = {}) {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, { method: "POST", body, headers, signal });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && JSON.parse(text),
  };
}

/** The same with an event, in the mode that is asked for. */
export function send(url, event, mode) {
  const { headers, body } = http[mode](event);
  return post(url, body, headers);
}

/** That an answer refuses a request for this reason; what else it says of it. */
export function assertRefused({ status, json, text }, code) {
  assert.equal(status, 400, text);
  assert.equal(json.code, code);
  assert.ok(json.message.length > 0);
  return json;
}

/** Serves on a free port until the test is over. */
export async function serve(t, listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A receiver of CloudEvents, which refuses those of the ids given. */
export async function sink(t, refused = []) {
  const events = [];
  const url = await serve(t, async (request, response) => {
    const chunks = await request.toArray();
    const event = http.read({ headers: request.headers, body: Buffer.concat(chunks) });
    events.push(event);
    response.writeHead(refused.includes(event.id) ? 503 : 202).end();
  });
  return { url, events };
}
