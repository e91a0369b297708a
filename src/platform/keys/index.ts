export { seal, unseal } from './cipher.ts';
export type { Deletion, DeletionJournal } from './journal.ts';
export { type CaseKey, type KeyRing, openKeyRing, type Place } from './key-ring.ts';
export type { KeyConfig } from './master-key.ts';
export { type Renewed, renewKeys } from './renewal.ts';
