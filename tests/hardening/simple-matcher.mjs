// Patterns by the few operators that the soak uses, decided in the plainest way: for verdicts to be held against. Shares
// nothing with the package.

/** The values that an event, an object without arrays, has at a path; none where there is an object or nothing. */
function valueAt(event, path) {
  let value = event;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return typeof value === "object" && value !== null ? undefined : value;
}

const isText = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number";

const OPERATORS = {
  prefix: (value, text) => isText(value) && value.startsWith(text),
  suffix: (value, text) => isText(value) && value.endsWith(text),
  numeric: (value, [, low, , high]) => isNumber(value) && value >= low && value < high,
  "equals-ignore-case": (value, text) =>
    isText(value) && value.toLowerCase() === text.toLowerCase(),
  "anything-but": (value, list) => value !== undefined && !list.includes(value),
  exists: (value, wanted) => (value !== undefined) === wanted,
  wildcard: (value, text) => {
    const [begin, end] = text.split("*");
    const fits = isText(value) && value.length >= begin.length + end.length;
    return fits && value.startsWith(begin) && value.endsWith(end);
  },
};

function holds(value, alternative) {
  if (typeof alternative !== "object" || alternative === null) return value === alternative;
  const [[name, operand]] = Object.entries(alternative);
  return OPERATORS[name](value, operand);
}

/** Whether an event matches a pattern, which is given as paths and their alternatives. */
export function matchesSimply(event, fields) {
  return Object.entries(fields).every(([path, alternatives]) =>
    alternatives.some((alternative) => holds(valueAt(event, path), alternative)),
  );
}

/** The same pattern as the package reads it. */
export function patternOf(fields) {
  const pattern = {};
  for (const [path, alternatives] of Object.entries(fields)) {
    const keys = path.split(".");
    const last = keys.pop();
    let place = pattern;
    for (const key of keys) place = place[key] ??= {};
    place[last] = alternatives;
  }
  return pattern;
}
