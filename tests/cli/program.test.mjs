// The program as a whole: help, version, completions, and how soon it starts.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { folder, program, run } from "./support.mjs";

const manifest = new URL("../../node_modules/tidegate/package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8"));
const commands = [
  "match",
  "test",
  "explain",
  "convert",
  "validate",
  "lint",
  "bench",
  "facets",
  "completion",
];

test("tells its version", async () => {
  assert.deepEqual(await run(["--version"]), { code: 0, out: `${version}\n`, err: "" });
});

test("lists its commands", async () => {
  const { code, out } = await run(["--help"]);
  for (const command of commands) assert.match(out, new RegExp(`^  ${command}\\b`, "m"));
  assert.equal(code, 0);
});

test("without a command, or with an unknown one, it is wrong usage", async () => {
  const nothing = await run([]);
  assert.match(nothing.err, /^Usage: tidegate/);
  assert.equal(nothing.code, 2);
  const unknown = await run(["mtach"]);
  assert.match(unknown.err, /unknown command 'mtach'\n\(Did you mean match\?\)/);
  assert.equal(unknown.code, 2);
});

for (const command of commands) {
  test(`help for ${command} has examples that it takes`, async () => {
    const { code, out } = await run([command, "--help"]);
    assert.equal(code, 0);
    assert.deepEqual(await run(["help", command]), { code: 0, out, err: "" });
    const examples = [...out.matchAll(/^ {2}\$ (.*)$/gm)].map(([, example]) => example);
    assert.ok(examples.length > 0);
    // Every option of an example is one of the command.
    for (const example of examples) {
      const own = example.split("|").find((part) => part.includes(`tidegate ${command}`));
      for (const [option] of (own ?? "").matchAll(/(?<= )--?[a-z-]+/g)) {
        assert.ok(new RegExp(`^ +(-., )?${option}\\b|^ +${option}, `, "m").test(out), option);
      }
    }
  });
}

test("help loads neither the library nor what only some commands need", () => {
  const hooks = `export function resolve(specifier, context, next) {
    if (specifier.startsWith("tidegate")) console.error("LOADED", specifier);
    return next(specifier, context);
  }`;
  const source = `
    import { register } from "node:module";
    register("data:text/javascript,${encodeURIComponent(hooks)}");`;
  const call = (...args) => {
    const hook = `data:text/javascript,${encodeURIComponent(source)}`;
    const options = { encoding: "utf8", input: "{}" };
    return spawnSync(process.execPath, ["--import", hook, program, ...args], options).stderr;
  };
  assert.equal(call("--help"), "");
  assert.equal(call("completion", "bash"), "");
  assert.match(call("match", "-p", '{"a": [1]}'), /LOADED tidegate/);
});

describe("completion", () => {
  const complete = (words) =>
    execFileSync(
      "bash",
      [
        "-c",
        `eval "$("$0" completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tidegate; echo "\${COMPREPLY[*]}"`,
        program,
        ...words,
      ],
      { encoding: "utf8" },
    ).trim();

  test("for bash is valid and completes commands, options and their values", (t) => {
    const script = execFileSync(program, ["completion", "bash"], { encoding: "utf8" });
    const cwd = folder(t, { "completion.bash": script });
    execFileSync("bash", ["-n", "completion.bash"], { cwd });
    assert.equal(complete(["tidegate", "ma"]), "match");
    assert.equal(complete(["tidegate", "match", "--ru"]), "--rules");
    assert.equal(complete(["tidegate", "convert", "--to", "ht"]), "http");
    assert.equal(complete(["tidegate", "convert", "--profile", "a"]), "aws-docs arn");
    assert.equal(complete(["tidegate", "completion", ""]), "bash zsh");
    assert.equal(complete(["tidegate", "help", "val"]), "validate");
    assert.equal(complete(["tidegate", "match", "--rules", "r"]), ""); // Files, by the shell itself.
    assert.equal(complete(["tidegate", "match", "ev"]), "");
  });

  test("for zsh is valid", (t) => {
    const script = execFileSync(program, ["completion", "zsh"], { encoding: "utf8" });
    assert.match(script, /^#compdef tidegate\n/);
    for (const command of commands) assert.ok(script.includes(`    '${command}:`), command);
    const cwd = folder(t, { _tidegate: script });
    execFileSync("zsh", ["-n", "_tidegate"], { cwd });
  });

  test("is for shells that it knows", async () => {
    const { code, err } = await run(["completion", "fish"]);
    assert.match(err, /Allowed choices are bash, zsh/);
    assert.equal(code, 2);
  });
});
