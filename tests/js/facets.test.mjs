// The table of event facets in both editions, what is found by it, and the four questions.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advise, facets, findServices, questions, services, TidegateError } from "tidegate/facets";

// The slide "Event facets" of SVS308, and behind it what its cells say in 2026, where that is a change with a star.
const TABLE = `
service           | ordering     | dedupe       | p2p-vs-pubsub | push-vs-pull | serverless   | filtering
ActiveMQ Classic  | Yes yes      | * partial    | P/S both*     | Both both    | No no        | Yes yes
Artemis           | Yes yes      | Yes yes      | P/S both*     | Both both    | No no        | Yes yes
EventBridge       | No depends*  | No depends*  | P/S both*     | Push push    | Yes yes      | Yes yes
Kafka             | Yes depends* | Yes depends* | P/S both*     | Pull pull    | No depends*  | * no
Kinesis           | Yes yes      | No no        | P/S pub/sub   | Pull both*   | Yes yes      | No no
RabbitMQ          | Yes depends* | No depends*  | P/S both*     | Both both    | No no        | No yes*
SNS               | No depends*  | No depends*  | P/S pub/sub   | Push push    | Yes yes      | Yes yes
SQS               | No no        | No no        | P2p p2p       | Pull pull    | Yes yes      | No no
SQS FIFO          | Yes yes      | Yes yes      | P2p p2p       | Pull pull    | Yes yes      | No no`;

// Those that came later.
const LATER = `
EventBridge Custom Event Bus | yes     | yes     | pub/sub | push | yes     | yes
EventBridge Pipes            | depends | no      | p2p     | push | yes     | yes
SNS FIFO                     | yes     | yes     | pub/sub | push | yes     | yes
Kafka share groups           | no      | depends | p2p     | pull | depends | no
RabbitMQ streams             | yes     | yes     | pub/sub | push | no      | yes
Azure Event Grid             | no      | no      | pub/sub | both | yes     | yes
Azure Service Bus            | depends | depends | both    | pull | depends | yes
Google Pub/Sub               | depends | partial | pub/sub | both | yes     | yes`;

const rowsOf = (text) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));

describe("the table", () => {
  test("has the slide to the letter, and what became of it", () => {
    const [[, ...names], ...rows] = rowsOf(TABLE);
    assert.deepEqual(
      facets.map(({ name }) => name),
      names,
    );
    const own = services
      .filter(({ since }) => since === "2019")
      .map(({ name, facets }) => [
        name,
        ...names.map((facet) => {
          const { slide, changed, 2026: now } = facets[facet];
          return `${slide} ${now}${changed ? "*" : ""}`;
        }),
      ]);
    assert.deepEqual(own, rows);
  });

  test("has what came later, which the slide has not", () => {
    const later = services.filter(({ since }) => since === "2026");
    const own = later.map(({ name, facets }) => [
      name,
      ...Object.values(facets).map((cell) => cell["2026"]),
    ]);
    assert.deepEqual(own, rowsOf(LATER));
    for (const { name, facets, partOf } of later) {
      if (partOf) assert.ok(name.startsWith(partOf), name);
      for (const cell of Object.values(facets)) {
        assert.deepEqual(Object.keys(cell), ["2026", "changed", "note", "confidence"]);
        assert.equal(cell.changed, false);
      }
    }
  });

  test("says in one vocabulary what the slide says", () => {
    const meant = new Map();
    for (const { facets } of services.slice(0, 9)) {
      for (const { slide, 2019: then } of Object.values(facets)) meant.set(slide, then);
    }
    assert.deepEqual(Object.fromEntries(meant), {
      Yes: "yes",
      "*": "depends",
      "P/S": "pub/sub",
      Both: "both",
      No: "no",
      Push: "push",
      Pull: "pull",
      P2p: "p2p",
    });
  });

  test("has a note wherever an answer has changed or is not plain", () => {
    for (const { name, facets } of services) {
      for (const [facet, cell] of Object.entries(facets)) {
        const isPlain = !cell.changed && !["depends", "partial"].includes(cell["2026"]);
        if (!isPlain) assert.match(cell.note, /^\S.{15,}[.)]$/, `${name}: ${facet}`);
      }
    }
  });

  test("is the same for everybody, for good", () => {
    assert.throws(() => services.push({}), TypeError);
    assert.throws(() => {
      services[0].facets.ordering.note = "x";
    }, TypeError);
    assert.throws(() => facets[2].needs.pop(), TypeError);
    assert.throws(() => {
      questions[0].yes = "x";
    }, TypeError);
  });
});

describe("findServices", () => {
  const named = (found, fits) =>
    found.filter((one) => one.fits === fits).map(({ service }) => service);

  test("finds what fits, then what may, then the others, in the order of the table", () => {
    const found = findServices({ ordering: "yes", filtering: "yes", serverless: "yes" });
    assert.deepEqual(named(found, "yes"), ["EventBridge Custom Event Bus", "SNS FIFO"]);
    assert.deepEqual(named(found, "depends"), [
      "EventBridge",
      "SNS",
      "EventBridge Pipes",
      "Azure Service Bus",
      "Google Pub/Sub",
    ]);
    const order = found.map(({ fits }) => ["yes", "depends", "no"].indexOf(fits));
    assert.deepEqual(order, order.toSorted());
    assert.equal(found.length, services.length);
  });

  test("says why, for each need in the order of the facets", () => {
    const found = findServices({ filtering: "yes", ordering: "yes" });
    const kafka = found.find(({ service }) => service === "Kafka");
    assert.equal(kafka.fits, "no");
    const { note } = services[3].facets.ordering;
    assert.deepEqual(kafka.reasons[0], {
      facet: "ordering",
      needed: "yes",
      answer: "depends",
      fits: "depends",
      why: `Ordering: it depends. ${note}`,
    });
    assert.deepEqual([kafka.reasons[1].facet, kafka.reasons[1].fits], ["filtering", "no"]);
    const sns = findServices({ serverless: "yes" }).find(({ service }) => service === "SNS");
    assert.equal(sns.reasons[0].why, "Serverless: yes.");
  });

  test("in 2019 knows the slide alone", () => {
    const edition = "2019";
    const found = findServices(
      { ordering: "yes", filtering: "yes", serverless: "yes" },
      { edition },
    );
    assert.deepEqual(named(found, "no").length, 9);
    const [artemis] = findServices(
      { ordering: "yes", filtering: "yes", dedupe: "yes" },
      { edition },
    );
    assert.deepEqual([artemis.service, artemis.fits], ["Artemis", "yes"]);
    const maybe = findServices({ filtering: "yes" }, { edition });
    assert.deepEqual(named(maybe, "depends"), ["Kafka"]);
    const kafka = maybe.find(({ service }) => service === "Kafka");
    assert.equal(kafka.reasons[0].why, "Filtering: *, it's complicated.");
  });

  test("holds every need against every answer", () => {
    const verdict = (need, value, edition = "2026") =>
      Object.fromEntries(
        findServices({ [need]: value }, { edition }).map(({ service, fits }) => [service, fits]),
      );
    const no = verdict("ordering", "no");
    assert.deepEqual([no.SQS, no.Kinesis, no.Kafka], ["yes", "no", "depends"]);
    const push = verdict("push-vs-pull", "push");
    assert.deepEqual([push.SNS, push.SQS, push.Kinesis], ["yes", "no", "yes"]);
    assert.equal(verdict("push-vs-pull", "push", "2019").Kinesis, "no");
    const both = verdict("push-vs-pull", "both");
    assert.deepEqual([both.SNS, both.SQS, both.Kinesis], ["no", "no", "yes"]);
    const p2p = verdict("p2p-vs-pubsub", "p2p");
    assert.deepEqual([p2p.SQS, p2p.SNS, p2p.Kafka], ["yes", "no", "yes"]);
    assert.equal(verdict("dedupe", "yes")["ActiveMQ Classic"], "depends");
  });

  test("without a need, all fit", () => {
    for (const found of [findServices(), findServices({}), findServices({ ordering: undefined })]) {
      assert.deepEqual(
        found,
        services.map(({ name }) => ({ service: name, fits: "yes", reasons: [] })),
      );
    }
  });

  test("refuses what there is not, and says what there is", () => {
    const refused = (call, message) =>
      assert.throws(call, (error) => {
        assert.ok(error instanceof TidegateError);
        assert.equal(error.code, "ERR_INVALID_ARGUMENT");
        assert.match(error.message, message);
        return true;
      });
    refused(() => findServices({ ordring: "yes" }), /"ordring"; did you mean "ordering"/);
    refused(() => findServices({ ordering: true }), /"ordering" is one of yes, no/);
    refused(() => findServices({ "push-vs-pull": "yes" }), /one of push, pull, both/);
    refused(() => findServices({}, { edition: 2026 }), /"edition" is one of 2019, 2026/);
    refused(() => advise({ pubSub: "yes" }), /"pubSub" is true or false/);
  });
});

describe("advise", () => {
  const names = questions.map(({ name }) => name);

  test("asks the questions of the talk", () => {
    assert.deepEqual(
      questions.map(({ text }) => text),
      [
        "Are you passing around self-contained transactions?",
        "Are useful events available for free?",
        "Do you need to decouple your microservices?",
        "Do you need publish-and-subscribe?",
      ],
    );
  });

  test("weighs what there is to send against what is needed", () => {
    const all = [undefined, false, true];
    const seen = { yes: 0, depends: 0, no: 0, open: 0 };
    for (let i = 0; i < 81; i++) {
      const values = [0, 1, 2, 3].map((place) => all[Math.floor(i / 3 ** place) % 3]);
      const given = Object.fromEntries(names.map((name, place) => [name, values[place]]));
      const advice = advise(given);
      const [matter, need] = [values.slice(0, 2), values.slice(2)].map((pair) =>
        pair.includes(true) ? true : pair.includes(undefined) ? undefined : false,
      );
      const settled = matter === need ? (matter ? "yes" : "no") : "depends";
      const expected = matter === undefined || need === undefined ? "open" : settled;
      assert.equal(advice.verdict, expected, JSON.stringify(given));
      seen[expected]++;

      // Only what has not been answered can settle it.
      assert.equal(advice.open.length > 0, expected === "open");
      for (const name of advice.open) assert.equal(given[name], undefined);
      const answered = names.filter((name) => given[name] !== undefined);
      assert.deepEqual(
        advice.reasons.map(({ question, answer }) => [question, answer]),
        answered.map((name) => [name, given[name]]),
      );
    }
    assert.deepEqual(seen, { yes: 25, depends: 10, no: 1, open: 45 });
  });

  test("says why each answer counts, by what the question tells of it", () => {
    for (const { name, yes, no } of questions) {
      assert.equal(advise({ [name]: true }).reasons[0].why, yes);
      assert.equal(advise({ [name]: false }).reasons[0].why, no);
    }
  });

  test("tells what is missing of both depends", () => {
    const noEvents = advise({ selfContained: false, freeEvents: false, pubSub: true });
    assert.match(noEvents.summary, /none worth sending yet/);
    const noNeed = advise({ freeEvents: true, decouple: false, pubSub: false });
    assert.match(noNeed.summary, /nothing that asks for them/);
  });

  test("gives needs that findServices takes", () => {
    const { needs } = advise({ pubSub: true });
    const found = findServices(needs);
    assert.equal(found.find(({ service }) => service === "SQS").fits, "no");
    assert.equal(found.find(({ service }) => service === "SNS").fits, "yes");
    assert.deepEqual(advise({ pubSub: false }).needs, {});
  });
});
