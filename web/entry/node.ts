// For Node, where the file beside the script is there at once and inflating it is not.

import readWasm from "tidegate:file";
import { provideWasm } from "../core.js";

provideWasm(() => new WebAssembly.Module(readWasm()));

export * from "tidegate:api";
