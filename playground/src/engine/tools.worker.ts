import { serve } from "./serve.js";

/** Each is fetched when it is first called. */
const methods = {
  complete: async () => (await import("./tools/complete.js")).completeAt,
  lintText: async () => (await import("./tools/lint.js")).lintText,
  lintAll: async () => (await import("./tools/lint.js")).lintAll,
  fixAll: async () => (await import("./tools/lint.js")).fixAll,
  discoverSchemas: async () => (await import("./tools/discover.js")).discoverSchemas,
  compareVersions: async () => (await import("./tools/discover.js")).compareVersions,
  suggest: async () => (await import("./tools/discover.js")).suggest,
  locate: async () => (await import("./tools/add-value.js")).locate,
  importText: async () => (await import("../imports/import-text.js")).importText,
  share: async () => (await import("./tools/share.js")).share,
  addValue: async () => (await import("./tools/add-value.js")).addValue,
  convert: async () => (await import("./tools/convert.js")).convert,
  checkEnvelope: async () => (await import("./tools/validate.js")).checkEnvelope,
  checkSchema: async () => (await import("./tools/validate.js")).checkSchema,
  schemaMistakes: async () => (await import("./tools/validate.js")).schemaMistakes,
  schemaFor: async () => (await import("./tools/validate.js")).schemaFor,
};

export type ToolsMethods = typeof methods;

serve(methods);
