// What one writes without a library: each rule becomes a function, and each event is given to all.
// No array of objects needs to satisfy two fields by one element here, and numbers are doubles.

/** A function that tells how many of these patterns, as objects, match a parsed event. */
export function compileAll(patterns) {
  const rules = patterns.map(compile);
  return (event) => {
    let count = 0;
    for (const rule of rules) if (rule(event)) count++;
    return count;
  };
}

function compile(pattern) {
  const tests = Object.entries(pattern).map(([key, value]) => {
    if (key === "$or") {
      const branches = value.map(compile);
      return (event) => branches.some((branch) => branch(event));
    }
    return Array.isArray(value) ? compileField(key, value) : compileObject(key, compile(value));
  });
  return (event) => tests.every((test) => test(event));
}

function compileObject(key, inner) {
  return (event) => {
    const value = event?.[key];
    return Array.isArray(value) ? value.flat(Infinity).some(inner) : inner(value);
  };
}

function compileField(key, entries) {
  const tests = entries.map(compileEntry);
  return (event) => {
    const value = event?.[key];
    if (Array.isArray(value)) {
      return value.flat(Infinity).some((element) => tests.some((test) => test(element)));
    }
    return tests.some((test) => test(value));
  };
}

const isText = (value) => typeof value === "string";
const isLeaf = (value) => value === null || (value !== undefined && typeof value !== "object");

function compileEntry(entry) {
  if (entry === null || typeof entry !== "object") return (value) => value === entry;
  const [[operator, operand]] = Object.entries(entry);
  switch (operator) {
    case "exists":
      return (value) => isLeaf(value) === operand;
    case "prefix":
    case "suffix":
      return compileAffix(operator, operand);
    case "equals-ignore-case": {
      const folded = operand.toLowerCase();
      return (value) => isText(value) && value.toLowerCase() === folded;
    }
    case "wildcard": {
      const expression = new RegExp(`^${operand.split("*").map(quoted).join(".*")}$`, "s");
      return (value) => isText(value) && expression.test(value);
    }
    case "numeric":
      return compileRange(operand);
    case "cidr":
      return compileBlock(operand);
    case "anything-but":
      return compileExclusion(operand);
    default:
      throw new RangeError(`There is no operator ${operator}.`);
  }
}

function compileAffix(operator, operand) {
  const isFolded = typeof operand === "object";
  const affix = isFolded ? operand["equals-ignore-case"].toLowerCase() : operand;
  const fold = (value) => (isFolded ? value.toLowerCase() : value);
  return operator === "prefix"
    ? (value) => isText(value) && fold(value).startsWith(affix)
    : (value) => isText(value) && fold(value).endsWith(affix);
}

const quoted = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const COMPARE = {
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  "=": (value, bound) => value === bound,
  ">=": (value, bound) => value >= bound,
  ">": (value, bound) => value > bound,
};

function compileRange([first, low, second, high]) {
  const isAbove = COMPARE[first];
  const isBelow = second === undefined ? () => true : COMPARE[second];
  return (value) => typeof value === "number" && isAbove(value, low) && isBelow(value, high);
}

function addressOf(text) {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return parts?.slice(1).reduce((address, part) => address * 256 + Number(part), 0);
}

function compileBlock(operand) {
  const [base, bits] = operand.split("/");
  const size = 2 ** (32 - Number(bits));
  const block = Math.floor(addressOf(base) / size);
  return (value) => isText(value) && Math.floor(addressOf(value) / size) === block;
}

function compileExclusion(operand) {
  const list = Array.isArray(operand) ? operand : [operand];
  const isOperator = list.length === 1 && typeof list[0] === "object";
  const entries = isOperator ? listOfOperators(list[0]) : list;
  const tests = entries.map(compileEntry);
  return (value) => isLeaf(value) && !tests.some((test) => test(value));
}

function listOfOperators(operand) {
  const [[operator, given]] = Object.entries(operand);
  return [given].flat().map((each) => ({ [operator]: each }));
}
