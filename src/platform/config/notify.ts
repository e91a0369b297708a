import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Where a password comes from. The password itself is never part of the settings. */
export type SecretSource =
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string };

/** One file for each message in a folder, instead of sending it: for demos and rehearsals. */
export interface FileConfig {
  readonly kind: 'file';
  readonly folder: string;
}

const text = z.string({ error: '文字で指定してください' }).min(1, '空にはできません');
const flag = z.boolean({ error: 'trueかfalseを指定してください' });
const port = z.coerce
  .number({ error: '1から65535までの数で指定してください' })
  .int('1から65535までの数で指定してください')
  .min(1, '1から65535までの数で指定してください')
  .max(65_535, '1から65535までの数で指定してください');
const address = z.email({ error: 'noreply@city.example のように指定してください' });
const atOnce = z.coerce
  .number({ error: '1から50までの数で指定してください' })
  .int('1から50までの数で指定してください')
  .min(1, '1から50までの数で指定してください')
  .max(50, '1から50までの数で指定してください')
  .default(10);
const timeOfDay = z
  .string({ error: '「"09:00"」のように時刻を引用符で囲んで指定してください' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '「"09:00"」のように時刻を引用符で囲んで指定してください');

const file = z.strictObject({ kind: z.literal('file'), folder: text.optional() });

const smtp = z.strictObject({
  kind: z.literal('smtp'),
  host: text,
  port: port.optional(),
  secure: flag.default(false),
  requireTls: flag.default(true),
  user: text.optional(),
  passwordFile: text.optional(),
  from: address,
  fromName: text.optional(),
  /** Where mails come back to that nobody takes; `from` when it is left out. */
  bouncesTo: address.optional(),
  /** Signs mails (DKIM, RFC 6376) where the city's server does not; the key is a PEM file that only its owner can read. */
  dkim: z.strictObject({ domain: text, selector: text, keyFile: text }).optional(),
  connections: atOnce,
});

const smsParts = {
  from: text.default(''),
  /** Calling codes of countries that are written to; anything else costs the city money at a stranger's wish. */
  countries: z
    .array(z.string({ error: '国番号を「["81"]」のように並べてください' }).regex(/^\d{1,3}$/), {
      error: '国番号を「["81"]」のように並べてください',
    })
    .default(['81']),
  connections: atOnce,
  passwordFile: text.optional(),
};

const smpp = z.strictObject({
  kind: z.literal('smpp'),
  host: text,
  port: port.default(2775),
  secure: flag.default(false),
  user: text,
  systemType: text.default(''),
  long: z.enum(['udh', 'payload'], { error: 'udhかpayloadを指定してください' }).default('udh'),
  ...smsParts,
});

const words = z.array(text, { error: '言葉を並べてください' }).default([]);

const http = z.strictObject({
  kind: z.literal('http'),
  url: text.refine((url) => /^https?:\/\//.test(url), 'https://で始まるアドレスを指定してください'),
  method: z.enum(['POST', 'PUT', 'GET'], { error: 'POST、PUT、GETのどれかを指定してください' }).default('POST'),
  headers: z.record(z.string(), text, { error: '「名前: 値」の並びで指定してください' }).default({}),
  body: text.optional(),
  /** How `to` is written: `+819012345678`, `819012345678` or `09012345678`. */
  numbers: z
    .enum(['plus', 'international', 'national'], { error: 'plus、international、nationalのどれかを指定してください' })
    .default('plus'),
  /** Where the provider's number of the message stands in its JSON answer, as `messages.0.id`. */
  id: text.optional(),
  /** Where the JSON answer says whether the message was taken, and the words that mean yes; without it the status decides. */
  success: z.strictObject({ path: text, values: z.array(text, { error: '言葉を並べてください' }).min(1) }).optional(),
  receipt: z.strictObject({ id: text, status: text, delivered: words, failed: words }).optional(),
  ...smsParts,
});

const push = z.strictObject({
  kind: z.literal('web'),
  contact: text.refine((contact) => /^(mailto:|https:\/\/)/.test(contact), 'mailto:かhttps://で始めてください'),
  /** Hosts of push services besides those of the common browsers. */
  hosts: words,
  connections: atOnce,
});

const bounces = z.strictObject(
  {
    host: text,
    port: port.optional(),
    secure: flag.default(true),
    requireTls: flag.default(true),
    user: text,
    folder: text.default('INBOX'),
    passwordFile: text.optional(),
  },
  { error: 'host、userなどを並べてください' },
);

const kind = (...names: string[]) => `kindに${names.join('、')}のどれかを書いてください`;

/** The block `notify` of the settings file. */
export const notifySettings = z.strictObject(
  {
    mail: z.discriminatedUnion('kind', [smtp, file], { error: kind('smtp', 'file') }).optional(),
    sms: z.discriminatedUnion('kind', [smpp, http, file], { error: kind('smpp', 'http', 'file') }).optional(),
    push: z.discriminatedUnion('kind', [push, file], { error: kind('web', 'file') }).optional(),
    /** The mailbox (IMAP) that mails which nobody takes come back to. */
    bounces: bounces.optional(),
    smsHours: z
      .strictObject({ from: timeOfDay, to: timeOfDay }, { error: 'fromとtoに時刻を書いてください' })
      .refine(({ from, to }) => from < to, 'fromをtoより前の時刻にしてください')
      .default({ from: '09:00', to: '20:00' }),
  },
  { error: 'mail、sms、push、bounces、smsHoursを並べてください' },
);

type Settings = z.infer<typeof notifySettings>;
type WithPassword<Given> = Given & { readonly password?: SecretSource | undefined };

/** A mail server that takes messages (submission). */
export type SmtpConfig = WithPassword<Omit<z.infer<typeof smtp>, 'dkim'>> & {
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly key: SecretSource } | undefined;
};
/** An SMS centre that speaks SMPP 3.4. */
export type SmppConfig = WithPassword<z.infer<typeof smpp>>;
/** An SMS provider with an HTTP interface of its own, described by a template. */
export type HttpSmsConfig = WithPassword<z.infer<typeof http>>;
/** Web Push to residents' browsers. */
export type PushConfig = z.infer<typeof push>;

/** A mailbox that mails come back to. */
export type BounceMailboxConfig = WithPassword<z.infer<typeof bounces>>;

/** How messages leave the house. A channel that is absent is off. */
export interface NotifyConfig {
  readonly mail?: SmtpConfig | FileConfig | undefined;
  readonly sms?: SmppConfig | HttpSmsConfig | FileConfig | undefined;
  readonly push?: PushConfig | FileConfig | undefined;
  readonly bounces?: BounceMailboxConfig | undefined;
  /** Times of day in Asia/Tokyo between which an SMS may ring in somebody's pocket. */
  readonly smsHours: { readonly from: string; readonly to: string };
}

/** The names that may stand in each block, by the path of the block: `notify.mail` → `host`, `port` …. */
export const notifyNames: Readonly<Record<string, readonly string[]>> = {
  notify: Object.keys(notifySettings.shape),
  'notify.mail': Object.keys({ ...smtp.shape, ...file.shape }),
  'notify.sms': Object.keys({ ...smpp.shape, ...http.shape, ...file.shape }),
  'notify.mail.dkim': ['domain', 'selector', 'keyFile'],
  'notify.sms.success': ['path', 'values'],
  'notify.sms.receipt': ['id', 'status', 'delivered', 'failed'],
  'notify.push': Object.keys({ ...push.shape, ...file.shape }),
  'notify.bounces': Object.keys(bounces.shape),
  'notify.smsHours': ['from', 'to'],
};

const smtpPassword = 'HITOMADO_SMTP_PASSWORD';
const smsPassword = 'HITOMADO_SMS_PASSWORD';
const bouncesPassword = 'HITOMADO_BOUNCES_PASSWORD';

/** What is needed of the other settings. */
interface Surroundings {
  readonly mode: 'demo' | 'production';
  readonly workingFolder: string;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The settings with whole paths and the sources of passwords. A demo writes every message into `outbox/` of the data
 * folder; in production a channel that is not set is off.
 */
export function resolveNotify(settings: Settings | undefined, surroundings: Surroundings): NotifyConfig {
  const { mode, workingFolder, dataFolder, environment } = surroundings;
  const outbox = join(dataFolder, 'outbox');
  const unset: FileConfig | undefined = mode === 'demo' ? { kind: 'file', folder: outbox } : undefined;
  const inFolder = ({ folder }: z.infer<typeof file>): FileConfig => ({
    kind: 'file',
    folder: folder === undefined ? outbox : resolve(workingFolder, folder),
  });
  const secret = (variable: string, path?: string): SecretSource | undefined => {
    if (path !== undefined) return { kind: 'file', path: resolve(workingFolder, path) };
    return environment[variable] ? { kind: 'environment', variable } : undefined;
  };
  const { mail, sms, push: web, bounces: mailbox, smsHours = { from: '09:00', to: '20:00' } } = settings ?? {};
  const passwordOf = (given: { readonly passwordFile?: string | undefined }, variable: string) => ({
    password: secret(variable, given.passwordFile),
  });
  const smtpOf = ({ dkim, ...rest }: z.infer<typeof smtp>): SmtpConfig => {
    const given = { ...rest, ...passwordOf(rest, smtpPassword) };
    if (dkim === undefined) return given;
    const { domain, selector, keyFile } = dkim;
    return { ...given, dkim: { domain, selector, key: { kind: 'file', path: resolve(workingFolder, keyFile) } } };
  };
  return {
    mail: mail === undefined ? unset : mail.kind === 'file' ? inFolder(mail) : smtpOf(mail),
    sms: sms === undefined ? unset : sms.kind === 'file' ? inFolder(sms) : { ...sms, ...passwordOf(sms, smsPassword) },
    push: web === undefined ? unset : web.kind === 'file' ? inFolder(web) : web,
    ...(mailbox && { bounces: { ...mailbox, ...passwordOf(mailbox, bouncesPassword) } }),
    smsHours,
  };
}
