// matchBatch(): the same answers as match() for each event, whatever the events come in.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RuleSet, TidegateError } from "tidegate";
import { randomNumbers, utf8 } from "./support.mjs";

const rules = RuleSet.from({
  one: { a: [1] },
  small: { a: [{ numeric: ["<", 10] }] },
  wide: { b: ["é"] },
});
const events = ['{"a":1}', '{"a":5}', '{"a":50}', '{"a":1,"b":"é"}', '{"a":"\ud800"}'];
const expected = [["one", "small"], ["small"], [], ["one", "small", "wide"], []];

function assertResult(result, names, errors = []) {
  assert.deepEqual([...result], names);
  assert.equal(result.count, names.length);
  assert.equal(result.matched, names.filter(({ length }) => length > 0).length);
  assert.equal(result.offsets.length, names.length + 1);
  assert.ok(result.offsets instanceof Uint32Array && result.rules instanceof Uint32Array);
  assert.equal(result.offsets.at(-1), result.rules.length);
  assert.equal(new Set(result.names).size, result.names.length);
  names.forEach((list, i) => {
    assert.deepEqual(result.namesAt(i), list);
    const indexes = result.rules.subarray(result.offsets[i], result.offsets[i + 1]);
    assert.deepEqual(
      Array.from(indexes, (index) => result.names[index]),
      list,
    );
  });
  assert.deepEqual(
    result.errors.map(({ index, line, error }) => [index, line, error.code]),
    errors,
  );
  for (const { error } of result.errors) assert.ok(error instanceof TidegateError);
}

/** The event loop goes round while the work is done. */
async function countTurns(work) {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const result = await work();
  clearInterval(timer);
  return { turns, result };
}

describe("lines", () => {
  for (const end of ["\n", "\r\n"]) {
    test(`that end with ${JSON.stringify(end)}, as text and as bytes`, async () => {
      for (const last of ["", end]) {
        const text = events.join(end) + last;
        assertResult(await rules.matchBatch(text), expected);
        const bytes = utf8(text.replace("\ud800", "\\ud800"));
        assertResult(await rules.matchBatch(bytes), expected);
        assertResult(await rules.matchBatch(Buffer.from(bytes)), expected);
        assertResult(await rules.matchBatch(bytes.slice().buffer), expected);
      }
    });
  }

  test("that are blank are passed over", async () => {
    const text = `\n\n${events[0]}\n  \t \r\n\n${events[1]}\n \n`;
    assertResult(await rules.matchBatch(text), [expected[0], expected[1]]);
    for (const nothing of ["", "\n", " ", "\r\n\r\n", new Uint8Array()]) {
      assertResult(await rules.matchBatch(nothing), []);
    }
  });

  test("that are bad have their error, and the others their rules", async () => {
    const bad = ['{"b":"é€😀", x}', "[1]", `{"a": ${"[".repeat(2000)}`, '{"a":1', "\ufeff{}"];
    const lines = [bad[0], events[0], "", bad[1], bad[2], events[3], bad[3], bad[4], bad[0]];
    const names = [[], expected[0], [], [], expected[3], [], [], []];
    const errors = [
      [0, 1, "ERR_INVALID_JSON"],
      [2, 4, "ERR_EVENT_NOT_OBJECT"],
      [3, 5, "ERR_TOO_DEEP"],
      [5, 7, "ERR_INVALID_JSON"],
      [6, 8, "ERR_INVALID_JSON"],
      [7, 9, "ERR_INVALID_JSON"],
    ];
    for (const batch of [lines.join("\n"), lines.join("\r\n"), utf8(lines.join("\n"))]) {
      const result = await rules.matchBatch(batch);
      assertResult(result, names, errors);
      for (const { line, error } of result.errors) {
        const event = typeof batch === "string" ? lines[line - 1] : utf8(lines[line - 1]);
        assert.throws(
          () => rules.match(event),
          ({ message, code, offset, line, column, path }) => {
            const same = { message, code, offset, line, column, path };
            for (const key of Object.keys(same)) assert.equal(error[key], same[key], key);
            return true;
          },
        );
      }
    }
    const notUtf8 = Buffer.concat([utf8('{"a":"'), Uint8Array.of(0xff), utf8(`"}\n${events[1]}`)]);
    assertResult(await rules.matchBatch(notUtf8), [[], ["small"]], [[0, 1, "ERR_INVALID_UTF8"]]);
  });

  test("of any length", async () => {
    const next = randomNumbers(3);
    const lines = [];
    const names = [];
    for (let i = 0; i < 3000; i++) {
      const pick = Math.floor(next() * events.length);
      const size = next() < 0.02 ? next() * 300_000 : next() * 300;
      const filler = next() < 0.5 ? "x" : "é";
      lines.push(events[pick].replace("}", `,"filler":"${filler.repeat(size)}"}`));
      names.push(expected[pick]);
    }
    const text = lines.join("\n");
    assertResult(await rules.matchBatch(text), names);
    assertResult(await rules.matchBatch(utf8(text.replaceAll("\ud800", "\\ud800"))), names);
  });

  test("over maxEventBytes are errors of their own", async () => {
    const set = new RuleSet({ maxEventBytes: 100_000 });
    set.add("any", { a: [{ exists: true }] });
    const fits = `{"a":"${"x".repeat(100_000 - 8)}"}`;
    const lines = [
      fits,
      fits.replace("x", "xx"),
      events[0],
      fits.replace("x", "x".repeat(500_000)),
      fits,
    ];
    const names = [["any"], [], ["any"], [], ["any"]];
    const errors = [
      [1, 2, "ERR_TOO_LARGE"],
      [3, 4, "ERR_TOO_LARGE"],
    ];
    assertResult(await set.matchBatch(lines.join("\n")), names, errors);
    assertResult(await set.matchBatch(utf8(lines.join("\r\n"))), names, errors);
  });

  test("under the profile sns-body, what is no object matches nothing", async () => {
    const set = new RuleSet({ profile: "sns-body" });
    set.add("one", { a: [1] });
    assertResult(await set.matchBatch('x\n{"a":1}\n[]'), [[], ["one"], []]);
  });
});

describe("events", () => {
  const mixed = [events[0], utf8(events[1]), JSON.parse(events[2]), JSON.parse(events[3]), {}];

  test("in an array, of any kind", async () => {
    assertResult(await rules.matchBatch(mixed), expected);
    assertResult(await rules.matchBatch(events), expected);
    assertResult(await rules.matchBatch([]), []);
  });

  test("in any iterable", async () => {
    function* generate() {
      yield* mixed;
    }
    async function* generateSlowly() {
      for (const event of mixed) {
        await undefined;
        yield event;
      }
    }
    assertResult(await rules.matchBatch(new Set(mixed)), expected);
    assertResult(await rules.matchBatch(generate()), expected);
    assertResult(await rules.matchBatch(generateSlowly()), expected);
  });

  test("that are bad have their error", async () => {
    const bad = [events[0], "{", undefined, { a: 1n }, 5, utf8("{}x"), events[1]];
    const names = [expected[0], [], [], [], [], [], expected[1]];
    const result = await rules.matchBatch(bad);
    assertResult(result, names, [
      [1, undefined, "ERR_INVALID_JSON"],
      [2, undefined, "ERR_INVALID_ARGUMENT"],
      [3, undefined, "ERR_INVALID_ARGUMENT"],
      [4, undefined, "ERR_EVENT_NOT_OBJECT"],
      [5, undefined, "ERR_INVALID_JSON"],
    ]);
    assert.equal(result.errors[0].error.offset, 1);
    assert.equal(result.errors[2].error.path, "/a");
    assert.equal("line" in result.errors[0], false);
  });

  test("what the iterable throws comes through, and it is closed when the work ends", async () => {
    const mine = new Error("mine");
    let closed = 0;
    function* generate(fail) {
      try {
        for (;;) {
          yield events[0];
          if (fail) throw mine;
        }
      } finally {
        closed++;
      }
    }
    await assert.rejects(rules.matchBatch(generate(true)), (error) => error === mine);
    const signal = AbortSignal.timeout(30);
    await assert.rejects(rules.matchBatch(generate(false), { signal }), { name: "TimeoutError" });
    assert.equal(closed, 2);
  });
});

describe("while it works", () => {
  const many = Array.from({ length: 200_000 }, (_, i) => events[i % 3]);
  const text = many.join("\n");

  test("others have their turn, and progress is told", async () => {
    for (const batch of [many, text, utf8(text)]) {
      const seen = [];
      const onProgress = (progress) => seen.push(progress);
      const { turns, result } = await countTurns(() => rules.matchBatch(batch, { onProgress }));
      assert.equal(result.count, many.length);
      assert.ok(turns > 0);
      assert.ok(seen.length > 1);
      const last = seen.at(-1);
      assert.equal(last.done, many.length);
      assert.equal(last.total, Array.isArray(batch) ? many.length : undefined);
      assert.equal(last.bytes, batch === many ? many.join("").length : text.length);
      for (let i = 1; i < seen.length; i++) assert.ok(seen[i].done >= seen[i - 1].done);
    }
  });

  test("a signal ends it with its reason", async () => {
    const mine = new Error("mine");
    for (const batch of [many, text]) {
      const controller = new AbortController();
      const onProgress = () => controller.abort(mine);
      const { signal } = controller;
      await assert.rejects(
        rules.matchBatch(batch, { signal, onProgress }),
        (error) => error === mine,
      );
      await assert.rejects(rules.matchBatch(batch, { signal }), (error) => error === mine);
    }
    async function* endless() {
      for (;;) yield events[0];
    }
    const signal = AbortSignal.timeout(20);
    await assert.rejects(rules.matchBatch(endless(), { signal }), { name: "TimeoutError" });
  });

  test("what onProgress throws ends it", async () => {
    const mine = new Error("mine");
    const onProgress = () => {
      throw mine;
    };
    await assert.rejects(rules.matchBatch(many, { onProgress }), (error) => error === mine);
  });

  test("rules that change count for the events to come", async () => {
    const set = RuleSet.from({ old: { a: [1] } });
    let changed = -1;
    const result = await set.matchBatch(Array(200_000).fill('{"a":1}'), {
      onProgress({ done }) {
        if (changed >= 0) return;
        changed = done;
        set.remove("old");
        set.add("new", { a: [1] });
      },
    });
    assert.ok(changed > 0 && changed < result.count);
    assert.deepEqual(result.names, ["old", "new"]);
    assert.deepEqual(result.namesAt(changed - 1), ["old"]);
    assert.deepEqual(result.namesAt(changed), ["new"]);
  });

  test("the events themselves may change the rules", async () => {
    const set = RuleSet.from({ old: { a: [1] } });
    const turncoat = {
      get a() {
        set.remove("old");
        set.add("new", { a: [1] });
        return 1;
      },
    };
    const result = await set.matchBatch(['{"a":1}', turncoat, '{"a":1}']);
    assertResult(result, [["old"], ["new"], ["new"]]);
  });

  test("several batches and matches share the library", async () => {
    const batches = [many, text, utf8(text)].map((batch) => rules.matchBatch(batch));
    const timer = setInterval(() => assert.deepEqual(rules.match(events[0]), expected[0]), 1);
    for (const result of await Promise.all(batches)) {
      assert.equal(result.count, many.length);
      for (let i = 0; i < many.length; i += 997)
        assert.deepEqual(result.namesAt(i), expected[i % 3]);
    }
    clearInterval(timer);
  });

  test("the end of the set is the end of the batch", async () => {
    const set = RuleSet.from({ one: { a: [1] } });
    const onProgress = () => set.dispose();
    for (const batch of [many, text]) {
      await assert.rejects(set.matchBatch(batch, { onProgress }), { code: "ERR_DISPOSED" });
    }
  });
});

test("arguments of other types", async () => {
  for (const bad of [undefined, null, 5, true, {}, () => 1]) {
    await assert.rejects(rules.matchBatch(bad), { code: "ERR_INVALID_ARGUMENT" });
  }
  for (const options of [
    null,
    5,
    { signals: 1 },
    { signal: 5 },
    { signal: {} },
    { onProgress: true },
  ]) {
    await assert.rejects(rules.matchBatch([], options), { code: "ERR_INVALID_ARGUMENT" });
  }
  const bytes = utf8(`${events[0]}\n`.repeat(200_000));
  const onProgress = () =>
    bytes.buffer.byteLength && structuredClone(bytes, { transfer: [bytes.buffer] });
  await assert.rejects(rules.matchBatch(bytes, { onProgress }), { code: "ERR_INVALID_ARGUMENT" });
});
