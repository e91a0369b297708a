import { join } from 'node:path';
import { answerDocuments, answerGuide } from '#api';
import { type Inventory, loadInventory } from '#inventory';
import { check, writeSchemas } from './check.ts';
import { type Command, configOf, readArguments, say } from './command.ts';
import { answerLines } from './lines.ts';

/** A command that answers lines of JSON about the inventory. */
function linesCommand(
  name: string,
  purpose: string,
  answer: (inventory: Inventory, question: unknown) => unknown,
): Command {
  const usage = `${name} --jsonl`;
  return {
    usage,
    purpose,
    async run(args, context) {
      readArguments(args, usage, { jsonl: { type: 'boolean' } }, 0);
      const cacheFolder = join(configOf(context).dataFolder, 'cache');
      const inventory = await loadInventory(context.contentFolder, { cacheFolder });
      await answerLines(process.stdin, process.stdout, (question) => answer(inventory, question));
      return 0;
    },
  };
}

export const guideCommand = linesCommand(
  'guide',
  '答えの行から、必要な手続きと次の質問を1行ずつ返します。',
  (inventory, question) => answerGuide(inventory, question),
);

export const documentsCommand = linesCommand(
  'documents',
  '答えと手続きの行から、持ち物を1行ずつ返します。',
  (inventory, question) => answerDocuments(inventory, question),
);

const checkUsage = 'check [フォルダー] [--json] [--confirm] [--verbose]';

export const checkCommand: Command = {
  usage: checkUsage,
  purpose: '台帳の誤りを、ファイルと行で示します。--confirm は、市に確かめることを並べます。',
  async run(args, { contentFolder }) {
    const flag = { type: 'boolean' } as const;
    const options = { json: flag, confirm: flag, verbose: flag };
    const { values, positionals } = readArguments(args, checkUsage, options, 1);
    return check(positionals[0] ?? contentFolder, values);
  },
};

export const schemasCommand: Command = {
  usage: 'schemas',
  purpose: '台帳を書くときに使う JSON Schema を、content/schema に書き出します。',
  async run(args, { contentFolder }) {
    readArguments(args, 'schemas', {}, 0);
    const folder = join(contentFolder, '..');
    await writeSchemas(folder);
    say(`${join(folder, 'schema')} に書き出しました。`);
    return 0;
  },
};
