// Assembles the package in npm/: the lists of names, the declarations, then one JavaScript file per kind of runtime.
//
//   node npm/build.mjs           needs core.mjs and core.wasm in build/wasm
//   node npm/build.mjs --types   only writes the lists and checks the types; needs no WebAssembly

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transformSync } from "esbuild";

const npm = dirname(fileURLToPath(import.meta.url));
const root = dirname(npm);
const dist = join(npm, "dist");
const wasm = join(root, "build/wasm");
const types = join(root, "build/types");

// The oldest browsers with WebAssembly SIMD and private fields, and the oldest Node whose require() loads modules.
const target = ["node20.19", "chrome91", "firefox90", "safari16.4"];

// The lists of names that C++ has too: the file, its macro, and the union that is made of them.
const unions = [
  ["src/base/errors.def", "TIDEGATE_ERROR", "ErrorCode", "What went wrong, to compare by."],
  [
    "src/event/issues.def",
    "TIDEGATE_ISSUE",
    "IssueCode",
    "The rule that is broken, to compare by.",
  ],
  [
    "src/match/explain_reasons.def",
    "TIDEGATE_REASON",
    "ReasonCode",
    "Why something does not hold, to compare by.",
  ],
  ["src/event/input_kind.def", "TIDEGATE_INPUT_KIND", "InputKind", "What an input is."],
];

// A name is the first text of its row, the sentence about it the last.
function writeUnion([source, macro, union, comment]) {
  const list = readFileSync(join(root, source), "utf8");
  const row = new RegExp(`^${macro}\\(\\w+, "([^"]+)", (?:.*, )?"(.+)"\\)$`, "gm");
  const lines = [...list.matchAll(row)].map(
    ([, name, sentence]) => `  /** ${sentence.replaceAll("\\", "")} */\n  | "${name}"`,
  );
  const text = `// Written by npm/build.mjs from ${source}.\n
/** ${comment} */
export type ${union} =\n${lines.join("\n")};\n`;

  const name = union.replace(/\B[A-Z]/g, "-$&").toLowerCase();
  const file = join(root, `web/generated/${name}s.ts`);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function compileTypes(...options) {
  const tsc = join(npm, "node_modules/typescript/bin/tsc");
  const call = [tsc, "--project", join(root, "web"), ...options];
  const { status } = spawnSync(process.execPath, call, { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

// Declarations of what the public ones speak of; the rest stays inside.
function copyTypes(file) {
  if (existsSync(join(dist, file))) return;
  const text = readFileSync(join(types, file), "utf8");
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), text);
  for (const [, path] of text.matchAll(/ from "(\..+)\.js";/g)) {
    copyTypes(join(dirname(file), `${path}.d.ts`));
  }
}

// An empty source map: what is generated has no place in the maps of the package.
const emptyMap = btoa('{"version":3,"sources":[""],"sourcesContent":[""],"mappings":"AAAA"}');
const unmapped = `\n//# sourceMappingURL=data:application/json;base64,${emptyMap}`;

// What the entries in web/entry import beside each other:
//   tidegate:glue   the module that Emscripten made around the WebAssembly
//   tidegate:wasm   the WebAssembly as text: a character a byte, of the next higher code (255 is 0)
//   ./core.wasm, ./core.wasm?module   left as they are for the runtime, which knows what to make of them
const core = {
  name: "core",
  setup({ onResolve, onLoad }) {
    // Who does not use the glue need not have it, which is so in the entry "protobuf".
    onResolve({ filter: /^tidegate:/ }, ({ path }) => {
      return { path, namespace: "core", sideEffects: false };
    });
    onResolve({ filter: /^\.\/core\.wasm(\?module)?$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /^tidegate:glue$/, namespace: "core" }, () => {
      const glue = readFileSync(join(wasm, "core.mjs"), "utf8");
      return { contents: transformSync(glue, { minify: true, target }).code + unmapped };
    });
    onLoad({ filter: /^tidegate:wasm$/, namespace: "core" }, () => {
      const bytes = readFileSync(join(wasm, "core.wasm"));
      const text = bytes.map((byte) => byte + 1).toString("latin1");
      return { contents: `export default ${JSON.stringify(text)};${unmapped}` };
    });
  },
};

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: ["inline", "workerd", "edge-light", "protobuf"].map(
      (name) => `web/entry/${name}.ts`,
    ),
    outdir: dist,
    nodePaths: [join(npm, "node_modules")],
    bundle: true,
    format: "esm",
    target,
    // Names stay and lines are short, for stack traces, `console.log(rules)` and the line that an uncaught error shows.
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    sourcemap: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [core],
  });
}

for (const union of unions) writeUnion(union);
if (process.argv.includes("--types")) {
  compileTypes("--noEmit");
} else {
  rmSync(dist, { recursive: true, force: true });
  compileTypes("--outDir", types);
  copyTypes("index.d.ts");
  copyTypes("protobuf/index.d.ts");
  await bundle();
  copyFileSync(join(root, "LICENSE"), join(npm, "LICENSE"));
  // Last, so that its presence says that all of dist is there.
  writeFileSync(join(dist, "core.wasm"), readFileSync(join(wasm, "core.wasm")));
}
