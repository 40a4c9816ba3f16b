/** Whether a value is a pattern: an object, perhaps of objects, in which all that they end in are lists. */
export function isPattern(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const members = Object.values(value);
  return (
    members.length > 0 &&
    members.every((member) => (Array.isArray(member) ? member.length > 0 : isPattern(member)))
  );
}

/** Fields of the envelopes of events, which no rule is called. */
const ENVELOPE = [
  "source",
  "detail",
  "detail-type",
  "account",
  "region",
  "resources",
  "type",
  "subject",
  "data",
  "$or",
];

/** Whether a value is a map of names to patterns, or to lists of them, rather than a pattern itself. */
export function isRuleMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const members = Object.entries(value);
  return (
    members.length > 0 &&
    members.every(
      ([name, member]) =>
        !ENVELOPE.includes(name) &&
        !name.startsWith("detail.") &&
        (Array.isArray(member) ? member.length > 0 && member.every(isPattern) : isPattern(member)),
    )
  );
}
