// The library as C++ projects use it: installed, moved after that, and as a folder of another
// project. All that is built goes to build/native.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = join(root, "build/native");
const prefix = join(built, "prefix");
const moved = join(built, "moved");
const example = join(built, "example");
const { version } = JSON.parse(readFileSync(join(root, "npm/package.json"), "utf8"));

/** Runs a program; what it says is of interest only when it fails. */
function run(command, ...options) {
  const { status, stdout, stderr, error } = spawnSync(command, options, { encoding: "utf8" });
  assert.equal(status, 0, `${command} ${options.join(" ")}\n${stdout}${stderr}${error ?? ""}`);
  return stdout;
}

function configure(source, folder, ...options) {
  const compiler = options.some((option) => option.includes("CMAKE_CXX_COMPILER="));
  const ninja = ["-G", "Ninja", ...(compiler ? [] : ["-DCMAKE_CXX_COMPILER=g++"])];
  run("cmake", "-S", source, "-B", folder, ...ninja, ...options);
}

function build(folder) {
  run("cmake", "--build", folder, "--parallel", "2");
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Builds the consumer and compares what its programs print. */
function consume(name, ...options) {
  const folder = join(built, name);
  const consumer = join(root, "tests/native/consumer");
  configure(consumer, folder, `-DEXAMPLE=${example}`, ...options);
  build(folder);
  assert.equal(run(join(folder, "main")), readFileSync(join(consumer, "expected.txt"), "utf8"));
  assert.equal(run(join(folder, "example")), "stopped\n");
}

before(() => {
  const [, program] =
    /```cpp\n(#include <tidegate\/.+?)```/s.exec(readFileSync(join(root, "README.md"), "utf8")) ??
    [];
  assert.ok(program, "the README has an example in C++");
  mkdirSync(built, { recursive: true });
  writeFileSync(`${example}.cc`, program);
});

describe("installed", () => {
  before(() => {
    console.log("compiling and installing the library");
    const library = join(built, "library");
    configure(root, library, "-DCMAKE_BUILD_TYPE=Release");
    build(library);
    for (const folder of [prefix, moved]) rmSync(folder, { recursive: true, force: true });
    run("cmake", "--install", library, "--prefix", prefix);
  });

  test("headers, the library and its package", () => {
    const files = filesIn(prefix).map((file) => file.slice(prefix.length + 1));
    const headers = files.filter((file) => file.startsWith("include/"));
    assert.ok(headers.includes("include/tidegate/tidegate.h"));
    assert.ok(headers.includes("include/tidegate/base/errors.def"));
    assert.ok(!headers.includes("include/tidegate/json/simd.h"), "what nobody includes");
    assert.deepEqual(files.filter((file) => !headers.includes(file)).sort(), [
      "lib/cmake/tidegate/tidegateConfig-release.cmake",
      "lib/cmake/tidegate/tidegateConfig.cmake",
      "lib/cmake/tidegate/tidegateConfigVersion.cmake",
      "lib/libtidegate.a",
      "share/doc/tidegate/LICENSE",
      "share/doc/tidegate/THIRD_PARTY_NOTICES.txt",
    ]);
  });

  test("headers that need nothing but each other and the standard library", () => {
    for (const file of filesIn(join(prefix, "include"))) {
      const lines = readFileSync(file, "utf8").match(/^#include .+$/gm) ?? [];
      for (const line of lines) {
        const [, own] = /^#include "(tidegate\/[^"]+)"$/.exec(line) ?? [];
        const isThere =
          own === undefined
            ? /^#include <\w+(\.h)?>$/.test(line)
            : existsSync(join(prefix, "include", own));
        assert.ok(isThere, `${file}: ${line}`);
      }
    }
  });

  test("nothing that names the folder it was built in", () => {
    for (const file of filesIn(prefix)) {
      if (!file.endsWith(".a")) assert.ok(!readFileSync(file, "utf8").includes(root), file);
    }
  });

  test("find_package() finds it", () => {
    consume("by-package", `-DCMAKE_PREFIX_PATH=${prefix}`);
  });

  test("find_package() finds it where it was moved", () => {
    renameSync(prefix, moved);
    try {
      consume("by-moved-package", `-DCMAKE_PREFIX_PATH=${moved}`);
    } finally {
      renameSync(moved, prefix);
    }
  });

  test("another minor version is another package", () => {
    const [major, minor] = version.split(".").map(Number);
    const finds = (wanted) => {
      const project = join(built, "version");
      rmSync(project, { recursive: true, force: true });
      mkdirSync(project, { recursive: true });
      const list = `cmake_minimum_required(VERSION 3.25)
        project(version LANGUAGES CXX)
        find_package(tidegate ${wanted})
        message(STATUS "found=\${tidegate_FOUND} \${tidegate_VERSION}")`;
      writeFileSync(join(project, "CMakeLists.txt"), list);
      const output = run(
        "cmake",
        "-S",
        project,
        "-B",
        join(project, "build"),
        `-DCMAKE_PREFIX_PATH=${prefix}`,
      );
      return /found=(.+)/.exec(output)?.[1];
    };
    assert.equal(finds(`${major}.${minor}`), `1 ${version}`);
    assert.match(finds(`${major}.${minor + 1}`), /^0 /);
    assert.match(finds(`${major + 1}.${minor}`), /^0 /);
  });
});

test("add_subdirectory() makes the same of it, with another compiler", () => {
  console.log("compiling the library within another project");
  consume("by-folder", `-DTIDEGATE_SOURCE=${root}`, "-DCMAKE_CXX_COMPILER=clang++");
  const cache = readFileSync(join(built, "by-folder/CMakeCache.txt"), "utf8");
  assert.match(cache, /^TIDEGATE_INSTALL:BOOL=OFF$/m);
});
