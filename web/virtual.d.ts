// Modules that exist only once the package is built (npm/build.mjs).

/**
 * Emscripten's glue: fills the object that it is given, at once where that instantiates at once.
 */
declare module "tidegate:glue" {
  const createModule: (module: object) => unknown;
  export default createModule;
}

/** The bytes of core.wasm in text. */
declare module "tidegate:wasm" {
  const text: string;
  export default text;
}

declare module "*/core.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*/core.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
