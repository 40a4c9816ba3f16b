// Writes case_table.inc, the case mappings of unicode.cc, from the Unicode data of the Node that runs it:
//
//   node src/json/generate-case-table.mjs
//
// toLowerCase and toUpperCase of a single code point are Unicode's full mappings without locale or context (ECMA-262,
// String.prototype.toLowerCase). Fails, and writes nothing, if the table does not say the same or unicode.cc could not match by it.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

const firstCodePoint = 0x80; // ASCII needs no table.
const lastCodePoint = 0x10ffff;

/** The texts that a code point stands for. */
function formsOf(codePoint) {
  const self = String.fromCodePoint(codePoint);
  return [self.toLowerCase(), self.toUpperCase()];
}

/** The one code point that this one stands for beside itself, or itself; undefined where it is not as simple as that. */
function partnerOf(codePoint) {
  const self = String.fromCodePoint(codePoint);
  const others = formsOf(codePoint).filter((form) => form !== self);
  if (others.length === 0) return codePoint;
  const other = others[0].codePointAt(0);
  return others.length === 1 && others[0] === String.fromCodePoint(other) ? other : undefined;
}

/** Ranges [first, distance, count], as CaseRange in unicode.cc explains them. */
function findRanges() {
  const distance = (c) => {
    const partner = c > lastCodePoint ? undefined : partnerOf(c);
    return partner === undefined ? 0 : partner - c;
  };
  const ranges = [];
  for (let first = firstCodePoint; first <= lastCodePoint; ) {
    let end = first;
    while (distance(end) === 1 && distance(end + 1) === -1) end += 2;
    if (end > first) {
      ranges.push([first, 0, end - first]);
    } else {
      const same = distance(first);
      do ++end;
      while (same !== 0 && distance(end) === same);
      if (same !== 0) ranges.push([first, same, end - first]);
    }
    first = end;
  }
  return ranges;
}

/** Entries [code point, lower, upper]. */
function findSpecialCases() {
  const entries = [];
  for (let c = firstCodePoint; c <= lastCodePoint; ++c) {
    if (partnerOf(c) === undefined) entries.push([c, ...formsOf(c)]);
  }
  return entries;
}

/** A C++ literal in ASCII. */
function quote(text) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `"${text.replace(/[^\x20-\x7e]/g, escaped)}"`;
}

const hex = (codePoint) => `0x${codePoint.toString(16).padStart(4, "0")}`;

function write(ranges, specialCases) {
  const rangeLines = ranges.map(
    ([first, ...rest]) => `    {${[hex(first), ...rest].join(", ")}},\n`,
  );
  const specialLines = specialCases.map(
    ([c, lower, upper]) => `    {${hex(c)}, ${quote(lower)}, ${quote(upper)}},\n`,
  );
  return `// Written by generate-case-table.mjs from Unicode ${process.versions.unicode}.
// clang-format off

constexpr CaseRange kCaseRanges[] = {
${rangeLines.join("")}};

constexpr SpecialCase kSpecialCases[] = {
${specialLines.join("")}};
// clang-format on
`;
}

/** Reads the written table back: a map from code point to its two forms, in either order. */
function read(text) {
  const forms = new Map();
  let previous = firstCodePoint - 1;
  for (const [, first, distance, count] of text.matchAll(/\{(0x\w+), (-?\d+), (\d+)\},/g)) {
    assert(Number(first) > previous, `${first} is out of order`);
    assert(Number(count) <= 0xffff, `${first} counts too many for 16 bits`);
    previous = Number(first) + Number(count) - 1;
    for (let c = Number(first), index = 0; c <= previous; ++c, ++index) {
      const other = distance === "0" ? Number(first) + (index ^ 1) : c + Number(distance);
      forms.set(c, [String.fromCodePoint(c), String.fromCodePoint(other)]);
    }
  }
  previous = firstCodePoint - 1;
  for (const [, c, lower, upper] of text.matchAll(/\{(0x\w+), (".*"), (".*")\},/g)) {
    assert(Number(c) > previous && Number(c) <= 0xffff, `${c} is out of order or of 16 bits`);
    assert(!forms.has(Number(c)), `${c} stands in both tables`);
    previous = Number(c);
    forms.set(Number(c), [JSON.parse(lower), JSON.parse(upper)]);
  }
  return forms;
}

/** Whether one text begins or ends with the other. */
function overlap(a, b) {
  return a.startsWith(b) || a.endsWith(b) || b.startsWith(a) || b.endsWith(a);
}

function check(table) {
  for (let c = firstCodePoint; c <= lastCodePoint; ++c) {
    const self = String.fromCodePoint(c);
    const [lower, upper] = formsOf(c);
    assert.deepEqual((table.get(c) ?? [self, self]).toSorted(), [lower, upper].toSorted(), hex(c));
    assert(lower === upper || !overlap(lower, upper), `The forms of ${hex(c)} overlap`);
    if (partnerOf(c) === undefined) {
      const fits = Buffer.byteLength(lower) < 4 && Buffer.byteLength(upper) < 7;
      assert(fits, `The forms of ${hex(c)} are too long for SpecialCase`);
    }
  }
}

const text = write(findRanges(), findSpecialCases());
check(read(text));
writeFileSync(new URL("case_table.inc", import.meta.url), text);
