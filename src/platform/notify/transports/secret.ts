import { readFileSync, statSync } from 'node:fs';
import type { SecretSource } from '#platform/config';
import { OperatorError } from '#platform/errors';

const openToOthers = 0o077;

/**
 * A password from its file, which only its owner may read, or from the environment. Undefined when none is set. Throws an
 * OperatorError when the file cannot be used.
 */
export function readSecret(source: SecretSource | undefined, environment: NodeJS.ProcessEnv): string | undefined {
  if (source === undefined) return undefined;
  if (source.kind === 'environment') return environment[source.variable];
  const { path } = source;
  try {
    if ((statSync(path).mode & openToOthers) === 0) return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new OperatorError(`合言葉のファイル ${path} を読めません。場所と持ち主を確かめてください。`, { cause });
  }
  throw new OperatorError(
    `合言葉のファイル ${path} が、ほかの人にも読めるようになっています。「chmod 600 ${path}」を実行してください。`,
  );
}
