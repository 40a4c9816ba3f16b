/** Makes it hard to send what collides in the hash tables of the core. */
export function hashSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
