// For Cloudflare Workers, which compile WebAssembly only when they are deployed.

import module from "tidegate:module";
import { provideWasm } from "../core.js";

provideWasm(() => module);

export * from "tidegate:api";
