// Whatever is given to whichever function: only errors of ours come out, or what the caller's own code has thrown; no
// prototype is changed; and text, bytes and objects fare the same.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { RuleSet, TidegateError } from "tidegate";
import * as facets from "tidegate/facets";
import * as protobuf from "tidegate/protobuf";
import * as schemas from "tidegate/schema";
import { APIS, mine } from "./api-table.mjs";
import {
  anything,
  inherited,
  jsonValue,
  made,
  maker,
  names,
  objectOf,
  wrong,
} from "./arbitrary.mjs";
import { utf8 } from "./support.mjs";

/** All of them together take at most so many milliseconds. */
const TIME = 50_000;

const limits = (share) => ({
  numRuns: 300,
  interruptAfterTimeLimit: Math.ceil(TIME * share),
  markInterruptAsFailure: false,
});

/** Makes a value for an argument: anything, or a good one that has something else in it. */
function valuesFor({ good, members }) {
  const known = Object.keys(members ?? {});
  const keys = known.length === 0 ? names : fc.constantFrom(...known);
  const change = fc.tuple(fc.oneof(keys, names), fc.oneof(made(anything), wrong));
  const altered = fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) =>
    maker(`the good one with ${fc.stringify(changes)}`, () => {
      const whole = typeof good === "string" ? tryParse(good) : good;
      return { ...whole, ...objectOf(changes.map(([key, make]) => [key, make()])) };
    }),
  );
  return fc.oneof(
    { arbitrary: made(fc.constant(good)), weight: 3 },
    { arbitrary: made(anything), weight: 2 },
    { arbitrary: wrong, weight: 1 },
    { arbitrary: made(jsonValue.object), weight: 2 },
    { arbitrary: altered, weight: 4 },
  );
}

function tryParse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

const canary = RuleSet.from({ one: { a: [1] } });

const before = inherited();

function assertUnharmed() {
  assert.deepEqual(canary.match('{"a":1}'), ["one"]);
  assert.deepEqual(Object.keys(Object.prototype), []);
}

after(() => assert.deepEqual(inherited(), before));

function isOurs(error) {
  return [TidegateError, facets.TidegateError, protobuf.TidegateError, schemas.TidegateError].some(
    (ours) => error instanceof ours,
  );
}

/** What comes of a call: its answer, or the code of its error. */
async function outcomeOf(call, args, runsCode = false) {
  try {
    return { answer: await call(...args) };
  } catch (error) {
    // What an option throws that is a function comes through as it is.
    if (error !== mine && !isOurs(error) && !runsCode) throw error;
    return { code: error.code };
  }
}

describe("anything at all:", () => {
  for (const [index, { name, call, args }] of APIS.entries()) {
    if (args.length === 0) continue;
    const runsCode = args.some(({ members }) =>
      Object.values(members ?? {}).some(({ throws }) => throws),
    );
    test(`${index} ${name}`, async () => {
      const property = fc.asyncProperty(fc.tuple(...args.map(valuesFor)), async (makers) => {
        await outcomeOf(
          call,
          makers.map((make) => make()),
          runsCode,
        );
        assertUnharmed();
      });
      await fc.assert(property, limits(0.8 / APIS.length));
    });
  }
});

/** An answer without what only text has: where something stands. Bytes are as text. */
function comparable({ answer, code }) {
  const text = JSON.stringify(answer ?? null, (key, value) => {
    if (["offset", "end", "line", "column", "span"].includes(key)) return undefined;
    return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
  });
  return code ?? JSON.parse(text);
}

describe("text, bytes and objects are the same:", () => {
  const events = APIS.filter(({ args }) => args.some(({ is }) => is === "event"));
  for (const [index, { name, call, args }] of events.entries()) {
    test(`${index} ${name}`, async () => {
      const at = args.findIndex(({ is }) => is === "event");
      const good = JSON.parse(args[at].good);
      const objects = fc.oneof(
        jsonValue.object,
        jsonValue.object.map((object) => ({ ...good, ...object })),
        fc.tuple(fc.constantFrom(...Object.keys(good)), jsonValue.value).map(([key, value]) => {
          return { ...good, [key]: value };
        }),
      );
      const property = fc.asyncProperty(objects, async (object) => {
        const text = JSON.stringify(object);
        const forms = [text, utf8(text), object];
        const outcomes = [];
        for (const form of forms) {
          const given = args.map((argument) => argument.good).with(at, form);
          outcomes.push(comparable(await outcomeOf(call, given)));
        }
        const [fromText, fromBytes, fromObject] = outcomes;
        assert.deepEqual(fromBytes, fromText, text);
        assert.deepEqual(fromObject, fromText, text);
        assertUnharmed();
      });
      await fc.assert(property, limits(0.2 / events.length));
    });
  }
});
