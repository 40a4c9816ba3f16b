import { useSignal, useSignalEffect } from "@preact/signals";
import { caretWish } from "../workspace/places.js";
import { events, rules, tab } from "../workspace/store.js";
import { EventPane } from "./event-pane.jsx";
import { Header } from "./header.jsx";
import { useKeys } from "./keys.js";
import { Notice } from "./notice.jsx";
import { ResultPane } from "./result-pane.jsx";
import { RulePane } from "./rule-pane.jsx";
import { SITES, type Site, SiteSwitch } from "./site-switch.jsx";

/** Tabs that are about no rule and no event. */
const ALONE: readonly string[] = ["facets"];

/** The page: Rules | Events | Result; on a narrow screen one of them at a time. */
export function App() {
  const site = useSignal<Site>("result");
  useKeys();
  useSignalEffect(() => {
    const text = caretWish.value?.text;
    if (text === rules.text) site.value = "rules";
    if (text === events.text) site.value = "events";
  });
  const alone = ALONE.includes(tab.value);
  return (
    <>
      <Header />
      <Notice />
      <main class={`panes${alone ? " alone" : ""}`} data-site={alone ? "result" : site.value}>
        {!alone && <RulePane />}
        {!alone && <EventPane />}
        <ResultPane />
      </main>
      {!alone && <SiteSwitch sites={SITES} site={site} />}
    </>
  );
}
