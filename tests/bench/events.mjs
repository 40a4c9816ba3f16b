// Events of the shapes that the benchmarks are about. Each call makes another one.
import { Random } from "./random.mjs";

/** Names that have nothing in common but their kind. */
function names(kind, count) {
  const random = new Random(kind);
  return Array.from({ length: count }, () => random.letters(random.between(5, 11)));
}

export const REGIONS = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "eu-central-1",
  "eu-north-1",
  "ap-south-1",
  "ap-northeast-1",
  "sa-east-1",
];
export const STATES = ["pending", "running", "stopping", "stopped", "shutting-down", "terminated"];
export const ACCOUNTS = Array.from({ length: 200 }, (_, i) =>
  String(123456789012 + i * 4321098765),
);

/** What EventBridge puts around `detail`. */
export function envelope(random, source, detailType, resources, detail) {
  return {
    version: "0",
    id: random.uuid(),
    "detail-type": detailType,
    source,
    account: random.pick(ACCOUNTS),
    time: random.time(),
    region: random.pick(REGIONS),
    resources,
    detail,
  };
}

/** An EC2 instance changes its state: about 336 bytes. */
export function ec2(random) {
  const instance = `i-${random.hex(8)}`;
  return envelope(
    random,
    "aws.ec2",
    "EC2 Instance State-change Notification",
    [`arn:aws:ec2:us-east-1:123456789012:instance/${instance}`],
    { "instance-id": instance, state: random.pick(STATES) },
  );
}

// --- CityLots: a parcel of San Francisco, about 870 bytes ----------------------------------------

const COMMON_STREETS = [
  ..."MISSION FOLSOM HOWARD BUSH PINE SUTTER POST GEARY CLAY CALIFORNIA JACKSON PACIFIC".split(" "),
  ..."VALLEJO GREEN UNION FILBERT LOMBARD BAY NOE SANCHEZ CHURCH DOLORES GUERRERO".split(" "),
  ..."VALENCIA CAPP SHOTWELL HARRISON ALABAMA FLORIDA BRYANT YORK HAMPSHIRE UTAH KANSAS".split(" "),
  ..."VERMONT WISCONSIN ARKANSAS MISSOURI TEXAS IOWA INDIANA JUDAH IRVING KIRKHAM LAWTON".split(
    " ",
  ),
  ..."MORAGA NORIEGA ORTEGA PACHECO QUINTARA RIVERA TARAVAL ULLOA VICENTE WAWONA".split(" "),
  ..."BALBOA CABRILLO ANZA CLEMENT TURK EDDY ELLIS OAK FELL HAYES GROVE PAGE HAIGHT".split(" "),
  ..."WALLER CARL PARNASSUS COLE STANYAN LAGUNA WEBSTER FILLMORE STEINER SCOTT BAKER".split(" "),
  ...Array.from({ length: 48 }, (_, i) => `${String(i + 1).padStart(2, "0")}TH`),
];

/** How many of 100,000 parcels lie at a street that some published rule set asks for. */
const ASKED_STREETS = {
  FULTON: 900,
  FUNSTON: 220,
  MASON: 1250,
  JEFFERSON: 60,
  BEACH: 100,
  HYDE: 825,
  CHESTNUT: 390,
  BLAIRWOOD: 28,
  BLYTHDALE: 160,
  ACEVEDO: 11,
  DRUMM: 6,
  RHINE: 140,
  STERLING: 920,
  LAKE: 360,
  EMERSON: 2350,
  MADISON: 2350,
  CLAYTON: 1880,
  VALLEGO: 315,
};
const ASKED_LOTS = { 3745012: 310, 2607117: 47, 2607218: 16, 1430022: 10, VACSTWIL: 10 };
const ASKED_X = -122.42916360922355;

/** One of the keys, as often as the table says of 100,000; undefined otherwise. */
function rare(random, table) {
  let place = random.below(100_000);
  for (const [value, count] of Object.entries(table)) {
    if (place < count) return value;
    place -= count;
  }
  return undefined;
}

export const street = (random) => rare(random, ASKED_STREETS) ?? random.pick(COMMON_STREETS);
export const streetType = (random) =>
  random.chance(0.57) ? "ST" : random.pick(["AVE", "AVE", "AVE", "BLVD", "DR", "WAY", "TER", "CT"]);
export const lot = (random) =>
  rare(random, ASKED_LOTS) ?? random.digits(4) + String(random.between(1, 60)).padStart(3, "0");

export function cityLot(random) {
  const parcel = lot(random);
  const number = random.chance(0.01) ? 441 : random.between(1, 4800);
  const isMulti = random.chance(0.002);
  const points = outline(random);
  return {
    type: "Feature",
    properties: {
      MAPBLKLOT: parcel,
      BLKLOT: random.chance(0.72) ? parcel : lot(random),
      BLOCK_NUM: parcel.slice(0, 4),
      LOT_NUM: parcel.slice(4),
      FROM_ST: String(number),
      TO_ST: String(number),
      STREET: street(random),
      ST_TYPE: random.chance(0.01) ? null : streetType(random),
      ODD_EVEN: number % 2 === 1 ? "O" : "E",
    },
    geometry: {
      type: isMulti ? "MultiPolygon" : "Polygon",
      coordinates: isMulti ? [[points]] : [points],
      firstCoordinates: points[0],
    },
  };
}

function outline(random) {
  const x = -122.355 - Math.abs(random.normal(0.083, 0.03));
  const y = 37.708 + random.next() * 0.11;
  const count = Math.max(4, Math.round(random.normal(9, 4)));
  const points = Array.from({ length: count }, () => ({
    x: random.normal(x, 2e-4),
    y: random.normal(y, 2e-4),
    z: 0,
  }));
  if (random.chance(0.001)) points[1].x = ASKED_X;
  return [...points, points[0]];
}

// --- A ticket: prose, 1.2 KB ---------------------------------------------------------------------

export const PRIORITIES = ["low", "normal", "high", "urgent"];
export const CHANNELS = ["email", "chat", "phone", "web", "api"];
export const TAGS = names("tags", 120);
export const AGENTS = names("agents", 300);
export const BUCKETS = names("buckets", 1000);
export const PLANS = ["free", "team", "pro", "enterprise"];
export const MAIL_HOSTS = names("hosts", 300).map((name) => `${name}.example`);

const WORDS =
  `the of to and a in is it you that he was for on are with as I his they be at one have this from
   or had by hot but some what there we can out other were all your when up use word how said an
   each she which do their time if will way about many then them would write like so these her long
   make thing see him two has look more day could go come did my sound no most number who over know
   water than call first people may down side been now find don't can't we're it's they'd I've`.split(
    /\s+/,
  );

function prose(random, length) {
  let text = "";
  while (text.length < length) {
    const words = Array.from({ length: random.between(6, 14) }, () => random.pick(WORDS));
    if (random.chance(0.4)) words[2] = `'${words[2]}'`;
    text += `${words.join(" ")}. `;
  }
  return text.slice(0, length).trimEnd();
}

export function ticket(random) {
  const number = random.between(10_000, 999_999);
  return envelope(random, "com.example.helpdesk", "Ticket Updated", [`ticket/${number}`], {
    ticket: {
      number,
      status: random.pick(["new", "open", "waiting", "solved", "closed"]),
      priority: random.pick(PRIORITIES),
      channel: random.pick(CHANNELS),
      tags: random.some(TAGS, random.between(1, 4)),
      subject: prose(random, 60),
      body: prose(random, 620),
    },
    requester: {
      name: prose(random, 14),
      email: `${random.pick(USERS)}@${random.pick(MAIL_HOSTS)}`,
      plan: random.pick(PLANS),
      seats: random.between(1, 500),
      address: `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`,
    },
    assignee: random.chance(0.3) ? null : random.pick(AGENTS),
  });
}

/** The same as a word processor would have it: no longer ASCII, nor Latin-1. */
export function curlyTicket(random) {
  const event = ticket(random);
  const curl = (text) =>
    text
      .replace(/(?<=\w)'(?=\w)/g, "’")
      .replace(/'(?=\w)/g, "“")
      .replace(/'/g, "”");
  event.detail.ticket.subject = curl(event.detail.ticket.subject);
  event.detail.ticket.body = curl(event.detail.ticket.body);
  return event;
}

// --- CloudTrail: an API call as it is recorded, 4.5 KB -------------------------------------------

export const SERVICES = ["ec2", "s3", "iam", "lambda", "rds", "sns", "sqs", "kms", "ecs", "logs"];
export const CALLS = ["Create", "Delete", "Describe", "Put", "Update", "List", "Get"].flatMap(
  (verb) => ["Bucket", "Role", "Function", "Instance", "Topic", "Key"].map((noun) => verb + noun),
);
export const USERS = names("users", 400);

export function trail(random) {
  const service = random.pick(SERVICES);
  const account = random.pick(ACCOUNTS);
  const user = random.pick(USERS);
  const arn = `arn:aws:sts::${account}:assumed-role/role-${random.below(80)}/${user}`;
  return envelope(random, `aws.${service}`, "AWS API Call via CloudTrail", [], {
    eventVersion: "1.09",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROA${random.hex(17)}:${user}`,
      arn,
      accountId: account,
      accessKeyId: `ASIA${random.hex(16)}`,
      sessionContext: {
        sessionIssuer: { type: "Role", principalId: `AROA${random.hex(17)}`, arn, userName: user },
        webIdFederationData: {},
        attributes: { creationDate: random.time(), mfaAuthenticated: String(random.chance(0.4)) },
      },
    },
    eventTime: random.time(),
    eventSource: `${service}.amazonaws.com`,
    eventName: random.pick(CALLS),
    awsRegion: random.pick(REGIONS),
    sourceIPAddress: `${random.between(1, 223)}.${random.below(256)}.${random.below(256)}.7`,
    userAgent: `aws-cli/2.${random.below(20)}.${random.below(10)} Python/3.11.6 Linux/6.1 exe/x86_64`,
    ...(random.chance(0.1) && { errorCode: random.pick(["AccessDenied", "Throttling"]) }),
    requestParameters: {
      bucketName: random.pick(BUCKETS),
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: Array.from({ length: 5 }, () => ({
          Effect: random.pick(["Allow", "Deny"]),
          Action: [`${service}:${random.pick(CALLS)}`, `${service}:${random.pick(CALLS)}`],
          Resource: `arn:aws:${service}:::${random.letters(12)}/*`,
        })),
      }),
      tagSet: tagSet(random, 16),
    },
    responseElements: {
      requestId: random.uuid(),
      items: Array.from({ length: 12 }, () => ({
        id: random.uuid(),
        size: random.below(1_000_000),
        enabled: random.chance(0.5),
        owner: random.pick(USERS),
        cost: random.next() * 100,
      })),
    },
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: random.chance(0.6),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    tlsDetails: { tlsVersion: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256" },
  });
}

function tagSet(random, count) {
  return Array.from({ length: count }, () => ({
    key: random.pick(TAGS),
    value: random.letters(random.between(4, 24)),
  }));
}

/** An order of many items: 100 KB. */
export function largeOrder(random) {
  return envelope(random, "com.example.shop", "Order Placed", [], {
    order: random.uuid(),
    channel: random.pick(CHANNELS),
    total: random.between(100, 99_999) / 100,
    customer: { name: random.pick(USERS), plan: random.pick(PLANS) },
    items: Array.from({ length: 335 }, () => ({
      sku: `sku-${random.below(100_000)}`,
      title: prose(random, 60),
      quantity: random.between(1, 9),
      price: random.between(100, 99_999) / 100,
      tags: random.some(TAGS, 3),
      supplier: { id: random.uuid(), region: random.pick(REGIONS), rating: random.next() * 5 },
      gift: random.chance(0.1),
      note: random.chance(0.8) ? null : prose(random, 40),
    })),
  });
}
