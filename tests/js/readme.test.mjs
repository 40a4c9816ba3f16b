// The examples in both READMEs and the guides, run as printed: every JavaScript block is a module of
// its own, and each `console.log(...); // text` must print that text, as must one with comments below
// it. A block marked `js handler` must handle a request, or else a batch of SQS.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { transformSync } from "esbuild";

const consumer = fileURLToPath(new URL("../..", import.meta.url));
const readmes = {
  "README.md": readFileSync(join(consumer, "README.md"), "utf8"),
  "npm/README.md": readFileSync(join(consumer, "node_modules/tidegate/README.md"), "utf8"),
};
const guides = Object.fromEntries(
  readdirSync(join(consumer, "docs")).map((name) => [
    name,
    readFileSync(join(consumer, "docs", name), "utf8"),
  ]),
);

// The first group of each match.
function all(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

function examples(text) {
  return all(text, /^```js\n(.*?)^```$/gms);
}

function run(source, handler = "") {
  const folder = mkdtempSync(join(consumer, "readme-"));
  try {
    writeFileSync(join(folder, "handler.mjs"), handler);
    const file = join(folder, "example.mjs");
    writeFileSync(file, source);
    return execFileSync(process.execPath, [file], { encoding: "utf8", cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function handlers(text) {
  return all(text, /^```js handler\n(.*?)^```$/gms);
}

// What a block marked `js handler` is followed by.
const call = `
import { http } from "tidegate";
import * as own from "./handler.mjs";
const sold = { specversion: "1.0", id: "1", source: "/shop", type: "com.example.sold", data: { price: 5 } };
const request = http.request("https://example.com/", sold, { mode: "structured" });
const record = { messageId: "m1", body: JSON.stringify(sold), receiptHandle: "h", attributes: {}, messageAttributes: {},
  md5OfBody: "m", eventSource: "aws:sqs", eventSourceARN: "arn:aws:sqs:us-east-2:1:q", awsRegion: "us-east-2" };
const handle = own.default?.fetch ?? own.default;
const answer = handle ? await (await handle(request)).text() : await own.handler({ Records: [record] });
console.log(JSON.stringify(answer));`;

for (const [name, text] of Object.entries({ ...readmes, ...guides })) {
  test(`${name} has an example`, () => assert.ok(examples(text).length > 0));

  for (const [i, source] of examples(text).entries()) {
    test(`${name}, example ${i + 1} prints what it says`, () => {
      const promised = all(source, /console\.log\(.*\);((?: \/\/ .*)|(?:\n\/\/ .*)+)$/gm).flatMap(
        (comments) => all(comments, /\/\/ (.*)/g),
      );
      assert.ok(promised.length > 0, "the example says what it prints");
      assert.deepEqual(run(source).trimEnd().split("\n"), promised);
    });
  }

  for (const [i, source] of handlers(text).entries()) {
    test(`${name}, handler ${i + 1} finds the rule for an event`, () => {
      assert.match(run(call, source), /cheap/);
    });
  }
}

test("the first screen of README.md has both commands and an example of five lines", () => {
  const screen = readmes["README.md"].split("\n").slice(0, 40).join("\n");
  assert.match(screen, /^\.\/dev demo\b/m);
  assert.match(screen, /^\.\/dev test\b/m);
  assert.equal(examples(screen)[0].trimEnd().split("\n").length, 5);
});

test("npm/README.md lists every error code of the package and no other", () => {
  const file = join(consumer, "node_modules/tidegate/dist/generated/error-codes.d.ts");
  const declared = [...readFileSync(file, "utf8").matchAll(/\/\*\* (.+) \*\/[\s|]+"(ERR_\w+)"/g)];
  const rows = declared.map(([, sentence, code]) => `| \`${code}\` | ${sentence} |`);
  assert.ok(rows.length > 0);
  assert.deepEqual(readmes["npm/README.md"].match(/^\| `ERR_\w+` \|.*$/gm), rows);
});

test("npm/README.md tells the sizes of the package, to a tenth", () => {
  const rows = readmes["npm/README.md"].matchAll(
    /^\| .*<!-- (.+) --> \| ([\d.]+) kB \| ([\d.]+) kB \| ([\d.]+) kB \|$/gm,
  );
  const told = Object.fromEntries([...rows].map(([, file, ...sizes]) => [file, sizes.map(Number)]));
  assert.deepEqual(Object.keys(told), [
    "inline.js",
    "match/inline.js",
    "schema/inline.js",
    "slim.js",
    "core.wasm",
    "protobuf.js",
    "facets.js",
  ]);
  for (const [file, sizes] of Object.entries(told)) {
    const own = readFileSync(join(consumer, "node_modules/tidegate/dist", file));
    const code = () => transformSync(own.toString(), { minify: true, format: "esm" }).code;
    const bytes = file.endsWith(".js") ? Buffer.from(code()) : own;
    const actual = [bytes, gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
    for (const [i, { length }] of actual.entries()) {
      const off = Math.abs(length / 1000 / sizes[i] - 1);
      assert.ok(off < 0.1, `${file}: ${sizes[i]} kB are ${(length / 1000).toFixed(1)} kB`);
    }
  }
});
