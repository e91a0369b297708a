import { hash, verify } from '@node-rs/argon2';
import { hashToken } from '#platform/codes';
import type { Database } from '#platform/database';
import { addressBlock } from '#platform/log';
import { type Account, findLogin, setPasswordHash } from './account-store.ts';
import { admitTry, forgiveTries } from './sign-in-store.ts';

/** Argon2id, the library's default, with 19 MiB and two passes (OWASP password storage). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const shortest = 15;
const longest = 200;
/** Hashing takes a whole core; more at once would only let a flood of guesses stop the house. */
const atOnce = 2;

export interface Passwords {
  /** The account, if login and password belong together; else undefined, whatever the reason, after the same work. */
  check(login: string, password: string, ip: string, now: Date): Promise<Account | undefined>;
  /** Sets a password; gives a sentence when it cannot be one. */
  set(account: Pick<Account, 'id' | 'login'>, password: string): Promise<string | undefined>;
}

/** Passwords as the fall-back where there is no passkey yet. */
export function openPasswords(database: Database): Passwords {
  const gate = createGate(atOnce);
  // Compared with where there is no account or no password, so that the answer takes as long.
  const decoy = hash('nobody has this password', cost);
  return {
    async check(login, password, ip, now) {
      const [account, block] = [hashToken(normalize(login)), addressBlock(ip)];
      if (!(await admitTry(database.kysely, 'block', block, now))) return undefined;
      if (!(await admitTry(database.kysely, 'account', account, now))) return undefined;
      const found = await findLogin(database.kysely, normalize(login));
      const kept = found?.password_hash ?? (await decoy);
      const fits = await gate(() => verify(kept, password.slice(0, longest)));
      if (!fits || !found?.password_hash) return undefined;
      await forgiveTries(database.kysely, account, block);
      const { password_hash: _hash, ...known } = found;
      return known;
    },
    async set({ id, login }, password) {
      const sentence = passwordProblem(password, login);
      if (sentence !== undefined) return sentence;
      await setPasswordHash(database.kysely, id, await gate(() => hash(password, cost)));
      return undefined;
    },
  };
}

const commonParts = ['password', 'asahikawa', 'hitomado', '旭川', '123456', 'qwerty'];

/** What is wrong with a password, in a sentence; undefined when it will do. Length counts, not kinds of signs. */
export function passwordProblem(password: string, login: string): string | undefined {
  const length = [...password].length;
  if (length < shortest)
    return `パスワードは${shortest}文字以上にしてください。いくつかの言葉をつなげると覚えやすくなります。`;
  if (length > longest) return `パスワードは${longest}文字以内にしてください。`;
  const lower = password.toLowerCase();
  const guessable = [...commonParts, normalize(login)].filter((part) => lower.includes(part)).join('').length;
  if (guessable * 2 > length || new Set(lower).size < 5) {
    return 'このパスワードは推測されやすいものです。市や自分の名前、続き番号ではない言葉にしてください。';
  }
  return undefined;
}

/** Logins are compared without regard to case and outer spaces. */
export function normalize(login: string): string {
  return login.trim().toLowerCase();
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
