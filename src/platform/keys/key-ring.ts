import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import { OperatorError } from '#platform/errors';
import { Personal, personal } from '#platform/personal';
import { blindIndexOf, deriveKey, keyLength, seal, unseal, unwrapKey, wrapKey } from './cipher.ts';
import { type DeletionJournal, openJournal } from './journal.ts';
import { epochOf, openKeyFiles } from './key-files.ts';
import { type KeyConfig, keysFolder, readMasterKey } from './master-key.ts';
import * as store from './store.ts';

/** Where an encrypted value stands. It opens nowhere else: not in another row, column or case, nor as an older revision. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
  readonly revision: number;
}

/** The opened key of one case. */
export interface CaseKey {
  readonly caseId: string;
  /** Encrypts a text for its place. */
  encrypt(place: Place, value: Personal<string> | string): Buffer;
  /** Opens a value; throws when it is not of this case and place, or was changed. */
  decrypt(place: Place, sealed: Buffer): Personal<string>;
}

export interface KeyRing {
  /** Makes and stores the key of a new case, in the transaction that makes the case. */
  createCaseKey(transaction: Transaction, caseId: string): Promise<CaseKey>;
  /** The key of a case; undefined when the case was deleted. */
  openCaseKey(executor: Executor, caseId: string): Promise<CaseKey | undefined>;
  /**
   * Deletes a case for good by deleting its key, and writes that down outside the database first: should the transaction
   * fail, the deletion was still decided, and doing it again does no harm.
   */
  destroyCaseKey(transaction: Transaction, caseId: string, reason: string): Promise<void>;
  /** Deletes again all that the journal says is deleted, after a restore and before serving. Gives how many keys went. */
  replayDeletions(transaction: Transaction): Promise<number>;
  /** Wraps up to `limit` case keys of older months by the key of this month. Gives how many; 0 = done. */
  rewrap(transaction: Transaction, limit?: number): Promise<number>;
  /**
   * Destroys the key of a month, once the last backup that needs it has expired: with it dies every backup of that month.
   * Throws while a living case still depends on it, and for the present month.
   */
  destroyEpoch(executor: Executor, epoch: number): Promise<void>;
  /** The epochs whose keys are here, the oldest first. */
  epochs(): number[];
  /** Throws an OperatorError when living cases hang on keys that are not here: the folder of keys was lost or left behind. */
  refuseLostKeys(executor: Executor): Promise<void>;
  /** The epoch (month) of now. */
  currentEpoch(): number;
  /** A keyed, cut fingerprint for looking a value up; fold the value first. `bits` 8 to 31. */
  blindIndex(purpose: string, value: Personal<string> | string, bits: number): number;
  /** A secret of the city for one purpose, such as the drafts of residents. */
  secret(purpose: string): Buffer;
  /** The key that signs (Ed25519) what the city publishes, such as the heads of the audit trail. */
  signingKey(): KeyObject;
  readonly deletions: DeletionJournal;
}

const rewrapAtOnce = 500;
/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410). */
const ed25519Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Opens the keys of the city: the master key wraps a key for each month, the key of the month wraps the key of each
 * case. The keys of the months lie outside the database and its backups. Throws an OperatorError when the master key is
 * missing or not the one the keys were made with.
 */
export function openKeyRing(config: KeyConfig, clock: Clock, environment: NodeJS.ProcessEnv = process.env): KeyRing {
  const files = openKeyFiles(keysFolder(config), readMasterKey(config, environment));
  const deletions = openJournal(join(config.dataFolder, 'deletions.log'));
  const currentEpoch = () => epochOf(clock.today());
  const wrapForNow = (caseId: string, key: Buffer) => {
    const epoch = currentEpoch();
    return { caseId, epoch, wrapped: wrapKey(files.makeEpoch(epoch), key) };
  };
  const open = ({ epoch, wrapped }: store.WrappedCaseKey) => {
    const epochKey = files.readEpoch(epoch);
    if (epochKey === undefined) throw new Error(`the key of epoch ${epoch} was destroyed`);
    return unwrapKey(epochKey, wrapped);
  };
  return {
    currentEpoch,
    deletions,
    async createCaseKey(transaction, caseId) {
      const key = randomBytes(keyLength);
      const wrapped = wrapForNow(caseId, key);
      await store.insertCaseKey(transaction, wrapped);
      return caseKey(caseId, wrapped.epoch, key);
    },
    async openCaseKey(executor, caseId) {
      const found = await store.findCaseKey(executor, caseId);
      return found && caseKey(caseId, found.epoch, open(found));
    },
    async destroyCaseKey(transaction, caseId, reason) {
      await store.lockJournal(transaction);
      deletions.append({ caseId, at: clock.now().toISOString(), reason });
      await store.deleteCaseKeys(transaction, [caseId]);
    },
    replayDeletions: (transaction) =>
      store.deleteCaseKeys(
        transaction,
        deletions.read().map(({ caseId }) => caseId),
      ),
    async rewrap(transaction, limit = rewrapAtOnce) {
      const old = await store.lockOtherEpochs(transaction, currentEpoch(), limit);
      for (const found of old) await store.updateCaseKey(transaction, wrapForNow(found.caseId, open(found)));
      return old.length;
    },
    async destroyEpoch(executor, epoch) {
      if (epoch >= currentEpoch() || (await store.isEpochInUse(executor, epoch))) {
        throw new Error(`the key of epoch ${epoch} is still in use`);
      }
      files.destroyEpoch(epoch);
    },
    epochs: files.epochs,
    async refuseLostKeys(executor) {
      const lost = (await store.epochsInUse(executor)).filter((epoch) => files.readEpoch(epoch) === undefined);
      if (lost.length === 0) return;
      throw new OperatorError(
        '受付の内容を開く鍵が足りません。鍵のフォルダー(keys)の控えを元の場所に戻して、もう一度起動してください。',
      );
    },
    blindIndex: (purpose, value, bits) => blindIndexOf(files.named('index'), purpose, plain(value), bits),
    secret: (purpose) => deriveKey(files.named('secrets'), purpose),
    signingKey: () =>
      createPrivateKey({
        key: Buffer.concat([ed25519Head, files.named('signing')]),
        format: 'der',
        type: 'pkcs8',
      }),
  };
}

function caseKey(caseId: string, epoch: number, key: Buffer): CaseKey {
  const at = ({ table, column, row, revision }: Place) => ['v1', caseId, table, column, row, revision].join('|');
  return {
    caseId,
    encrypt: (place, value) => seal(key, epoch, at(place), plain(value)),
    decrypt: (place, sealed) => personal(unseal(key, at(place), sealed)),
  };
}

function plain(value: Personal<string> | string): string {
  return value instanceof Personal ? value.reveal() : value;
}
