/**
 * Something that a conversion could not carry over, so that it is not in the output.
 *
 * @example
 * ```js
 * const { losses } = fromCloudEvent(cloudEvent, { to: "put-events", detail: "data" });
 * losses.map(({ path }) => path); // ["/id"]
 * ```
 */
export interface Loss {
  /** JSON Pointer (RFC 6901) to it in the input; `""` is all of it. */
  readonly path: string;
  /** Why it was left out, in one sentence. */
  readonly reason: string;
  /** The event or record of a batch that it is of, from 0. */
  readonly index?: number;
}

/** The losses of a conversion of one event, which have no index, from what the core writes. */
export function readLosses(json: string): Loss[] {
  const losses: Loss[] = JSON.parse(json);
  return losses.map(({ path, reason }) => ({ path, reason }));
}
