// Node: import, require() and worker threads; ./slim from everything that it takes.
import { serve } from "./server.mjs";
import { slim } from "./slim.mjs";
import { consumer, loading, processRows, reportOf, runtime, version, write } from "./support.mjs";

const inWorker = (entry) => `
  import { Worker, isMainThread } from "node:worker_threads";
  if (isMainThread) new Worker(new URL(import.meta.url));
  else {
    const tidegate = await import("${entry}");
    const { tell } = await import("./check.mjs");
    await tell(tidegate, "${entry}");
  }`;

const ways = [...loading, { how: "worker thread", extension: "mjs", program: inWorker }];

async function startSlim(name) {
  const server = await serve(consumer);
  const program = slim.program('import.meta.resolve("tidegate/slim")', `"${server.url}"`);
  try {
    return await reportOf(runtime(name, "bin/node"), [
      write(consumer, `${name}-slim.mjs`, program),
    ]);
  } finally {
    await server.stop();
  }
}

export const rows = ["node20", "node22", "node24"].flatMap((name) => [
  ...processRows(name, "Node", (file) => [runtime(name, "bin/node"), [file]], ways),
  { ...slim, runtime: `Node ${version(name)}`, run: () => startSlim(name) },
]);
