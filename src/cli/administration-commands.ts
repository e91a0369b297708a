import { resolve } from 'node:path';
import type { IdentityService } from '#identity';
import { type Command, readArguments, say, wrongUse } from './command.ts';
import { withData } from './data.ts';
import { verificationSentence } from './verification.ts';

const auditUsage = 'audit verify [--heads ファイル]';

export const auditCommand: Command = {
  usage: auditUsage,
  purpose: '操作記録が書き換えられていないかを確かめます。--heads は、よそに控えた公開の記録と比べます。',
  async run(args, context) {
    const { values, positionals } = readArguments(args, auditUsage, { heads: { type: 'string' } }, 1);
    if (positionals[0] !== 'verify') throw wrongUse(auditUsage);
    return withData(context, async ({ audit }) => {
      const heads = values.heads === undefined ? undefined : resolve(context.folder, values.heads);
      const found = await audit.verify(heads);
      say(verificationSentence(found));
      return found.state === 'ok' ? 0 : 1;
    });
  },
};

const recoverUsage = 'recover-admin [ログイン名]';
const firstLogin = 'administrator';
const duties = { name: '管理者', department: '', roles: ['administrator'], counters: [] };

export const recoverCommand: Command = {
  usage: recoverUsage,
  purpose: '管理者がだれも入れないときに、一度だけ使える入口を出します。操作記録に残ります。',
  async run(args, context) {
    const { positionals } = readArguments(args, recoverUsage, {}, 1);
    return withData(context, async (foundation) => {
      const [{ createIdentity }, { prepareData }] = await Promise.all([import('#identity'), import('#server')]);
      await prepareData(foundation);
      const { clock, config } = foundation;
      const { people } = createIdentity({ ...foundation, mode: config.mode });
      const now = clock.now();
      const staffId = await administratorOf(people, positionals[0] ?? firstLogin, now);
      say(
        `15分のあいだに、次の入口を開いてください: http://localhost:${config.port}${await people.invite(staffId, now)}`,
      );
      return 0;
    });
  },
};

/** The account of that login as an administrator who counts; it is made when there is none. */
async function administratorOf(people: IdentityService['people'], login: string, now: Date): Promise<string> {
  const known = (await people.list()).find((account) => account.login === login);
  if (known === undefined) {
    const added = await people.add(login, duties, 'system', now);
    // Somebody else was first; then it is there now.
    return added ?? administratorOf(people, login, now);
  }
  if (!known.roles.includes('administrator')) {
    await people.change(known.id, { ...known, roles: [...known.roles, 'administrator'] }, 'system');
  }
  if (known.disabled) await people.enable(known.id, 'system');
  return known.id;
}
