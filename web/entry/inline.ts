// For every runtime that may compile WebAssembly from bytes: the bytes come along in the script.
import base64 from "tidegate:wasm";
import { provideWasm } from "../core.js";

provideWasm(() => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new WebAssembly.Module(bytes);
});

export * from "../index.js";
