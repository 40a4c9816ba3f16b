// Every function of the package, given what it does not take: a TidegateError with a code, or an answer that the table
// tells of, and the library works on.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as tidegate from "tidegate";
import * as facets from "tidegate/facets";
import * as protobuf from "tidegate/protobuf";
import * as schemas from "tidegate/schema";
import { APIS, mine, WRONG } from "./api-table.mjs";
import { utf8 } from "./support.mjs";

const { RuleSet, TidegateError } = tidegate;

/** The codes that the types of the package know. */
const CODES = new Set(
  declarations().flatMap((text) => Array.from(text.matchAll(/"(ERR_\w+)"/g), ([, code]) => code)),
);

function declarations() {
  const dist = fileURLToPath(new URL("dist", import.meta.resolve("tidegate/package.json")));
  const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith(".d.ts"));
  return files.map((file) => readFileSync(`${dist}/${file}`, "utf8"));
}

const canary = RuleSet.from({ one: { a: [1] }, two: { b: ["x"] } });

function assertWorks(what) {
  assert.deepEqual(canary.match('{"a":1,"b":"y"}'), ["one"], what);
}

/** Nothing takes so many milliseconds, on however busy a machine. */
const FOREVER = 5000;

/** What comes of a call: `{ answer }` or `{ error }`. Fails where it is slow, or leaves the library broken. */
async function outcomeOf(what, call, args) {
  const begin = performance.now();
  let outcome;
  try {
    outcome = { answer: await call(...args) };
  } catch (error) {
    outcome = { error };
  }
  assert.ok(performance.now() - begin < FOREVER, `${what} takes too long`);
  assertWorks(what);
  return outcome;
}

function isOurs(error) {
  return [tidegate, facets, protobuf, schemas].some(
    (entry) => error instanceof entry.TidegateError,
  );
}

/** The code of an error, or of the first issue of an answer. */
function codeOf({ answer, error }) {
  const [issue] = answer?.issues ?? [];
  return error?.code ?? issue?.code ?? issue?.params?.code;
}

/** That it is an error of ours, with a code that the types know. */
function assertRefused(what, { answer, error }) {
  assert.ok(error !== undefined, `${what} is answered: ${show(answer)}`);
  assert.ok(isOurs(error), `${what}: ${show(error)}`);
  assert.ok(CODES.has(error.code), `${what}: ${error.code}`);
  assert.ok(error.message.length > 0, what);
  return error;
}

function assertAnswered(what, { answer, error }) {
  assert.equal(error, undefined, `${what}: ${show(error)}`);
  return answer;
}

function show(value) {
  try {
    return value instanceof Error ? value.stack : JSON.stringify(value);
  } catch (error) {
    return String(error);
  }
}

/** That what the caller's own code has thrown comes through, or is the cause of what does. */
function assertMine(what, { error }) {
  if (error !== mine) assert.equal(error?.cause, mine, `${what}: ${show(error)}`);
}

const goodArguments = ({ args }) => args.map(({ good }) => good);
const mayBeLeftOut = ({ answers }) => answers.includes("undefined");

/** Calls a function once for each place where something can be put: an argument, or a member of one. */
function* placesOf(api) {
  for (const [index, argument] of api.args.entries()) {
    const put = (value) => goodArguments(api).with(index, value);
    yield { what: `argument ${index}`, argument, put };
    for (const [key, member] of Object.entries(argument.members ?? {})) {
      const putMember = (value) => put({ ...argument.good, [key]: value });
      const putGetter = (get) => {
        return put(Object.defineProperty({ ...argument.good }, key, { enumerable: true, get }));
      };
      yield { what: key, argument: member, put: putMember, putGetter };
    }
  }
}

function allPlaces() {
  return APIS.flatMap((api) => Array.from(placesOf(api), (place) => ({ api, ...place })));
}

test("the table has every function that the package exports", () => {
  const missing = [...exportedFunctions()].filter((name) => !APIS.some((api) => api.name === name));
  assert.deepEqual(missing, []);
});

function* exportedFunctions() {
  for (const [key, value] of Object.entries(tidegate)) {
    if (value === TidegateError) continue; // Takes what it is given, as Error does.
    if (typeof value === "function") yield key;
    else yield* functionsOf(key, value);
  }
  yield* functionsOf("facets", facets);
  yield* functionsOf("protobuf", protobuf);
  for (const name of functionsOf("schemas", schemas)) {
    if (name !== "schemas.CompiledSchema") yield name; // Only compileSchema() makes one.
  }
  for (const key of Reflect.ownKeys(RuleSet)) {
    if (typeof RuleSet[key] === "function") yield `RuleSet.${String(key)}`;
  }
  const { CompiledSchema, Discovery } = schemas;
  yield* membersOf("RuleSet", RuleSet);
  yield* membersOf("schemas.CompiledSchema", CompiledSchema);
  yield* membersOf("schemas.Discovery", Discovery);
}

function* membersOf(name, { prototype }) {
  for (const key of Reflect.ownKeys(prototype)) {
    if (key !== "constructor") yield `${name}.prototype.${String(key)}`;
  }
}

function* functionsOf(place, namespace) {
  for (const [key, value] of Object.entries(namespace)) {
    if (typeof value === "function" && key !== "TidegateError") yield `${place}.${key}`;
  }
}

describe("wrong types:", () => {
  for (const [index, api] of APIS.entries()) {
    test(`${index} ${api.name}`, async () => {
      const good = goodArguments(api);
      assertAnswered("good arguments", await outcomeOf("good arguments", api.call, good));
      for (const { what, argument, put, putGetter } of placesOf(api)) {
        assertAnswered(what, await outcomeOf(what, api.call, put(argument.good)));
        for (const [kind, make] of Object.entries(WRONG)) {
          const outcome = await outcomeOf(`${what}: ${kind}`, api.call, put(make()));
          if (argument.answers.includes(kind)) assertAnswered(`${what}: ${kind}`, outcome);
          else if (!argument.throws?.includes(kind)) assertRefused(`${what}: ${kind}`, outcome);
        }
        if (putGetter === undefined) continue;
        const args = putGetter(() => {
          throw mine;
        });
        assertMine(`a getter of ${what}`, await outcomeOf(what, api.call, args));
      }
    });
  }
});

test("an argument that is missing is named", async () => {
  for (const api of APIS) {
    for (let given = 0; given < api.args.length; given++) {
      const what = `${api.name} with ${given} arguments`;
      const missing = api.args.slice(given).filter((argument) => !mayBeLeftOut(argument));
      const outcome = await outcomeOf(what, api.call, goodArguments(api).slice(0, given));
      if (missing.length === 0) {
        assertAnswered(what, outcome);
        continue;
      }
      const error = assertRefused(what, outcome);
      assert.equal(error.code, "ERR_INVALID_ARGUMENT", what);
      const isNamed = missing.some(({ about = /option/ }) => about.test(error.message));
      assert.ok(isNamed, `${what}: ${error.message}`);
    }
  }
});

test("what the caller's own code throws is the cause", async () => {
  for (const { api, what, argument, put } of allPlaces()) {
    const { is, members } = argument;
    const kinds = [];
    if (is === "event" || is === "pattern") kinds.push("throwing proxy", "throwing toJSON");
    else if (members !== undefined) kinds.push("throwing proxy");
    for (const kind of kinds) {
      const place = `${api.name}, ${what}: ${kind}`;
      assertMine(place, await outcomeOf(place, api.call, put(WRONG[kind]())));
    }
  }
});

describe("options", () => {
  const places = allPlaces().filter(({ argument }) => argument.areOptions);

  test("that there are not are named, with the nearest that there is", async () => {
    for (const { api, argument, put } of places) {
      for (const key of Object.keys(argument.members)) {
        const misspelt = `${key.slice(0, -1)}_`.toUpperCase();
        const what = `${api.name} with ${misspelt}`;
        const args = put({ ...argument.good, [misspelt]: 1 });
        const error = assertRefused(what, await outcomeOf(what, api.call, args));
        assert.equal(error.code, "ERR_INVALID_ARGUMENT", what);
        assert.ok(error.message.includes(`"${misspelt}"`), error.message);
        if (key.length > 3) assert.match(error.message, /did you mean "[\w-]+"/);
        assert.ok(error.hint.includes(key), error.hint);
      }
    }
  });

  test("whose names are hostile are none", async () => {
    for (const { api, argument, put } of places) {
      const names = [
        "",
        "\0",
        "\ud800",
        "constructor",
        "toString",
        "hasOwnProperty",
        "x".repeat(1e6),
      ];
      for (const name of [...names, "__proto__"]) {
        const given = Object.assign(Object.create(null), argument.good);
        Object.defineProperty(given, name, { enumerable: true, value: 1 });
        const outcome = await outcomeOf(api.name, api.call, put(given));
        assert.ok(assertRefused(api.name, outcome).message.length < 200);
      }
    }
  });

  test("are not inherited", () => {
    const options = ["deep", "profile", "output", "maxEventBytes"];
    try {
      for (const name of options) Object.prototype[name] = "polluted";
      assert.deepEqual(tidegate.detect("{}"), { kind: "unknown" });
      assert.deepEqual(tidegate.detect("{}", {}), { kind: "unknown" });
      assert.equal(tidegate.matches('{"a":1}', { a: [1] }, {}), true);
      assert.equal(
        typeof tidegate.upgradeCloudEvent(
          { specversion: "1.0", id: "1", source: "/", type: "t" },
          {},
        ),
        "object",
      );
    } finally {
      for (const name of options) delete Object.prototype[name];
    }
  });

  test("are read once", () => {
    let reads = 0;
    const options = {
      get output() {
        return ["text", "object"][reads++];
      },
    };
    const event = { specversion: "1.0", id: "1", source: "/", type: "t" };
    assert.equal(typeof tidegate.upgradeCloudEvent(event, options), "string");
    assert.equal(reads, 1);
  });

  test("of a call are not those of a call within it", () => {
    const event = {
      id: "1",
      "detail-type": "t",
      source: "s",
      region: "r",
      account: "1",
      detail: {},
    };
    const convert = (eventBus, inner) => {
      const input = { ...event, toJSON: () => ({ ...event, inner: inner() }) };
      return tidegate.toCloudEvent(input, { profile: "arn", eventBus });
    };
    const inner = () => convert("inner", () => undefined).source;
    assert.match(convert("outer", inner).source, /event-bus\/outer$/);
  });
});

describe("limits", () => {
  test("of nothing are wrong, and of one byte too small", async () => {
    for (const { api, what, put } of allPlaces().filter(({ what }) => what === "maxEventBytes")) {
      for (const limit of [0, -1, 0.5, 2 ** 29 + 1, 2 ** 53, Number.POSITIVE_INFINITY, "1"]) {
        const error = assertRefused(what, await outcomeOf(api.name, api.call, put(limit)));
        assert.equal(error.code, "ERR_INVALID_ARGUMENT");
      }
      const code = codeOf(await outcomeOf(api.name, api.call, put(1)));
      // What is made first limits what comes then.
      const isMade = /^(RuleSet|schemas\.(Discovery|compileSchema)$)/.test(api.name);
      if (!isMade) assert.equal(code, "ERR_TOO_LARGE", api.name);
    }
    const rules = RuleSet.from({ one: { a: [1] } }, { maxEventBytes: 1 });
    for (const event of ['{"a":1}', utf8('{"a":1}'), { a: "12" }]) {
      assert.throws(() => rules.match(event), { code: "ERR_TOO_LARGE" });
    }
  });
});

const buffers = {
  bytes: (bytes) => bytes,
  Buffer: (bytes) => Buffer.from(bytes),
  "part of a buffer": (bytes) => Uint8Array.from([1, 2, ...bytes, 3]).subarray(2, -1),
  ArrayBuffer: (bytes) => bytes.slice().buffer,
  DataView: (bytes) => new DataView(bytes.slice().buffer),
  Uint8ClampedArray: (bytes) => new Uint8ClampedArray(bytes),
  Float64Array: (bytes) => new Float64Array(bytes.slice().buffer),
  SharedArrayBuffer: (bytes) => shared(bytes),
  "view of shared memory": (bytes) => new Uint8Array(shared(bytes)),
  "DataView of shared memory": (bytes) => new DataView(shared(bytes)),
  "resizable ArrayBuffer": (bytes) => resizable(bytes),
  "view of a resizable ArrayBuffer": (bytes) => new Uint8Array(resizable(bytes)),
  "growable SharedArrayBuffer": (bytes) => shared(bytes, { maxByteLength: 1 << 16 }),
  "view of a growable SharedArrayBuffer": (bytes) =>
    new Uint8Array(shared(bytes, { maxByteLength: 1 << 16 })),
};

function shared(bytes, options) {
  const buffer = new SharedArrayBuffer(bytes.length, options);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

function resizable(bytes) {
  const buffer = new ArrayBuffer(bytes.length, { maxByteLength: 1 << 16 });
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** Bytes of a good argument: text is padded, so that they are those of whole doubles. */
function bytesOf(good) {
  return typeof good === "string" ? utf8(good.padEnd(Math.ceil(good.length / 8) * 8)) : good;
}

const isBytes = ({ argument: { is } }) => ["event", "bytes", "lines", "body"].includes(is);

describe("bytes", () => {
  test("give the same, wherever they are", async () => {
    for (const { api, what, argument, put } of allPlaces().filter(isBytes)) {
      const bytes = bytesOf(argument.good);
      const expected = await outcomeOf(what, api.call, put(bytes));
      assertAnswered(`${api.name}, ${what}`, expected);
      for (const [kind, make] of Object.entries(buffers)) {
        if (kind === "Float64Array" && bytes.length % 8 !== 0) continue;
        const outcome = await outcomeOf(kind, api.call, put(make(bytes)));
        assert.deepEqual(plain(outcome), plain(expected), `${api.name}, ${what}: ${kind}`);
      }
    }
  });

  test("that are detached or out of bounds are refused", async () => {
    for (const { api, what, argument, put } of allPlaces().filter(isBytes)) {
      for (const [kind, make] of Object.entries(gone)) {
        const outcome = await outcomeOf(kind, api.call, put(make(bytesOf(argument.good))));
        assertRefused(`${api.name}, ${what}: ${kind}`, outcome);
      }
    }
  });

  test("whose size is a lie do no harm", () => {
    const rules = RuleSet.from({ secret: { a: ["secret"] } });
    for (const size of [0, 1, 5, 1000, 2 ** 32, -1, Number.NaN, "x"]) {
      rules.match('{"a": "secret"}');
      const liar = Object.defineProperty(utf8("{}"), "byteLength", { value: size });
      const matched = tryTo(() => rules.match(liar));
      if (matched !== undefined) assert.deepEqual(matched, []);
      assertWorks(`a size of ${size}`);
    }
  });
});

function tryTo(call) {
  try {
    return call();
  } catch (error) {
    assert.ok(isOurs(error), show(error));
    return undefined;
  }
}

/** What deepEqual() can compare. */
function plain({ answer, error }) {
  if (error !== undefined) return error.code;
  if (answer instanceof Response || answer instanceof Request) return answer.constructor.name;
  if (answer instanceof RuleSet) return [...answer.entries()];
  return answer;
}

function detached(view) {
  return (bytes) => {
    const { buffer } = Uint8Array.from(bytes);
    const made = view(buffer);
    structuredClone(buffer, { transfer: [buffer] });
    return made;
  };
}

function outOfBounds(view) {
  return (bytes) => {
    const buffer = resizable(bytes);
    const made = view(buffer, 1, bytes.length - 1);
    buffer.resize(0);
    return made;
  };
}

const gone = {
  "detached ArrayBuffer": detached((buffer) => buffer),
  "detached Uint8Array": detached((buffer) => new Uint8Array(buffer)),
  "detached empty Uint8Array": detached((buffer) => new Uint8Array(buffer, 0, 0)),
  "detached Buffer": detached((buffer) => Buffer.from(buffer)),
  "detached DataView": detached((buffer) => new DataView(buffer)),
  "Uint8Array out of bounds": outOfBounds((...place) => new Uint8Array(...place)),
  "DataView out of bounds": outOfBounds((...place) => new DataView(...place)),
};

describe("text", () => {
  const HIGH = "\ud83d";
  const texts = allPlaces().filter(({ argument }) => argument.is === "text");
  const events = allPlaces().filter(({ argument }) => argument.is === "event");
  /** With one more member, which nothing looks at. */
  const withMember = (good, text) => `{"x": ${text}, ${good.trim().slice(1)}`;

  test("with a surrogate without its partner is refused in names and options", async () => {
    for (const { api, what, put } of texts) {
      for (const text of [HIGH, `a${HIGH}`, "\ude00b", `\ude00${HIGH}`]) {
        const error = assertRefused(what, await outcomeOf(api.name, api.call, put(text)));
        assert.equal(error.code, "ERR_INVALID_ARGUMENT", `${api.name}, ${what}`);
        assert.match(error.message, /surrogate/, `${api.name}, ${what}`);
      }
    }
  });

  test("with such a one in an event is the same as its escape", async () => {
    for (const { api, argument, put } of events) {
      const escaped = withMember(argument.good, '"\\ud83d"');
      const expected = plain(await outcomeOf(api.name, api.call, put(escaped)));
      const raw = withMember(argument.good, `"${HIGH}"`);
      const found = plain(await outcomeOf(api.name, api.call, put(raw)));
      assert.deepEqual(withoutPlaces(found), withoutPlaces(expected), api.name);
      assert.deepEqual(
        withoutPlaces(plain(await outcomeOf(api.name, api.call, put(JSON.parse(escaped))))),
        withoutPlaces(expected),
        api.name,
      );
    }
  });

  test("with NUL is no JSON, but with its escape", async () => {
    for (const { api, argument, put } of events) {
      for (const text of ['"\0"', "1\0", "1, \0"]) {
        const outcome = await outcomeOf(api.name, api.call, put(withMember(argument.good, text)));
        assert.equal(codeOf(outcome), "ERR_INVALID_JSON", api.name);
      }
      const escaped = withMember(argument.good, '"\\u0000"');
      const [fromText, fromObject] = await Promise.all(
        [escaped, JSON.parse(escaped)].map((event) => outcomeOf(api.name, api.call, put(event))),
      );
      assert.deepEqual(withoutPlaces(plain(fromText)), withoutPlaces(plain(fromObject)), api.name);
    }
  });

  test("with NUL is text like any other in names and options", async () => {
    for (const { api, what, argument, put } of texts) {
      // A time is no text of any kind.
      const outcome = await outcomeOf(api.name, api.call, put(`${argument.good}\0b`));
      if (outcome.error !== undefined) assertRefused(`${api.name}, ${what}`, outcome);
    }
    const rules = RuleSet.from({ "a\0b": { x: [1] }, a: { x: [2] } });
    assert.deepEqual(rules.match('{"x":1}'), ["a\0b"]);
    assert.deepEqual(
      [rules.has("a\0b"), rules.has("a\0"), rules.remove("a\0")],
      [true, false, false],
    );
  });
});

/** An answer without where something stands, which only text has; bytes as text. */
function withoutPlaces(answer) {
  return JSON.parse(
    JSON.stringify(answer ?? null, (key, value) => {
      if (["offset", "end", "line", "column", "span"].includes(key)) return undefined;
      return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
    }),
  );
}

describe("what is nested 100,000 levels deep", () => {
  const DEPTH = 100_000;
  const text = `{"a":${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}}`;
  let object = [];
  for (let i = 0; i < DEPTH; i++) object = i % 2 ? [object] : { a: object };

  test("is too deep, wherever it is", async () => {
    for (const { api, what, put } of allPlaces()) {
      for (const deep of [text, utf8(text), object, [object], { a: object }]) {
        const { error } = await outcomeOf(`${api.name}, ${what}`, api.call, put(deep));
        if (error !== undefined) assertRefused(`${api.name}, ${what}`, { error });
      }
    }
    for (const deep of [text, utf8(text)]) {
      assert.throws(() => canary.match(deep), { code: "ERR_TOO_DEEP" });
      assert.throws(() => tidegate.detect(deep), { code: "ERR_TOO_DEEP" });
    }
    assert.throws(() => canary.match(JSON.parse(text)), { code: "ERR_TOO_DEEP" });
    const rules = new RuleSet({ profile: "event-ruler" });
    const pattern = `${'{"a":'.repeat(DEPTH)}[1]${"}".repeat(DEPTH)}`;
    assert.throws(() => rules.add("x", pattern), { code: "ERR_TOO_DEEP" });
  });

  test("is no explanation", () => {
    const field = tidegate.explain('{"a":1}', { a: [1] });
    const tree = { kind: "object", status: "matched", span: [0, 0], key: "a", members: [] };
    tree.members.push(tree);
    assert.throws(() => tidegate.formatExplanation({ ...field, tree }), {
      code: "ERR_INVALID_ARGUMENT",
    });
  });
});

describe("a set that was disposed of", () => {
  const free = ["dispose", "disposed", String(Symbol.dispose), "constructor"];

  test("refuses every call but the end", async () => {
    for (const key of Reflect.ownKeys(RuleSet.prototype)) {
      if (free.includes(String(key))) continue;
      const api = APIS.find(({ name }) => name === `RuleSet.prototype.${String(key)}`);
      const rules = RuleSet.from({ one: { a: [1] } });
      rules.dispose();
      const use = (...given) =>
        api.args.length || typeof rules[key] === "function" ? rules[key](...given) : rules[key];
      for (const args of [goodArguments(api), []]) {
        const outcome = await outcomeOf(`${String(key)} of what is gone`, use, args);
        assert.equal(assertRefused(String(key), outcome).code, "ERR_DISPOSED");
      }
    }
  });

  test("by the event itself, the rules, or an option, refuses what was going on", async () => {
    const uses = {
      match: (rules, end) => rules.match({ a: { toJSON: end } }),
      "match by a getter": (rules, end) =>
        rules.match(Object.defineProperty({}, "a", { enumerable: true, get: end })),
      explain: (rules, end) => rules.explain({ toJSON: end }),
      "explain a rule": (rules, end) => rules.explain({ toJSON: end }, "one"),
      add: (rules, end) => rules.add("x", { a: [{ toJSON: end }] }),
      replace: (rules, end) => rules.replace("one", { a: [{ toJSON: end }] }),
      "remove a pattern": (rules, end) => rules.remove("one", { a: [{ toJSON: end }] }),
      addAll: (rules, end) => rules.addAll({ one: { a: [{ toJSON: end }] } }),
      matchBatch: (rules, end) => rules.matchBatch([{ a: { toJSON: end } }, "{}"]),
      "matchBatch by its progress": (rules, end) => rules.matchBatch(["{}"], { onProgress: end }),
    };
    for (const [what, use] of Object.entries(uses)) {
      const rules = RuleSet.from({ one: { a: [1] } });
      const end = () => rules.dispose() ?? 1;
      const { error } = await outcomeOf(what, use, [rules, end]);
      // The last progress comes after the last event.
      if (error !== undefined || what !== "matchBatch by its progress") {
        assert.equal(assertRefused(what, { error }).code, "ERR_DISPOSED", what);
      }
      assert.equal(rules.disposed, true);
    }
  });
});

test("tidegate/slim is loaded from nothing but WebAssembly", async () => {
  const { init, TidegateError, detect } = await import("tidegate/slim");
  for (const [kind, make] of Object.entries({ ...WRONG, ...gone })) {
    const source = make(utf8("no WebAssembly"));
    // A promise, whatever is wrong; and a next try may be better.
    const error = await init(source).then(
      () => assert.fail(kind),
      (error) => error,
    );
    assert.ok(error instanceof TidegateError, `${kind}: ${show(error)}`);
    assert.match(error.code, /^ERR_(WASM_SOURCE|INVALID_ARGUMENT)$/, kind);
  }
  assert.throws(() => detect("{}"), { code: "ERR_NOT_INITIALIZED" });
});

test("a method of something else is a TypeError of the language", () => {
  for (const key of ["match", "add", "has", "dispose"]) {
    for (const other of [undefined, {}, new Proxy(canary, {}), Object.create(canary)]) {
      assert.throws(() => Reflect.apply(RuleSet.prototype[key], other, ["{}"]), TypeError);
    }
  }
  assert.throws(() => RuleSet(), TypeError);
  assertWorks("a method of something else");
});

/** What needs much memory, or may break the library, runs in a process of its own. */
function run(script, ...flags) {
  const setup = `import assert from "node:assert/strict";
    import * as tidegate from "tidegate";
    import { APIS } from "./api-table.mjs";
    const { RuleSet } = tidegate;`;
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, "--input-type=module", "--eval", setup + script],
    { cwd: fileURLToPath(new URL(".", import.meta.url)), encoding: "utf8" },
  );
  assert.equal(status, 0, `${signal}\n${stdout}\n${stderr}`);
}

describe("256 MB", () => {
  test("of text or bytes are too large, and take no more memory than they are", () => {
    run(`
      // A snapshot may be as large as that.
      const ANSWERED = { "RuleSet.fromSnapshot": ["ERR_SNAPSHOT"] };
      const SIZE = 2 ** 28;
      const text = "1".repeat(SIZE);
      const bytes = new Uint8Array(SIZE);
      const canary = RuleSet.from({ one: { a: [1] } });
      for (const api of APIS) {
        for (const [index, { is, good, members = {} }] of api.args.entries()) {
          const args = api.args.map((argument) => argument.good);
          const large = { event: [text, bytes], object: [text, bytes], lines: [text, bytes], bytes: [bytes], pattern: [text, bytes], text: [text] };
          for (const value of large[is] ?? []) await tryIt(api, args.with(index, value));
          for (const [key, member] of Object.entries(members)) {
            if (member.is === "text") await tryIt(api, args.with(index, { ...good, [key]: text }));
            if (member.is === "headers") await tryIt(api, args.with(index, { ...good, [key]: { "ce-id": text } }));
          }
        }
      }
      async function tryIt({ name, call }, args) {
        const begin = performance.now();
        let code;
        try {
          const answer = await call(...args);
          const [issue] = answer?.issues ?? [];
          code = issue?.code ?? issue?.params.code ?? answer?.errors?.[0]?.error.code ?? "none";
        } catch (error) {
          code = error.code ?? error.stack;
        }
        // What is no text here is refused for that; the name of an attribute is only looked for.
        const fine = ["ERR_TOO_LARGE", "ERR_INVALID_ARGUMENT", ...(ANSWERED[name] ?? [])];
        assert.ok(fine.includes(code), name + ": " + code);
        assert.ok(performance.now() - begin < ${FOREVER}, name);
        assert.deepEqual(canary.match('{"a":1}'), ["one"]);
      }
      assert.throws(() => canary.match(text), { code: "ERR_TOO_LARGE" });
      assert.throws(() => canary.match(bytes), { code: "ERR_TOO_LARGE" });
      assert.throws(() => canary.add("x", text), { code: "ERR_TOO_LARGE" });
      assert.throws(() => canary.has(text), { code: "ERR_TOO_LARGE" });
      const mebibytes = process.resourceUsage().maxRSS / 1024;
      assert.ok(mebibytes < 2048, mebibytes + " MiB");`);
  });
});

test("a text of surrogates without partners is too large before it is too much", () => {
  run(`
    const rules = RuleSet.from({ one: { a: [1] } }, { maxEventBytes: 2 ** 29 });
    const maxEventBytes = 2 ** 29;
    for (const size of [2 ** 22, 2 ** 26]) {
      const event = '{"id":"' + "\\ud800".repeat(size) + '"}';
      const uses = {
        match: () => rules.match(event),
        explain: () => rules.explain(event, "one"),
        detect: () => tidegate.detect(event, { maxEventBytes }),
        testEventPattern: () => tidegate.testEventPattern(event, { a: [1] }, { maxEventBytes }),
        toCloudEvent: () => tidegate.toCloudEvent(event, { maxEventBytes }),
        validateCloudEvent: () => {
          const { issues } = tidegate.validateCloudEvent(event, { maxEventBytes });
          assert.ok(issues.length > 0);
        },
      };
      for (const use of Object.values(uses)) {
        try {
          use();
        } catch (error) {
          assert.match(error.code, size > 2 ** 24 ? /^ERR_TOO_LARGE$/ : /^ERR_/);
        }
        assert.deepEqual(rules.match('{"a":1}'), ["one"]);
      }
    }`);
});

describe("a stack that is full", () => {
  test("leaves the library as it was", () => {
    run(
      `
      const canary = RuleSet.from({ one: { a: [1] }, two: { b: [{ prefix: "x" }] } });
      const event = '{"a":1,"b":"xy","c":[1,{"d":[2]}]}';
      const uses = [
        [600, () => canary.match(event)],
        [30, () => canary.match({ a: 1, b: "xy" })],
        [30, () => canary.has("two")],
        [20, () => canary.entries()],
        [20, () => canary.explain(event, "one")],
        [20, () => tidegate.detect(event)],
        [20, () => tidegate.validateCloudEvent(event)],
      ];
      for (const [rounds, use] of uses) {
        for (let round = 0; round < rounds; round++) {
          assert.throws(() => recurse(use), (error) => error instanceof RangeError || error instanceof tidegate.TidegateError);
          assert.deepEqual(canary.match(event), ["one", "two"]);
        }
      }
      function recurse(use) {
        use();
        recurse(use);
      }`,
      "--stack-size=200",
    );
  });
});
