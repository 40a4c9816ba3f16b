// Every function that the package exports: how it is called well, and which values of a wrong type it answers all the
// same. What it does not answer it refuses.
import * as tidegate from "tidegate";
import * as facets from "tidegate/facets";
import * as protobuf from "tidegate/protobuf";
import * as schemas from "tidegate/schema";
import { utf8 } from "./support.mjs";

const { http, RuleSet } = tidegate;
const entries = { ...tidegate, facets, protobuf, schemas };

/** What the caller's own code throws. */
export const mine = new Error("mine");

const thrower = () => {
  throw mine;
};

const TRAPS = ["get", "getOwnPropertyDescriptor", "getPrototypeOf", "has", "ownKeys"];
const throwing = Object.fromEntries(TRAPS.map((trap) => [trap, thrower]));

class Instance {
  field = 1;
}

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function cyclicArray() {
  const array = [];
  array.push(array);
  return array;
}

function cyclicObject() {
  const object = { a: 1 };
  object.cycle = object;
  return object;
}

function throwingTag() {
  return Object.defineProperty(Object.create(null), Symbol.toStringTag, { get: thrower });
}

/** Makes values of wrong types, by what they are. */
export const WRONG = {
  undefined: () => undefined,
  null: () => null,
  number: () => 5,
  NaN: () => Number.NaN,
  bigint: () => 5n,
  symbol: () => Symbol("x"),
  function: () => () => 1,
  true: () => true,
  false: () => false,
  "empty text": () => "",
  text: () => "x",
  array: () => [],
  "sparse array": () => new Array(1),
  date: () => new Date(0),
  map: () => new Map(),
  promise: () => Promise.resolve(),
  bytes: () => utf8("x"),
  "string object": () => Object("x"),
  instance: () => new Instance(),
  "bare object": () => Object.create(null),
  "child of bytes": () => Object.create(Uint8Array.prototype),
  "what claims to be bytes": () => ({ __proto__: null, [Symbol.toStringTag]: "ArrayBuffer" }),
  "child of a revoked proxy": () => Object.create(revoked({})),
  "throwing proxy": () => new Proxy({}, throwing),
  "throwing proxy of an array": () => new Proxy([], throwing),
  "revoked proxy": () => revoked({}),
  "revoked proxy of an array": () => revoked([]),
  "revoked proxy of a function": () => revoked(thrower),
  "throwing toJSON": () => ({ toJSON: thrower }),
  "throwing tag": throwingTag,
  "cyclic object": cyclicObject,
  "cyclic array": cyclicArray,
};

/** An argument that is good, those of WRONG that are answered too, and what else there is to try. */
const argument = (good, answers, more) => ({ good, answers, ...more });

const optional = (good, ...answers) => argument(good, ["undefined", ...answers]);

/** An object with these members; options refuse all others. */
const object = (good, answers, members) => argument(good, answers, { members });
const options = (members, good = {}) =>
  argument(good, Object.keys(good).length === 0 ? ["undefined", ...NO_MEMBERS] : [], {
    members,
    areOptions: true,
  });

/** Plain objects without members of their own that can be enumerated. */
const NO_MEMBERS = ["bare object", "what claims to be bytes", "throwing tag"];

const EVENT = '{"a":1}';
const PATTERN = { a: [1] };
const AWS_EVENT = JSON.stringify({
  version: "0",
  id: "1",
  "detail-type": "t",
  source: "aws.ec2",
  account: "012345678901",
  time: "2024-05-14T09:12:47Z",
  region: "us-east-1",
  resources: [],
  detail: {},
});
const CLOUD_EVENT = '{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"a":1}}';

const SCHEMA = { type: "object", properties: { a: { type: "number" } } };

// An object counts as what JSON.stringify() makes of it: these have nothing that is looked at.
const EMPTY = ["map", "instance", "bare object"];
// Whatever is JSON has an answer where the question is what it is, or what is wrong with it.
const WRITABLE = ["null", "number", "true", "false", "array", "date", "string object"];
const JSON_VALUES = [...WRITABLE, "NaN", "sparse array"];

const event = (good, ...answers) => argument(good, answers, { is: "event", about: /event|input/ });
// What is not looked at is not visited.
const matched = event(EVENT, ...EMPTY, "cyclic object");
const awsEvent = event(AWS_EVENT);
const cloudEvent = event(CLOUD_EVENT);
const bytes = (good) => argument(good, [], { is: "bytes", about: /bytes|snapshot/ });
const pattern = argument(PATTERN, [], { is: "pattern", about: /pattern/ });
const name = argument("one", ["empty text", "text"], { is: "text", about: /name/ });
const rules = argument({ one: PATTERN }, ["array", "map", "bare object"], { about: /[Rr]ules/ });

const jsonSchema = argument(SCHEMA, [...EMPTY, "true", "false"], { about: /schema/ });
const anySchema = argument(
  SCHEMA,
  [...EMPTY, "true", "false", "array", "sparse array", "date", "string object"],
  { about: /schema/ },
);
/** Whatever is JSON is a schema here, and a list is one of schemas. */
const schema = optional(SCHEMA, ...EMPTY, "true", "false", "array", "date", "string object");
const flag = optional(true, "true", "false");
/** Too small a limit, which is no wrong one. */
const anyLimit = optional(10_000, "number");
const maxEventBytes = optional(10_000);
const limit = optional(1000, "number");
const text = (good) => argument(good, ["undefined", "text"], { is: "text" });
const output = optional("text");
const write = { lenient: flag };
const read = { lenient: flag, output };
const ruleSetOptions = {
  profile: optional("pipes"),
  maxEventBytes,
  validate: optional("touched"),
};
const compileOptions = {
  schemas: optional({ "https://example.com/a": SCHEMA }, ...NO_MEMBERS),
  dialect: optional("draft-07"),
  component: { ...text("A"), answers: ["undefined", "text"] },
  formats: optional("annotate"),
  unsafeRegex: flag,
  maxEventBytes: anyLimit,
};
const discoveryOptions = {
  maxSchemas: optional(10, "number"),
  maxFields: optional(100, "number"),
  maxKeys: optional(10, "number"),
  maxDepth: optional(10, "number"),
  maxEnumValues: optional(5, "number"),
  minEnumSamples: optional(5, "number"),
  maxEventBytes,
};
const newDiscoveryOptions = { ...discoveryOptions, maxEventBytes: anyLimit };
const newRuleSetOptions = { ...ruleSetOptions, maxEventBytes: anyLimit };

const ruleSet = () => RuleSet.from({ one: PATTERN });

const compiled = () => schemas.compileSchema(SCHEMA);
const discovery = () => new schemas.Discovery();

function method(key, ...args) {
  return { name: `RuleSet.prototype.${key}`, call: (...given) => ruleSet()[key](...given), args };
}

function schemaMethod(of, make, key, ...args) {
  const call = (...given) => make()[key](...given);
  return { name: `schemas.${of}.prototype.${String(key)}`, call, args };
}

function property(of, make, key) {
  return { name: `schemas.${of}.prototype.${key}`, call: () => make()[key], args: [] };
}

function calls(path, ...args) {
  const [key, place] = path.split(".").reverse();
  const owner = place === undefined ? entries : entries[place];
  return { name: path, call: (...given) => owner[key](...given), args };
}

// A message may lack whatever is looked at; then it is one without headers.
const BARE = [...EMPTY, "date", "string object", "cyclic object", "throwing toJSON"];
const NO_HEADERS = ["array", "map", "date", "bare object"];
const headers = (...answers) => argument(HEADERS, answers, { is: "headers" });
const body = (good, ...answers) => argument(good, answers, { is: "body" });

const TYPE = "application/cloudevents+json";
const HEADERS = { "content-type": TYPE };
const BATCH_HEADERS = { "content-type": "application/cloudevents-batch+json" };

const about = /message/;

/** How the functions are called that all bindings of messages have. */
function binding(place, { good, head, whole, binary = {}, structured = binary }) {
  return [
    calls(`${place}.binary`, cloudEvent, options({ ...write, ...binary })),
    calls(`${place}.structured`, cloudEvent, options({ ...write, ...structured })),
    calls(`${place}.mode`, { ...object(good, BARE, head), about }),
    calls(`${place}.read`, { ...object(good, [], whole), about }, options(read)),
  ];
}

const httpMessage = { headers: HEADERS, body: CLOUD_EVENT };
const requested = new Request("http://localhost/", {
  method: "OPTIONS",
  headers: { "webhook-request-origin": "a" },
});
const received = () =>
  new Request("http://localhost/", { method: "POST", headers: HEADERS, body: CLOUD_EVENT });
const init = optional({}, ...BARE);
const list = ["array", "map"];
/** Of AMQP. Those that are no attributes by their names are not looked at. */
const properties = optional(
  {},
  "null",
  "array",
  "map",
  "date",
  "instance",
  "bare object",
  "cyclic object",
  "throwing toJSON",
);

export const APIS = [
  {
    name: "RuleSet",
    call: (...given) => new RuleSet(...given),
    args: [options(newRuleSetOptions)],
  },
  calls("RuleSet.from", rules, options(newRuleSetOptions)),
  calls("RuleSet.fromSnapshot", bytes(ruleSet().snapshot())),
  method("add", name, pattern),
  method("addAll", rules),
  method("replace", name, pattern),
  method("remove", name, { ...pattern, answers: ["undefined"] }),
  method("has", name),
  method("entries"),
  method("snapshot"),
  method("clear"),
  method("match", matched),
  method("matchesAny", matched),
  method(
    "matchBatch",
    // What is no event in a list of them is one of the errors in the result.
    argument(
      EVENT,
      ["empty text", "text", "bytes", "sparse array", "cyclic array", "string object", ...list],
      {
        is: "lines",
        about: /batch/,
      },
    ),
    options({
      signal: optional(new AbortController().signal),
      // What it throws comes through as it is.
      onProgress: { ...optional(() => {}, "function"), throws: ["revoked proxy of a function"] },
    }),
  ),
  method("explain", event(EVENT, ...EMPTY), options({ limit })),
  method("dispose"),
  {
    name: `RuleSet.prototype.${String(Symbol.dispose)}`,
    call: () => ruleSet()[Symbol.dispose](),
    args: [],
  },
  { name: "RuleSet.prototype.size", call: () => ruleSet().size, args: [] },
  { name: "RuleSet.prototype.disposed", call: () => ruleSet().disposed, args: [] },
  calls(
    "detect",
    event(CLOUD_EVENT, ...EMPTY, ...JSON_VALUES),
    options({
      headers: headers("undefined", ...NO_HEADERS),
      deep: flag,
      maxEventBytes,
    }),
  ),
  calls(
    "explain",
    event(EVENT, ...EMPTY),
    pattern,
    options({ profile: optional("pipes"), maxEventBytes }),
  ),
  calls(
    "formatExplanation",
    argument(tidegate.explain(EVENT, PATTERN), [], { about: /explanation/ }),
  ),
  calls(
    "fromCloudEvent",
    cloudEvent,
    options(
      {
        to: argument("put-events", []),
        output,
        detail: optional("data"),
        eventBus: text("bus"),
        limit: optional(1000),
      },
      { to: "put-events" },
    ),
  ),
  calls(
    "fromCloudEvent",
    cloudEvent,
    options(
      {
        subject: { ...text("s"), answers: ["text"] },
        time: { ...text("2026-01-01T00:00:00Z"), answers: ["text"] },
        dataVersion: text("1"),
        topic: flag,
      },
      { to: "event-grid", subject: "s", time: "2024-05-14T09:12:47Z" },
    ),
  ),
  calls(
    "fromCloudEvent",
    cloudEvent,
    options(
      {
        account: text("012345678901"),
        region: { ...text("eu-west-1"), answers: ["text"] },
      },
      { to: "eventbridge", account: "012345678901", region: "eu-west-1" },
    ),
  ),
  calls(
    "entrySize",
    {
      ...object({ Source: "s", DetailType: "t", Detail: "{}" }, [], {
        Source: argument("s", ["empty text", "text"]),
        DetailType: argument("t", ["empty text", "text"]),
        Detail: argument("{}", ["empty text", "text"]),
        Time: optional(new Date(0), "null", "empty text", "text", "date"),
        Resources: optional(["r"], "array"),
      }),
      about: /entry/,
    },
    options({ limit }),
  ),
  // A pattern that is refused is a finding.
  calls(
    "lint",
    { ...pattern, answers: [...EMPTY, ...WRITABLE, "empty text", "text"] },
    options({ profile: optional("pipes"), schema }),
  ),
  calls("lintRules", rules, options({ profile: optional("pipes"), schema })),
  calls("matches", matched, pattern, options(ruleSetOptions)),
  calls(
    "snsAttributes",
    event('{"a":{"Type":"Number","Value":"1"}}', "map", "bare object"),
    options({ output }),
  ),
  calls("testEventPattern", { ...awsEvent, is: "object" }, pattern, options({ maxEventBytes })),
  calls(
    "toCloudEvent",
    awsEvent,
    options({
      profile: optional("arn"),
      lossless: flag,
      eventBus: text("bus"),
      specversion: optional("0.2"),
      output,
      maxEventBytes,
    }),
  ),
  calls(
    "toCloudEvents",
    awsEvent,
    options({
      profile: optional("arn"),
      unwrap: flag,
      strict: flag,
      generate: optional(["id"], "array"),
      lossless: flag,
      eventBus: text("bus"),
      specversion: optional("0.2"),
      output,
      maxEventBytes,
    }),
  ),
  calls("upgradeCloudEvent", cloudEvent, options({ output })),
  calls(
    "validateCloudEvent",
    event(CLOUD_EVENT, ...EMPTY, ...JSON_VALUES, "empty text", "text", "bytes"),
    options({ spec: optional("1.0.3"), maxEventBytes: anyLimit }),
  ),
  calls(
    "validateEventBridgeEvent",
    event(AWS_EVENT, ...EMPTY, ...JSON_VALUES, "empty text", "text", "bytes"),
    options({ custom: flag, maxEventBytes: anyLimit }),
  ),

  calls("http.binary", cloudEvent, options(write)),
  calls("http.structured", cloudEvent, options(write)),
  calls(
    "http.batch",
    argument([JSON.parse(CLOUD_EVENT)], list, { about: /batch/ }),
    options(write),
  ),
  calls("http.mode", { ...object(httpMessage, [], { headers: headers(...NO_HEADERS) }), about }),
  calls(
    "http.read",
    { ...object(httpMessage, [], { headers: headers(), body: body(CLOUD_EVENT) }), about },
    options(read),
  ),
  calls(
    "http.readBatch",
    {
      ...object({ headers: BATCH_HEADERS, body: `[${CLOUD_EVENT}]` }, [], {
        headers: { ...headers(), good: BATCH_HEADERS },
        body: body(`[${CLOUD_EVENT}]`),
      }),
      about,
    },
    options(read),
  ),
  {
    name: "http.receive",
    call: (...given) =>
      http.receive(...given.map((each) => (each === received ? received() : each))),
    args: [argument(received, [], { about }), options(read)],
  },
  calls(
    "http.request",
    argument("https://localhost/", [], { about: /URL|url/ }),
    cloudEvent,
    options({ ...write, mode: optional("structured") }),
    init,
  ),
  calls("http.response", cloudEvent, options({ ...write, mode: optional("structured") }), init),
  calls(
    "http.allowWebhook",
    { ...object(requested, [], {}), about: /request|origins/ },
    options({ origins: argument("*", ["array"]), rate: optional(1, "number") }, { origins: ["a"] }),
  ),
  ...binding("kafka", {
    good: { value: CLOUD_EVENT, headers: HEADERS },
    head: { headers: headers("undefined", "null", ...NO_HEADERS) },
    whole: { headers: headers(), value: body(CLOUD_EVENT) },
    binary: {
      key: optional("k", "null", "empty text", "text", "bytes"),
      keyAttribute: optional("type", "empty text", "text"),
    },
  }),
  ...binding("amqp", {
    good: { body: CLOUD_EVENT, content_type: TYPE },
    head: {
      content_type: argument(TYPE, ["undefined", "null", "empty text", "text"]),
      application_properties: properties,
    },
    whole: {
      content_type: argument(TYPE, []),
      application_properties: properties,
      body: body(CLOUD_EVENT),
    },
    binary: { types: optional({}, ...NO_MEMBERS), separator: optional(":") },
  }),
  ...binding("mqtt", {
    good: { payload: CLOUD_EVENT, properties: { contentType: TYPE } },
    head: { properties: optional({ contentType: TYPE }, ...BARE) },
    whole: { properties: optional({ contentType: TYPE }), payload: body(CLOUD_EVENT) },
    structured: { protocolVersion: optional(4, "number") },
  }),
  ...binding("nats", {
    good: { data: CLOUD_EVENT, headers: HEADERS },
    // Without headers the message is one in structured mode.
    head: { headers: headers("undefined", "null", ...NO_HEADERS) },
    whole: { headers: headers("undefined", "null", ...NO_HEADERS), data: body(CLOUD_EVENT) },
  }),
  calls(
    "websocket.choose",
    optional("cloudevents.json", "null", "empty text", "text", "string object", ...list),
    optional(["cloudevents.json"], "string object", ...list),
  ),
  calls("websocket.write", cloudEvent, options(write)),
  calls("websocket.read", { ...body(CLOUD_EVENT), about: /frame/ }, options(read)),

  calls(
    "protobuf.decodeCloudEvent",
    bytes(protobuf.encodeCloudEvent(CLOUD_EVENT).output),
    options({ output, maxEventBytes }),
  ),
  calls(
    "protobuf.decodeCloudEvents",
    bytes(protobuf.encodeCloudEvents([CLOUD_EVENT]).output),
    options({ output, maxEventBytes }),
  ),
  calls(
    "protobuf.encodeCloudEvent",
    cloudEvent,
    options({ types: optional({}, ...NO_MEMBERS), maxEventBytes }),
  ),
  calls(
    "protobuf.encodeCloudEvents",
    argument(`[${CLOUD_EVENT}]`, list, { is: "lines", about: /[Ee]vents/ }),
    options({ types: optional({}, ...NO_MEMBERS), maxEventBytes }),
  ),

  calls(
    "facets.findServices",
    options({
      ordering: optional("yes"),
      dedupe: optional("no"),
      "p2p-vs-pubsub": optional("p2p"),
      "push-vs-pull": optional("both"),
      serverless: optional("yes"),
      filtering: optional("yes"),
    }),
    options({ edition: optional("2019") }),
  ),
  calls(
    "facets.advise",
    options({ selfContained: flag, freeEvents: flag, decouple: flag, pubSub: flag }),
  ),
  calls("schemas.compileSchema", jsonSchema, options(compileOptions)),
  schemaMethod(
    "CompiledSchema",
    compiled,
    "validate",
    // What is no JSON is an issue.
    event(EVENT, ...EMPTY, ...JSON_VALUES, "empty text", "text", "bytes"),
    options({ output: optional("flag") }),
  ),
  schemaMethod("CompiledSchema", compiled, "dispose"),
  schemaMethod("CompiledSchema", compiled, Symbol.dispose),
  property("CompiledSchema", compiled, "disposed"),
  calls("schemas.schemaToTypes", anySchema),
  calls("schemas.compareSchemas", anySchema, anySchema),
  {
    name: "schemas.Discovery",
    call: (...given) => new schemas.Discovery(...given),
    args: [options(newDiscoveryOptions)],
  },
  schemaMethod("Discovery", discovery, "add", event(EVENT, ...EMPTY)),
  schemaMethod("Discovery", discovery, "schemas", options({ form: optional("draft-04") })),
  schemaMethod("Discovery", discovery, "dispose"),
  schemaMethod("Discovery", discovery, Symbol.dispose),
  calls(
    "schemas.discover",
    argument([EVENT], list, { about: /samples/ }),
    options({ ...discoveryOptions, form: optional("draft-04") }),
  ),
  calls(
    "schemas.complete",
    argument("{}", ["empty text", "text"], { about: /pattern/ }),
    argument(0, [], { about: /offset/ }),
    options({ schemas: optional([SCHEMA], "array"), events: optional([EVENT], "array") }),
  ),
  calls(
    "schemas.suggestPattern",
    {
      ...object({ match: [EVENT], not: ['{"a":2}'] }, [], {
        match: argument([EVENT], []),
        not: optional(['{"a":2}'], "null", ...list),
      }),
      about: /argument|list/,
    },
    options({
      prefer: optional("values"),
      ignore: optional(["id"], "array"),
      maxEventBytes,
    }),
  ),
];
