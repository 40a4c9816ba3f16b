// The built site under a path of its own on this machine alone, as any static host serves it: no compression, no
// rewriting. What was asked for is kept.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL("../../playground/dist", import.meta.url));

/** Where the site stands: its links must not rely on the root of a host. */
const PATH = "/some/where/else/";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** The policy that the page gives itself. As a header of scripts it holds the workers as well. */
export const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/
  .exec(readFileSync(join(site, "index.html"), "utf8"))[1]
  .replaceAll("&#39;", "'");

/** `asked` grows with every request; `stop()` ends the server. */
export async function serve() {
  const asked = [];
  const server = createServer(async ({ url }, response) => {
    const path = normalize(new URL(url, "http://localhost").pathname);
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const time = performance.timeOrigin + performance.now();
    try {
      if (!name.startsWith(PATH)) throw new Error("outside of the site");
      const body = await readFile(join(site, name.slice(PATH.length)));
      asked.push({ time, name: name.slice(PATH.length), body });
      response.writeHead(200, {
        "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        "content-security-policy": policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    asked,
    url: `http://127.0.0.1:${server.address().port}${PATH}`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
