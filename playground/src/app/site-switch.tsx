import type { Signal } from "@preact/signals";

export const SITES = ["rules", "events", "result"] as const;
export type Site = (typeof SITES)[number];

const TITLES: Record<Site, string> = { rules: "Rules", events: "Events", result: "Result" };

/** On a narrow screen: which of the panes is shown. */
export function SiteSwitch({ sites, site }: { sites: readonly Site[]; site: Signal<Site> }) {
  return (
    <nav class="site-switch" aria-label="Panes">
      {sites.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={site.value === one}
          onClick={() => {
            site.value = one;
          }}
        >
          {TITLES[one]}
        </button>
      ))}
    </nav>
  );
}
