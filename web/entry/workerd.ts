// For Cloudflare Workers, which compile WebAssembly only when they are deployed.

import { provideWasm } from "../core.js";
import module from "./core.wasm";

provideWasm(() => module);

export * from "../index.js";
