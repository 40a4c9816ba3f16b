// What the tests of this folder share. Import it before any entry of the package: it keeps an eye on the
// memory of all WebAssembly that is instantiated later.
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const memories = [];
let mayGrow = true;

const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    for (const memory of Object.values(this.exports)) {
      if (!(memory instanceof WebAssembly.Memory)) continue;
      memories.push(memory);
      const grow = memory.grow.bind(memory);
      memory.grow = (pages) => {
        if (mayGrow) return grow(pages);
        throw new RangeError("The test lets no memory grow.");
      };
    }
  }
};

/** How many modules have been instantiated. */
export const instances = () => memories.length;

/** The bytes of Wasm memory of all of them. */
export const wasmBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

/** Runs what needs no more Wasm memory than there is. */
export async function withoutGrowth(run) {
  mayGrow = false;
  try {
    return await run();
  } finally {
    mayGrow = true;
  }
}

const kept = [];

/** Lets memory grow by adding rules to a set that stays. */
export function grow({ RuleSet }) {
  const before = wasmBytes();
  const rules = new RuleSet();
  kept.push(rules);
  for (let i = 0; wasmBytes() === before; i++) {
    rules.add(`${i} ${"x".repeat(50_000)}`, { x: [i] });
  }
}

const isOutOfMemory = ({ code }) => code === "ERR_OUT_OF_MEMORY";

/**
 * Takes all of the Wasm memory but `slack` bytes, in one piece, and what is free in pieces of less
 * than 4 KiB: as room for large events, and as rules of the set that it returns. Only
 * withoutGrowth().
 */
export function fill({ RuleSet }, slack) {
  const spare = new RuleSet();
  spare.add("x".repeat(slack), { x: [1] });
  const rules = new RuleSet({ maxEventBytes: 2 ** 29 });
  // What is too large leaves nothing behind, so that the next can be smaller.
  const fits = (size) => {
    try {
      rules.match(new Uint8Array(size));
    } catch (error) {
      return !isOutOfMemory(error);
    }
    return assert.fail("bytes that are 0 are no event");
  };
  let low = 0;
  for (let high = wasmBytes(); high - low > 4096; ) {
    const middle = (low + high) >>> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  assert.ok(!fits(wasmBytes()) && fits(low));
  for (const size of [1 << 20, 1 << 16, 1 << 12]) {
    const add = () => {
      for (;;) rules.add(`${rules.size} ${"x".repeat(size)}`, { x: [1] });
    };
    assert.throws(add, isOutOfMemory);
  }
  spare.dispose();
  return rules;
}

/** Collects garbage, and lets what waits for that be done. */
export async function settle() {
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await setImmediate();
  }
}

/** The bytes that JavaScript holds, Wasm memory excepted. */
export async function heapBytes() {
  await settle();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const aws = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "012345678901",
  time: "2024-05-14T09:12:47Z",
  region: "us-east-1",
  resources: [],
  detail: { state: "running", price: 1.5, note: "Zürich 😀 \ud800" },
};
const text = JSON.stringify(aws);
const wide = `{"source":"aws.ec2","detail":{"note":"Zürich 😀 ${"é".repeat(300)}"}}`;
const cloudEvent = {
  specversion: "1.0",
  id: "1",
  source: "/shop",
  type: "com.example.sold",
  subject: "Euro € 😀",
  data: { price: 5 },
};
const old = { specversion: "0.3", id: "1", source: "/", type: "t", schemaurl: "https://x.test/" };
const logs = {
  messageType: "DATA_MESSAGE",
  owner: "012345678901",
  logGroup: "group",
  logStream: "stream",
  subscriptionFilters: ["f"],
  logEvents: [{ id: "1", timestamp: 1557837367000, message: "one" }],
};
const awslogs = { awslogs: { data: gzipSync(JSON.stringify(logs)).toString("base64") } };
const pattern = { source: ["aws.ec2"], detail: { state: [{ prefix: "run" }, "stopped"] } };
const patterns = {
  running: { detail: { state: ["running"] } },
  cheap: { detail: { price: [{ numeric: ["<", 2] }] } },
  noted: { detail: { note: [{ prefix: "Zürich" }] } },
  absent: { detail: { nothing: [{ exists: false }] } },
};

const plain = (error) => ({ ...error, message: error.message });

const errorOf = (call) => {
  try {
    call();
  } catch (error) {
    return plain(error);
  }
  return assert.fail("nothing was thrown");
};

async function plainBatch(batch) {
  const { errors, ...result } = await batch;
  return {
    ...result,
    errors: errors.map(({ error, ...place }) => ({ ...place, ...plain(error) })),
  };
}

/** By what it needs of an entry, calls that give what can be compared. */
const calls = {
  RuleSet: {
    text: ({ rules }) => rules.match(text),
    wide: ({ rules }) => rules.match(wide),
    bytes: ({ rules }) => rules.match(new TextEncoder().encode(text)),
    object: ({ rules }) => rules.match(aws),
    any: ({ rules }) => rules.matchesAny(aws),
    batch: ({ rules }) => plainBatch(rules.matchBatch([text, "{", aws])),
    lines: ({ rules }) => plainBatch(rules.matchBatch(`${text}\n{\n${wide}\n`)),
    entries: ({ rules }) => [...rules.entries()],
    change: ({ rules }) => [
      rules.add("new", { detail: { state: [{ wildcard: "r*g" }] } }),
      rules.match(text),
      rules.remove("new"),
      rules.match(text),
    ],
    snapshot({ api, rules }) {
      const bytes = rules.snapshot();
      const loaded = api.RuleSet.fromSnapshot(bytes);
      const found = loaded.match(text);
      loaded.dispose();
      return [bytes, found];
    },
    "explain a rule": ({ rules }) => rules.explain(text, "running"),
    "explain all": ({ rules }) => rules.explain(wide),
    "bad event": ({ rules }) => errorOf(() => rules.match('{"é": tru}')),
    "bad rule": ({ rules }) => errorOf(() => rules.add("bad", '{"é": [{"nope": 1}]}')),
  },
  matches: { matches: ({ api }) => api.matches(text, pattern) },
  explain: { explain: ({ api }) => api.formatExplanation(api.explain(text, pattern)) },
  testEventPattern: { testEventPattern: ({ api }) => api.testEventPattern(text, pattern) },
  toCloudEvent: {
    object: ({ api }) => api.toCloudEvent(aws, { lossless: true }),
    text: ({ api }) => api.toCloudEvent(text, { output: "text" }),
    "bad event": ({ api }) => errorOf(() => api.toCloudEvent({ id: 1 })),
  },
  toCloudEvents: { toCloudEvents: ({ api }) => api.toCloudEvents(awslogs) },
  fromCloudEvent: { sqs: ({ api }) => api.fromCloudEvent(cloudEvent, { to: "sqs" }) },
  upgradeCloudEvent: { upgrade: ({ api }) => api.upgradeCloudEvent(old) },
  http: {
    binary: ({ api }) => api.http.binary(cloudEvent),
    read: ({ api }) => api.http.read(api.http.binary(cloudEvent)),
  },
  validateCloudEvent: {
    good: ({ api }) => api.validateCloudEvent(cloudEvent),
    bad: ({ api }) => api.validateCloudEvent('{"specversion": "1.0", "source": "é"}'),
  },
  validateEventBridgeEvent: { validate: ({ api }) => api.validateEventBridgeEvent(text) },
  detect: { detect: ({ api }) => api.detect(awslogs, { deep: true }) },
  entrySize: {
    entrySize: ({ api }) => api.entrySize({ Source: "é", DetailType: "t", Detail: "{}" }),
  },
  snsAttributes: {
    snsAttributes: ({ api }) => api.snsAttributes({ a: { Type: "String", Value: "é" } }),
  },
};

/** The calls that an entry has, each ready to be made: [name, call]. */
export function callsOf(api) {
  assert.ok(api.RuleSet !== undefined);
  const rules = api.RuleSet.from(patterns);
  return Object.entries(calls)
    .filter(([needed]) => needed in api)
    .flatMap(([needed, group]) =>
      Object.entries(group).map(([name, call]) => [
        `${needed}: ${name}`,
        () => call({ api, rules }),
      ]),
    );
}

/** What all calls of an entry give, by their names. */
export async function exercise(api) {
  const results = {};
  for (const [name, call] of callsOf(api)) results[name] = await call();
  return results;
}
