// Chance that is the same for everybody: numbers that look random, and are a function of what is asked about.

/** A well mixed 32-bit hash (murmur3's finaliser), as a number in [0, 1). */
export function hashUnit(seed: number, index: number, salt: number): number {
  let h = Math.imul(seed ^ Math.imul(index | 0, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

const seeds = new Map<string, number>();

/** FNV-1a of a symbol or a company. Called with listed ones only, so the memory stays small. */
export function seedOf(name: string): number {
  const known = seeds.get(name);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  seeds.set(name, hash);
  return hash;
}
