// The sample events and rules: what matches is what expected.json says, which was worked out by hand
// from the semantics of the language; and the demo that prints them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { matches, RuleSet, toCloudEvent } from "tidegate";

const consumer = fileURLToPath(new URL("../..", import.meta.url));
const data = join(consumer, "tests/data");
const read = (name) => readFileSync(join(data, name), "utf8");

const patterns = JSON.parse(read("rules.json"));
const expected = JSON.parse(read("expected.json"));
const unmatched = JSON.parse(read("unmatched.json"));
const files = readdirSync(join(data, "events")).sort();
const events = files.map((file) => [file, read(`events/${file}`)]);
const rules = RuleSet.from(patterns);

// JSON.parse rounds its numbers, so the object is another event than the text.
const lossy = "ledger-big-numbers.json";

test("the samples are complete", () => {
  assert.deepEqual(files, Object.keys(expected).sort());
  const matched = new Set(Object.values(expected).flat());
  assert.deepEqual([...matched, ...Object.keys(unmatched)].sort(), Object.keys(patterns).sort());
  for (const [file, names] of Object.entries(expected)) assert.ok(names.length > 0, file);
});

for (const [file, text] of events) {
  test(`${file} matches the rules that it should`, () => {
    assert.deepEqual(rules.match(text).sort(), expected[file]);
    assert.deepEqual(rules.match(new TextEncoder().encode(text)).sort(), expected[file]);
    if (file !== lossy) assert.deepEqual(rules.match(JSON.parse(text)).sort(), expected[file]);
  });

  test(`${file} matches each rule alone as it does among all`, () => {
    const alone = Object.keys(patterns).filter((name) => matches(text, patterns[name]));
    assert.deepEqual(alone.sort(), expected[file]);
  });

  test(`${file} becomes a CloudEvent`, () => {
    const event = JSON.parse(text);
    assert.deepEqual(toCloudEvent(text), {
      awsaccount: event.account,
      awsregion: event.region,
      data: event.detail,
      datacontenttype: "application/json",
      id: event.id,
      source: `com.amazonaws/${event.region}/${event.source.replace(/^aws\./, "")}`,
      specversion: "1.0",
      time: event.time,
      type: event["detail-type"],
    });
  });
}

test("the text of a CloudEvent keeps every number as it was written", () => {
  const numbers = (text) => text.match(/(?<=": |":)-?\d[\d.eE+-]*/g);
  const text = read(`events/${lossy}`);
  const written = numbers(text);
  assert.ok(written.includes("9007199254740993") && written.includes("1.0E5"));
  assert.deepEqual(numbers(toCloudEvent(text, { output: "text" })), written);
});

test("names come in the order in which the rules were added", () => {
  const order = Object.keys(patterns);
  for (const [file, text] of events) {
    const names = rules.match(text);
    const inOrder = order.filter((name) => names.includes(name));
    assert.deepEqual(names, inOrder, file);
  }
});

function demo(folder) {
  return spawnSync(process.execPath, [join(consumer, "demo.mjs"), folder], { encoding: "utf8" });
}

test("the demo prints every event, the rules that it matches, a CloudEvent and a rate", () => {
  const { status, stdout, stderr } = demo(data);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  for (const file of files) assert.ok(stdout.includes(`${file}\n  `), file);
  for (const name of Object.values(expected).flat()) assert.ok(stdout.includes(` ${name}`), name);
  assert.equal(stdout.match(/"specversion":"1\.0"/g).length, files.length);
  assert.match(stdout, /match +[\d,]+ events a second/);
});

test("the demo fails when something else matches than expected", () => {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-"));
  try {
    cpSync(data, folder, { recursive: true });
    const changed = { ...expected, [files[0]]: [] };
    writeFileSync(join(folder, "expected.json"), JSON.stringify(changed));
    assert.equal(demo(folder).status, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
