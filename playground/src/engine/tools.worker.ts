import { serve } from "./serve.js";

/** Each is fetched when it is first called. */
const methods = {
  complete: async () => (await import("./tools/complete.js")).completeAt,
  lintText: async () => (await import("./tools/lint.js")).lintText,
  lintAll: async () => (await import("./tools/lint.js")).lintAll,
  locate: async () => (await import("./tools/add-value.js")).locate,
  addValue: async () => (await import("./tools/add-value.js")).addValue,
};

export type ToolsMethods = typeof methods;

serve(methods);
