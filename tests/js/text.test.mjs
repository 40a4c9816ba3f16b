// How texts get into the library: sizes, characters beyond ASCII, surrogates without a partner.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { matches, RuleSet, toCloudEvent } from "tidegate";
import { assertError, utf8 } from "./support.mjs";

describe("maxEventBytes", () => {
  const event = (bytes) => `{"a":"${"x".repeat(bytes - 8)}"}`;

  test("counts bytes of UTF-8", () => {
    const rules = new RuleSet({ maxEventBytes: 20 });
    rules.add("any", { a: [{ exists: true }] });
    for (const [text, fits] of [
      [event(20), true],
      [event(21), false],
      ['{"a":"éééééé"}', true],
      ['{"a":"ééééééé"}', false],
      ['{"a":"€€€€"}', true],
      ['{"a":"😀😀😀"}', true],
      ['{"a":"😀😀😀x"}', false],
      ['{"a":"\ud83d😀"}', true],
    ]) {
      if (fits) {
        assert.deepEqual(rules.match(text), ["any"], text);
        assert.deepEqual(rules.match(utf8(text)), ["any"], text);
      } else {
        for (const input of [text, utf8(text)]) {
          assertError(() => rules.match(input), { code: "ERR_TOO_LARGE" });
          assertError(() => toCloudEvent(input, { maxEventBytes: 20 }), { code: "ERR_TOO_LARGE" });
        }
        assertError(() => toCloudEvent(JSON.parse(text), { maxEventBytes: 20 }), {
          code: "ERR_TOO_LARGE",
        });
      }
    }
  });

  test("is 16 MiB unless said", () => {
    const rules = RuleSet.from({ any: { a: [{ exists: true }] } });
    assert.deepEqual(rules.match(event(16 * 1024 * 1024)), ["any"]);
    assertError(() => rules.match(event(16 * 1024 * 1024 + 1)), { code: "ERR_TOO_LARGE" });
    assertError(() => rules.match(utf8(event(16 * 1024 * 1024 + 1))), { code: "ERR_TOO_LARGE" });
  });

  test("a string of 256 MB is refused without being read", () => {
    const huge = `{"a":"${"x".repeat(256e6)}"}`;
    const rules = new RuleSet();
    const memory = process.memoryUsage.rss();
    const start = performance.now();
    assertError(() => rules.match(huge), { code: "ERR_TOO_LARGE" });
    assertError(() => rules.matchesAny(huge), { code: "ERR_TOO_LARGE" });
    assertError(() => rules.add("x", huge), { code: "ERR_TOO_LARGE", rule: "x" });
    assertError(() => rules.replace("x", huge), { code: "ERR_TOO_LARGE", rule: "x" });
    assertError(() => matches("{}", huge), { code: "ERR_TOO_LARGE" });
    assertError(() => toCloudEvent(huge), { code: "ERR_TOO_LARGE" });
    assert.ok(performance.now() - start < 1000);
    assert.ok(process.memoryUsage.rss() - memory < 128e6);
  });
});

describe("memory growth", () => {
  test("moves and detaches nothing that is in use", () => {
    const rules = RuleSet.from({ small: { a: ["x"] }, end: { z: [{ suffix: "end" }] } });
    const small = '{"a":"x"}';
    for (const size of [1e5, 3e6, 70, 1.5e7, 9e6]) {
      for (const [character, width] of [
        ["x", 1],
        ["é", 2],
        ["€", 3],
      ]) {
        const text = `{"z":"${character.repeat(Math.floor(size / width))}end"}`;
        assert.deepEqual(rules.match(text), ["end"]);
        assert.deepEqual(rules.match(small), ["small"]);
        assert.deepEqual(rules.match(utf8(text)), ["end"]);
        assert.deepEqual(rules.match(utf8(small)), ["small"]);
      }
    }
  });

  test("by rules between events", () => {
    const rules = new RuleSet();
    for (let i = 0; i < 40_000; i++) {
      rules.add(`rule ${i}`, `{"a":["${i} ${"x".repeat(200)}"]}`);
      if (i % 2000 === 0) {
        assert.deepEqual(rules.match(`{"a":"${i} ${"x".repeat(200)}"}`), [`rule ${i}`]);
        assert.throws(() => rules.match("{"), { code: "ERR_INVALID_JSON", offset: 1 });
      }
    }
    rules.dispose();
  });

  test("by the result", () => {
    const rules = new RuleSet();
    const names = Array.from({ length: 20_000 }, (_, i) => `rule ${i}`);
    for (const name of names)
      rules.add(name, { a: [{ exists: true }], [name]: [{ exists: false }] });
    assert.deepEqual(rules.match('{"a":1}'), names);
    rules.dispose();
  });
});

describe("characters", () => {
  const texts = [
    "ASCII",
    "Ünïcödé",
    "日本語テキスト",
    "😀👩‍👩‍👧‍👦",
    "\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}",
    "\ufffd",
    "\ufeff",
  ];

  test("beyond ASCII match as themselves in every kind of input", () => {
    for (const text of texts) {
      const rules = RuleSet.from({ [text]: { [text]: [text] } });
      const event = JSON.stringify({ [text]: text });
      const escaped = event.replace(
        /[^ -~]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
      for (const input of [event, utf8(event), escaped, { [text]: text }]) {
        assert.deepEqual(rules.match(input), [text]);
      }
      assert.deepEqual(rules.match({ [text]: `${text}x` }), []);
    }
  });

  test("long texts beyond ASCII come through whole", () => {
    for (const text of texts) {
      const long = text.repeat(Math.ceil(200_000 / text.length));
      const rules = RuleSet.from({
        end: { a: [{ suffix: text }] },
        other: { a: [{ suffix: `${text}x` }] },
      });
      assert.deepEqual(rules.match({ a: long }), ["end"]);
    }
  });

  test("NUL is a character in names, and by its escape in texts", () => {
    const rules = RuleSet.from({ "a\0b": { x: ["1\x002"] } });
    assert.deepEqual(rules.match({ x: "1\x002" }), ["a\0b"]);
    assert.deepEqual(rules.match('{"x":"1\\u00002"}'), ["a\0b"]);
    assert.deepEqual(rules.match({ x: "1" }), []);
    assert.equal(rules.has("a"), false);
    assert.equal(rules.remove("a"), false);
  });
});

describe("lone surrogates", () => {
  const high = "\ud83d";
  const low = "\ude00";

  test("are kept apart, in patterns and events, raw or escaped", () => {
    const rules = new RuleSet();
    for (const [name, value] of Object.entries({
      high,
      low,
      backwards: low + high,
      face: high + low,
    })) {
      rules.add(name, `{"a": ["${value}"]}`);
      assert.equal(rules.add(name, { a: [value] }), false, "the object says the same");
    }
    rules.add("replacement", { a: ["\ufffd"] });
    const cases = { high, low, backwards: low + high, face: high + low, replacement: "\ufffd" };
    for (const [name, value] of Object.entries(cases)) {
      assert.deepEqual(rules.match(`{"a": "${value}"}`), [name], "raw");
      assert.deepEqual(rules.match({ a: value }), [name], "escaped by JSON.stringify()");
    }
    assert.deepEqual(rules.match(`{"a": "${high}\\ude00"}`), ["face"], "half raw, half escaped");
    assert.deepEqual(rules.match(`{"a": "\\ud83d${low}"}`), ["face"]);
    assert.equal([...rules.entries()][0][1][0], `{"a": ["${high}"]}`, "the text as it was given");
  });

  test("in keys and large texts too", () => {
    const rules = RuleSet.from({ key: { [high]: [1] }, text: { a: [{ prefix: `x${low}` }] } });
    assert.deepEqual(rules.match(`{"${high}": 1}`), ["key"]);
    assert.deepEqual(rules.match(`{"${low}": 1}`), []);
    assert.deepEqual(rules.match(`{"a": "x${low.repeat(300_000)}"}`), ["text"]);
  });

  test("behind a backslash they are no escape", () => {
    const rules = RuleSet.from({ any: { a: [{ exists: true }] } });
    for (const [text, offset] of [
      [`{"a": "\\${high}"}`, 7],
      [`{"a": "\\\\\\${low}"}`, 9],
    ]) {
      assert.throws(() => JSON.parse(text));
      const error = assertError(() => rules.match(text), { code: "ERR_INVALID_JSON", line: 1 });
      assert.ok(Math.abs(error.offset - offset) <= 1);
    }
    assert.deepEqual(rules.match(`{"a": "\\\\${high}"}`), ["any"]);
  });

  test("outside of strings they are refused", () => {
    const rules = new RuleSet();
    const good = '{"a": [1]}';
    for (const text of [high, low + good, good + high, `{${high}"a": [1]}`, `{"a": [${low}]}`]) {
      assertError(() => rules.match(text), { code: "ERR_INVALID_JSON" });
      assertError(() => rules.add("x", text), { code: "ERR_INVALID_JSON" });
    }
  });

  test("do not move the place of an error", () => {
    const rules = new RuleSet();
    const event = `{"€": "${high}",\n "${low}${high}": "ab${low}", "b": ?}`;
    assertError(() => rules.match(event), {
      code: "ERR_INVALID_JSON",
      offset: event.indexOf("?"),
      line: 2,
      column: event.indexOf("?") - event.indexOf("\n"),
    });
    const pattern = `{"${low}": ["${high}"],\n "${high}": ["é${low}", {"nope": 1}]}`;
    const error = assertError(() => rules.add("x", pattern), {
      code: "ERR_PATTERN_OPERATOR",
      line: 2,
    });
    assert.equal(pattern.slice(error.offset, error.offset + 6), '"nope"');
    const twin = pattern.replaceAll(low, "x").replaceAll(high, "x");
    assertError(() => rules.add("x", twin), {
      offset: error.offset,
      line: 2,
      column: error.column,
    });
  });

  test("come out of the converter as their escapes", () => {
    const text = `{"id":"1","detail-type":"t","source":"s","region":"r","detail":{"a":"${high}"}}`;
    assert.deepEqual(toCloudEvent(text).data, { a: high });
  });
});
