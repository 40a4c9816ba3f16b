// For every runtime that may compile WebAssembly from bytes: the bytes come along in the script, as
// text that compresses as well as they do, which base64 does not. The most frequent byte, 0, would
// need an escape in a string, so each character has the code of its byte and 1 more.
import text from "tidegate:wasm";
import { provideWasm } from "../core.js";

provideWasm(() => {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i) - 1; // -1 is stored as 255.
  return new WebAssembly.Module(bytes);
});

export * from "../index.js";
