import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export interface SayingButtonProps {
  act(): void;
  /** What stands beside the button for a moment. */
  readonly says: string;
  readonly main?: boolean;
  readonly children: ComponentChildren;
}

/** A button that says what it did, where that shows elsewhere. */
export function SayingButton({ act, says, main = false, children }: SayingButtonProps) {
  const [said, say] = useState("");
  const run = () => {
    act();
    say(says);
    setTimeout(() => say(""), 3000);
  };
  return (
    <>
      <button type="button" class={main ? "main" : ""} onClick={run}>
        {children}
      </button>
      <span role="status" class="said">
        {said}
      </span>
    </>
  );
}
