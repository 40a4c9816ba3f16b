import fc from "fast-check";
import { load } from "./support.mjs";

const { TABS } = await load("workspace/workspace.ts");

/** Any text that JavaScript has, lone surrogates and NUL too. */
export const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json(), loneSurrogates());

function loneSurrogates() {
  return fc
    .array(fc.integer({ min: 0xd700, max: 0xe0ff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units));
}

const plain = { noNullPrototype: true };

const named = fc.uniqueArray(fc.record({ name: texts, text: texts }, plain), {
  selector: ({ name }) => name,
  maxLength: 5,
});

/** Any workspace that the playground can have. */
export const workspaces = fc
  .record(
    {
      rules: named,
      events: named,
      cases: fc.array(
        fc.record({ name: texts, event: texts, matches: fc.array(texts, { maxLength: 3 }) }, plain),
        { maxLength: 4 },
      ),
      schema: texts,
      rule: fc.nat(),
      event: fc.nat(),
      tab: fc.constantFrom(...TABS),
    },
    plain,
  )
  .map((workspace) => ({
    ...workspace,
    rule: workspace.rule % Math.max(1, workspace.rules.length),
    event: workspace.event % Math.max(1, workspace.events.length),
  }));
