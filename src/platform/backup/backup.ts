import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Audit, publishedHeadsPath } from '#platform/audit';
import type { Clock } from '#platform/clock';
import { type Database, exportAll } from '#platform/database';
import { OperatorError } from '#platform/errors';
import type { KeyRing } from '#platform/keys';
import { packageVersion } from '#platform/package';
import { type Manifest, writeBackupFile } from './backup-file.ts';

/** What a backup is made of. */
export interface BackupParts {
  readonly database: Database;
  readonly keys: Pick<KeyRing, 'secret'>;
  readonly audit: Pick<Audit, 'publishHeads'>;
  readonly clock: Clock;
  readonly dataFolder: string;
}

/** A backup that was written and read again. */
export interface Backup {
  readonly path: string;
  readonly manifest: Manifest;
  readonly bytes: number;
}

/** How long backups are kept: with the last one dies what was deleted in between. */
export const daysKept = 35;

const dayLength = 86_400_000;
const fileName = /^hitomado-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.backup$/;

/** The secret that seals backups. It comes from the city's keys, which no backup holds. */
export function backupSecret(keys: Pick<KeyRing, 'secret'>): Buffer {
  return keys.secret('backup');
}

/** The name of a backup made at `now`, such as `hitomado-20261122T173000Z.backup` (UTC). */
export function backupName(now: Date): string {
  return `hitomado-${now.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')}.backup`;
}

/** When a file of that name was made; undefined for any other file. */
export function backupTime(name: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = fileName.exec(name) ?? [];
  return year === undefined ? undefined : new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * Writes everything the database holds into a sealed file while others go on working. `target` is the file, or a folder
 * that gets a file named by the time; a name without an ending that is not there yet becomes a folder. Keys are never part of it: they are to be kept elsewhere, on their own.
 */
export async function makeBackup(parts: BackupParts, target: string): Promise<Backup> {
  const { database, keys, audit, clock, dataFolder } = parts;
  const now = clock.now();
  const path = await pathFor(target, now);
  await audit.publishHeads();
  const about = {
    createdAt: now.toISOString(),
    version: packageVersion(),
    auditHeads: await lastLine(publishedHeadsPath(dataFolder)),
  };
  const manifest = await writeBackupFile(path, backupSecret(keys), about, (output) => exportAll(database, output));
  return { path, manifest, bytes: (await stat(path)).size };
}

/** The backup of the night into `<data>/backups`; those older than 35 days are deleted. Gives the new one and how many went. */
export async function makeNightlyBackup(parts: BackupParts): Promise<Backup & { readonly expired: number }> {
  const folder = backupsFolder(parts.dataFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const backup = await makeBackup(parts, folder);
  return { ...backup, expired: await expireBackups(folder, parts.clock.now()) };
}

/** Where the backups of the night lie. */
export function backupsFolder(dataFolder: string): string {
  return join(dataFolder, 'backups');
}

/** The newest backup in a folder, by its name. */
export async function newestBackup(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  const newest = names
    .filter((name) => fileName.test(name))
    .sort()
    .at(-1);
  return newest && join(folder, newest);
}

/** Deletes the backups in `folder` whose time is over; other files stay. */
async function expireBackups(folder: string, now: Date): Promise<number> {
  const isOver = (name: string) => {
    const made = backupTime(name);
    return made !== undefined && now.getTime() - made.getTime() > daysKept * dayLength;
  };
  const over = (await readdir(folder)).filter(isOver);
  await Promise.all(over.map((name) => rm(join(folder, name))));
  return over.length;
}

async function pathFor(target: string, now: Date): Promise<string> {
  if (extname(target) === '' && !(await exists(target))) await mkdir(target, { recursive: true, mode: 0o700 });
  if (await isFolder(target)) return join(target, backupName(now));
  if (await exists(target)) {
    throw new OperatorError(`${target} は、もうあります。上書きはしません。別の名前か、フォルダーを指定してください。`);
  }
  return target;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function lastLine(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
}
