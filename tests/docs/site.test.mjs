// The site that `./dev docs` builds: what is documented, and that it works under any path.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = join(root, "playground/dist/docs");
const api = JSON.parse(readFileSync(join(root, "build/docs/api.json"), "utf8"));
const { exports } = JSON.parse(readFileSync(join(root, "npm/package.json"), "utf8"));
const pages = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html"));

test("has every entry of the package that has an interface", () => {
  const entries = Object.keys(exports).filter((path) => exports[path].types !== undefined);
  const names = entries.map((path) => `tidegate${path.slice(1)}`);
  assert.deepEqual(api.children.map(({ name }) => name).sort(), names.sort());
});

test("has every guide", () => {
  const folder = join(root, "playground/docs");
  const guides = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const titles = guides.map((guide) => /^title: (.+)$/m.exec(guide)?.[1]);
  assert.deepEqual(api.documents.map(({ name }) => name).sort(), titles.sort());
});

// TypeDoc fails on an export without a word by itself, but does not ask for an example.
const KINDS = { 2: "module", 4: "namespace", 32: "variable", 64: "function", 128: "class" };
const MEMBERS = { 256: "interface", 2048: "method", 262144: "accessor", 2097152: "type" };

function commentsOf({ comment, signatures = [], getSignature }) {
  return [comment, getSignature?.comment, ...signatures.map((signature) => signature.comment)];
}

function isShown(comments) {
  return comments.some((comment) => comment?.blockTags?.some(({ tag }) => tag === "@example"));
}

test("shows an example of every export", () => {
  const missing = [];
  let seen = 0;
  const visit = (node, path) => {
    const kind = KINDS[node.kind] ?? MEMBERS[node.kind];
    // Of the class of errors, what it has of the runtime's.
    if (kind === undefined || node.flags.isInherited || node.flags.isExternal) return;
    seen++;
    if (!isShown(commentsOf(node))) missing.push(`${kind} ${path}`);
    if (!(node.kind in KINDS)) return;
    for (const child of node.children ?? []) visit(child, `${path}.${child.name}`);
  };
  for (const module of api.children) visit(module, module.name);
  assert.deepEqual(missing, []);
  assert.ok(seen > 150, String(seen));
});

test("its links lead somewhere, wherever it is placed", () => {
  let links = 0;
  for (const page of pages) {
    const html = readFileSync(join(site, page), "utf8");
    for (const [, link] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(https?:|#|mailto:)/.test(link)) continue;
      links++;
      const [path] = link.split(/[#?]/);
      assert.ok(!path.startsWith("/"), `${page} has ${link}`);
      const target = resolve(dirname(join(site, page)), decodeURI(path));
      assert.ok(target.startsWith(site) && existsSync(target), `${page} has ${link}`);
    }
  }
  assert.ok(links > 1000, String(links));
});
