// Modules that exist only once the package is built (npm/build.mjs). There is one package of this
// folder for each module of WebAssembly, and in each they are those of its own.

/** What decompresses: made when it is first called for. */
declare module "tidegate:inflate" {
  const inflate: () => Pick<typeof import("fflate"), "Gunzip" | "inflateSync" | "Unzlib">;
  export default inflate;
}

/** What the package exports. */
declare module "tidegate:api";

/**
 * Emscripten's glue: fills the object that it is given, at once where that instantiates at once.
 */
declare module "tidegate:glue" {
  const createModule: (module: object) => unknown;
  export default createModule;
}

/** The WebAssembly in base64, deflated (RFC 1951). */
declare module "tidegate:wasm" {
  const text: string;
  export default text;
}

/** What reads the bytes of the file that the WebAssembly is. */
declare module "tidegate:file" {
  const read: () => Uint8Array<ArrayBuffer>;
  export default read;
}

/** The WebAssembly as a file that the runtime imports. */
declare module "tidegate:module" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "tidegate:module?module" {
  const module: WebAssembly.Module;
  export default module;
}
