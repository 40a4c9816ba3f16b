// The package as it is installed from its tarball: what is in it, that each entry starts, and how large it is.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../..", import.meta.url));
const consumer = join(root, "build/consumer");
const installed = join(consumer, "node_modules/tidegate");
const ours = createRequire(join(root, "npm/package.json"));
const { parse } = ours("acorn");
const { transformSync } = ours("esbuild");

const files = readdirSync(installed, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
  .sort();
// The command line program is for Node alone, and has tests of its own.
const scripts = files.filter((file) => file.endsWith(".js") && file !== "dist/cli.js");
const read = (file) => readFileSync(join(installed, file), "utf8");
const manifest = JSON.parse(read("package.json"));

test("holds what a user needs and nothing else", () => {
  assert.deepEqual(files, [
    "LICENSE",
    "README.md",
    "THIRD_PARTY_NOTICES.txt",
    "dist/batch.d.ts",
    "dist/cli.js",
    "dist/cloud-event.d.ts",
    "dist/core.wasm",
    "dist/detect.d.ts",
    "dist/edge-light.js",
    "dist/edge-light.js.map",
    "dist/error.d.ts",
    "dist/event.d.ts",
    "dist/explain.d.ts",
    "dist/explanation.d.ts",
    "dist/facets.cjs",
    "dist/facets.d.cts",
    "dist/facets.d.ts",
    "dist/facets.js",
    "dist/facets.js.map",
    "dist/facets/advise.d.ts",
    "dist/facets/find-services.d.ts",
    "dist/facets/services.d.ts",
    "dist/from-cloud-event.d.ts",
    "dist/generated/change-codes.d.ts",
    "dist/generated/error-codes.d.ts",
    "dist/generated/input-kinds.d.ts",
    "dist/generated/issue-codes.d.ts",
    "dist/generated/lint-codes.d.ts",
    "dist/generated/reason-codes.d.ts",
    "dist/index.d.cts",
    "dist/index.d.ts",
    "dist/init.d.ts",
    "dist/inline.js",
    "dist/inline.js.map",
    "dist/lint.d.ts",
    "dist/losses.d.ts",
    "dist/match.d.cts",
    "dist/match.d.ts",
    "dist/match/edge-light.js",
    "dist/match/edge-light.js.map",
    "dist/match/inline.js",
    "dist/match/inline.js.map",
    "dist/match/match.wasm",
    "dist/match/node.cjs",
    "dist/match/workerd.js",
    "dist/match/workerd.js.map",
    "dist/matching-type.d.ts",
    "dist/node.cjs",
    "dist/pattern.d.ts",
    "dist/protobuf.cjs",
    "dist/protobuf.js",
    "dist/protobuf.js.map",
    "dist/protobuf/attribute-type.d.ts",
    "dist/protobuf/decode.d.ts",
    "dist/protobuf/encode.d.ts",
    "dist/protobuf/index.d.cts",
    "dist/protobuf/index.d.ts",
    "dist/protocol/amqp.d.ts",
    "dist/protocol/http.d.ts",
    "dist/protocol/kafka.d.ts",
    "dist/protocol/mqtt.d.ts",
    "dist/protocol/nats.d.ts",
    "dist/protocol/types.d.ts",
    "dist/protocol/websocket.d.ts",
    "dist/put-events.d.ts",
    "dist/rule-set.d.ts",
    "dist/schema.d.cts",
    "dist/schema.d.ts",
    "dist/schema/compile-schema.d.ts",
    "dist/schema/complete.d.ts",
    "dist/schema/discover.d.ts",
    "dist/schema/edge-light.js",
    "dist/schema/edge-light.js.map",
    "dist/schema/inline.js",
    "dist/schema/inline.js.map",
    "dist/schema/node.cjs",
    "dist/schema/schema-text.d.ts",
    "dist/schema/schema-to-types.d.ts",
    "dist/schema/schema.wasm",
    "dist/schema/suggest-pattern.d.ts",
    "dist/schema/versions.d.ts",
    "dist/schema/workerd.js",
    "dist/schema/workerd.js.map",
    "dist/slim.cjs",
    "dist/slim.d.cts",
    "dist/slim.d.ts",
    "dist/slim.js",
    "dist/slim.js.map",
    "dist/sns.d.ts",
    "dist/test-event-pattern.d.ts",
    "dist/to-cloud-event.d.ts",
    "dist/to-cloud-events.d.ts",
    "dist/upgrade-cloud-event.d.ts",
    "dist/validate.d.ts",
    "dist/workerd.js",
    "dist/workerd.js.map",
    "package.json",
  ]);
});

test("needs no other package", () => {
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "scripts"]) {
    assert.equal(manifest[kind], undefined, kind);
  }
});

test("each path of its exports is there, the more special condition before the default", () => {
  const paths = (value) =>
    typeof value === "string" ? [value] : Object.values(value).flatMap(paths);
  for (const path of [manifest.main, manifest.types, ...paths(manifest.exports)]) {
    assert.ok(files.includes(path.replace("./", "")), path);
  }
  // `module` is for bundlers, `module-sync` for Node, both for import and require(), so that there is one instance. What is
  // left for `require` cannot load modules (Jest).
  for (const entry of [".", "./match", "./schema"]) {
    assert.deepEqual(Object.keys(manifest.exports[entry]), [
      "types",
      "workerd",
      "edge-light",
      "bun",
      "deno",
      "module",
      "module-sync",
      "require",
      "default",
    ]);
  }
});

for (const file of scripts) {
  test(`${file} runs under any content security policy, bundler and module loader`, () => {
    const found = new Set();
    visit(
      parse(read(file), { ecmaVersion: "latest", sourceType: "module" }),
      false,
      (node, inFunction) => {
        if (node.type === "AwaitExpression" && !inFunction) found.add("top-level await");
        if (node.type === "ForOfStatement" && node.await && !inFunction)
          found.add("top-level await");
        if (node.type === "MetaProperty" && node.meta.name === "import") found.add("import.meta");
        if (node.type === "ImportExpression") found.add("import()");
        if (node.type === "Identifier" && ["eval", "Function", "require"].includes(node.name))
          found.add(node.name);
        if (node.type === "ImportDeclaration") found.add(node.source.value);
      },
    );
    const expected = {
      "dist/workerd.js": ["./core.wasm"],
      "dist/edge-light.js": ["./core.wasm?module"],
      "dist/match/workerd.js": ["./match.wasm"],
      "dist/match/edge-light.js": ["./match.wasm?module"],
      "dist/schema/workerd.js": ["./schema.wasm"],
      "dist/schema/edge-light.js": ["./schema.wasm?module"],
    };
    assert.deepEqual([...found], expected[file] ?? []);
  });

  test(`${file} has a source map with its sources in it`, () => {
    const { sources, sourcesContent } = JSON.parse(read(`${file}.map`));
    const shown = sources.filter((source) => source !== "");
    const [, entry] = file.match(/^dist\/(facets|protobuf|schema)\b/) ?? [];
    const telling = {
      facets: "facets/find-services.ts",
      protobuf: "protobuf/encode.ts",
      schema: "schema/compile-schema.ts",
    }[entry];
    assert.ok(
      shown.some((source) => source.endsWith(`web/${telling ?? "rule-set.ts"}`)),
      shown.join(),
    );
    for (const [i, source] of sources.entries()) {
      if (source === "") continue;
      assert.match(source, /^(\.\.\/)+(web|node_modules\/(fflate|pbf))\/[a-z0-9/-]+\.[jt]s$/);
      const path = join(root, "npm", dirname(file), source);
      assert.equal(sourcesContent[i], readFileSync(path, "utf8"));
    }
  });
}

test("tells nothing of the machine that built it", () => {
  for (const file of files) {
    assert.ok(!readFileSync(join(installed, file)).includes(root), file);
  }
});

const job = `
  const rules = new RuleSet();
  rules.add("cheap", { price: [{ numeric: ["<", 10] }] });
  console.log(rules.match('{"price":9}').join(), rules.match('{"price":10}').length);`;
const node = (...options) =>
  execFileSync(process.execPath, options, { cwd: consumer, encoding: "utf8" });

test("import and require() both load it", () => {
  assert.equal(
    node("--input-type=module", "-e", `import { RuleSet } from "tidegate";${job}`),
    "cheap 0\n",
  );
  assert.equal(
    node("--input-type=commonjs", "-e", `const { RuleSet } = require("tidegate");${job}`),
    "cheap 0\n",
  );
});

test("the Protobuf format needs no WebAssembly", () => {
  const source = `
    delete globalThis.WebAssembly;
    const { decodeCloudEvent, encodeCloudEvent } = await import("tidegate/protobuf");
    const event = { specversion: "1.0", id: "1", source: "/s", type: "t" };
    console.log(decodeCloudEvent(encodeCloudEvent(event).output).output.id);`;
  assert.equal(node("--input-type=module", "-e", source), "1\n");
  assert.ok(!read("dist/protobuf.js").includes("WebAssembly"));
});

test("the facets need no WebAssembly", () => {
  const source = `
    delete globalThis.WebAssembly;
    const { findServices } = await import("tidegate/facets");
    console.log(findServices({ dedupe: "yes" })[0].service);`;
  assert.equal(node("--input-type=module", "-e", source), "Artemis\n");
  assert.ok(!read("dist/facets.js").includes("WebAssembly"));
});

for (const condition of ["workerd", "edge-light"]) {
  test(`the ${condition} entry starts from the module that such a runtime makes of core.wasm`, () => {
    const hooks = new URL("wasm-modules.mjs", import.meta.url).href;
    const source = `import { RuleSet } from "tidegate";${job}`;
    const conditions = `--conditions=${condition}`;
    assert.equal(
      node("--import", hooks, conditions, "--input-type=module", "-e", source),
      "cheap 0\n",
    );
  });
}

// What a user's bundle grows by, in kB: minified, all in. `aim` is where it should be one day.
const sizes = {
  "dist/inline.js": { gzip: 214, aim: 100 },
  "dist/match/inline.js": { gzip: 130.6, aim: 50 },
  "dist/slim.js": { gzip: 29.6, aim: 15 },
  "dist/core.wasm": { gzip: 181.3, aim: 70 },
  "dist/match/match.wasm": { gzip: 107.6 },
  "dist/schema/inline.js": { gzip: 101.4, aim: 80 },
  "dist/schema/schema.wasm": { gzip: 79.1 },
  "dist/protobuf.js": { gzip: 8.1 },
  "dist/facets.js": { gzip: 6.4 },
};

for (const [file, { gzip, aim }] of Object.entries(sizes)) {
  test(`the size of ${file}`, (t) => {
    const own = readFileSync(join(installed, file));
    const minified = () => transformSync(own.toString(), { minify: true, format: "esm" }).code;
    const bytes = file.endsWith(".js") ? Buffer.from(minified()) : own;
    const compressed = gzipSync(bytes, { level: 9 });
    const shown = [bytes, compressed, brotliCompressSync(bytes)].map(
      ({ length }) => `${(length / 1000).toFixed(1)} kB`,
    );
    t.diagnostic(
      `${shown[0]}, ${shown[1]} gzip, ${shown[2]} brotli${aim ? `; the aim is ${aim} kB gzip` : ""}`,
    );
    assert.ok(compressed.length / 1000 < gzip * 1.05, `more than 5 % over ${gzip} kB gzip`);
  });
}

function visit(node, inFunction, see) {
  see(node, inFunction);
  const inside = inFunction || /Function/.test(node.type);
  for (const child of Object.values(node).flat()) {
    if (typeof child?.type === "string") visit(child, inside, see);
  }
}
