// The entry that is told where its WebAssembly is, in each way that there is. Each way has an instance of the module of
// its own, so that each starts from nothing.

const sources = {
  URL: "new URL(wasm)",
  string: "wasm",
  Response: "await fetch(wasm)",
  Promise: "fetch(wasm)",
  ArrayBuffer: "await (await fetch(wasm)).arrayBuffer()",
  Uint8Array: "new Uint8Array(await (await fetch(wasm)).arrayBuffer())",
  Module: "await WebAssembly.compile(await (await fetch(wasm)).arrayBuffer())",
};

/** A module that starts the entry in each way. Its URL and that of the server are expressions. */
const program = (module, origin) => `
  import { check, mark } from "./check.mjs";
  const wasm = new URL("/node_modules/tidegate/dist/core.wasm", ${origin}).href;
  const starts = {
    ${Object.entries(sources)
      .map(([name, source]) => `${name}: async ({ init }) => init(${source}),`)
      .join("\n    ")}
  };
  const total = { passed: [], failed: [] };
  for (const [name, start] of Object.entries(starts)) {
    const tidegate = await import(${module} + "?" + name);
    await start(tidegate);
    const { passed, failed } = await check(tidegate, "tidegate/slim");
    total.passed.push(...passed);
    total.failed.push(...failed.map((failure) => ({ ...failure, name: name + ": " + failure.name })));
  }
  console.log(mark + JSON.stringify(total));`;

/** What its rows have in common. */
export const slim = {
  entry: "tidegate/slim",
  how: `init(${Object.keys(sources).join(", ")})`,
  times: Object.keys(sources).length,
  program,
};
