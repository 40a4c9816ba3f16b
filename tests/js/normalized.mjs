// JSON compared by what it says.

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^[\]{}:,\s"]+/gs;

/**
 * Valid JSON without white space and with the members of each object sorted by key. Numbers and
 * strings stay as they are written, `1.0` is not `1` and `"\u0041"` not `"A"`.
 */
export function normalized(text) {
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;
  const value = () => {
    const token = tokens[at++];
    if (token === "[") return `[${list("]", value).join()}]`;
    if (token !== "{") return token;
    const members = list("}", () => {
      const key = tokens[at];
      at += 2;
      return [key, value()];
    });
    members.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    return `{${members.map(([key, member]) => `${key}:${member}`).join()}}`;
  };
  const list = (end, next) => {
    const found = [];
    while (tokens[at] !== end) {
      found.push(next());
      if (tokens[at] === ",") at++;
    }
    at++;
    return found;
  };
  return value();
}
