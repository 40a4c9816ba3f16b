import { serve } from "./serve.js";

/** Fetched after the worker listens: the package waits for its Wasm. */
const benchmark = () => import("./benchmark.js");

const methods = {
  prepare: async () => (await benchmark()).prepare,
  measure: async () => (await benchmark()).measure,
};

export type BenchmarkMethods = typeof methods;

serve(methods);
