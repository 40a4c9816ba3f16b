// Prints, for each sample event, the rules that match and the event as a CloudEvent; why a rule does
// not match; then how many events a second that was.   node demo.mjs [folder] [--full]
// The folder (data, beside this file, unless said) holds rules.json, events/*.json and
// expected.json, which says what must match: exits with 1 when anything else does. Long data is cut
// short on the screen, unless --full is given.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  formatExplanation,
  fromCloudEvent,
  RuleSet,
  toCloudEvent,
  validateCloudEvent,
} from "tidegate";

const WIDTH = 100;
const SLICE_MS = 50;
const WARM_UP_SLICES = 10;
const SLICES = 40; // Two seconds for each of the two things that are measured.

const full = process.argv.includes("--full");
const given = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const folder = resolve(given ?? fileURLToPath(new URL("data", import.meta.url)));
const read = (name) => readFileSync(resolve(folder, name), "utf8");
const count = (number) => Math.round(number).toLocaleString("en-US");

const rules = RuleSet.from(JSON.parse(read("rules.json")));
const expected = JSON.parse(read("expected.json"));
const files = readdirSync(resolve(folder, "events")).sort();
const texts = files.map((file) => read(`events/${file}`));

console.log(`${rules.size} rules, ${files.length} events. What matches, and the CloudEvent:\n`);
const surprises = Object.keys(expected).filter((file) => !files.includes(file));
let valid = 0;
let returned = 0;
for (const [i, file] of files.entries()) {
  const names = rules.match(texts[i]);
  console.log(`${file}\n  ${wrap(names)}\n  ${show(toCloudEvent(texts[i], { output: "text" }))}\n`);
  if (names.sort().join() !== expected[file]?.join()) surprises.push(file);

  const event = toCloudEvent(texts[i], { lossless: true });
  if (validateCloudEvent(event).valid) valid++;
  const { output } = fromCloudEvent(event, { to: "eventbridge" });
  if (sorted(output) === sorted(JSON.parse(texts[i]))) returned++;
}
console.log(`CloudEvents that are valid: ${valid} of ${files.length}.`);
console.log(`Events that come back from theirs as they were: ${returned} of ${files.length}.\n`);

const missed = rules.explain(texts[0], { limit: rules.size }).find(({ matched }) => !matched);
console.log(`Of ${files[0]}, rule "${missed.rule}" says:`);
console.log(`${formatExplanation(missed.patterns[0])}\n`);

if (valid + returned < 2 * files.length) process.exit(1);
if (surprises.length > 0) {
  for (const file of surprises) console.log(`Expected of ${file}: ${expected[file] ?? "nothing"}`);
  process.exit(1);
}

const [matched, parsed] = measure(
  (text) => rules.match(text).length,
  (text) => Object.keys(JSON.parse(text)).length,
).map(count);
const size = count(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length);
const pad = Math.max(matched.length, parsed.length);
console.log(`Every event matched the rules that it should, and no other.
The same texts (${size} bytes on average) over and over, one at a time, Node ${process.version}:
  match       ${matched.padStart(pad)} events a second: from the text to the names of the rules
  JSON.parse  ${parsed.padStart(pad)} events a second: only reading the text, in turns with the above
Repeated texts flatter both. Measure your own events with your own rules.`);

// The JSON of a value whose keys may come in any order.
function sorted(value) {
  return JSON.stringify(value, (_, inner) =>
    inner === null || typeof inner !== "object" || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

// Names side by side, on lines of bounded width.
function wrap(names) {
  const lines = names.join("  ").replace(/(.{1,98})(?: {2}|$)/g, "$1\n  ");
  return lines.trimEnd();
}

// The text of a CloudEvent without its white space, on a few lines, data on one of its own.
function show(json) {
  const compact = json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
  const start = compact.indexOf('"data":');
  const end = compact.lastIndexOf(',"datacontenttype":');
  const data = compact.slice(start, end);
  const short = `${data.slice(0, WIDTH - 25)} … ${count(data.length)} characters`;
  const rest = compact.slice(end + 1).replace(/,("(?:source|type)":)/g, ",\n   $1");
  return `${compact.slice(0, start)}\n   ${full || data.length <= WIDTH ? data : short},\n   ${rest}`;
}

// Texts a second for each task. They take turns in short slices, so that what else the machine does
// falls on all alike.
function measure(...tasks) {
  const round = (task) => texts.reduce((sum, text) => sum + task(text), 0);
  const totals = tasks.map((task) => ({ task, result: round(task), texts: 0, milliseconds: 0 }));
  for (let slice = -WARM_UP_SLICES; slice < SLICES; slice++) {
    for (const total of totals) {
      const begin = performance.now();
      let [now, rounds] = [begin, 0];
      for (; now - begin < SLICE_MS; now = performance.now(), rounds++) {
        if (round(total.task) !== total.result) throw new Error("The same texts, another result.");
      }
      if (slice < 0) continue;
      total.texts += rounds * texts.length;
      total.milliseconds += now - begin;
    }
  }
  return totals.map((total) => (total.texts * 1000) / total.milliseconds);
}
