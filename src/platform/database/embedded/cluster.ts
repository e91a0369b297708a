import { type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { OperatorError } from '#platform/errors';
import { serverFailure } from './failures.ts';
import { handOver, type ServerUser } from './user.ts';

/** All that is known of one cluster before it runs. */
export interface Cluster {
  /** Holds `cluster/`, `leases/`, `secret` and `server.log`. */
  readonly home: string;
  /** The folder with `bin/postgres`. */
  readonly binaries: string;
  readonly user: ServerUser | undefined;
}

/** The role of the product: it owns the database and is no superuser. The superuser cannot sign in at all. */
export const roleName = 'hitomado';
/** Major version of the packaged PostgreSQL, as PG_VERSION names it. */
const majorVersion = '18';

/** PostgreSQL's own folder. */
export function clusterFolder({ home }: Cluster): string {
  return join(home, 'cluster');
}

/** The server's log. */
export function logFile({ home }: Cluster): string {
  return join(home, 'server.log');
}

/** How a program of PostgreSQL is started: as the server's user, and without the product's environment, which may hold keys. */
export function spawnOptions({ user }: Cluster): SpawnOptions {
  return { ...user, env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }, cwd: '/' };
}

/** Runs one of PostgreSQL's programs to its end with `input`. Throws an OperatorError when it fails. */
async function run(cluster: Cluster, program: string, words: readonly string[], input = ''): Promise<void> {
  const path = join(cluster.binaries, 'bin', program);
  const child = spawn(path, words, { ...spawnOptions(cluster), stdio: 'pipe' });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (cause) =>
      reject(
        new OperatorError(
          `PostgreSQLのプログラム ${path} を実行できません。Linux（glibc）で実行しているか確かめてください。`,
          { cause },
        ),
      ),
    );
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  // A program that gives up early does not read its input; its exit code tells.
  child.stdin?.on('error', () => undefined).end(input);
  const output = Promise.all([child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')));
  const code = await Promise.race([ended, failed]);
  if (code === 0) return;
  const written = (await output).join('');
  writeFileSync(logFile(cluster), written, { flag: 'a', mode: 0o600 });
  throw serverFailure(written, logFile(cluster));
}

/** The password of the product's role: made once, readable by the product only. */
export function readSecret({ home }: Cluster): string {
  return readFileSync(join(home, 'secret'), 'utf8');
}

/**
 * Makes the cluster beside its place and moves it there when it is complete, so that an interruption leaves nothing
 * half-made. The product's role and database are made in single-user mode, before anyone could connect.
 */
async function create(cluster: Cluster): Promise<void> {
  const unfinished = join(cluster.home, 'cluster.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  handOver(unfinished, cluster.user);
  await run(cluster, 'initdb', [
    ...['-D', unfinished, '-U', 'postgres', '-E', 'UTF8', '-k', '--auth=reject', '--no-instructions'],
    // With the locale C, trigram search over Japanese finds nothing.
    ...['--locale-provider=builtin', '--locale=C.UTF-8'],
  ]);
  const secret = randomBytes(24).toString('base64url');
  const statements = [
    `create role ${roleName} login createdb password '${secret}'`,
    `create database ${roleName} owner ${roleName}`,
  ];
  await run(cluster, 'postgres', ['--single', '-D', unfinished, 'postgres'], `${statements.join('\n')}\n`);
  const rules = join(unfinished, 'pg_hba.conf');
  writeFileSync(rules, `local all ${roleName} scram-sha-256\n`, { mode: 0o600 });
  handOver(rules, cluster.user);
  writeFileSync(join(cluster.home, 'secret'), secret, { mode: 0o600 });
  renameSync(unfinished, clusterFolder(cluster));
}

/** Makes the cluster when there is none yet. Throws an OperatorError when what is there cannot be used. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const folder = clusterFolder(cluster);
  if (!existsSync(folder)) return create(cluster);
  const versionFile = join(folder, 'PG_VERSION');
  if (readdirSync(folder).length === 0 || !existsSync(versionFile)) {
    throw new OperatorError(
      `データベースのフォルダー ${folder} が壊れています（PG_VERSIONがありません）。バックアップから戻すか、別の場所をHITOMADO_DATAに指定してください。`,
    );
  }
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version !== majorVersion) {
    throw new OperatorError(
      `データベースはPostgreSQL ${version}で作られていますが、このプログラムはPostgreSQL ${majorVersion}を使います。作ったときの版のプログラムで書き出してから、読み込んでください。`,
    );
  }
  if (!existsSync(join(cluster.home, 'secret'))) {
    throw new OperatorError(
      `データベースの合言葉のファイル ${join(cluster.home, 'secret')} がありません。バックアップから戻してください。`,
    );
  }
}
