// What SECURITY.md says: its limits are those of the sources, and the package is what it says of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (path) => readFileSync(join(root, path), "utf8");
const security = read("SECURITY.md");

/** The value of a constant in C++: digits, or a product or shift of two numbers. */
function constant(name, path) {
  const [, text] = read(path).match(new RegExp(`\\b${name} = ([^;]+);`)) ?? [];
  assert.ok(text !== undefined, `${path} has no ${name}`);
  const [, first, operator, second] = text
    .replaceAll(/[u']/g, "")
    .match(/^(\d+)(?: (<<|\*) (\d+))?$/);
  if (operator === "<<") return Number(first) * 2 ** Number(second);
  return operator === "*" ? Number(first) * Number(second) : Number(first);
}

describe("the limits in SECURITY.md", () => {
  const rows = [...security.matchAll(/^\| (.+) \| ([\d,]+) \| (.+) \| `(\w+)` in `([^`]+)` \|$/gm)];
  test("are many", () => assert.ok(rows.length >= 15));
  const codes = read("src/base/errors.def");
  for (const [, what, limit, beyond, name, path] of rows) {
    test(what, () => {
      assert.equal(Number(limit.replaceAll(",", "")), constant(name, path));
      const [code] = beyond.match(/ERR_\w+/) ?? [];
      if (code !== undefined) assert.ok(codes.includes(`"${code}"`), code);
    });
  }
});

test("the limits in TypeScript and in the README are those of C++", () => {
  const limits = "src/base/limits.h";
  const core = read("web/core.ts");
  const [depth, text, event] = ["kMaxDepth", "kMaxTextBytes", "kDefaultMaxEventBytes"].map((name) =>
    constant(name, limits),
  );
  assert.ok(core.includes(`MAX_DEPTH = ${depth};`));
  assert.ok(core.includes(`MAX_TEXT_BYTES: number = ${text / 2 ** 20} * 1024 * 1024;`));
  assert.ok(core.includes(`DEFAULT_MAX_EVENT_BYTES: number = ${event / 2 ** 20} * 1024 * 1024;`));
  const readme = read("npm/README.md").replaceAll("\n", " ");
  assert.ok(readme.includes(`Events of ${event / 2 ** 20} MiB`));
  assert.ok(readme.includes(`up to ${text / 2 ** 20} MiB`));
  assert.ok(readme.includes(`${depth.toLocaleString("en")} objects and arrays within each other`));
  const number = constant("kMaxNumberLength", limits).toLocaleString("en");
  assert.ok(readme.includes(`numbers of ${number} characters`));
  assert.ok(readme.includes(`${constant("kMaxPathsPerSubRule", limits)} fields of one pattern`));
  const choices = constant("kMaxSubRules", limits).toLocaleString("en");
  assert.ok(readme.includes(`${choices} combinations of its \`$or\``));
});

describe("what the package is made of", () => {
  const manifest = JSON.parse(read("npm/package.json"));

  test("it depends on nothing", () => {
    for (const key of ["dependencies", "peerDependencies", "optionalDependencies"]) {
      assert.deepEqual(Object.keys(manifest[key] ?? {}), [], key);
    }
    const scripts = Object.keys(manifest.scripts ?? {});
    assert.deepEqual(
      scripts.filter((name) => /install|prepare/.test(name)),
      [],
    );
  });

  for (const folder of ["npm", "playground", "tests/package"]) {
    test(`what ${folder} is made with is pinned by its lock file`, () => {
      const { packages } = JSON.parse(read(join(folder, "package-lock.json")));
      const { devDependencies = {}, dependencies = {} } = packages[""];
      for (const [name, range] of Object.entries({ ...devDependencies, ...dependencies })) {
        assert.match(range, /^(npm:\S+@)?(\d+\.\d+\.\d+\S*|file:.+)$/, `${name} is ${range}`);
      }
      for (const [path, entry] of Object.entries(packages)) {
        if (path === "" || entry.link || entry.inBundle || !path.includes("node_modules")) continue;
        // npm notes no hash of what is for another machine than the one that the file was made on.
        if (entry.optional) continue;
        assert.match(entry.integrity ?? "none", /^sha512-/, path);
      }
    });
  }

  test("the licences of others are in the tarball", () => {
    assert.ok(manifest.files.includes("THIRD_PARTY_NOTICES.txt"));
    const notices = read("npm/THIRD_PARTY_NOTICES.txt");
    for (const name of ["Emscripten", "musl", "LLVM"])
      assert.match(notices, new RegExp(name), name);
    assert.ok(existsSync(join(root, "LICENSE")));
  });
});

// Only where the registry can be asked.
for (const folder of ["npm", "playground", "tests/package"]) {
  test(`npm audit knows nothing bad of what ${folder} is made with`, (context) => {
    const args = ["audit", "--json", "--audit-level=low", "--prefix", join(root, folder)];
    let report;
    try {
      report = execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch (error) {
      report = error.stdout;
    }
    const { vulnerabilities, error } = JSON.parse(report);
    if (vulnerabilities === undefined) {
      context.skip(`the registry does not answer: ${error?.summary ?? "no words"}`);
      return;
    }
    const found = Object.values(vulnerabilities).map(
      ({ name, severity }) => `${name}: ${severity}`,
    );
    assert.deepEqual(found, []);
  });
}
