import { firstAnswer } from "../workspace/judging.js";

type Module = typeof import("./code-mirror.js");

let module: Promise<Module> | undefined;

/** CodeMirror, which is fetched once the page is there and has shown its first verdict. */
export function codeMirror(): Promise<Module> {
  module ??= firstAnswer.then(idle).then(() => import("./code-mirror.js"));
  return module;
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 300 });
    else setTimeout(resolve, 50);
  });
}
