// The rows of the table. Each compares sides that are measured in turns within the same run:
//
//   what      what it says
//   sides     the two sides, of which the first is divided by the second
//   value     where the figure is something else: what it is of the nanoseconds of all sides
//   probe     where it is not about time an event: measures the figure by itself
//   atMost, atLeast   what is asked, if anything
//   unit      where the figure is no ratio. Such figures depend on the machine, and are not held
//             against the baseline
//   needs     what the package must have for it (`api` of lab.mjs)
import { hostile } from "./hostile.mjs";
import { ALL_RULER_SETS, HOSTILE_SIZES, hasPublished, hostileSize } from "./workloads.mjs";

function against(what, workload, atMost) {
  return { what, atMost, sides: (lab) => [lab.match(workload), lab.parse(workload)] };
}

function grows(shape, most, least, atMost, noun = "rules") {
  const count = (number) => number.toLocaleString("en-US");
  return {
    what: `${shape.replaceAll("-", " ")}: ${count(most)} ÷ ${count(least)} ${noun}`,
    atMost,
    sides: (lab) => [lab.match(`${shape}-${most}`), lab.match(`${shape}-${least}`)],
  };
}

const parsing = {
  title: "Matching a text ÷ JSON.parse of the same text",
  rows: {
    "ec2-bus": against("EC2 336 B, 1,000 mixed rules of 40 services", "ec2-bus", 0.5),
    ec2: against("the same, all about this one type of event", "ec2-mixed", 0.5),
    citylots: against("CityLots 870 B, 1,000 mixed rules on properties", "citylots-mixed", 0.2),
    coordinates: against("the same, and a rule on coordinates", "citylots-coordinates", 0.4),
    ticket: against("ticket 1.2 KB, 1,000 mixed rules", "ticket-mixed", 0.25),
    curly: against("the same with curly quotes", "ticket-curly", 0.33),
    "curly-bytes": {
      what: "the same as UTF-8 bytes",
      sides: (lab) => [lab.matchBytes("ticket-curly"), lab.parse("ticket-curly")],
    },
    trail: against("CloudTrail 4.5 KB, 1,000 mixed rules", "trail-mixed"),
    large: against("order 100 KB, 1,000 mixed rules", "large-mixed"),
    items: against("array of 1,000 objects, 100 rules of two fields", "items-1000", 0.8),
    "ec2-touched": {
      what: 'EC2 336 B with validate: "touched"',
      needs: "touched",
      sides: (lab) => [lab.match("ec2-mixed", { validate: "touched" }), lab.parse("ec2-mixed")],
    },
    "citylots-touched": {
      what: 'CityLots 870 B with validate: "touched"',
      needs: "touched",
      sides: (lab) => [
        lab.match("citylots-mixed", { validate: "touched" }),
        lab.parse("citylots-mixed"),
      ],
    },
  },
};

const others = {
  title: "Against other ways to do it",
  rows: {
    objects: {
      what: "objects, 1.2 KB, 1,000 rules on 6 paths ÷ JSON.stringify",
      atMost: 0.1,
      sides: (lab) => [lab.matchObjects("ticket-six-paths"), lab.stringify("ticket-six-paths")],
    },
    "naive-ec2": naive("EC2", "ec2-mixed"),
    "naive-citylots": naive("CityLots", "citylots-mixed"),
    "naive-ticket": naive("ticket", "ticket-mixed"),
    batch: {
      what: "matchBatch of lines, EC2 ÷ match of each",
      atMost: 1,
      needs: "matchBatch",
      sides: (lab) => [lab.matchBatch("ec2-mixed"), lab.match("ec2-mixed")],
    },
    snapshot: {
      what: "loading a snapshot of 10,000 rules ÷ adding them",
      atMost: 0.1,
      needs: "snapshot",
      sides: (lab) => [lab.load("eventbridge-10000"), lab.addAll("eventbridge-10000")],
    },
  },
};

function naive(what, workload) {
  return {
    what: `${what}, 1,000 mixed rules ÷ JSON.parse and a function for each rule`,
    sides: (lab) => [lab.match(workload), lab.parseAndMatchNaively(workload)],
  };
}

const conversions = {
  title: "Times as fast as other ways to convert and to validate CloudEvents",
  rows: {
    ...Object.fromEntries(
      [
        ["ec2", "EC2 336 B"],
        ["ticket", "ticket 1.2 KB"],
        ["trail", "CloudTrail 4.5 KB"],
      ].flatMap(([event, size]) => [
        [`convert-sdk-${event}`, converting(`${size}, the SDK`, event, "sdk", 5)],
        [`convert-hand-${event}`, converting(`${size}, by hand`, event, "hand", 1.5)],
      ]),
    ),
    "validate-sdk": {
      what: "validate 1 KB structured, the SDK's validated parse",
      atLeast: 3,
      needs: "validateCloudEvent",
      sides: (lab) => lab.validations("citylots-mixed", "sdk"),
      value: timesAsFast,
    },
  },
};

const schemas = {
  title: "Times as fast as other ways to validate a text by a JSON Schema",
  rows: {
    "schema-ajv-valid": schemaRow("Ajv, compiled, events that fit", "ajv", true, 1),
    "schema-ajv-invalid": schemaRow("Ajv, compiled, events with one wrong value", "ajv", false, 1),
    "schema-cfworker-valid": schemaRow("@cfworker, events that fit", "cfworker", true, 10),
    "schema-cfworker-invalid": schemaRow("@cfworker, one wrong value", "cfworker", false, 10),
  },
};

/** From text to verdict: JSON.parse, what is said to do it. */
function schemaRow(what, other, valid, atLeast) {
  return {
    what: `registry schemas, ${what}`,
    atLeast,
    needs: "registrySchemas",
    sides: (lab) => lab.schemaValidations(other, valid),
    value: timesAsFast,
  };
}

/** From text to text: JSON.parse, what is said to do it, JSON.stringify. */
function converting(what, event, other, atLeast) {
  return {
    what: `convert ${what}`,
    atLeast,
    sides: (lab) => lab.conversions(`${event}-mixed`, other),
    value: timesAsFast,
  };
}

function timesAsFast([ours, theirs]) {
  return theirs / ours;
}

const growth = {
  title: "Many rules ÷ few",
  rows: {
    "eventbridge-100000": grows("eventbridge", 100_000, 100, 1.3),
    "eventbridge-1000000": grows("eventbridge", 1_000_000, 100, 2),
    conjunctions: grows("conjunctions", 10_000, 1, 1.15),
    grid: grows("grid", 100, 10, 1.3, "values in each of two fields"),
    "street-wildcards": grows("street-wildcards", 1000, 10, 1.2),
    "pair-wildcards": grows("pair-wildcards", 1000, 10, 25),
    "arn-wildcards": grows("arn-wildcards", 1000, 10, 3),
    "ranges-outside": grows("ranges-outside", 10_000, 10, 3),
    "ranges-unreached": grows("ranges-unreached", 10_000, 10, 3),
    exclusions: grows("exclusions", 10_000, 10, 5),
    "items-linear": {
      what: "array of 4,000 objects ÷ 100 of them, an element",
      atMost: 1.3,
      sides: (lab) => [lab.match("items-4000"), lab.match("items-100")],
      value: ([long, short]) => long / short / 40,
    },
    "one-alternative-shared": {
      what: "100,000 OR-lists that share a value: time beyond an event without it, a match",
      atMost: 40,
      unit: "ns",
      sides: (lab) => [lab.match("one-alternative-shared"), lab.match("one-alternative-none")],
      value: ([hit, miss], lab) => (hit - miss) / lab.matchesPerEvent("one-alternative-shared"),
    },
    "alternatives-shared": {
      what: "such lists and a second field, of 100 rules in 100,000: a match",
      atMost: 200,
      unit: "ns",
      sides: (lab) => [lab.match("alternatives-shared"), lab.match("alternatives-none")],
      value: ([hit, miss], lab) => (hit - miss) / lab.matchesPerEvent("alternatives-shared"),
    },
    "alternatives-own": {
      what: "the same, an event with a value of one list ÷ an event without",
      atMost: 1.3,
      sides: (lab) => [lab.match("alternatives-own"), lab.match("alternatives-none")],
    },
  },
};

const million = {
  title: "At a million rules of three fields",
  rows: {
    adds: probe("adding", "a second", { atLeast: 400_000 }, "addsPerSecond", Math.max),
    removes: probe("removing", "a second", {}, "removesPerSecond", Math.max),
    slowest: probe("the slowest single add or remove", "ms", { atMost: 5 }, "slowestMs", Math.min),
    memory: probe("Wasm memory, names apart", "MiB", { atMost: 200 }, "mebibytes", Math.min),
  },
};

function probe(what, unit, asked, key, best) {
  return { what, unit, ...asked, probe: (lab) => best(...millions(lab).map((each) => each[key])) };
}

const RUNS = 3;
let runs;

/** What the garbage collector and the machine add is in no run twice: the best of three counts. */
function millions(lab) {
  runs ??= Array.from({ length: RUNS }, () => lab.million());
  return runs;
}

const native = {
  title: "Events a second, native ÷ Wasm",
  rows: Object.fromEntries(
    [
      ["ec2-mixed", "EC2, 1,000 mixed rules"],
      ["citylots-mixed", "CityLots, 1,000 mixed rules on properties"],
      ["ticket-mixed", "ticket, 1,000 mixed rules"],
      ["trail-mixed", "CloudTrail, 1,000 mixed rules"],
      ["large-mixed", "order 100 KB, 1,000 mixed rules"],
      ["eventbridge-100000", "EventBridge shape, 100,000 rules"],
      ["conjunctions-10000", "conjunctions, 10,000 rules"],
      ["street-wildcards-1000", "street wildcards, 1,000 rules"],
      ["items-1000", "array of 1,000 objects"],
    ].map(([workload, what]) => [`native-${workload}`, nativeRow(workload, what)]),
  ),
};

function nativeRow(workload, what) {
  return {
    what,
    atLeast: 1.2,
    native: workload,
    sides: (lab) => [lab.match(workload)],
    value: ([wasm, compiled]) => wasm / compiled,
  };
}

const hostileRows = {
  title: "Made to grow: 10,000 rules ÷ 10 that match about as much",
  rows: Object.fromEntries(
    Object.entries(hostile).map(([name, family]) => {
      const [few, many] = HOSTILE_SIZES.map((size) => hostileSize(family, size));
      const row = {
        what: `${name}${many === HOSTILE_SIZES[1] ? "" : ` (${many.toLocaleString("en-US")})`}`,
        atMost: 5,
        sides: (lab) => [many, few].map((size) => lab.match(`hostile/${name}-${size}`)),
      };
      return [`hostile ${name}`, row];
    }),
  ),
};

// --- Other engines ---------------------------------------------------------------------------------

/** Thousand events a second, as ../shared/bench/README.md has them: of another machine and day. */
const RULER = {
  "ruler-exact": 294,
  "ruler-prefix": 352,
  "ruler-prefix-equals-ignore-case": 326,
  "ruler-suffix": 264,
  "ruler-equals-ignore-case": 241,
  "ruler-wildcard": 218,
  "ruler-anything-but": 190,
  "ruler-anything-but-wildcard": 164,
  "ruler-numeric": 178,
  "ruler-complex-arrays": 38,
  [ALL_RULER_SETS]: 58,
};
const QUAMINA = {
  "cl2-exact": 2118,
  "cl2-prefix": 1681,
  "cl2-equals-ignore-case": 1458,
  "cl2-wildcard": 1844,
  "cl2-anything-but": 555,
  "cl2-numeric-eq": 171,
  "cl2-all6": 496,
  "cl2-wild-10": 1741,
  "cl2-wild-100": 1351,
  "cl2-wild-1000": 964,
  "cl2-conj-1": 882,
  "cl2-conj-100": 240,
  "cl2-conj-1000": 24,
  "cl2-conj-10000": 0.5,
};

const askedOfQuamina = (set) => (set === "cl2-exact" || set === "cl2-prefix" ? 0.6 : 0.8);

function guide(figures, asked, options, needs) {
  return Object.entries(figures).map(([set, thousands]) => [
    `${needs ?? "whole"} ${set}`,
    {
      what: set === "cl2-all6" ? `${set} without its regexp` : set,
      atLeast: asked(set),
      unit: "×",
      needs,
      sides: (lab) => [lab.match(`published/${set}`, options)],
      value: ([nanoseconds]) => 1e6 / nanoseconds / thousands,
    },
  ]);
}

function guides() {
  const touched = { validate: "touched" };
  return [
    {
      title: "Events a second ÷ event-ruler's, a guide: measured elsewhere",
      rows: {
        "guide-parse": {
          what: "JSON.parse of such an event, which was 230 to 300 there",
          unit: "thousand/s",
          sides: (lab) => [lab.parse("published/ruler-exact")],
          value: ([nanoseconds]) => 1e6 / nanoseconds,
        },
        ...Object.fromEntries(guide(RULER, () => 4)),
      },
    },
    {
      title: "Events a second ÷ Quamina's, a guide: measured elsewhere",
      rows: Object.fromEntries(guide(QUAMINA, askedOfQuamina)),
    },
    {
      title: 'The same with validate: "touched", which is how Quamina reads',
      rows: Object.fromEntries(guide(QUAMINA, () => 1.3, touched, "touched")),
    },
  ];
}

/** Groups of rows by title, each with an id; ids are unique. */
export const GROUPS = [
  parsing,
  others,
  conversions,
  schemas,
  growth,
  hostileRows,
  native,
  million,
  ...(hasPublished() ? guides() : []),
];

/** The rows of `./dev bench quick`. */
export const QUICK = [parsing, others, conversions, growth].flatMap(({ rows }) =>
  Object.keys(rows),
);
