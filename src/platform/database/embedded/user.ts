import { chownSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The user that runs PostgreSQL when the product runs as root; PostgreSQL refuses to run as root itself. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const nobody: ServerUser = { uid: 65_534, gid: 65_534 };
const read = 4;
const search = 1;
const execute = 1;

/** `nobody` when this process is root, otherwise undefined: the server runs as ourselves. */
export function serverUser(): ServerUser | undefined {
  return process.getuid?.() === 0 ? nobody : undefined;
}

function allows({ uid, gid, mode }: Stats, user: ServerUser, wanted: number): boolean {
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
}

/** Whether `user` may go into the folder `path`, by the modes of it and of every folder above. */
export function canEnter(path: string, user: ServerUser | undefined): boolean {
  return user === undefined || [path, ...ancestors(path)].every((folder) => allows(statSync(folder), user, search));
}

/** Whether `user` may read the file `path`. */
export function canRead(path: string, user: ServerUser | undefined): boolean {
  return user === undefined || (canEnter(dirname(path), user) && allows(statSync(path), user, read));
}

/** Whether `user` may read and run the file `path`. */
export function canRun(path: string, user: ServerUser | undefined): boolean {
  return canRead(path, user) && (user === undefined || allows(statSync(path), user, execute));
}

/** Makes the server's user the owner of `path`. */
export function handOver(path: string, user: ServerUser | undefined): void {
  if (user) chownSync(path, user.uid, user.gid);
}
