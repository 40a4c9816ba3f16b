/** Gives each name once. Takes the same time however often a name comes. */
export class Names {
  readonly #next = new Map<string, number>();

  fresh(name: string): string {
    let free = name;
    let number = this.#next.get(name) ?? 1;
    for (; this.#next.has(free); number++) free = `${name} ${number + 1}`;
    this.#next.set(name, number).set(free, this.#next.get(free) ?? 1);
    return free;
  }
}
