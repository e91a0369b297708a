import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '#platform/errors';
import { socketName } from './settings.ts';
import { canEnter, handOver, type ServerUser } from './user.ts';

/** Where the files of the embedded database are. */
export interface Home {
  /** Holds `cluster/`, `leases/`, `secret` and `server.log`. */
  readonly folder: string;
  /** What to say at start when this is not where the operator looks for it. */
  readonly notice?: string;
}

/** The folder that is chosen, or the default. */
export interface DataFolder {
  readonly path: string;
  readonly chosen: boolean;
}

/** Where a cluster goes that cannot lie with the other data. */
const systemFolder = '/var/lib/hitomado';
/** A socket's path may have 107 bytes (sun_path), and PostgreSQL adds a slash and the socket's name. */
const longestSocketFolder = 107 - Buffer.byteLength(`/${socketName}`);

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * Lets the server's user pass through a data folder that only we may enter, by its group and by nothing else.
 * Folders above are not touched.
 */
function letPass(folder: string, user: ServerUser): void {
  const { uid, mode } = statSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0 || !canEnter(dirname(folder), user)) return;
  chownSync(folder, uid, user.gid);
  chmodSync(folder, 0o710);
}

/**
 * The home of the cluster: `<data>/database`, or a folder of the system named by the data's path when the server's user
 * cannot get there. Throws an OperatorError when the operator chose the folder that cannot be reached.
 */
export function findHome(data: DataFolder, user: ServerUser | undefined, elsewhere = systemFolder): Home {
  mkdirSync(data.path, { recursive: true, mode: user ? 0o711 : 0o700 });
  if (user) letPass(data.path, user);
  if (canEnter(data.path, user)) return { folder: makeHome(join(data.path, 'database'), user) };
  if (data.chosen) {
    throw new OperatorError(
      `HITOMADO_DATAのフォルダー ${data.path} に、データベースの利用者（nobody）が入れません。上のフォルダーにchmod o+xを行うか、別の場所を指定してください。`,
    );
  }
  const folder = makeHome(join(elsewhere, shortHash(data.path)), user);
  return { folder, notice: `${data.path} にはデータベースを置けないため、${folder} に置いています。` };
}

function makeHome(folder: string, user: ServerUser | undefined): string {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: user ? 0o711 : 0o700 });
  return folder;
}

/** Where the Unix socket of the cluster in `home` is to lie: under `$XDG_RUNTIME_DIR`, else the temporary folder. */
export function proposedSocketFolder(home: string, user: ServerUser | undefined): string {
  const name = `hitomado-${ownerOf(user)}-${shortHash(home)}`;
  const parents = [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].filter((parent) => parent !== undefined);
  const folder = parents
    .filter((parent) => existsSync(parent) && canEnter(parent, user))
    .map((parent) => join(parent, name))
    .find((path) => Buffer.byteLength(path) <= longestSocketFolder);
  if (!folder) throw new OperatorError('/tmpを使えません。TMPDIRに、書き込めるフォルダーを指定してください。');
  return folder;
}

/**
 * Makes the socket folder, for the server's user only (mode 0700), and returns its path. Throws an OperatorError when
 * someone else made a folder of that name: connections would go to their program.
 */
export function makeSocketFolder(folder: string, user: ServerUser | undefined): string {
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    handOver(folder, user);
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== ownerOf(user) || (found.mode & 0o777) !== 0o700) {
    throw new OperatorError(
      `フォルダー ${folder} の持ち主か権限が違います。中を確かめて消してから、もう一度起動してください。`,
    );
  }
  return folder;
}

function ownerOf(user: ServerUser | undefined): number | undefined {
  return user?.uid ?? process.getuid?.();
}
