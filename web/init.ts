import { core, provideWasm } from "./core.js";
import { invalidArgument, TidegateError } from "./error.js";

/**
 * The content of `tidegate/core.wasm`, or where it is.
 *
 * @example
 * ```js
 * await init("https://example.com/assets/core.wasm");
 * ```
 */
export type WasmSource = string | URL | Response | ArrayBuffer | Uint8Array | WebAssembly.Module;

let loading: Promise<void> | undefined;

/**
 * Loads the WebAssembly: `tidegate/core.wasm` of the same version, as a URL to fetch, a response,
 * its bytes or a compiled module. Everything else of `tidegate/slim` throws ERR_NOT_INITIALIZED
 * until that is done. Only the first call loads something, unless it fails.
 *
 * Errors: ERR_WASM_SOURCE where it cannot be fetched or is something else; ERR_INVALID_ARGUMENT;
 * ERR_UNSUPPORTED_RUNTIME; ERR_OUT_OF_MEMORY.
 *
 * @example
 * ```js
 * await init(new URL("/assets/core.wasm", location.href));
 * ```
 */
export function init(source: WasmSource | Promise<WasmSource>): Promise<void> {
  loading ??= load(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: WasmSource | Promise<WasmSource>): Promise<void> {
  let module: WebAssembly.Module;
  try {
    module = await compile(await source);
    provideWasm(() => module);
    core();
  } catch (cause) {
    if (cause instanceof TidegateError) throw cause;
    throw new TidegateError("ERR_WASM_SOURCE", "The WebAssembly could not be loaded.", {
      cause,
      hint: "Give init() the core.wasm of this version of the package: its URL or its bytes.",
    });
  }
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || source instanceof Uint8Array) {
    return WebAssembly.compile(source as BufferSource);
  }
  if (typeof source === "string" || source instanceof URL) return compile(await fetch(source));
  if (typeof source?.ok !== "boolean") {
    throw invalidArgument("init() takes a URL, a Response, bytes or a WebAssembly.Module.");
  }
  if (!source.ok) throw new TypeError(`${source.url} answers ${source.status}.`);
  // Compiling while it is fetched needs this type of content.
  return source.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(source)
    : WebAssembly.compile(await source.arrayBuffer());
}
