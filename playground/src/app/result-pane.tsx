import type { ComponentType } from "preact";
import { ExplainTab } from "../tabs/explain.jsx";
import { lazily } from "../ui/lazily.jsx";
import { Tabs } from "../ui/tabs.jsx";
import { tab } from "../workspace/store.js";
import { TABS, type TabId } from "../workspace/workspace.js";

const TITLES: Record<TabId, string> = {
  explain: "Explain",
  convert: "Convert",
  validate: "Validate",
  discover: "Discover",
  lint: "Lint",
  benchmark: "Benchmark",
  tests: "Tests",
  facets: "Facets",
};

/** Every tab but the first is fetched when it is first opened. */
const BODIES: Partial<Record<TabId, ComponentType>> = {
  explain: ExplainTab,
  convert: lazily(async () => (await import("../tabs/convert.jsx")).ConvertTab),
  validate: lazily(async () => (await import("../tabs/validate.jsx")).ValidateTab),
  discover: lazily(async () => (await import("../tabs/discover.jsx")).DiscoverTab),
  lint: lazily(async () => (await import("../tabs/lint.jsx")).LintTab),
  benchmark: lazily(async () => (await import("../tabs/benchmark.jsx")).BenchmarkTab),
  tests: lazily(async () => (await import("../tabs/tests.jsx")).TestsTab),
  facets: lazily(async () => (await import("../tabs/facets.jsx")).FacetsTab),
};

const LIST = TABS.map((id) => ({ id, title: TITLES[id] }));

export function ResultPane() {
  const Body = BODIES[tab.value];
  return (
    <section class="pane result" data-pane="result" aria-label="Result">
      <Tabs
        label="What is shown"
        tabs={LIST}
        selected={tab.value}
        panel="panel"
        onSelect={(id) => {
          tab.value = id;
        }}
      />
      <div id="panel" class="panel" role="tabpanel" aria-labelledby={`panel-${tab.value}`}>
        {Body && <Body key={tab.value} />}
      </div>
    </section>
  );
}
