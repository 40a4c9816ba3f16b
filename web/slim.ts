/**
 * All of `tidegate` without its WebAssembly, for those who place the file `tidegate/core.wasm`
 * themselves: {@link init} loads it.
 *
 * @example
 * ```js
 * import { init, matches } from "tidegate/slim";
 *
 * await init(fetch("/assets/core.wasm"));
 * matches('{"state": "stopped"}', { state: ["stopped"] }); // true
 * ```
 *
 * @module tidegate/slim
 */

export * from "./index.js";
export type { WasmSource } from "./init.js";
export { init } from "./init.js";
