// tidegate match: what comes in, what goes out, and the exit code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { data, folder, lines, run } from "./support.mjs";

const rules = { stopped: { detail: { state: ["stopped"] } }, ec2: { source: ["aws.ec2"] } };
const events = [
  { source: "aws.ec2", detail: { state: "stopped" } },
  { source: "aws.ec2", detail: { state: "running" } },
  { source: "aws.s3" },
];
const ndjson = events.map((event) => `${JSON.stringify(event)}\n`).join("");
const matches = [["stopped", "ec2"], ["ec2"], []];
const expected = matches.map((matches, index) => ({ index, matches }));
const inline = ["--pattern", JSON.stringify(rules.ec2)];

test("prints one JSON object a line, in the documented form", async (t) => {
  const cwd = folder(t, { "rules.json": rules, "events.ndjson": ndjson });
  const { code, out, err } = await run(["match", "--rules", "rules.json", "events.ndjson"], {
    cwd,
  });
  assert.equal(
    out,
    '{"index":0,"matches":["stopped","ec2"]}\n{"index":1,"matches":["ec2"]}\n{"index":2,"matches":[]}\n',
  );
  assert.deepEqual({ code, err }, { code: 0, err: "" });
});

describe("takes events", () => {
  const forms = {
    "as lines": ndjson,
    "as lines that end with CR LF, some of them blank": ndjson.replaceAll("\n", "\r\n \r\n"),
    "as lines without the last end": ndjson.trimEnd(),
    "behind a byte order mark": `\ufeff${ndjson}`,
    "as a list": JSON.stringify(events),
    "as a list over many lines": JSON.stringify(events, null, 2),
    "as documents over many lines": events
      .map((event) => JSON.stringify(event, null, 2))
      .join("\n"),
    "packed by gzip": gzipSync(ndjson),
    "packed by gzip in two parts": Buffer.concat([
      gzipSync(ndjson.slice(0, 50)),
      gzipSync(ndjson.slice(50)),
    ]),
  };
  for (const [form, input] of Object.entries(forms)) {
    test(form, async (t) => {
      const cwd = folder(t, { "rules.json": rules, events: input });
      for (const source of [["events"], ["-"], []]) {
        const { code, out } = await run(["match", "-r", "rules.json", ...source], { cwd, input });
        assert.deepEqual(lines(out), expected, source.join());
        assert.equal(code, 0);
      }
    });
  }

  test("one by one, byte by byte", async () => {
    const { Readable } = await import("node:stream");
    const { spawn } = await import("node:child_process");
    const { program } = await import("./support.mjs");
    const text = JSON.stringify(
      [{ source: "aws.ec2", a: ["é", '\\"]', 1.5e3, null] }, 12, "x"],
      null,
      1,
    );
    const child = spawn(program, ["match", ...inline]);
    Readable.from([...Buffer.from(text)].map((byte) => Buffer.of(byte))).pipe(child.stdin);
    let out = "";
    for await (const chunk of child.stdout.setEncoding("utf8")) out += chunk;
    const found = lines(out).map(({ matches, error }) => matches ?? [error.code, error.line]);
    const notObject = "ERR_EVENT_NOT_OBJECT";
    assert.deepEqual(found, [["pattern"], [notObject, 11], [notObject, 12]]);
  });

  test("from globs and several files, and names each file", async (t) => {
    const cwd = folder(t, { "a/1.json": events[0], "a/b/2.json": events[2], "a/c.ndjson": ndjson });
    const { out } = await run(["match", ...inline, "a/**/*.json", "a/c.ndjson"], { cwd });
    const files = lines(out).map(({ file, index, matches }) => [file, index, matches.length]);
    assert.deepEqual(files, [
      ["a/1.json", 0, 1],
      ["a/b/2.json", 0, 0],
      ["a/c.ndjson", 0, 1],
      ["a/c.ndjson", 1, 1],
      ["a/c.ndjson", 2, 0],
    ]);
  });

  test("gives the answers of the library on real events", async () => {
    const { out } = await run(["match", "-r", "rules.json", "events/*.json"]);
    const found = Object.fromEntries(
      lines(out).map(({ file, matches }) => [file.slice("events/".length), matches.sort()]),
    );
    assert.deepEqual(found, JSON.parse(readFileSync(join(data, "expected.json"), "utf8")));
  });
});

describe("tells of what is no event, and goes on", () => {
  test("in lines", async () => {
    const input = `{"source":"aws.ec2"}\n\n{"source":,}\n[]\n{"source":"aws.ec2"}\n{"a":"\xff"}`;
    const { code, out } = await run(["match", ...inline], { input: Buffer.from(input, "latin1") });
    const [first, json, list, last, utf8] = lines(out);
    assert.deepEqual(first, { index: 0, matches: ["pattern"] });
    assert.deepEqual([json.index, json.error.code], [1, "ERR_INVALID_JSON"]);
    assert.deepEqual([json.error.line, json.error.column], [3, 11]);
    assert.ok(json.error.message.length > 0);
    assert.deepEqual([list.error.code, list.error.line], ["ERR_EVENT_NOT_OBJECT", 4]);
    assert.deepEqual(last, { index: 3, matches: ["pattern"] });
    assert.deepEqual([utf8.error.code, utf8.error.line], ["ERR_INVALID_UTF8", 6]);
    assert.equal(code, 2);
  });

  test("in lists, with the place in the file", async () => {
    const input = '[\n  {"source": "aws.ec2"}, {"é😀": 1}, {"a": tru},\n  {"b": [1, 2}\n]';
    const { code, out } = await run(["match", ...inline], { input });
    const found = lines(out).map(({ error }) => error && [error.code, error.line, error.column]);
    assert.deepEqual(found.slice(0, 3), [undefined, undefined, ["ERR_INVALID_JSON", 2, 44]]);
    assert.equal(found[3][0], "ERR_INVALID_JSON");
    assert.equal(code, 2);
  });

  for (const input of ["[{},]", "[{} {}]", "[,{}]", "[{}", "[", "[{}] {}", "[{},,{}]"]) {
    test(`in the list ${input}`, async () => {
      const { code, out } = await run(["match", ...inline], { input });
      const errors = lines(out).filter(({ error }) => error !== undefined);
      assert.deepEqual(
        errors.map(({ error }) => error.code),
        ["ERR_INVALID_JSON"],
      );
      assert.equal(code, 2);
    });
  }

  test("that are too large, in any form", async () => {
    const large = { source: "aws.ec2", filler: "x".repeat(300_000) };
    const all = [events[0], large, events[1]];
    const options = ["--max-event-bytes", "1000"];
    for (const input of [
      all.map((event) => JSON.stringify(event)).join("\n"),
      JSON.stringify(all),
      JSON.stringify(all, null, 2),
    ]) {
      const { code, out } = await run(["match", ...inline, ...options], { input });
      const [first, second, third] = lines(out);
      assert.deepEqual([first.matches, third.matches], [["pattern"], ["pattern"]]);
      assert.equal(second.error.code, "ERR_TOO_LARGE");
      assert.equal(code, 2);
    }
  });

  test("in what gzip has not packed to its end", async () => {
    const input = gzipSync(ndjson).subarray(0, 40);
    const { code, err } = await run(["match", ...inline], { input });
    assert.match(err, /ERR_GZIP/);
    assert.equal(code, 2);
  });
});

test("the exit code is 1 where nothing matches, and where there is nothing", async () => {
  for (const input of ['{"source":"aws.s3"}\n', "", "\n\n", "[]"]) {
    const { code, err } = await run(["match", ...inline], { input });
    assert.deepEqual({ code, err }, { code: 1, err: "" });
  }
});

test("--matching leaves out what matches nothing, --quiet all", async () => {
  const some = await run(["match", ...inline, "--matching"], { input: ndjson });
  assert.deepEqual(
    lines(some.out).map(({ index }) => index),
    [0, 1],
  );
  const quiet = await run(["match", ...inline, "-q"], { input: ndjson });
  assert.deepEqual(quiet, { code: 0, out: "", err: "" });
});

describe("for people", () => {
  test("prints names, a summary, and no colours into a pipe", async () => {
    const input = `${ndjson}{`;
    const { out, err } = await run(["match", ...inline, "--format", "human"], { input });
    assert.match(
      out,
      /^0 {2}pattern\n1 {2}pattern\n2 {2}–\nstdin:4:2: error: .+ \(ERR_INVALID_JSON\)\n$/,
    );
    assert.equal(err, "2 of 4 events match, and 1 could not be read.\n");
  });

  test("colours are for FORCE_COLOR, and not for NO_COLOR", async () => {
    const call = (env) => run(["match", ...inline, "--format", "human"], { input: ndjson, env });
    assert.ok((await call({ FORCE_COLOR: "1" })).out.includes("\u001b["));
    assert.ok(!(await call({ NO_COLOR: "1" })).out.includes("\u001b["));
    assert.ok(!(await call({})).out.includes("\u001b["));
  });

  test("--json and --format json are what a pipe gets anyway", async () => {
    const plain = await run(["match", ...inline], { input: ndjson });
    for (const option of [["--json"], ["--format", "json"]]) {
      assert.deepEqual(await run(["match", ...inline, ...option], { input: ndjson }), plain);
    }
  });
});

describe("bad usage has exit code 2 and says what to do", () => {
  const cases = [
    [[], /--rules rules\.json/],
    [["-r", "nowhere.json"], /nowhere\.json.*There is no such file.*ENOENT/],
    [["-r", "events"], /This is a folder/],
    [[...inline, "nowhere.ndjson"], /nowhere\.ndjson/],
    [[...inline, "events"], /'events\/\*\*\/\*\.json'/],
    [[...inline, "nowhere/*.json"], /No file matches/],
    [["-p", "{"], /--pattern:1:2.*ERR_INVALID_JSON/],
    [["-p", '{"a": [{"prefx": "b"}]}'], /--pattern:1:\d+.*ERR_PATTERN_OPERATOR/],
    [[...inline, "--format", "xml"], /Allowed choices are human, json/],
    [[...inline, "--matchin"], /Did you mean --matching\?/],
    [[...inline, "--max-event-bytes", "0"], /whole number from 1/],
    [[...inline, "--profile", "x"], /eventbridge, pipes/],
  ];
  for (const [args, message] of cases) {
    test(args.join(" ") || "nothing", async () => {
      const { code, out, err } = await run(["match", ...args]);
      assert.match(err, message);
      assert.deepEqual({ code, out }, { code: 2, out: "" });
    });
  }
});
