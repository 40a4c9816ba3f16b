// tidegate match on endless input: memory that stays the same, readers that leave, interrupts.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { data, program } from "./support.mjs";

const rules = ["--pattern", '{"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}'];
const event = (state) =>
  JSON.stringify({
    version: "0",
    id: "3f6c1a52-8d0b-4e17-9a43-c5e2d7b81f90",
    "detail-type": "EC2 Instance State-change Notification",
    source: "aws.ec2",
    account: "123456789012",
    time: "2024-05-14T09:12:47Z",
    region: "us-east-1",
    resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-0a3d5c7e9b1f24680"],
    detail: { "instance-id": "i-0a3d5c7e9b1f24680", state },
  });

/** About a megabyte of events, of which every fourth matches. */
function block(separator) {
  const four = ["running", "pending", "running", "stopped"].map(event);
  const size = Buffer.byteLength(four.join(separator) + separator);
  const count = Math.round(2 ** 20 / size);
  const text = Array.from({ length: count }, () => four.join(separator) + separator).join("");
  return { bytes: Buffer.from(text), matches: count };
}

/** The resident memory of a process in MB. */
function resident(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) / 1024;
}

async function writeAll(stream, bytes) {
  if (!stream.write(bytes)) await once(stream, "drain");
}

/**
 * Sends so many blocks through a pipe. Returns what comes of them, and the memory after the first
 * fifth and the most of it after that.
 */
async function flood({ blocks, before, separator, after }) {
  const child = spawn(program, ["match", ...rules, "--matching"]);
  const closed = once(child, "close");
  let newlines = 0;
  child.stdout.on("data", (chunk) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) newlines++;
  });
  child.stderr.pipe(process.stderr);
  const { bytes, matches } = block(separator);
  await writeAll(child.stdin, before);
  let early = 0;
  let late = 0;
  for (let i = 0; i < blocks; i++) {
    await writeAll(child.stdin, bytes);
    if (i % 16 !== 0) continue;
    if (i < blocks / 5) early = Math.max(early, resident(child.pid));
    else late = Math.max(late, resident(child.pid));
  }
  child.stdin.end(after);
  const [code] = await closed;
  return { code, newlines, expected: matches * blocks, early, late };
}

const forms = {
  "two gigabytes of lines": { blocks: 2048, before: "", separator: "\n", after: "" },
  "a list of a quarter of a gigabyte": {
    blocks: 256,
    before: "[",
    separator: ",\n ",
    after: "{}]",
  },
};

describe("keeps no more memory, however much comes", { skip: process.platform !== "linux" }, () => {
  for (const [form, input] of Object.entries(forms)) {
    test(form, { timeout: 300_000 }, async (t) => {
      const begin = performance.now();
      const { code, newlines, expected, early, late } = await flood(input);
      const seconds = (performance.now() - begin) / 1000;
      t.diagnostic(
        `${input.blocks} MB in ${seconds.toFixed(1)} s; ${early.toFixed(0)} MB of memory early, ${late.toFixed(0)} MB late`,
      );
      assert.deepEqual({ code, newlines }, { code: 0, newlines: expected });
      assert.ok(late < early + 64, `${early} MB have become ${late} MB`);
    });
  }

  test("one event of half a gigabyte, which is too large", { timeout: 300_000 }, async () => {
    const child = spawn(program, ["match", ...rules]);
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      out += chunk;
    });
    const closed = once(child, "close");
    const filler = Buffer.alloc(2 ** 20, "x");
    await writeAll(child.stdin, `${event("stopped")}\n{"a":"`);
    let most = 0;
    for (let i = 0; i < 512; i++) {
      await writeAll(child.stdin, filler);
      if (i > 64 && i % 16 === 0) most = Math.max(most, resident(child.pid));
    }
    child.stdin.end(`"}\n${event("stopped")}\n`);
    const [code] = await closed;
    const [first, second, third] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual([first.matches, third.matches], [["pattern"], ["pattern"]]);
    assert.equal(second.error.code, "ERR_TOO_LARGE");
    assert.equal(second.error.line, 2);
    assert.equal(code, 2);
    assert.ok(most < 400, `${most} MB`);
  });
});

test("ends without an error when its reader leaves, as in | head", async () => {
  const command = `yes '${event("stopped")}' | "$0" match "$@" | head -n 2`;
  const child = spawn("bash", ["-c", command, program, ...rules]);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, "close");
  assert.equal(out, '{"index":0,"matches":["pattern"]}\n{"index":1,"matches":["pattern"]}\n');
  assert.equal(err, "");
  assert.equal(code, 0);
});

test("--quiet ends at the first match, though more could come", async () => {
  const child = spawn(program, ["match", ...rules, "--quiet"]);
  child.stdin.on("error", () => {});
  child.stdin.write(`${event("stopped")}\n`);
  const [code] = await once(child, "close");
  assert.equal(code, 0);
});

test("prints what is known while more is still to come", async () => {
  const child = spawn(program, ["match", ...rules]);
  child.stdin.write(`${event("stopped")}\n`);
  const [first] = await once(child.stdout.setEncoding("utf8"), "data");
  assert.equal(first, '{"index":0,"matches":["pattern"]}\n');
  child.stdin.end();
  await once(child, "close");
});

test("an interrupt ends it, with whole lines and the usual exit code", async () => {
  const child = spawn(program, ["match", ...rules]);
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    out += chunk;
    if (out === chunk) child.kill("SIGINT");
  });
  child.stdin.on("error", () => {});
  child.stdin.write(`${event("stopped")}\n`.repeat(1000));
  const [code] = await once(child, "close");
  assert.equal(code, 130);
  assert.ok(out.endsWith("}\n"));
});

test("takes a list with all of its events on one line", async () => {
  const child = spawn(program, ["match", "-r", "rules.json", "-"], { cwd: data });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    out += chunk;
  });
  const count = 20_000;
  child.stdin.end(`[${Array.from({ length: count }, () => event("running")).join()}]`);
  const [code] = await once(child, "close");
  const found = out.trim().split("\n");
  assert.equal(found.length, count);
  assert.ok(JSON.parse(found.at(-1)).matches.includes("ec2-running"));
  assert.equal(code, 0);
});

/** What a command of the shell shows on a terminal. */
async function onTerminal(command) {
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: data,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    out += chunk;
  });
  await once(child, "close");
  return out;
}

test("a terminal gets text in colours, which NO_COLOR forbids", async () => {
  const command = `'${program}' match -r rules.json events/ec2-state-change.json`;
  // A Node that sees CI takes no terminal for a colourful one.
  const shown = await onTerminal(`env -u CI -u NO_COLOR -u FORCE_COLOR TERM=xterm ${command}`);
  assert.ok(shown.includes("\u001b[32mec2-running\u001b"), shown);
  const plain = await onTerminal(`env -u FORCE_COLOR NO_COLOR=1 ${command}`);
  assert.match(plain, /^0 {2}ec2-running, /);
  assert.ok(!plain.includes("\u001b["));
});

test("long input shows a bar on a terminal, while what is printed goes elsewhere", async () => {
  const match = `'${program}' match ${rules[0]} '${rules[1]}'`;
  const slow = `(echo '{}'; sleep 2; echo '{}'; sleep 0.2)`;
  const shown = await onTerminal(`${slow} | ${match} >/dev/null`);
  assert.match(shown, /\d MB in /);
  assert.equal(await onTerminal(`${slow} | ${match} >/dev/null 2>/dev/null`), "");
  assert.equal(await onTerminal(`echo '{}' | ${match} >/dev/null`), "");
});
