import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { OperatorError } from '#platform/errors';
import { type Command, readArguments, say, wrongUse } from './command.ts';
import { runAgent } from './machine-agent.ts';

const usage =
  'machine-agent --source 発券機の名前 --to tcp://ホスト:ポート [--device 機器] [--spool ファイル] [--secret-file ファイル]';

function secretFrom(file: string | undefined, folder: string, environment: NodeJS.ProcessEnv): string {
  const read = () =>
    file === undefined ? environment.HITOMADO_MACHINE_SECRET : readFileSync(resolve(folder, file), 'utf8');
  try {
    const secret = read()?.trim();
    if (secret) return secret;
  } catch (cause) {
    throw new OperatorError(`合言葉のファイル ${file} を読めません。場所と権限を確かめてください。`, { cause });
  }
  throw new OperatorError(
    '発券機の合言葉がありません。職員の画面「発券機」で作り、--secret-file か HITOMADO_MACHINE_SECRET で渡してください。',
  );
}

function addressFrom(text: string | undefined): URL {
  const address = text === undefined || !URL.canParse(text) ? undefined : new URL(text);
  if (address === undefined || !['tcp:', 'http:', 'https:'].includes(address.protocol)) throw wrongUse(usage);
  if (address.protocol === 'tcp:' && address.port === '') throw wrongUse(usage);
  return address;
}

export const machineAgentCommand: Command = {
  usage,
  purpose: '発券機のシリアル線や標準入力の行を、ひとまどに届くまで送ります。--to には http://… も書けます。',
  async run(args, { environment, folder }) {
    const text = { type: 'string' } as const;
    const options = { source: text, to: text, device: text, spool: text, 'secret-file': text };
    const { values } = readArguments(args, usage, options, 0);
    const { source, device, spool } = values;
    if (source === undefined || !/^[a-z0-9-]{1,64}$/.test(source)) throw wrongUse(usage);
    const to = addressFrom(values.to);
    const secret = secretFrom(values['secret-file'], folder, environment);
    try {
      const count = await runAgent({
        source,
        to,
        secret,
        device: device === undefined ? undefined : resolve(folder, device),
        spool: spool === undefined ? undefined : resolve(folder, spool),
        say: (sentence) => void process.stderr.write(`${sentence}\n`),
      });
      say(`${count}行を届けました。`);
      return 0;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'EACCES') {
        throw new OperatorError(`機器 ${device} を読めません。名前と、利用者の権限を確かめてください。`, {
          cause: error,
        });
      }
      throw new OperatorError((error as Error).message, { cause: error });
    }
  },
};
