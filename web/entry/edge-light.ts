// For Vercel's edge runtime, which compiles WebAssembly only when it is deployed.

import module from "tidegate:module?module";
import { provideWasm } from "../core.js";

provideWasm(() => module);

export * from "tidegate:api";
