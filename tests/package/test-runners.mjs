// Jest and Vitest without configuration.
import { copyFileSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import {
  consumer,
  entries,
  fileName,
  reportOf,
  rowsFor,
  runtime,
  version,
  write,
} from "./support.mjs";

const jestTest = (entry) => `
  const tidegate = require("${entry}");
  const { tell } = require("./check.cjs");
  test("the package", () => tell(tidegate, "${entry}"));`;

function inJest(entry, node) {
  const folder = join(consumer, `jest-${node}-${fileName(entry)}`);
  write(folder, "package.json", "{}\n");
  write(folder, "package.test.js", jestTest(entry));
  copyFileSync(join(consumer, "check.cjs"), join(folder, "check.cjs"));
  return reportOf(runtime(node, "bin/node"), [runtime("jest/bin/jest.js"), "--no-cache"], {
    cwd: folder,
  });
}

const vitestTest = (entry) => `
  import * as tidegate from "${entry}";
  import { test } from "vitest";
  import { tell } from "../check.mjs";
  test("the package", () => tell(tidegate, "${entry}"));`;

function inVitest(entry) {
  const folder = join(consumer, `vitest-${fileName(entry)}`);
  write(folder, "package.test.mjs", vitestTest(entry));
  // Beside the package, as who uses it has it installed.
  const link = join(consumer, "node_modules/vitest");
  if (!existsSync(link)) symlinkSync(runtime("vitest"), link);
  return reportOf(runtime("node20/bin/node"), [runtime("vitest/vitest.mjs"), "run"], {
    cwd: folder,
  });
}

const jest = (node) => ({
  runtime: `Jest ${version("jest")}`,
  how: `require(), on Node ${version(node)}`,
  run: (entry) => inJest(entry, node),
});

export const rows = [
  ...rowsFor(entries, jest("node20")),
  ...rowsFor(entries, jest("node24")),
  ...rowsFor(entries, {
    runtime: `Vitest ${version("vitest")}`,
    how: `import, on Node ${version("node20")}`,
    run: inVitest,
  }),
];
