// The Protobuf format, which needs no WebAssembly and is the same in every runtime.

export * from "../protobuf/index.js";
