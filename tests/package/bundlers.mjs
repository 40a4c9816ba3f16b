// Bundles by the usual bundlers, as they are without configuration. What is for Node runs in a folder from which no package
// can be found, what is for browsers in Chromium under the same policy as the rest.
import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { createServer, build as vite } from "vite";
import webpack from "webpack";
import { html, openFolder, openPage, versionOf } from "./browsers.mjs";
import {
  bundles,
  consumer,
  fileName,
  imports,
  reportOf,
  rowsFor,
  runtime,
  version,
  write,
} from "./support.mjs";

const byEsbuild = (options) => async (source, outfile) => {
  const common = { entryPoints: [source], outfile, bundle: true, minify: true, logLevel: "silent" };
  const { warnings } = await esbuild({ ...common, ...options });
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join("\n"));
};

async function byRollup(source, file) {
  const bundle = await rollup({
    input: source,
    plugins: [nodeResolve()],
    onLog(_, { message }) {
      throw new Error(message);
    },
  });
  await bundle.write({ file, format: "es" });
  await bundle.close();
}

function byWebpack(source, file) {
  const output = { path: dirname(file), filename: basename(file) };
  return new Promise((resolve, reject) => {
    const compiler = webpack({ mode: "production", context: consumer, entry: source, output });
    compiler.run((error, stats) => {
      // That the bundle is larger than 244 kB is a warning too.
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString("errors-only")));
      else compiler.close(resolve);
    });
  });
}

const viteRoot = (entry) => join(consumer, "vite", fileName(entry));

function viteApp(entry) {
  const root = viteRoot(entry);
  write(root, "index.html", html("/main.mjs"));
  write(root, "main.mjs", imports(entry, "../../check.mjs"));
  return root;
}

async function viteBuild(entry) {
  const outDir = join(bundles, `vite-${fileName(entry)}`);
  await vite({ root: viteApp(entry), configFile: false, logLevel: "error", build: { outDir } });
  return openFolder("Chromium", outDir);
}

async function viteDev(entry) {
  const server = await createServer({
    root: viteApp(entry),
    configFile: false,
    logLevel: "error",
    cacheDir: join(viteRoot(entry), "cache"),
    server: { host: "127.0.0.1", port: 0 },
  });
  try {
    await server.listen();
    return await openPage("Chromium", `http://127.0.0.1:${server.httpServer.address().port}/`);
  } finally {
    await server.close();
  }
}

const node = runtime("node20/bin/node");
const inNode = (file) => reportOf(node, [file], { cwd: bundles });

function inChromium(file) {
  write(dirname(file), "index.html", html(basename(file)));
  return openFolder("Chromium", dirname(file));
}

const forNode = `for Node ${version("node20")}`;
const forChromium = `for ${versionOf("Chromium")}`;

const ways = [
  {
    by: "esbuild",
    how: `ESM ${forNode}`,
    file: "esm.mjs",
    make: byEsbuild({ platform: "node", format: "esm" }),
  },
  {
    by: "esbuild",
    how: `CommonJS ${forNode}`,
    file: "cjs.cjs",
    make: byEsbuild({ platform: "node", format: "cjs" }),
  },
  { by: "esbuild", how: forChromium, file: "main.js", make: byEsbuild({ platform: "browser" }) },
  { by: "rollup", how: `ESM ${forNode}`, file: "esm.mjs", make: byRollup },
  { by: "rollup", how: forChromium, file: "main.js", make: byRollup },
  { by: "webpack", how: forChromium, file: "main.js", make: byWebpack },
];

const titles = { esbuild: "esbuild", rollup: "Rollup", webpack: "webpack" };
const entries = ["tidegate", "tidegate/match", "tidegate/schema"];

const bundled = ways.flatMap(({ by, how, file, make }) =>
  rowsFor(entries, {
    runtime: `${titles[by]} ${version(by)}`,
    how,
    async run(entry) {
      const source = write(consumer, `bundle-${fileName(entry)}.mjs`, imports(entry));
      const made = join(bundles, `${by}-${fileName(entry)}`, file);
      mkdirSync(dirname(made), { recursive: true });
      await make(source, made);
      return how.includes("Node") ? inNode(made) : inChromium(made);
    },
  }),
);

const byVite = (how, run) =>
  rowsFor(entries, { runtime: `Vite ${version("vite")}`, how: `${how} ${forChromium}`, run });

export const rows = [...bundled, ...byVite("build", viteBuild), ...byVite("dev", viteDev)];
