import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { OperatorError } from '#platform/errors';
import type { LogLevel } from '#platform/log';
import { nearestName } from './nearest.ts';
import { type NotifyConfig, notifyNames, notifySettings, resolveNotify } from './notify.ts';

/** Where the city's master key comes from. The key itself is never part of the settings. */
export type MasterKeySource =
  | { readonly kind: 'environment'; readonly variable: 'HITOMADO_MASTER_KEY' }
  | { readonly kind: 'file'; readonly path: string }
  /** Demo mode only: made at the first start in `<dataFolder>/keys/`. */
  | { readonly kind: 'demo' };

/** How this process runs. */
export interface Config {
  readonly mode: 'demo' | 'production';
  readonly host: string;
  readonly port: number;
  /** Absolute path of the folder for all that is written. */
  readonly dataFolder: string;
  /** Whether the operator chose the folder, so that the product may not go elsewhere. */
  readonly dataFolderChosen: boolean;
  /** A PostgreSQL server; without it the product runs its own. */
  readonly databaseUrl: string | undefined;
  /** Connections this process may open at once for queries. */
  readonly databaseConnections: number;
  /** How many processes serve on the port, each on a core of its own. */
  readonly processes: number;
  /** Requests from this machine itself may come so many times as often as others (load tests, a proxy on the same host). */
  readonly loopbackRateFactor: number;
  /** `https://…` as residents type it, where a proxy speaks TLS under a public name; passkeys and links need it. */
  readonly publicOrigin?: string | undefined;
  /** Certificate and key of the product's own TLS; without it a proxy speaks TLS, or only this machine reaches the product. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly masterKey: MasterKeySource;
  /** Whether staff may sign in by password; in production only with a second factor. */
  readonly passwords: boolean;
  readonly logLevel: LogLevel;
  /** Networks whose people share an address, such as the hall's Wi-Fi: `192.0.2.0/24`. */
  readonly sharedNetworks: readonly string[];
  /** How messages to people outside leave the house. */
  readonly notify: NotifyConfig;
  /** How displays speak. */
  readonly voice: VoiceConfig;
  /** Pages of others, as `https://www.city.example`, that may show how full the hall is inside them. */
  readonly widgetPages: readonly string[];
  /** Where ticket machines and their agents send lines; nowhere when it is not set. */
  readonly machines?: { readonly host: string; readonly port: number } | undefined;
}

/** How calling displays speak. */
export interface VoiceConfig {
  /** Whether this machine makes clips of speech. */
  readonly enabled: boolean;
  /** A voice for Open JTalk (`.htsvoice`); without it espeak-ng speaks Japanese. */
  readonly japaneseVoice: string | undefined;
  /** Folder of Open JTalk's dictionary. */
  readonly japaneseDictionary: string;
}

/** The variables of the environment that are read, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const place = z.string({ error: 'ファイルの場所を文字で指定してください' }).min(1, '空にはできません');
const voiceSettings = z.strictObject(
  {
    enabled: z.boolean({ error: 'trueかfalseを指定してください' }).default(true),
    japaneseVoice: place.optional(),
    japaneseDictionary: place.default('/var/lib/mecab/dic/open-jtalk/naist-jdic'),
  },
  { error: 'enabled、japaneseVoice、japaneseDictionaryを並べてください' },
);

const settings = z.strictObject({
  mode: z.enum(['demo', 'production'], { error: 'demoかproductionを指定してください' }).default('demo'),
  host: z.string({ error: '文字で指定してください' }).min(1, '空にはできません').default('127.0.0.1'),
  port: z.coerce
    .number({ error: '0から65535までの数で指定してください' })
    .int('0から65535までの数で指定してください')
    .min(0, '0から65535までの数で指定してください')
    .max(65_535, '0から65535までの数で指定してください')
    .default(8080),
  dataFolder: z.string({ error: 'フォルダーの場所を文字で指定してください' }).min(1, '空にはできません').optional(),
  databaseConnections: z.coerce
    .number({ error: '2から40までの数で指定してください' })
    .int('2から40までの数で指定してください')
    .min(2, '2から40までの数で指定してください')
    .max(40, '2から40までの数で指定してください')
    .default(16),
  processes: z.coerce
    .number({ error: '1から32までの数で指定してください' })
    .int('1から32までの数で指定してください')
    .min(1, '1から32までの数で指定してください')
    .max(32, '1から32までの数で指定してください')
    .default(1),
  loopbackRateFactor: z.coerce
    .number({ error: '1から10000までの数で指定してください' })
    .min(1, '1から10000までの数で指定してください')
    .max(10_000, '1から10000までの数で指定してください')
    .default(1),
  publicOrigin: z
    .url({ protocol: /^https?$/, error: 'https://madoguchi.city.example のように指定してください' })
    .optional(),
  trustedProxies: z
    .array(z.string({ error: 'アドレスを並べてください' }).min(1, '空にはできません'), {
      error: 'アドレスを並べてください',
    })
    .optional(),
  tls: z
    .strictObject(
      {
        certificateFile: z.string({ error: 'ファイルの場所を文字で指定してください' }).min(1, '空にはできません'),
        keyFile: z.string({ error: 'ファイルの場所を文字で指定してください' }).min(1, '空にはできません'),
      },
      { error: 'certificateFileとkeyFileを指定してください' },
    )
    .optional(),
  masterKeyFile: z.string({ error: 'ファイルの場所を文字で指定してください' }).min(1, '空にはできません').optional(),
  passwords: z.boolean({ error: 'trueかfalseを指定してください' }).default(false),
  logLevel: z
    .enum(['debug', 'info', 'warning', 'error'], { error: 'debug、info、warning、errorのどれかを指定してください' })
    .default('info'),
  sharedNetworks: z
    .array(
      z
        .string({ error: 'アドレスを並べてください' })
        .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, '192.0.2.0/24 のように指定してください'),
      { error: 'アドレスを並べてください' },
    )
    .default([]),
  notify: z.optional(notifySettings),
  voice: z.optional(voiceSettings),
  widgetPages: z
    .array(
      z
        .string({ error: 'アドレスを並べてください' })
        .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/, 'https://www.city.example のように指定してください'),
      { error: 'アドレスを並べてください' },
    )
    .default([]),
  machineHost: z.string({ error: '文字で指定してください' }).min(1, '空にはできません').default('127.0.0.1'),
  machinePort: z.coerce
    .number({ error: '1から65535までの数で指定してください' })
    .int('1から65535までの数で指定してください')
    .min(1, '1から65535までの数で指定してください')
    .max(65_535, '1から65535までの数で指定してください')
    .optional(),
});

const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'postgres://で始まる接続先を指定してください')
  .optional();

const fileName = 'hitomado.yaml';
/** Which setting each variable of the environment stands before. */
const variables = {
  loopbackRateFactor: 'HITOMADO_LOOPBACK_RATE_FACTOR',
  processes: 'HITOMADO_PROCESSES',
  mode: 'HITOMADO_MODE',
  port: 'PORT',
  dataFolder: 'HITOMADO_DATA',
  masterKeyFile: 'HITOMADO_MASTER_KEY_FILE',
} as const;

function readSettingsFile(folder: string): unknown {
  const path = join(folder, fileName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new OperatorError(`設定ファイル ${path} を読めません。ファイルの権限を確かめてください。`, { cause: error });
  }
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new OperatorError(`設定ファイル ${path} の書き方に誤りがあります。YAMLの形を確かめてください。`, {
      cause: error,
    });
  }
}

/** What is set in the environment; an empty variable counts as not set. */
function fromEnvironment(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, variable]) => {
      const value = environment[variable];
      return value ? [[name, value]] : [];
    }),
  );
}

/** The names that may stand in a block of the settings. */
function namesIn(block: string): readonly string[] {
  if (block === '') return Object.keys(settings.shape);
  return block === 'voice' ? Object.keys(voiceSettings.shape) : (notifyNames[block] ?? []);
}

function explain(issue: z.core.$ZodIssue): string {
  const block = issue.path.filter((step) => typeof step === 'string').join('.');
  if (issue.code !== 'unrecognized_keys') {
    const name = block || fileName;
    const variable = Object.entries(variables).find(([setting]) => setting === name)?.[1];
    return `設定 ${name}${variable ? `（環境変数では${variable}）` : ''} は、${issue.message}。`;
  }
  const [unknown = ''] = issue.keys;
  const nearest = nearestName(unknown, namesIn(block));
  return `設定ファイル ${fileName} の${block && `${block}の中の`}「${unknown}」は使えない名前です。${
    nearest ? `「${nearest}」と書いてください。` : 'その行を消してください。'
  }`;
}

function accepted<Value>(result: z.ZodSafeParseResult<Value>, sentence: (issue: z.core.$ZodIssue) => string): Value {
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new OperatorError(issue ? sentence(issue) : `設定ファイル ${fileName} に誤りがあります。`);
}

function masterKeySource(environment: Environment, mode: Config['mode'], file: string | undefined): MasterKeySource {
  if (environment.HITOMADO_MASTER_KEY) return { kind: 'environment', variable: 'HITOMADO_MASTER_KEY' };
  if (file !== undefined) return { kind: 'file', path: file };
  if (mode === 'demo') return { kind: 'demo' };
  throw new OperatorError(
    '本番では暗号の親鍵が必要です。HITOMADO_MASTER_KEY_FILEに鍵のファイルの場所を指定して、もう一度起動してください。',
  );
}

function resolveVoice(given: z.output<typeof voiceSettings> | undefined, workingFolder: string): VoiceConfig {
  const { japaneseVoice, ...voice } = given ?? voiceSettings.parse({});
  return {
    ...voice,
    japaneseVoice: japaneseVoice === undefined ? undefined : resolve(workingFolder, japaneseVoice),
  };
}

/**
 * The settings of this process: `hitomado.yaml` in `workingFolder`, then the environment, which goes before the file.
 * Throws an OperatorError for a value that cannot be, an unknown name (with the nearest known one), or production
 * without a master key.
 */
export function loadConfig(environment: Environment, workingFolder: string): Config {
  const file = readSettingsFile(workingFolder);
  const isMap = typeof file === 'object' && file !== null && !Array.isArray(file);
  const given = isMap ? { ...file, ...fromEnvironment(environment) } : file;
  const { dataFolder, masterKeyFile, notify, tls, voice, machineHost, machinePort, ...rest } = accepted(
    settings.safeParse(given),
    explain,
  );
  const folder = resolve(workingFolder, dataFolder ?? 'data');
  const keyFile = masterKeyFile === undefined ? undefined : resolve(workingFolder, masterKeyFile);
  return {
    ...rest,
    ...(machinePort !== undefined && { machines: { host: machineHost, port: machinePort } }),
    ...(tls && {
      tls: {
        certificateFile: resolve(workingFolder, tls.certificateFile),
        keyFile: resolve(workingFolder, tls.keyFile),
      },
    }),
    dataFolder: folder,
    dataFolderChosen: dataFolder !== undefined,
    databaseUrl: accepted(
      databaseUrl.safeParse(environment.DATABASE_URL || undefined),
      (issue) => `環境変数DATABASE_URLには、${issue.message}。`,
    ),
    masterKey: masterKeySource(environment, rest.mode, keyFile),
    voice: resolveVoice(voice, workingFolder),
    notify: resolveNotify(notify, { mode: rest.mode, workingFolder, dataFolder: folder, environment }),
  };
}
