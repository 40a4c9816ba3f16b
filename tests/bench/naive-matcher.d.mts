/** A function that tells how many of these patterns, as objects, match a parsed event. */
export function compileAll(patterns: readonly object[]): (event: unknown) => number;
