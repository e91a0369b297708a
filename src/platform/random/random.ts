/** Gives numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

const golden = 0x9e3779b9;

/** Mixes 32 bits so that neighbours have nothing in common (the finaliser of MurmurHash3). */
export function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A text as 32 bits (FNV-1a, mixed). */
export function seedOf(text: string): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(bits);
}

/** The `index`-th number that belongs to `seed`: whoever asks again gets the same one, in whatever order. */
export function numberAt(seed: number, index: number): number {
  return mix(seed ^ Math.imul(index + 1, golden)) / 0x1_0000_0000;
}

/**
 * Numbers for simulations: the same seed gives the same row. They are not secret; codes and keys come from
 * `#platform/codes`.
 */
export function seeded(seed: number | string): Random {
  const start = typeof seed === 'string' ? seedOf(seed) : mix(seed);
  let index = 0;
  return () => {
    index += 1;
    return numberAt(start, index);
  };
}

/** A number of the normal distribution with mean 0 and deviation 1 (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A time of the exponential distribution with that mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** A time of the lognormal distribution with that mean; `variation` is deviation ÷ mean. */
export function lognormal(random: Random, mean: number, variation: number): number {
  const variance = Math.log(1 + variation * variation);
  return mean * Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}
