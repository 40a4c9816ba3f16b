// For Vercel's edge runtime, which compiles WebAssembly only when it is deployed.

import { provideWasm } from "../core.js";
import module from "./core.wasm?module";

provideWasm(() => module);

export * from "../index.js";
