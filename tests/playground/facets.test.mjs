// What a visitor ticks in the table of facets, and what is needed then.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findServices } from "tidegate/facets";
import { load } from "./support.mjs";

const { CHOICES, choicesOf, needsOf, needWords } = await load("tabs/facets-choices.ts");

test("ticks are needs, and two of one facet a need for both", () => {
  assert.deepEqual(needsOf(new Set()), {});
  assert.deepEqual(needsOf(new Set(["serverless", "ordering", "push"])), {
    ordering: "yes",
    serverless: "yes",
    "push-vs-pull": "push",
  });
  assert.deepEqual(needsOf(new Set(["pull", "push", "p2p", "pub/sub"])), {
    "p2p-vs-pubsub": "both",
    "push-vs-pull": "both",
  });
});

test("whatever is ticked can be asked for, and is ticked again by what is needed", () => {
  for (let bits = 0; bits < 2 ** CHOICES.length; bits++) {
    const ids = CHOICES.filter((_, place) => bits & (1 << place)).map(({ id }) => id);
    const needs = needsOf(new Set(ids));
    assert.equal(findServices(needs).length, 17);
    assert.deepEqual([...choicesOf(needs)], ids);
  }
});

test("what is lacking has a name", () => {
  const lacking = (needs) => {
    const found = findServices(needs, { edition: "2019" }).flatMap(({ reasons }) => reasons);
    return needWords(found.find(({ fits }) => fits === "no"));
  };
  assert.equal(lacking({ filtering: "yes" }), "filtering");
  assert.equal(lacking({ "push-vs-pull": "pull" }), "pull");
  assert.equal(lacking({ "push-vs-pull": "both" }), "push and pull");
  assert.equal(lacking({ "p2p-vs-pubsub": "both" }), "p2p and pub/sub");
});
