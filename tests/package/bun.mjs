import { readdirSync } from "node:fs";
import { processRows, runtime } from "./support.mjs";

// Only an install script puts it in the place where its package has it.
function program() {
  const [platform] = readdirSync(runtime("@oven"));
  return runtime("@oven", platform, "bin/bun");
}

export const rows = processRows("bun", "Bun", (file) => [program(), [file]]);
