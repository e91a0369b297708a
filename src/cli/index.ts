import { join } from 'node:path';
import { type Inventory, loadInventory } from '#inventory';
import type { Config } from '#platform/config';
import { answerDocuments } from './documents.ts';
import { answerGuide } from './guide.ts';
import { answerLines } from './lines.ts';

/** Where a command finds the city's inventory and may keep what it compiled. */
export interface CommandContext {
  config: Config;
  contentFolder: string;
}

/** A command of `bin/hitomado` that needs no running server; returns the exit code. */
export type Command = (args: readonly string[], context: CommandContext) => Promise<number>;

/** A command that answers lines of JSON about the inventory. */
function linesCommand(answer: (inventory: Inventory, question: unknown) => unknown): Command {
  return async (_args, { contentFolder, config }) => {
    const inventory = await loadInventory(contentFolder, { cacheFolder: join(config.dataFolder, 'cache') });
    await answerLines(process.stdin, process.stdout, (question) => answer(inventory, question));
    return 0;
  };
}

/** The commands by name. */
export const commands: Readonly<Record<string, Command>> = {
  guide: linesCommand(answerGuide),
  documents: linesCommand(answerDocuments),
};
