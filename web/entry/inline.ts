// For every runtime that may compile WebAssembly from bytes: the bytes come along in the script.

import inflater from "tidegate:inflate";
import deflated from "tidegate:wasm";
import { provideWasm } from "../core.js";

/** What of `process.getBuiltinModule()` is of use: Node, Deno and Bun have it. */
interface Builtins {
  (name: "node:buffer"): { Buffer: { from(text: string, encoding: "base64"): Uint8Array } };
  (name: "node:zlib"): { inflateRawSync(data: Uint8Array): Uint8Array<ArrayBuffer> };
}

interface Runtime {
  readonly process?: { readonly getBuiltinModule?: Builtins };
}

/** By the runtime's own means, which start many times as fast as the same in JavaScript. */
function inflateNatively(): Uint8Array<ArrayBuffer> | undefined {
  try {
    const { getBuiltinModule } = (globalThis as Runtime).process ?? {};
    const data = getBuiltinModule?.("node:buffer").Buffer.from(deflated, "base64");
    return data && getBuiltinModule?.("node:zlib").inflateRawSync(data);
  } catch {
    return undefined; // Something that only calls itself `process`.
  }
}

function inflate(): Uint8Array<ArrayBuffer> {
  const characters = atob(deflated);
  const data = new Uint8Array(characters.length);
  for (let i = 0; i < data.length; i++) data[i] = characters.charCodeAt(i);
  return inflater().inflateSync(data);
}

provideWasm(() => new WebAssembly.Module(inflateNatively() ?? inflate()));

export * from "tidegate:api";
