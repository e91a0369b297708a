import { packageVersion } from '#platform/package';
import { type Command, say } from './command.ts';

/** Shows how every command is called. */
export function helpFor(tasks: readonly Command[]): Command {
  return {
    usage: '--help',
    purpose: '使い方を示します。',
    async run() {
      const lines = tasks.map(({ usage, purpose }) => `  ${usage}\n      ${purpose}`);
      say(
        `使い方: bin/hitomado 命令\n\n  serve\n      ひとまどを開きます(npm start と同じです)。\n${lines.join('\n')}`,
      );
      return 0;
    },
  };
}

export const versionCommand: Command = {
  usage: '--version',
  purpose: '版を示します。',
  async run() {
    say(packageVersion());
    return 0;
  },
};

export const openApiCommand: Command = {
  usage: 'openapi',
  purpose: 'HTTP API の説明(OpenAPI)を書き出します。',
  async run() {
    const { apiDescription } = await import('#server');
    say(JSON.stringify(apiDescription(), null, 2));
    return 0;
  },
};
