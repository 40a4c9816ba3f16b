import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

/** A component whose code is fetched when it is first shown. */
export function lazily(fetch: () => Promise<ComponentType>): ComponentType {
  let fetched: ComponentType | undefined;
  return function Lazy() {
    const failed = useSignal(false);
    const there = useSignal(fetched !== undefined);
    useEffect(() => {
      fetch().then(
        (component) => {
          fetched = component;
          there.value = true;
        },
        () => {
          failed.value = true;
        },
      );
    }, [failed, there]);
    if (failed.value) {
      return (
        <p class="problem">
          ✗ This part could not be loaded. See that you are online, then reload the page.
        </p>
      );
    }
    if (!there.value || fetched === undefined) return <p class="faint">Loading …</p>;
    const Component = fetched;
    return <Component />;
  };
}
