// Vercel's edge runtime, which forbids eval, with what Next.js makes for it: a bundle in which `x.wasm?module` is a
// module that was compiled before.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EdgeRuntime } from "edge-runtime";
import { build } from "esbuild";
import { consumer, entries, fileName, plainEntries, rowsFor, version, write } from "./support.mjs";

const program = (entry) => `
  import * as tidegate from "${entry}";
  import { check } from "./check.mjs";
  let mayEvaluate = true;
  try {
    (0, eval)("1");
  } catch {
    mayEvaluate = false;
  }
  addEventListener("fetch", (event) => {
    const answer = check(tidegate, "${entry}").then((report) =>
      Response.json({ report, mayEvaluate }),
    );
    event.respondWith(answer);
  });`;

const asNextDoes = (modules) => ({
  name: "as Next.js does",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace("?module", "")),
      namespace: "wasm",
    }));
    onLoad({ filter: /.*/, namespace: "wasm" }, ({ path }) => {
      const name = `wasm_${Object.keys(modules).length}`;
      modules[name] = new WebAssembly.Module(readFileSync(path));
      return { contents: `export default ${name};` };
    });
  },
});

async function inEdgeRuntime(entry, conditions) {
  const modules = {};
  const { outputFiles } = await build({
    entryPoints: [write(consumer, `edge-${fileName(entry)}.mjs`, program(entry))],
    bundle: true,
    write: false,
    format: "iife",
    conditions,
    logLevel: "silent",
    plugins: [asNextDoes(modules)],
  });
  const wanted = conditions.length > 0 && !plainEntries.includes(entry) ? 1 : 0;
  if (Object.keys(modules).length !== wanted)
    throw new Error("the WebAssembly is another than wanted");
  const runtime = new EdgeRuntime({
    initialCode: outputFiles[0].text,
    extend: (context) => Object.assign(context, modules),
  });
  const response = await runtime.dispatchFetch("http://localhost/");
  const { report, mayEvaluate } = await response.json();
  if (mayEvaluate) throw new Error("eval is allowed here, so that nothing is shown");
  return report;
}

const runtime = `edge-runtime ${version("edge-runtime")}`;

export const rows = [
  ...rowsFor(entries, {
    runtime,
    how: "bundled as Next.js does",
    run: (entry) => inEdgeRuntime(entry, ["edge-light"]),
  }),
  ...rowsFor(entries, {
    runtime,
    how: "bundled for no runtime",
    run: (entry) => inEdgeRuntime(entry, []),
  }),
];
