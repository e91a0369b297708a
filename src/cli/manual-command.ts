import { resolve } from 'node:path';
import { importManual } from '#manual';
import { OperatorError, UserError } from '#platform/errors';
import { type Command, readArguments, say, wrongUse } from './command.ts';

const usage = 'manual import ファイル';

export const manualCommand: Command = {
  usage,
  purpose: 'Word・Excel・PDFのマニュアルから、手順・書類・注意を読み取ります。確かめるまでは、下書きです。',
  async run(args, context) {
    const { positionals } = readArguments(args, usage, {}, 2);
    const [action, file] = positionals;
    if (action !== 'import' || file === undefined) throw wrongUse(usage);
    try {
      say(JSON.stringify(await importManual(resolve(context.folder, file))));
      return 0;
    } catch (error) {
      if (error instanceof UserError) throw new OperatorError(String(error.sentence), { cause: error });
      throw error;
    }
  },
};
