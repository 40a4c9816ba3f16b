// The runtime of Cloudflare Workers: by itself, and in miniflare, on an old and on the newest compatibility date.

import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { Miniflare, supportedCompatibilityDate } from "miniflare";
import {
  consumer,
  fileName,
  plainEntries,
  rowsFor,
  runtime,
  start,
  version,
  within,
  write,
} from "./support.mjs";

const oldDate = "2024-04-01";

// Who takes ./slim hands it the module that the runtime has made.
const prepares = {
  "tidegate/slim": 'import wasm from "tidegate/core.wasm"; const ready = tidegate.init(wasm);',
};

const worker = (entry) => `
  import * as tidegate from "${entry}";
  import { check } from "./check.mjs";
  ${prepares[entry] ?? "const ready = undefined;"}
  export default {
    async fetch() {
      await ready;
      return Response.json(await check(tidegate, "${entry}"));
    },
  };`;

/** As wrangler does: a module of WebAssembly is left outside, as a file of the worker. */
const besideWorker = (files) => ({
  name: "wasm",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /\.wasm$/ }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === "resolved") return undefined;
      const { path: file, errors } = await resolve(path, { ...rest, pluginData: "resolved" });
      if (errors.length > 0) return { errors };
      files.add(file);
      return { path: `./${basename(file)}`, external: true };
    });
  },
});

let made = 0;

/** Bundles the worker of an entry. Gives its folder, and the names of the modules of WebAssembly beside it. */
async function bundleFor(entry) {
  const source = write(consumer, `workerd-${fileName(entry)}.mjs`, worker(entry));
  const folder = join(consumer, `workerd-${++made}`);
  const files = new Set();
  await build({
    entryPoints: [source],
    outfile: join(folder, "worker.mjs"),
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    logLevel: "silent",
    plugins: [besideWorker(files)],
  });
  for (const file of files) copyFileSync(file, join(folder, basename(file)));
  const wanted = plainEntries.includes(entry) ? 0 : 1;
  if (files.size !== wanted) throw new Error(`it has ${files.size} modules of WebAssembly`);
  return { folder, wasm: Array.from(files, (file) => basename(file)) };
}

const capnp = (wasm, date) => `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [(name = "main", worker = .main)],
    sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
  );
  const main :Workerd.Worker = (
    modules = [
      (name = "worker.mjs", esModule = embed "worker.mjs"),
      ${wasm.map((name) => `(name = "${name}", wasm = embed "${name}"),`).join("\n")}
    ],
    compatibilityDate = "${date}",
  );`;

async function inWorkerd(entry, date) {
  const { folder, wasm } = await bundleFor(entry);
  const config = write(folder, "config.capnp", capnp(wasm, date));
  const call = [runtime("workerd/bin/workerd"), "serve", "--control-fd=1", config];
  const { child, output, ended, stop } = start(process.execPath, call);
  try {
    const silent = ended.then(() => Promise.reject(new Error(output.stderr)));
    await within(Promise.race([once(child.stdout, "data"), silent]), "workerd");
    const { port } = JSON.parse(output.stdout.split("\n")[0]);
    const response = await within(fetch(`http://127.0.0.1:${port}/`), "workerd");
    return await response.json();
  } finally {
    stop();
  }
}

async function inMiniflare(entry, compatibilityDate) {
  const { folder, wasm } = await bundleFor(entry);
  const miniflare = new Miniflare({
    compatibilityDate,
    modulesRoot: folder,
    modules: [
      { type: "ESModule", path: join(folder, "worker.mjs") },
      ...wasm.map((name) => ({ type: "CompiledWasm", path: join(folder, name) })),
    ],
  });
  try {
    const response = await within(miniflare.dispatchFetch("http://localhost/"), "miniflare");
    return await response.json();
  } finally {
    await miniflare.dispose();
  }
}

const names = [
  "tidegate",
  "tidegate/match",
  "tidegate/schema",
  "tidegate/protobuf",
  "tidegate/facets",
  "tidegate/slim",
];
// As the version of the package says: 1.20261117.1.
const newest = version("workerd").replace(/^\d+\.(\d{4})(\d\d)(\d\d)\..*$/, "$1-$2-$3");

const ways = [
  { runtime: `workerd ${version("workerd")}`, date: oldDate, start: inWorkerd },
  { runtime: `workerd ${version("workerd")}`, date: newest, start: inWorkerd },
  { runtime: `miniflare ${version("miniflare")}`, date: oldDate, start: inMiniflare },
  {
    runtime: `miniflare ${version("miniflare")}`,
    date: supportedCompatibilityDate,
    start: inMiniflare,
  },
];

export const rows = ways.flatMap(({ runtime, date, start }) =>
  rowsFor(names, {
    runtime,
    how: `compatibility date ${date}`,
    run: (entry) => start(entry, date),
  }),
);
