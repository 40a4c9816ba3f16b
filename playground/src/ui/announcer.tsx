import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** A text that is read out when it changes, but once a second at most. */
export function Announcer({ text }: { readonly text: string }) {
  const said = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => {
      said.value = text;
    }, 1000);
    return () => clearTimeout(timer);
  }, [text, said]);
  return (
    <p role="status" class="visually-hidden">
      {said.value}
    </p>
  );
}
