import { serve } from "./serve.js";

/** Fetched after the worker listens: the package waits for its Wasm. */
const evaluating = () => import("./evaluate.js");

const methods = {
  judge: async () => (await evaluating()).judge,
  nearest: async () => (await evaluating()).nearest,
  matrix: async () => (await evaluating()).matrix,
  runCases: async () => (await import("./cases.js")).runCases,
  matchesOf: async () => (await import("./cases.js")).matchesOf,
};

export type MatchingMethods = typeof methods;

serve(methods);
