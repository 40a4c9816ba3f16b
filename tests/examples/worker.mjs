// Scripts as wrangler bundles them, in the runtime of Cloudflare.
import { basename, join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { folder } from "./support.mjs";

/** The modules of an example: its script, then the WebAssembly that it imports. */
export async function bundleWorker(name) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, name)],
    bundle: true,
    minify: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    outdir: folder,
    write: false,
  });
  const modules = outputFiles.map(({ path, contents }) => {
    const type = path.endsWith(".wasm") ? "CompiledWasm" : "ESModule";
    return { type, path: basename(path), contents };
  });
  return modules.sort((a, b) => (a.type < b.type ? 1 : -1));
}

/** A process of its own for a Worker, until `dispose()`. */
export function createWorker(modules, bindings = {}) {
  return new Miniflare({ compatibilityDate: "2026-04-01", modules, bindings });
}

/** Starts a Worker for the time of a test. */
export async function startWorker(t, modules, bindings) {
  const worker = createWorker(modules, bindings);
  t.after(() => worker.dispose());
  return (await worker.ready).origin;
}
