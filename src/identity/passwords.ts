import { hashToken } from '#platform/codes';
import type { Database } from '#platform/database';
import { addressBlock } from '#platform/log';
import { type Account, findLogin, setPasswordHash } from './account-store.ts';
import type { Hasher } from './hashing.ts';
import { admitTry, forgiveTries } from './sign-in-store.ts';

const shortest = 15;
const longest = 200;

export interface Passwords {
  /** The account, if login and password belong together; else undefined, whatever the reason, after the same work. */
  check(login: string, password: string, ip: string, now: Date): Promise<Account | undefined>;
  /** Sets a password; gives a sentence when it cannot be one. */
  set(account: Pick<Account, 'id' | 'login'>, password: string): Promise<string | undefined>;
}

/** Passwords as the fall-back where there is no passkey yet. A right one alone lets nobody in; see `SecondFactors`. */
export function openPasswords(database: Database, hasher: Hasher): Passwords {
  return {
    async check(login, password, ip, now) {
      const [account, block] = [hashToken(normalize(login)), addressBlock(ip)];
      if (!(await admitTry(database.kysely, 'block', block, now))) return undefined;
      if (!(await admitTry(database.kysely, 'account', account, now))) return undefined;
      const found = await findLogin(database.kysely, normalize(login));
      const fits = await hasher.verify(found?.password_hash, password.slice(0, longest));
      if (!fits || found === undefined) return undefined;
      await forgiveTries(database.kysely, account, block);
      const { password_hash: _hash, ...known } = found;
      return known;
    },
    async set({ id, login }, password) {
      const sentence = passwordProblem(password, login);
      if (sentence !== undefined) return sentence;
      await setPasswordHash(database.kysely, id, await hasher.hash(password));
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
