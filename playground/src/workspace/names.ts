/** Gives each name once. Takes the same time however often a name comes. */
export class Names {
  readonly #next = new Map<string, number>();

  /** @param taken names that are not given */
  constructor(taken: Iterable<string> = []) {
    for (const name of taken) this.#next.set(name, 1);
  }

  /** The name, or the name with the first number behind it that makes it a new one. */
  fresh(name: string): string {
    let free = name;
    let number = this.#next.get(name) ?? 1;
    for (; this.#next.has(free); number++) free = `${name} ${number + 1}`;
    this.#next.set(name, number).set(free, this.#next.get(free) ?? 1);
    return free;
  }
}
