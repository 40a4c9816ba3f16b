/**
 * The slide of 2019, or the table as it is in November 2026.
 *
 * @example
 * ```js
 * const edition = "2019";
 * services[2].facets.ordering[edition]; // "no"
 * ```
 */
export type Edition = "2019" | "2026";

/**
 * What the services are compared by.
 *
 * @example
 * ```js
 * facets.map(({ name }) => name).join(" "); // "ordering dedupe p2p-vs-pubsub push-vs-pull serverless filtering"
 * ```
 */
export type FacetName =
  | "ordering"
  | "dedupe"
  | "p2p-vs-pubsub"
  | "push-vs-pull"
  | "serverless"
  | "filtering";

/**
 * A service, or a part of one that answers otherwise than the whole. The first nine are those of the
 * slide, in its order.
 *
 * @example
 * ```js
 * services.slice(0, 3).map(({ name }) => name); // ["ActiveMQ Classic", "Artemis", "EventBridge"]
 * ```
 */
export type ServiceName =
  | "ActiveMQ Classic"
  | "Artemis"
  | "EventBridge"
  | "Kafka"
  | "Kinesis"
  | "RabbitMQ"
  | "SNS"
  | "SQS"
  | "SQS FIFO"
  | "EventBridge Custom Event Bus"
  | "EventBridge Pipes"
  | "SNS FIFO"
  | "Kafka share groups"
  | "RabbitMQ streams"
  | "Azure Event Grid"
  | "Azure Service Bus"
  | "Google Pub/Sub";

/**
 * What a cell says. `"depends"`: on a kind, a mode or a setting, as its note tells; `"partial"`: the
 * service goes a part of the way.
 *
 * @example
 * ```js
 * services[0].facets.dedupe["2026"]; // "partial"
 * ```
 */
export type Answer =
  | "yes"
  | "no"
  | "depends"
  | "partial"
  | "p2p"
  | "pub/sub"
  | "push"
  | "pull"
  | "both";

/**
 * What a cell of the slide says, to the letter. `"*"` is "It's complicated".
 *
 * @example
 * ```js
 * services[0].facets.dedupe.slide; // "*"
 * ```
 */
export type SlideAnswer = "Yes" | "No" | "*" | "P/S" | "P2p" | "Both" | "Push" | "Pull";

/**
 * One facet of one service, in both editions.
 *
 * @example
 * ```js
 * const { ordering } = services.find(({ name }) => name === "SNS").facets;
 * [ordering["2019"], ordering["2026"], ordering.changed]; // ["no", "depends", true]
 * ordering.note; // "Standard best effort; FIFO topics strict..."
 * ```
 */
export interface FacetCell {
  /** What the slide says, where the service is on it: `slide` in the words of all cells. */
  readonly "2019"?: Answer;
  /** What is so today. */
  readonly "2026": Answer;
  /** The cell of the slide, to the letter. */
  readonly slide?: SlideAnswer;
  /** Whether the service is another one today. To say more than the slide's `"*"` is no change. */
  readonly changed: boolean;
  /** What the answer of 2026 hangs on; `""` where there is nothing to add. */
  readonly note: string;
  /** How well the answer of 2026 is backed by what its makers publish. */
  readonly confidence: "high" | "medium";
}

/**
 * A row of the table.
 *
 * @example
 * ```js
 * const { name, partOf, since } = services[11];
 * [name, partOf, since]; // ["SNS FIFO", "SNS", "2026"]
 * ```
 */
export interface Service {
  /** As its makers call it, in short. */
  readonly name: ServiceName;
  /** The first edition that has it. */
  readonly since: Edition;
  /** The service of the slide that this is a part of. */
  readonly partOf?: ServiceName;
  /** Its cells, in the order of the slide. */
  readonly facets: Readonly<Record<FacetName, FacetCell>>;
}

/**
 * A column of the table.
 *
 * @example
 * ```js
 * const { title, asks, needs } = facets[3];
 * title; // "Push vs. pull"
 * asks; // "Does the service hand events over, or do receivers fetch them?"
 * needs; // ["push", "pull", "both"]
 * ```
 */
export interface Facet {
  /** The key of its cells, and of what is needed of it. */
  readonly name: FacetName;
  /** What stands at the head of its column. */
  readonly title: string;
  /** The question that its cells answer. */
  readonly asks: string;
  /** What of it can be asked for. */
  readonly needs: readonly Answer[];
}

const YES_NO = ["yes", "no"] as const;

/**
 * The six facets, in the order of the slide.
 *
 * @example
 * ```js
 * facets[5].asks; // "Does the service itself keep back what a receiver has no use for?"
 * ```
 */
export const facets: readonly Facet[] = frozen([
  {
    name: "ordering",
    title: "Ordering",
    asks: "Do events arrive in the order in which they were sent?",
    needs: YES_NO,
  },
  {
    name: "dedupe",
    title: "Dedupe",
    asks: "Is an event that was sent twice delivered once?",
    needs: YES_NO,
  },
  {
    name: "p2p-vs-pubsub",
    title: "P2p vs. pub/sub",
    asks: "Does an event go to one receiver, or to all who have subscribed?",
    needs: ["p2p", "pub/sub", "both"],
  },
  {
    name: "push-vs-pull",
    title: "Push vs. pull",
    asks: "Does the service hand events over, or do receivers fetch them?",
    needs: ["push", "pull", "both"],
  },
  {
    name: "serverless",
    title: "Serverless",
    asks: "Is there no broker and no cluster to size and to run?",
    needs: YES_NO,
  },
  {
    name: "filtering",
    title: "Filtering",
    asks: "Does the service itself keep back what a receiver has no use for?",
    needs: YES_NO,
  },
]);

type Row<Cell> = Readonly<Record<FacetName, Cell>>;
type LaterCell = readonly [now: Answer, note?: string, confidence?: FacetCell["confidence"]];
type SlideCell = readonly [slide: SlideAnswer, ...LaterCell];

const ON_SLIDE: Readonly<Partial<Record<ServiceName, Row<SlideCell>>>> = {
  "ActiveMQ Classic": {
    ordering: [
      "Yes",
      "yes",
      "Per queue / per producer; lost with several competing consumers unless exclusive consumer or message groups (JMSXGroupID).",
    ],
    dedupe: [
      "*",
      "partial",
      "Producer/cursor audit (enableAudit, failover duplicate detection, JDBC/KahaDB index) drops duplicates in a bounded window; no client-key dedupe contract.",
    ],
    "p2p-vs-pubsub": [
      "P/S",
      "both",
      "Queues and topics; virtual topics bridge the two. The slide says P/S only.",
    ],
    "push-vs-pull": ["Both", "both", "Prefetch push by default, prefetch=0 is pull."],
    serverless: ["No", "no", "Amazon MQ runs it managed, still per-broker instances."],
    filtering: ["Yes", "yes", "JMS selectors (SQL-92 subset), XPath on XML body."],
  },
  Artemis: {
    ordering: [
      "Yes",
      "yes",
      "FIFO per queue; message groups, exclusive queues; single active consumer via exclusive.",
    ],
    dedupe: [
      "Yes",
      "yes",
      "_AMQ_DUPL_ID with persisted duplicate-ID cache (default 20000 per address).",
    ],
    "p2p-vs-pubsub": ["P/S", "both", "anycast and multicast addresses."],
    "push-vs-pull": ["Both", "both", "consumerWindowSize credit push, receiveImmediate pull."],
    serverless: ["No", "no", "Self-run or operator; not offered serverless by a hyperscaler."],
    filtering: [
      "Yes",
      "yes",
      "Core filter on queue, divert, bridge, consumer; JMS selectors; hyphenated_props:, convert_string_expressions:.",
    ],
  },
  EventBridge: {
    ordering: [
      "No",
      "depends",
      "Classic/default bus: no. Custom Event Bus (EventsV2, 2026): FIFO subscriber keeps publish order within SystemMetadata.EventGroupId. Pipes: keeps source order per shard/group.",
    ],
    dedupe: [
      "No",
      "depends",
      "Classic: none (at least once). Custom Event Bus: publish-time dedupe, content-based or DeduplicationId, 5 min window, scope account + event group.",
    ],
    "p2p-vs-pubsub": ["P/S", "both", "Bus = pub/sub; Pipes = point to point."],
    "push-vs-pull": [
      "Push",
      "push",
      "Rules/subscribers push to targets; Pipes polls its source then pushes. Custom Event Bus retains 1-365 days and lets a subscriber start in the past, still delivered by push.",
    ],
    serverless: ["Yes", "yes"],
    filtering: [
      "Yes",
      "yes",
      "Event patterns. Custom Event Bus: scopes DATA/METADATA/SYSTEM_METADATA, no wildcard operator.",
    ],
  },
  Kafka: {
    ordering: [
      "Yes",
      "depends",
      "Per partition with consumer groups; share groups (KIP-932) give up order inside a partition.",
    ],
    dedupe: [
      "Yes",
      "depends",
      "Idempotent producer (default on since 3.0) and transactions dedupe producer retries; no dedupe by business key; compaction keeps latest per key.",
    ],
    "p2p-vs-pubsub": [
      "P/S",
      "both",
      "Consumer groups = pub/sub across groups; share groups (early access 4.0, preview 4.1, production-ready 4.2) = queue semantics with per-record ack.",
    ],
    "push-vs-pull": ["Pull", "pull", "Long poll fetch."],
    serverless: [
      "No",
      "depends",
      "Apache Kafka no; MSK Serverless, Confluent Cloud, Redpanda Serverless yes.",
    ],
    filtering: [
      "*",
      "no",
      "Broker has no content filter. Client/Connect (Filter SMT + predicates HasHeaderKey/RecordIsTombstone/TopicNameMatches), Streams/Flink/ksqlDB, Lambda ESM filter on value.",
    ],
  },
  Kinesis: {
    ordering: ["Yes", "yes", "Per shard (partition key)."],
    dedupe: ["No", "no", "Producer retries may duplicate; consumer must dedupe."],
    "p2p-vs-pubsub": [
      "P/S",
      "pub/sub",
      "Several consumers read one stream; KCL lease = one worker per shard per app.",
    ],
    "push-vs-pull": [
      "Pull",
      "both",
      "GetRecords pull; enhanced fan-out SubscribeToShard pushes over HTTP/2 (since Aug 2018, so the 2019 cell already hid a *).",
    ],
    serverless: ["Yes", "yes", "On-demand mode since Nov 2021; provisioned = shard planning."],
    filtering: ["No", "no", "None in stream; Lambda ESM / Pipes filter at the consumer edge."],
  },
  RabbitMQ: {
    ordering: [
      "Yes",
      "depends",
      "Per queue, one channel, one consumer; Single Active Consumer; streams = offset order, super streams per partition.",
    ],
    dedupe: [
      "No",
      "depends",
      "Streams: publisher-name + publishing-id dedupe built in. Queues: community plugin rabbitmq-message-deduplication only.",
    ],
    "p2p-vs-pubsub": [
      "P/S",
      "both",
      "Default/direct exchange to one queue, fanout/topic/headers, streams.",
    ],
    "push-vs-pull": [
      "Both",
      "both",
      "basic.consume push with prefetch; basic.get pull; streams credit push.",
    ],
    serverless: ["No", "no", "CloudAMQP/Amazon MQ managed instances."],
    filtering: [
      "No",
      "yes",
      "The slide: No. Routing by topic/headers exchange always existed; 3.13 stream Bloom filter, 4.1 AMQP property filters, 4.2 AMQP SQL filter on streams; OSS plugin rabbitmq_jms_topic_exchange evaluates JMS selectors while routing; classic and quorum queues themselves do not filter.",
      "medium",
    ],
  },
  SNS: {
    ordering: [
      "No",
      "depends",
      "Standard best effort; FIFO topics strict per MessageGroupId (Oct 2020) when delivered to SQS FIFO.",
    ],
    dedupe: [
      "No",
      "depends",
      "Standard no; FIFO 5 min window, MessageDeduplicationId or content hash.",
    ],
    "p2p-vs-pubsub": ["P/S", "pub/sub"],
    "push-vs-pull": ["Push", "push"],
    serverless: ["Yes", "yes"],
    filtering: [
      "Yes",
      "yes",
      "Attribute or body policy; FIFO topics support it too; wildcard since 2025.",
    ],
  },
  SQS: {
    ordering: [
      "No",
      "no",
      "Best effort. Fair queues (2025) add MessageGroupId for tenant fairness, no order.",
    ],
    dedupe: ["No", "no", "At least once."],
    "p2p-vs-pubsub": ["P2p", "p2p"],
    "push-vs-pull": ["Pull", "pull", "Lambda ESM and Pipes poll for you."],
    serverless: ["Yes", "yes"],
    filtering: [
      "No",
      "no",
      "Queue cannot filter; Lambda ESM / Pipes filter on body and DELETE what does not match.",
    ],
  },
  "SQS FIFO": {
    ordering: ["Yes", "yes", "Per MessageGroupId."],
    dedupe: ["Yes", "yes", "5 minute window."],
    "p2p-vs-pubsub": ["P2p", "p2p"],
    "push-vs-pull": ["Pull", "pull"],
    serverless: ["Yes", "yes"],
    filtering: ["No", "no", "As SQS; an ESM filter drops messages silently inside a group."],
  },
};

const LATER: Readonly<
  Partial<Record<ServiceName, Row<LaterCell> & { readonly partOf?: ServiceName }>>
> = {
  "EventBridge Custom Event Bus": {
    partOf: "EventBridge",
    ordering: [
      "yes",
      "FIFO subscribers keep the order of publishing within SystemMetadata.EventGroupId.",
    ],
    dedupe: [
      "yes",
      "At publishing: by content or DeduplicationId, 5 min window, scope account + event group.",
    ],
    "p2p-vs-pubsub": ["pub/sub", "Up to 10,000 subscribers."],
    "push-vs-pull": [
      "push",
      "Retains 1-365 days and lets a subscriber start in the past, still delivered by push.",
    ],
    serverless: ["yes"],
    filtering: [
      "yes",
      "One pattern for each of the scopes DATA, METADATA and SYSTEM_METADATA; no wildcard operator.",
    ],
  },
  "EventBridge Pipes": {
    partOf: "EventBridge",
    ordering: ["depends", "Keeps the order of its source, per shard or group, where that has one."],
    dedupe: ["no", "None of its own; a FIFO queue as source dedupes before.", "medium"],
    "p2p-vs-pubsub": ["p2p", "One source, one target."],
    "push-vs-pull": ["push", "Polls its source, then pushes to its target."],
    serverless: ["yes"],
    filtering: ["yes", "Up to 5 patterns, of which one has to match; fewer operators than a bus."],
  },
  "SNS FIFO": {
    partOf: "SNS",
    ordering: ["yes", "Strict per MessageGroupId when delivered to SQS FIFO."],
    dedupe: ["yes", "5 min window, MessageDeduplicationId or content hash."],
    "p2p-vs-pubsub": ["pub/sub"],
    "push-vs-pull": ["push"],
    serverless: ["yes"],
    filtering: ["yes", "Attribute or body policy, as with a standard topic."],
  },
  "Kafka share groups": {
    partOf: "Kafka",
    ordering: ["no", "KIP-932 gives up order inside a partition."],
    dedupe: [
      "depends",
      "Idempotent producer dedupes its own retries; a record that is not acknowledged in time is delivered again.",
    ],
    "p2p-vs-pubsub": [
      "p2p",
      "Queue semantics with per-record ack; production-ready since 4.2. Several groups each see all records.",
    ],
    "push-vs-pull": ["pull", "Long poll fetch."],
    serverless: ["depends", "Where a serverless offer of Kafka has them.", "medium"],
    filtering: ["no", "Broker has no content filter."],
  },
  "RabbitMQ streams": {
    partOf: "RabbitMQ",
    ordering: ["yes", "By offset; super streams per partition."],
    dedupe: ["yes", "By publisher name and publishing id."],
    "p2p-vs-pubsub": ["pub/sub", "Reading removes nothing: every consumer reads the whole stream."],
    "push-vs-pull": ["push", "By credits of the consumer."],
    serverless: ["no", "A broker, self-run or in managed instances."],
    filtering: ["yes", "Bloom filter (3.13), AMQP property filters (4.1), AMQP SQL filter (4.2)."],
  },
  "Azure Event Grid": {
    ordering: ["no", "Events may arrive out of order."],
    dedupe: ["no", "At least once."],
    "p2p-vs-pubsub": ["pub/sub"],
    "push-vs-pull": ["both", "Push; topics of a namespace are pulled too."],
    serverless: ["yes"],
    filtering: [
      "yes",
      "Event types, subject begins/ends with, and up to 25 advanced filters, AND-ed.",
    ],
  },
  "Azure Service Bus": {
    ordering: [
      "depends",
      "FIFO within a session; without sessions no order with competing consumers.",
    ],
    dedupe: [
      "depends",
      "By MessageId within a window of up to 7 days where duplicate detection is switched on; not in the Basic tier.",
    ],
    "p2p-vs-pubsub": ["both", "Queues; topics with subscriptions."],
    "push-vs-pull": ["pull", "Receivers ask by credits over AMQP.", "medium"],
    serverless: [
      "depends",
      "Basic and Standard are billed by operation; Premium by messaging unit, which one sizes.",
      "medium",
    ],
    filtering: ["yes", "SQL and correlation filters on subscriptions, over properties alone."],
  },
  "Google Pub/Sub": {
    ordering: ["depends", "Within an ordering key, where the subscription asks for it."],
    dedupe: [
      "partial",
      "Exactly-once delivery of pull subscriptions redelivers nothing acknowledged; what is published twice counts as two messages.",
    ],
    "p2p-vs-pubsub": ["pub/sub", "Subscribers of one subscription share its messages."],
    "push-vs-pull": ["both", "As the subscription says."],
    serverless: ["yes"],
    filtering: ["yes", "By attributes alone; up to 256 bytes, never changed."],
  },
};

const MEANT: Readonly<Record<SlideAnswer, Answer>> = {
  Yes: "yes",
  No: "no",
  "*": "depends",
  "P/S": "pub/sub",
  P2p: "p2p",
  Both: "both",
  Push: "push",
  Pull: "pull",
};

/**
 * The services with all their cells: the nine of the slide in its order, then eight that one would ask
 * about today. Frozen.
 *
 * @example
 * ```js
 * const changed = services.flatMap(({ name, facets }) =>
 *   Object.keys(facets).filter((facet) => facets[facet].changed).map((facet) => `${name}: ${facet}`),
 * );
 * changed.length; // 16
 * changed[3]; // "EventBridge: dedupe"
 * ```
 */
export const services: readonly Service[] = frozen([
  ...Object.entries(ON_SLIDE).map(([name, row]) => ({
    name: name as ServiceName,
    since: "2019" as const,
    facets: cellsOf(row, slideCell),
  })),
  ...Object.entries(LATER).map(([name, { partOf, ...row }]) => ({
    name: name as ServiceName,
    since: "2026" as const,
    ...(partOf && { partOf }),
    facets: cellsOf(row, laterCell),
  })),
]);

function cellsOf<Cell>(row: Row<Cell>, make: (cell: Cell) => FacetCell): Row<FacetCell> {
  const cells = facets.map(({ name }) => [name, make(row[name])]);
  return Object.fromEntries(cells);
}

function slideCell([slide, ...now]: SlideCell): FacetCell {
  const changed = slide !== "*" && MEANT[slide] !== now[0];
  return { "2019": MEANT[slide], ...laterCell(now), slide, changed };
}

function laterCell([now, note = "", confidence = "high"]: LaterCell): FacetCell {
  return { "2026": now, changed: false, note, confidence };
}

/** Everybody is given the same objects. */
function frozen<T extends object>(value: T): T {
  for (const each of Object.values(value)) {
    if (typeof each === "object" && each !== null) frozen(each);
  }
  return Object.freeze(value);
}
