import type { Failure } from "../engine/serve.js";

/** What is wrong, where, and what to do about it. */
export function Problem({ what, failure }: { readonly what: string; readonly failure: Failure }) {
  const { code, message, hint, line, column } = failure;
  const place = line === undefined ? "" : ` line ${line}, column ${column}`;
  return (
    <p class="problem">
      <strong>
        ✗ {what}
        {place}:
      </strong>{" "}
      {message} {hint} <code>{code}</code>
    </p>
  );
}
