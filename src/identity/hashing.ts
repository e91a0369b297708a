import { hash, verify } from '@node-rs/argon2';

/** Argon2id, the library's default, with 19 MiB and two passes (OWASP password storage). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashing takes a whole core; more at once would only let a flood of guesses stop the house. */
const atOnce = 2;

/** Slow hashes of what people type, so that a stolen table does not tell it. */
export interface Hasher {
  hash(secret: string): Promise<string>;
  /** Whether `secret` made `kept`. Without `kept` it does the same work and says no. */
  verify(kept: string | null | undefined, secret: string): Promise<boolean>;
}

export function createHasher(): Hasher {
  const gate = createGate(atOnce);
  // Compared with where nothing is kept, so that the answer takes as long.
  const decoy = hash('nobody has this secret', cost);
  return {
    hash: (secret) => gate(() => hash(secret, cost)),
    async verify(kept, secret) {
      const fits = await gate(async () => verify(kept ?? (await decoy), secret));
      return fits && typeof kept === 'string';
    },
  };
}

/** Lets `size` pieces of work run at once; others wait in the order they came. */
function createGate(size: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place passes on directly, so that nobody slips in between.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
