import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { IdentityService } from '#identity';
import { loadInventory } from '#inventory';
import { systemClock } from '#platform/clock';
import { localText } from '#platform/i18n';
import { makeTlsFiles } from '#platform/tls';
import { type Command, configOf, readArguments, say, wrongUse } from './command.ts';
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

const tlsUsage = 'tls 名前 [名前 …]';
/** A name of a machine as it stands in an address (RFC 1123). */
const hostName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
/** As many names as a certificate of one house ever needs. */
const mostNames = 20;

export const tlsCommand: Command = {
  usage: tlsUsage,
  purpose: '庁舎の機器がTLSで開くための証明書を作ります。名前は、開くときに使う機械の名前やアドレスです。',
  async run(args, context) {
    const { positionals: names } = readArguments(args, tlsUsage, {}, mostNames);
    if (names.length === 0 || !names.every((name) => hostName.test(name) || isIP(name) !== 0)) throw wrongUse(tlsUsage);
    const config = configOf(context);
    const { city } = await loadInventory(context.contentFolder);
    const files = await makeTlsFiles(join(config.dataFolder, 'tls'), {
      city: localText(city.name, 'ja').text,
      names,
      now: systemClock.now(),
    });
    say(`証明書を作りました。期限は820日です。次を hitomado.yaml に書いて、起動し直してください。

host: 0.0.0.0
publicOrigin: https://${names[0]}:${config.port}
tls:
  certificateFile: ${files.certificate}
  keyFile: ${files.key}

庁舎の機器には ${files.authority} を「信頼する認証局」として入れてください。秘密のものではありません。`);
    return 0;
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
