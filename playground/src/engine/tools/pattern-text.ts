/** A pattern as people write it: fields below each other, a list of alternatives in one line. */
export function patternText(pattern: object, indent = ""): string {
  const inner = `${indent}  `;
  const members = Object.entries(pattern).map(
    ([key, value]) => `${inner}${JSON.stringify(key)}: ${memberText(key, value, inner)}`,
  );
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
}

function memberText(key: string, value: unknown, indent: string): string {
  if (!Array.isArray(value)) return patternText(value as object, indent);
  if (key !== "$or") return inLine(value);
  const inner = `${indent}  `;
  const branches = value.map((branch) => inner + patternText(branch, inner));
  return `[\n${branches.join(",\n")}\n${indent}]`;
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${inLine(member)}`,
  );
  return `{ ${members.join(", ")} }`;
}
