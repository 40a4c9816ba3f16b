// A workload is a rule set and the events that it is matched against.
//
//   rules(random)   its patterns, as objects or as JSON texts
//   event(random)   one of its events
//   events          how many different ones there are; 2,048 unless said
//   sample          of how many the matches are compared with the reference matcher
//   profile         "eventbridge" unless said
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cityLot, curlyTicket, ec2, envelope, largeOrder, ticket, trail } from "./events.mjs";
import { hostile } from "./hostile.mjs";
import * as rules from "./rules.mjs";

export const HOSTILE_SIZES = [10, 10_000];
export const GROWTH_SIZES = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

const PUBLISHED = "../shared/bench/workloads";

/** CityLots data writes its zeros so. */
const cityLotText = (random) => JSON.stringify(cityLot(random)).replaceAll('"z":0}', '"z":0.0}');

const detail = (random, fields) =>
  envelope(random, "com.example.bench", "Something Happened", [], fields);

const fixed = {
  "ec2-mixed": { rules: rules.mixedEc2, event: ec2 },
  "ec2-bus": { rules: rules.mixedBus, event: ec2 },
  "citylots-mixed": { rules: rules.mixedCityLots, event: cityLotText },
  "citylots-coordinates": { rules: rules.mixedCityLotsAndCoordinates, event: cityLotText },
  "ticket-mixed": { rules: rules.mixedTickets, event: ticket },
  "ticket-curly": { rules: rules.mixedTickets, event: curlyTicket },
  "ticket-six-paths": { rules: rules.mixedFewTickets, event: ticket },
  "trail-mixed": { rules: rules.mixedTrails, event: trail, events: 1024 },
  "large-mixed": { rules: rules.mixedLargeOrders, event: largeOrder, events: 200, sample: 40 },
  // All of 100,000 rules match, or none.
  "one-alternative-shared": oneAlternative("shared"),
  "one-alternative-none": oneAlternative("none"),
  // Of a hundred rules that match, of one, and of none.
  "alternatives-shared": alternatives((i) => ["shared", `group-${i % 1000}`]),
  "alternatives-own": alternatives((i) => [`own-${i}`, `group-${i % 1000}`]),
  "alternatives-none": alternatives((i) => [`none-${i}`, "none"]),
};

function oneAlternative(first) {
  return {
    rules: (random) => rules.oneSharedAlternative(random, 100_000),
    event: (random) => detail(random, { first }),
    events: 16,
  };
}

function alternatives(values) {
  return {
    rules: (random) => rules.sharedAlternatives(random, 100_000),
    event: (random) => {
      const [first, second] = values(random.below(100_000));
      return detail(random, { first, second });
    },
  };
}

/** What follows the name is a dash and the number of rules, or whatever else is the size. */
const sized = {
  eventbridge: {
    rules: rules.eventBridge,
    event: (random, count) => {
      // Every other one matches a rule.
      const target = rules.eventBridgeTarget(random.below(count));
      const value = random.chance(0.5) ? target.value : `none-${random.hex(8)}`;
      const fields = { [target.key]: value, state: "running" };
      const resources = [`arn:aws:service:us-east-1:123456789012:thing/${random.hex(8)}`];
      return envelope(random, target.source, target.detailType, resources, fields);
    },
  },
  conjunctions: { rules: rules.conjunctions, event: cityLotText },
  grid: {
    rules: rules.grid,
    event: (random, side) =>
      detail(random, { row: `r${random.below(side)}`, column: `c${random.below(side)}` }),
  },
  "street-wildcards": { rules: rules.streetWildcards, event: cityLotText },
  "pair-wildcards": {
    rules: rules.pairWildcards,
    event: (random) => detail(random, { text: random.letters(1000) }),
    events: 1024,
  },
  "arn-wildcards": {
    rules: rules.arnWildcards,
    event: (random) =>
      detail(random, {
        arn: `arn:aws:lambda:us-east-1:${random.digits(12)}:${random.letters(random.between(12, 28))}`,
      }),
  },
  "fragment-wildcards": {
    rules: rules.fragmentWildcards,
    event: (random, count) =>
      detail(random, { name: `queue-${random.letters(6)}-f${random.below(count)}-live` }),
  },
  prefixes: {
    rules: rules.prefixes,
    event: (random, count) =>
      detail(random, { name: `queue${random.below(count).toString(36)}-${random.letters(6)}` }),
  },
  "ranges-outside": {
    rules: rules.disjointRanges,
    event: (random, count) =>
      detail(random, { kind: "shared", value: 2 * random.below(count) + 1.5 }),
  },
  "ranges-unreached": {
    rules: rules.nestedRanges,
    event: (random) => detail(random, { kind: "another", value: random.below(1000) / 1000 }),
  },
  exclusions: {
    rules: rules.sharedExclusions,
    event: (random) => detail(random, { kind: "shared", state: "stopped" }),
  },
  items: {
    rules: (random) => rules.itemFields(random, 100),
    event: (random, length) => detail(random, { items: items(random, length) }),
    events: 200,
    sample: 20,
  },
};

function items(random, length) {
  return Array.from({ length }, () => ({
    sku: `sku-${random.below(20_000)}`,
    state: random.pick(["sent", "late", "lost", "back"]),
    quantity: random.between(1, 9),
    price: random.between(100, 9999) / 100,
  }));
}

/** Of the growth curves, and of the name of their lines. */
export const GROWTH_SHAPES = {
  "source, detail-type, a field": "eventbridge",
  "conjunctions of three": "conjunctions",
  prefixes: "prefixes",
  "wildcards *-f…-*": "fragment-wildcards",
  "ranges behind a shared value": "ranges-outside",
  "anything-but behind a shared value": "exclusions",
};

/** The workload of that name. Names are those above, hostile ones, and published ones. */
export function findWorkload(name) {
  if (name in fixed) return complete(fixed[name]);
  const [, shape, size] = /^(.*)-(\d+)$/.exec(name) ?? [];
  if (shape in sized) return complete(sized[shape], Number(size));
  if (shape?.startsWith("hostile/")) {
    const family = hostile[shape.slice("hostile/".length)];
    if (family !== undefined) {
      return complete({ events: 256, ...family, sample: 4 }, hostileSize(family, Number(size)));
    }
  }
  if (name.startsWith("published/")) return complete(published(name.slice("published/".length)));
  throw new RangeError(`There is no workload ${name}.`);
}

export function hostileSize(family, size) {
  return Math.min(size, family.most ?? size);
}

function complete(workload, size) {
  return {
    events: 2048,
    sample: 256,
    profile: "eventbridge",
    ...workload,
    rules: (random) => workload.rules(random, size),
    event: (random) => textOf(workload.event(random, size)),
  };
}

const textOf = (value) => (typeof value === "string" ? value : JSON.stringify(value));

// --- The rule sets of other engines' benchmarks ----------------------------------------------------

export const hasPublished = () => existsSync(PUBLISHED);

/** Of all sets of event-ruler, but for one that has a figure of its own, under one name. */
export const ALL_RULER_SETS = "ruler-all";

function published(name) {
  return {
    rules: () => (name === ALL_RULER_SETS ? rulerSets() : [name]).flatMap(publishedRules),
    event: cityLotText,
    profile: "event-ruler",
  };
}

/** Without the operators that Quamina alone has. */
function publishedRules(set) {
  const patterns = Object.values(JSON.parse(readFileSync(`${PUBLISHED}/${set}.json`, "utf8")));
  return patterns.filter((pattern) => !/"(shellstyle|regexp)"/.test(JSON.stringify(pattern)));
}

function rulerSets() {
  const sets = readdirSync(PUBLISHED).map((file) => file.replace(/\.json$/, ""));
  return sets.filter((set) => set.startsWith("ruler-") && set !== "ruler-complex-arrays").sort();
}
