import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '#platform/errors';
import type { Foundation } from '#server';
import { type CommandContext, configOf } from './command.ts';

/**
 * Opens the data for one command and closes it afterwards, beside a server that may be running. Throws an OperatorError
 * when there is no data folder with keys: a command never makes a new city by mistake.
 */
export async function withData<Result>(
  context: CommandContext,
  work: (foundation: Foundation) => Promise<Result>,
): Promise<Result> {
  const config = { ...configOf(context), logLevel: 'error' as const };
  if (!existsSync(join(config.dataFolder, 'keys'))) {
    throw new OperatorError(
      `データのフォルダー ${config.dataFolder} に、鍵のフォルダー(keys)がありません。HITOMADO_DATAに正しい場所を指定するか、控えておいたkeysフォルダーを元の場所に置いてください。`,
    );
  }
  const { openFoundation } = await import('#server');
  const foundation = await openFoundation(config, context.environment);
  try {
    return await work(foundation);
  } finally {
    await foundation.database.close();
  }
}
