// The modules of the playground that need no browser, bundled beside the installed package.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const consumer = fileURLToPath(new URL("../..", import.meta.url));

/** The command line program, as npm installs it. */
export const program = join(consumer, "node_modules/.bin/tidegate");
export const data = join(consumer, "tests/data");

/** What a module of `playground/src` exports. */
export async function load(module) {
  const folder = mkdtempSync(join(consumer, "module-"));
  try {
    const outfile = join(folder, "module.mjs");
    await build({
      entryPoints: [join(consumer, "playground/src", module)],
      outfile,
      bundle: true,
      format: "esm",
      platform: "browser",
      target: "es2023",
      external: ["tidegate"],
      logLevel: "warning",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A folder that goes with the test. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "tidegate-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}
