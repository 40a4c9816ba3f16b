// Writes case_mappings.inc beside this file: every code point whose lower- or upper-case full mapping is not itself, by the
// Unicode data of the Node that runs this. Mappings of one code point alone have no context and no locale.
import { writeFileSync } from "node:fs";

const hex = (code, digits) => code.toString(16).toUpperCase().padStart(digits, "0");

const character = (code) =>
  code < 0x80
    ? String.fromCodePoint(code)
    : code < 0x10000
      ? `\\u${hex(code, 4)}`
      : `\\U${hex(code, 8)}`;

const literal = (text) => `"${[...text].map((c) => character(c.codePointAt(0))).join("")}"`;

const entries = [];
for (let code = 0x80; code <= 0x10ffff; code++) {
  if (code >= 0xd800 && code <= 0xdfff) continue;
  const self = String.fromCodePoint(code);
  const [lower, upper] = [self.toLowerCase(), self.toUpperCase()];
  if (lower === self && upper === self) continue;
  entries.push(`{0x${hex(code, 4)}, ${literal(lower)}, ${literal(upper)}},`);
}

writeFileSync(
  new URL("case_mappings.inc", import.meta.url),
  `// Written by generate-case-mappings.mjs, Unicode ${process.versions.unicode}: {code point, lower case, upper case}.\n` +
    `// ASCII is left to the code.\n// clang-format off\n${entries.join("\n")}\n`,
);
