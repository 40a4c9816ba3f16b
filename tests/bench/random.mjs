/** Numbers that are the same for the same name, on every machine and in every run. */
export class Random {
  #state = 0x811c9dc5;

  constructor(name) {
    for (const character of name) {
      this.#state = Math.imul(this.#state ^ character.codePointAt(0), 0x01000193);
    }
  }

  /** From 0 up to 1 (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  between(low, high) {
    return low + this.below(high - low + 1);
  }

  chance(probability) {
    return this.next() < probability;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** Some of a list, each at most once. */
  some(list, count) {
    const rest = [...list];
    const taken = [];
    while (taken.length < count && rest.length > 0) {
      taken.push(rest.splice(this.below(rest.length), 1)[0]);
    }
    return taken;
  }

  /** Of a normal distribution. */
  normal(mean, deviation) {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  text(length, alphabet) {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet[this.below(alphabet.length)];
    return text;
  }

  hex(length) {
    return this.text(length, "0123456789abcdef");
  }

  digits(length) {
    return this.text(length, "0123456789");
  }

  letters(length) {
    return this.text(length, "abcdefghijklmnopqrstuvwxyz");
  }

  uuid() {
    const parts = [8, 4, 4, 4, 12].map((length) => this.hex(length));
    return parts.join("-");
  }

  time() {
    const pad = (number) => String(number).padStart(2, "0");
    const date = `2025-${pad(this.between(1, 12))}-${pad(this.between(1, 28))}`;
    return `${date}T${pad(this.below(24))}:${pad(this.below(60))}:${pad(this.below(60))}Z`;
  }
}
