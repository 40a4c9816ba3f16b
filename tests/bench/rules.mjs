// Rule sets. What is asked of one set at several sizes is a function of the size.
import {
  ACCOUNTS,
  AGENTS,
  BUCKETS,
  CALLS,
  CHANNELS,
  lot,
  MAIL_HOSTS,
  PLANS,
  PRIORITIES,
  REGIONS,
  SERVICES,
  STATES,
  street,
  streetType,
  TAGS,
  USERS,
} from "./events.mjs";

/** The pattern that asks one field, named by its dotted path, for these entries. */
export function field(path, ...entries) {
  return path.split(".").reduceRight((pattern, key) => ({ [key]: pattern }), entries);
}

/** One pattern that asks for all that these ask for. */
export function all(...patterns) {
  const joined = {};
  for (const pattern of patterns) {
    for (const [key, value] of Object.entries(pattern)) {
      const both = key in joined && !Array.isArray(value) && !Array.isArray(joined[key]);
      joined[key] = both ? all(joined[key], value) : value;
    }
  }
  return joined;
}

// --- Mixed rules -----------------------------------------------------------------------------------

/** How often each kind of entry stands in the rules of people, of those that ask for one thing. */
const ENTRIES = [
  [52, (_, value) => [value]],
  [16, (random, _, draw) => Array.from({ length: random.between(2, 6) }, () => draw())],
  [10, (random, value) => [{ prefix: begin(random, value) }]],
  [6, (random, value) => [{ suffix: end(random, value) }]],
  [6, (random, value) => [{ wildcard: withStar(random, value) }]],
  [5, (_, value) => [{ "equals-ignore-case": value.toUpperCase() }]],
  [2, (random, value) => [{ prefix: { "equals-ignore-case": begin(random, value) } }]],
  [
    3,
    (random, value, draw) => [
      { wildcard: withStar(random, value) },
      { suffix: end(random, draw()) },
    ],
  ],
];

/** And of those that most events satisfy. */
const LOOSE_ENTRIES = [
  [30, (_, value) => [{ "anything-but": [value] }]],
  [10, (_, value) => [{ "anything-but": { prefix: value.slice(0, 3) } }]],
  [6, (_, value) => [{ "anything-but": { suffix: value.slice(-2) } }]],
  [4, (random, value) => [{ "anything-but": { wildcard: withStar(random, value) } }]],
  [20, (random, _, draw) => Array.from({ length: random.between(2, 5) }, () => draw())],
  [20, () => [{ exists: true }]],
  [10, (_, value) => [{ prefix: value.slice(0, 2) }]],
];

const begin = (random, value) => value.slice(0, Math.max(2, value.length - random.between(2, 6)));
const end = (random, value) => value.slice(-Math.max(2, value.length - random.between(2, 6)));

/** With a star for some of the middle. */
function withStar(random, value) {
  const middle = value.length >> 1;
  return `${value.slice(0, middle)}*${value.slice(middle + random.between(1, 4))}`;
}

function weighted(random, table) {
  let place = random.below(table.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, value] of table) {
    if (place < weight) return value;
    place -= weight;
  }
  throw new RangeError("An empty table.");
}

const text = (path, draw) => ({ path, draw, loose: (random) => looseText(random, draw) });
const number = (path, low, high) => ({ path, loose: (random) => range(random, low, high) });
const address = (path, draw) => ({
  path,
  loose: (random) => [{ cidr: `${draw(random)}/${random.between(8, 24)}` }],
});
const either = (path, values) => ({ path, loose: (random) => [random.pick(values)] });

function looseText(random, draw) {
  return weighted(random, LOOSE_ENTRIES)(random, draw(random), () => draw(random));
}

function range(random, low, high) {
  const from = random.between(low, high);
  const to = random.between(from + 1, high + 1);
  return random.pick([
    [{ numeric: [">=", from] }],
    [{ numeric: ["<", to] }],
    [{ numeric: [">", from, "<=", to] }],
    [from],
    [{ "anything-but": [from, to] }],
  ]);
}

/**
 * Rules as people write them: each asks one telling field for something, and most ask one or two
 * other fields for something that is often true. One in fifty has an $or.
 */
function* mixed(random, { telling, others }, count) {
  for (let i = 0; i < count; i++) {
    const key = random.pick(telling);
    const rest = random.some(others, random.pick([0, 1, 1, 1, 2, 2]));
    const loose = rest.map((other) => field(other.path, ...other.loose(random)));
    const pattern = all(strict(random, key), ...loose);
    // A field inside an $or stands in for the same field outside, so these are others.
    const branches = telling.filter((other) => other !== key);
    yield random.chance(0.02)
      ? all(pattern, { $or: branches.map((branch) => strict(random, branch)) })
      : pattern;
  }
}

function strict(random, { path, draw }) {
  const value = draw(random);
  return field(path, ...weighted(random, ENTRIES)(random, value, () => draw(random)));
}

const EC2_FIELDS = {
  telling: [
    text("account", (random) => random.pick(ACCOUNTS)),
    text("detail.instance-id", (random) => `i-${random.hex(8)}`),
    text("resources", (random) => `arn:aws:ec2:us-east-1:123456789012:instance/i-${random.hex(8)}`),
  ],
  others: [
    text("source", () => "aws.ec2"),
    text("detail-type", () => "EC2 Instance State-change Notification"),
    text("detail.state", (random) => random.pick(STATES)),
    text("region", (random) => random.pick(REGIONS)),
    { path: "detail.error", loose: () => [{ exists: false }] },
  ],
};

const CITY_LOT_FIELDS = {
  telling: [
    text("properties.STREET", street),
    text("properties.MAPBLKLOT", lot),
    text("properties.BLKLOT", lot),
  ],
  others: [
    text("properties.ST_TYPE", streetType),
    either("properties.ODD_EVEN", ["O", "E"]),
    text("properties.FROM_ST", (random) => String(random.between(1, 4800))),
    text("properties.LOT_NUM", (random) => random.digits(3)),
    { path: "properties.CLOSED", loose: () => [{ exists: false }] },
  ],
};

const TICKET_FIELDS = {
  telling: [
    text("detail.ticket.tags", (random) => random.pick(TAGS)),
    text("detail.requester.email", (random) => `${random.pick(USERS)}@${random.pick(MAIL_HOSTS)}`),
    text("detail.assignee", (random) => random.pick(AGENTS)),
  ],
  others: [
    text("detail.ticket.priority", (random) => random.pick(PRIORITIES)),
    text("detail.ticket.channel", (random) => random.pick(CHANNELS)),
    text("detail.requester.plan", (random) => random.pick(PLANS)),
    number("detail.requester.seats", 1, 500),
    address("detail.requester.address", (random) => `10.${random.below(256)}.0.0`),
    { path: "detail.ticket.mergedInto", loose: () => [{ exists: false }] },
  ],
};

/** Six paths. */
const FEW_TICKET_FIELDS = {
  telling: TICKET_FIELDS.telling,
  others: TICKET_FIELDS.others.slice(0, 3),
};

const TRAIL_FIELDS = {
  telling: [
    text("detail.userIdentity.accountId", (random) => random.pick(ACCOUNTS)),
    text("detail.requestParameters.bucketName", (random) => random.pick(BUCKETS)),
    text("detail.userIdentity.sessionContext.sessionIssuer.userName", (random) =>
      random.pick(USERS),
    ),
  ],
  others: [
    text("detail.eventName", (random) => random.pick(CALLS)),
    text("detail.eventSource", (random) => `${random.pick(SERVICES)}.amazonaws.com`),
    text("detail.awsRegion", (random) => random.pick(REGIONS)),
    address("detail.sourceIPAddress", (random) => `${random.between(1, 223)}.0.0.0`),
    either("detail.readOnly", [true, false]),
    { path: "detail.errorCode", loose: (random) => [{ exists: random.chance(0.2) }] },
  ],
};

const LARGE_ORDER_FIELDS = {
  telling: [
    text("detail.customer.name", (random) => random.pick(USERS)),
    text("account", (random) => random.pick(ACCOUNTS)),
    text("detail.order", (random) => random.uuid()),
  ],
  others: [
    text("detail.channel", (random) => random.pick(CHANNELS)),
    text("detail.customer.plan", (random) => random.pick(PLANS)),
    number("detail.total", 1, 1000),
  ],
};

export const mixedEc2 = (random) => mixed(random, EC2_FIELDS, 1000);

/** How many services a bus carries, Amazon EC2 among them. */
const BUS_SERVICES = 40;

/** The fields of the events of one of them. */
function fieldsOf(service) {
  const words = ["name", "owner", "status", "kind", "region"].map(
    (word) => `${word}${service % 7}`,
  );
  const [id, owner, ...rest] = words.map((word) => `detail.${word}`);
  return {
    telling: [
      text("account", (random) => random.pick(ACCOUNTS)),
      text(id, (random) => `r-${random.hex(8)}`),
      text(owner, (random) => random.pick(USERS)),
    ],
    others: rest.map((path) => text(path, (random) => random.pick(STATES))),
  };
}

/**
 * Mixed rules as a bus holds them: each is about the events of one service, as the guide of
 * EventBridge advises, save one in fifty, which asks for an account whatever the service.
 */
export function* mixedBus(random) {
  for (let i = 0; i < 1000; i++) {
    if (random.chance(0.02)) {
      yield field("account", random.pick(ACCOUNTS));
      continue;
    }
    const service = random.below(BUS_SERVICES);
    const isEc2 = service === 0;
    const [rule] = mixed(random, isEc2 ? EC2_FIELDS : fieldsOf(service), 1);
    const type = isEc2 ? "EC2 Instance State-change Notification" : `Thing ${service} Changed`;
    const source = field("source", isEc2 ? "aws.ec2" : `aws.service${service}`);
    yield all(rule, source, field("detail-type", type));
  }
}

export const mixedCityLots = (random) => mixed(random, CITY_LOT_FIELDS, 1000);
export const mixedTickets = (random) => mixed(random, TICKET_FIELDS, 1000);
export const mixedFewTickets = (random) => mixed(random, FEW_TICKET_FIELDS, 1000);
export const mixedTrails = (random) => mixed(random, TRAIL_FIELDS, 1000);
export const mixedLargeOrders = (random) => mixed(random, LARGE_ORDER_FIELDS, 1000);

export function* mixedCityLotsAndCoordinates(random) {
  yield* mixedCityLots(random);
  yield field("geometry.coordinates.x", { numeric: ["<", -122.5] });
}

// --- One shape at many sizes -----------------------------------------------------------------------

const EVENT_BRIDGE_SOURCES = Array.from({ length: 40 }, (_, i) => ({
  source: `aws.service-${i % 20}`,
  detailType: `${["Object", "Instance", "Job", "Function"][i % 4]} State-change Notification ${i >> 3}`,
  key: ["object-key", "instance-id", "job-id", "function-name"][i % 4],
}));

/** What the i-th rule of the EventBridge shape waits for. */
export function eventBridgeTarget(i) {
  const target = EVENT_BRIDGE_SOURCES[i % EVENT_BRIDGE_SOURCES.length];
  return { ...target, value: `${target.key.slice(0, 1)}-${(i * 2654435761 + 12345).toString(16)}` };
}

export function* eventBridge(_, count) {
  for (let i = 0; i < count; i++) {
    const { source, detailType, key, value } = eventBridgeTarget(i);
    yield { source: [source], "detail-type": [detailType], detail: { [key]: [value] } };
  }
}

/** A street that is in no data, but for every thousandth. */
function streetName(random, i) {
  return i % 1000 === 999 ? street(random) : `${random.letters(3)}${i.toString(36)}`.toUpperCase();
}

export function* conjunctions(random, count) {
  for (let i = 0; i < count; i++) {
    yield {
      properties: {
        STREET: [streetName(random, i)],
        ODD_EVEN: [random.pick(["O", "E"])],
        ST_TYPE: ["ST", "AVE"],
      },
    };
  }
}

/** Every value of one field with every value of another. */
export function* grid(_, side) {
  for (let i = 0; i < side * side; i++) {
    yield { detail: { row: [`r${Math.floor(i / side)}`], column: [`c${i % side}`] } };
  }
}

export function* streetWildcards(random, count) {
  for (let i = 0; i < count; i++) {
    const name = random.letters(6).toUpperCase();
    const end = random.chance(0.5) ? "*" : "";
    yield field("properties.STREET", { wildcard: `${name.slice(0, 3)}*${name.slice(3, 5)}${end}` });
  }
}

export function* pairWildcards(random, count) {
  for (let i = 0; i < count; i++) {
    yield field("detail.text", { wildcard: `*${random.letters(2)}*${random.letters(2)}*` });
  }
}

export function* arnWildcards(random, count) {
  for (let i = 0; i < count; i++) {
    yield field("detail.arn", { wildcard: `arn:aws:*:${random.letters(4)}*${random.letters(2)}` });
  }
}

export function* fragmentWildcards(_, count) {
  for (let i = 0; i < count; i++) yield field("detail.name", { wildcard: `*-f${i}-*` });
}

/** No event has a value that lies in any of them. */
export function* disjointRanges(_, count) {
  for (let i = 0; i < count; i++) {
    yield { detail: { kind: ["shared"], value: [{ numeric: [">", 2 * i, "<", 2 * i + 1] }] } };
  }
}

/** They all hold what lies between -1 and 1. */
export function* nestedRanges(_, count) {
  for (let i = 0; i < count; i++) {
    yield { detail: { kind: ["shared"], value: [{ numeric: [">=", -1 - i, "<=", 1 + i] }] } };
  }
}

export function* sharedExclusions(_, count) {
  for (let i = 0; i < count; i++) {
    yield { detail: { kind: ["shared"], state: [{ "anything-but": ["stopped", `own-${i}`] }] } };
  }
}

/** Lists that have one value in common. */
export function* sharedAlternatives(_, count) {
  for (let i = 0; i < count; i++) {
    yield { detail: { first: ["shared", `own-${i}`], second: [`group-${i % 1000}`] } };
  }
}

export function* oneSharedAlternative(_, count) {
  for (let i = 0; i < count; i++) yield field("detail.first", "shared", `own-${i}`);
}

export function* itemFields(_, count) {
  for (let i = 0; i < count; i++) {
    yield { detail: { items: { sku: [`sku-${i}`], state: [i % 2 === 0 ? "late" : "lost"] } } };
  }
}

export function* prefixes(_, count) {
  for (let i = 0; i < count; i++) yield field("detail.name", { prefix: `queue${i.toString(36)}-` });
}
