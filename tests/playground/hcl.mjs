// Reads as much of HCL as stands in a file of rules: blocks with attributes, of which the values are
// literals and calls of jsonencode. Templates in strings are refused.
// https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
const TOKEN =
  /\s*(?:(?<string>"(?:[^"\\\n\r]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<word>[\p{L}_][\p{L}\d_-]*)|(?<sign>[={}[\](),]))/uy;
const WORDS = { true: true, false: false, null: null };

/** The attributes of each block, by the names on its first line. */
export function readHcl(text) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new SyntaxError(`HCL: ${text.slice(at, at + 40)}`);
    tokens.push(match.groups);
  }
  const reader = new Reader(tokens);
  const blocks = [];
  while (!reader.isAtEnd) blocks.push(reader.block());
  return blocks;
}

class Reader {
  #next = 0;
  constructor(tokens) {
    this.tokens = tokens;
  }

  get isAtEnd() {
    return this.#next === this.tokens.length;
  }

  #take() {
    return this.tokens[this.#next++] ?? {};
  }

  #is(sign) {
    return this.tokens[this.#next]?.sign === sign;
  }

  #expect(sign) {
    const { sign: found, ...other } = this.#take();
    if (found !== sign)
      throw new SyntaxError(`HCL: ${sign}, not ${found ?? JSON.stringify(other)}`);
  }

  block() {
    const names = [this.#take().word];
    while (!this.#is("{")) names.push(stringOf(this.#take().string));
    return { names, attributes: this.#members() };
  }

  #members() {
    this.#expect("{");
    const members = [];
    while (!this.#is("}")) {
      const { string, word } = this.#take();
      const key = string === undefined ? word : stringOf(string);
      if (key === undefined) throw new SyntaxError("HCL: a name");
      this.#expect("=");
      members.push([key, this.#value()]);
      if (this.#is(",")) this.#take();
    }
    this.#expect("}");
    return Object.fromEntries(members);
  }

  #value() {
    if (this.#is("{")) return this.#members();
    if (this.#is("[")) return this.#list("[", "]");
    const { string, number, word } = this.#take();
    if (string !== undefined) return stringOf(string);
    if (number !== undefined) return Number(number);
    if (word === "jsonencode") return JSON.stringify(this.#list("(", ")")[0]);
    if (word in WORDS) return WORDS[word];
    throw new SyntaxError(`HCL: ${word}`);
  }

  #list(open, close) {
    this.#expect(open);
    const items = [];
    while (!this.#is(close)) {
      items.push(this.#value());
      if (!this.#is(close)) this.#expect(",");
    }
    this.#expect(close);
    return items;
  }
}

function stringOf(text) {
  if (text === undefined) throw new SyntaxError("HCL: a string");
  if (/[$%]\{/.test(text)) throw new SyntaxError(`HCL: a template: ${text}`);
  if (/\\[^nrt"\\u]/.test(text.replaceAll("\\\\", "")))
    throw new SyntaxError(`HCL: an escape: ${text}`);
  return JSON.parse(text).normalize();
}
