// Makes Node import a WebAssembly file as workerd and the edge runtime do: as a compiled WebAssembly.Module. Loaded with
// --import, it registers itself as the hooks.
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";

if (isMainThread) register(import.meta.url);

export function load(url, context, next) {
  const { pathname } = new URL(url);
  if (!pathname.endsWith(".wasm")) return next(url, context);
  const source = `
    import { readFileSync } from "node:fs";
    export default new WebAssembly.Module(readFileSync(${JSON.stringify(pathname)}));`;
  return { format: "module", source, shortCircuit: true };
}
