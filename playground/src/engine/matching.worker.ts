import { judge, matrix, nearest } from "./evaluate.js";
import { serve } from "./serve.js";

const methods = {
  judge: async () => judge,
  nearest: async () => nearest,
  matrix: async () => matrix,
};

export type MatchingMethods = typeof methods;

serve(methods);
