// Assembles the package in npm/: the lists of names, the declarations, then one JavaScript file per kind of runtime.
//
//   node npm/build.mjs           needs core.mjs and core.wasm in build/wasm
//   node npm/build.mjs --types   only writes the lists and checks the types; needs no WebAssembly

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
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
  [
    "src/base/errors.def",
    "TIDEGATE_ERROR",
    "ErrorCode",
    "What went wrong, to compare by.",
    'if (error.code === "ERR_INVALID_JSON") console.warn(error.line, error.column);',
  ],
  [
    "src/event/issues.def",
    "TIDEGATE_ISSUE",
    "IssueCode",
    "The rule that is broken, to compare by.",
    'validateCloudEvent("{}").issues.some(({ code }) => code === "CE_ID_MISSING"); // true',
  ],
  [
    "src/match/explain_reasons.def",
    "TIDEGATE_REASON",
    "ReasonCode",
    "Why something does not hold, to compare by.",
    'explain({ a: "X" }, { a: ["x"] }).tree.members[0].reason.code; // "CASE_DIFFERS"',
  ],
  [
    "src/event/input_kind.def",
    "TIDEGATE_INPUT_KIND",
    "InputKind",
    "What an input is.",
    'detect(event).kind; // "eventbridge"',
  ],
  [
    "src/lint/lint_codes.def",
    "TIDEGATE_LINT",
    "LintCode",
    "What lint found, to compare by.",
    'lint(\'{"a": "x"}\').some(({ code }) => code === "SCALAR_FIELD"); // true',
  ],
  [
    "src/schema/change_codes.def",
    "TIDEGATE_CHANGE",
    "ChangeCode",
    "What is different between two versions of a schema, to compare by.",
    'compareSchemas({}, { type: "object" }).changes[0].code; // "TYPE_NARROWED"',
  ],
];

// A name is the first text of its row, the sentence about it the last.
function writeUnion([source, macro, union, comment, example]) {
  const list = readFileSync(join(root, source), "utf8");
  const row = new RegExp(
    `^${macro}\\(\\s*\\w+,\\s*"([^"]+)",[^]*?((?:\\s+"(?:[^"\\\\]|\\\\.)*")+)\\)$`,
    "gm",
  );
  const lines = [...list.matchAll(row)].map(([, name, sentence]) => {
    const words = sentence.replace(/"\s+"/g, "").trim().slice(1, -1);
    return `  /** ${words.replaceAll("\\", "")} */\n  | "${name}"`;
  });
  const text = `// Written by npm/build.mjs from ${source}.\n
/**
 * ${comment}
 *
 * @example
 * \`\`\`js
 * ${example}
 * \`\`\`
 */
export type ${union} =\n${lines.join("\n")};\n`;

  const name = union.replace(/\B[A-Z]/g, "-$&").toLowerCase();
  writeGenerated(`${name}s.ts`, text);
}

// What editors offer of operators: the name, an operand to begin with, and a sentence; and the other names that no field
// inside a $or may have.
function writeOperators() {
  const source = "src/pattern/operators.def";
  const read = (file, row) => [...readFileSync(join(root, file), "utf8").matchAll(row)];
  const text = `("(?:[^"\\\\]|\\\\.)*")`;
  const row = new RegExp(`^TIDEGATE_OPERATOR\\(\\w+, ${text}, ${text},\\s+${text}\\)$`, "gm");
  const operators = read(source, row).map(([, ...texts]) => `  [${texts.join(", ")}],\n`);
  const reserved = read("src/pattern/reserved_names.def", /^TIDEGATE_RESERVED\((".*")\)$/gm);
  const type = "readonly (readonly [name: string, operand: string, sentence: string])[]";
  writeGenerated(
    "operators.ts",
    `// Written by npm/build.mjs from ${source} and reserved_names.def.\n
export const OPERATORS: ${type} = [\n${operators.join("")}];\n
export const RESERVED_IN_OR: readonly string[] = [${reserved.map(([, name]) => name).join(", ")}];\n`,
  );
}

function writeGenerated(name, text) {
  const file = join(root, "web/generated", name);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function compileTypes(project, ...options) {
  const tsc = join(npm, "node_modules/typescript/bin/tsc");
  const call = [tsc, "--project", join(root, project), ...options];
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

// What web/ imports of a module of WebAssembly, of which build/wasm holds NAME.wasm and its glue NAME.mjs:
//   tidegate:inflate  what fflate decompresses with, once it is called for: its tables take milliseconds to make
//   tidegate:glue     what Emscripten made around it
//   tidegate:wasm     its bytes deflated, in base64, which compress no further and so cost a download what they are
//   tidegate:module   its file beside the script, for a runtime that knows what to make of it
//   tidegate:file     what reads that file where there is a file system
//   tidegate:api      what of web/ the package exports with it
function wasmModule(name, api) {
  const read = (extension) => readFileSync(join(wasm, `${name}.${extension}`));
  const contents = {
    glue: () => transformSync(read("mjs").toString(), { minify: true, target }).code + unmapped,
    wasm: () => {
      const deflated = deflateRawSync(read("wasm"), { level: 9, memLevel: 9 });
      return `export default ${JSON.stringify(deflated.toString("base64"))};${unmapped}`;
    },
    inflate: async () => {
      const { outputFiles } = await build({
        stdin: {
          contents: 'export { Gunzip, inflateSync, Unzlib } from "fflate";',
          resolveDir: npm,
        },
        bundle: true,
        write: false,
        format: "iife",
        globalName: "fflate",
        target,
        minify: true,
      });
      const load = `() => { ${outputFiles[0].text} return fflate; }`;
      return `let made; const load = ${load}; export default () => made ??= load();${unmapped}`;
    },
    api: () => `export * from ${JSON.stringify(join(root, api))};`,
    file: () => {
      const read = `readFileSync(__dirname + "/${name}.wasm")`;
      return `import { readFileSync } from "node:fs"; export default () => ${read};`;
    },
  };
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^tidegate:module/ }, ({ path }) => {
        return { path: path.replace("tidegate:module", `./${name}.wasm`), external: true };
      });
      onResolve({ filter: /^tidegate:(inflate|glue|wasm|file|api)$/ }, ({ path }) => {
        // Who does not use the glue need not have it, which is so in the scripts "protobuf" and "facets".
        const sideEffects = path === "tidegate:api";
        return { path: path.slice("tidegate:".length), namespace: "tidegate", sideEffects };
      });
      onLoad({ filter: /./, namespace: "tidegate" }, async ({ path }) => {
        return {
          contents: await contents[path](),
          resolveDir: root,
        };
      });
    },
  };
}

// Each script of the package: from which file of web/, and with which module of WebAssembly and interface.
const scripts = {
  inline: ["entry/inline.ts", "core", "web/index.ts"],
  workerd: ["entry/workerd.ts", "core", "web/index.ts"],
  "edge-light": ["entry/edge-light.ts", "core", "web/index.ts"],
  slim: ["slim.ts", "core"],
  "match/inline": ["entry/inline.ts", "match", "web/match.ts"],
  "match/workerd": ["entry/workerd.ts", "match", "web/match.ts"],
  "match/edge-light": ["entry/edge-light.ts", "match", "web/match.ts"],
  "schema/inline": ["entry/inline.ts", "schema", "web/schema.ts"],
  "schema/workerd": ["entry/workerd.ts", "schema", "web/schema.ts"],
  "schema/edge-light": ["entry/edge-light.ts", "schema", "web/schema.ts"],
  protobuf: ["protobuf/index.ts", "core"],
  facets: ["facets.ts", "core"],
};

// Those that there are for require() too, where that loads no modules, which is so in Jest.
const commonJs = {
  node: ["entry/node.ts", "core", "web/index.ts"],
  "match/node": ["entry/node.ts", "match", "web/match.ts"],
  "schema/node": ["entry/node.ts", "schema", "web/schema.ts"],
  slim: scripts.slim,
  protobuf: scripts.protobuf,
  facets: scripts.facets,
};

const asCommonJs = {
  format: "cjs",
  platform: "node",
  outExtension: { ".js": ".cjs" },
  sourcemap: false,
  footer: {},
};

function bundle([script, [source, module, api]], options = {}) {
  return build({
    absWorkingDir: root,
    entryPoints: { [script]: `web/${source}` },
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
    // Tools that guess whether a script is a module look for a statement that begins so, which `}export{` does not.
    footer: { js: "export {};" },
    logLevel: "warning",
    plugins: [wasmModule(module, api)],
    ...options,
  });
}

// The command line program, with its libraries in it. It imports the package by its name, when it comes to need it.
async function bundleCli() {
  await build({
    absWorkingDir: root,
    entryPoints: { cli: "npm/cli/cli.ts" },
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    mainFields: ["module", "main"],
    external: ["tidegate"],
    // Some of the libraries are CommonJS.
    banner: {
      js: `#!/usr/bin/env node
import { createRequire as requireOf } from "node:module";
const require = requireOf(import.meta.url);`,
    },
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: "none",
    logLevel: "warning",
  });
}

for (const union of unions) writeUnion(union);
writeOperators();
if (process.argv.includes("--types")) {
  compileTypes("web", "--noEmit");
  compileTypes("npm/cli");
} else {
  rmSync(dist, { recursive: true, force: true });
  compileTypes("web", "--outDir", types);
  for (const types of ["index", "slim", "match", "schema", "facets", "protobuf/index"]) {
    copyTypes(`${types}.d.ts`);
    writeFileSync(join(dist, `${types}.d.cts`), `export * from "./${basename(types)}.js";\n`);
  }
  await Promise.all([
    ...Object.entries(scripts).map((script) => bundle(script)),
    ...Object.entries(commonJs).map((script) => bundle(script, asCommonJs)),
    bundleCli(),
  ]);
  copyFileSync(join(root, "LICENSE"), join(npm, "LICENSE"));
  for (const module of ["match", "schema"]) {
    copyFileSync(join(wasm, `${module}.wasm`), join(dist, module, `${module}.wasm`));
  }
  // Last, so that its presence says that all of dist is there.
  writeFileSync(join(dist, "core.wasm"), readFileSync(join(wasm, "core.wasm")));
}
