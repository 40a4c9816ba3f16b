// What axe-core sees of WCAG 2.2 AA on a page as it stands.
import assert from "node:assert/strict";
import { from, settle } from "./support.mjs";

const { AxeBuilder } = from("playground")("@axe-core/playwright");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails with each rule that is broken, and where. */
export async function expectClean(page, what) {
  await settle(page);
  const options = { runOnly: TAGS, resultTypes: ["violations"] };
  const axe = new AxeBuilder({ page }).options(options).setLegacyMode();
  const { violations, passes } = await axe.analyze();
  assert.ok(passes.length > 5, what);
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
  assert.deepEqual(told, [], what);
}
