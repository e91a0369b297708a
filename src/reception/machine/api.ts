import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Day } from '#platform/clock';
import { UserError } from '#platform/errors';
import { type Application, json, type RouteDescription, type RouteRequest } from '#platform/http';
import type { Hall } from '../queue/commands.ts';
import { type FeedKind, feedKinds, mostFeedItems, readFeed } from './feed.ts';
import type { MachineInbox } from './inbox.ts';
import { isSameSecret } from './lines.ts';
import { useSignature } from './machine-store.ts';
import { idOfContent, longestRecord, type MessageKind, messageKinds, readRecord } from './message.ts';
import { type Entry, readLine } from './records.ts';
import type { Machine } from './settings.ts';

const kinds = Object.keys(messageKinds) as [MessageKind, ...MessageKind[]];
const word = z.string().min(1).max(64);
const mostMessages = 500;

const messageShape = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('知らせの番号。同じ番号は1回だけ受け取ります。なければ内容で見分けます'),
  kind: z.enum(kinds).describe('issued 発券、called 呼出、serving 来庁、finished 完了、cancelled 取消'),
  ticket: word.optional().describe('番号。A012 のように系列と番号を続けて書くか、series と number に分けます'),
  series: z.string().max(4).optional(),
  number: z.int().min(1).max(99_999).optional(),
  at: z.string().max(64).describe('日時。2026-11-25T10:05:30+09:00'),
  counter: word.optional().describe('発券機での窓口の名前'),
  service: word.optional().describe('発券機での用件の番号'),
});

const body = z
  .strictObject({
    messages: z.array(messageShape).max(mostMessages).default([]),
    lines: z
      .array(z.string().max(longestRecord * 2))
      .max(mostMessages)
      .default([])
      .describe('発券機が出した行のまま。列の割り当ては、職員の画面「発券機」にあるもの'),
  })
  .refine(({ messages, lines }) => messages.length + lines.length > 0);

const taken = z.strictObject({
  taken: z.int().describe('新しく受け取った数'),
  known: z.int().describe('前に受け取っていた数'),
  refused: z
    .array(z.strictObject({ index: z.int(), sentence: z.string() }))
    .describe('読めなかったもの。記録には残ります。送り直す必要はありません'),
});

const feed = z.strictObject({
  items: z.array(
    z.strictObject({
      position: z.int(),
      kind: z.enum([...new Set(Object.values(feedKinds))] as [FeedKind, ...FeedKind[]]),
      series: z.string(),
      number: z.int(),
      ticket: z.string(),
      at: z.iso.datetime(),
      counter: z.string().nullable(),
      service: z.string().nullable(),
    }),
  ),
  more: z.boolean().describe('まだ続きがあるとき true。最後の position を after に入れて、すぐに聞いてください'),
});

const source = z.strictObject({ source: z.string().max(64) });

/** A machine tells what happened there. */
export const machineMessagesDescription = {
  method: 'POST',
  url: '/api/v1/machines/:source/messages',
  action: 'machine:send',
  rate: 'device',
  machine: true,
  bodyLimit: 256 * 1024,
  schema: { params: source, query: z.strictObject({}), body },
  document: {
    summary:
      '発券機からの知らせを受け取ります。Authorization に Bearer と合言葉か、Hitomado-HMAC と署名を付けます。受け取ったものは2回送っても1回と数えます',
    response: taken,
  },
} as const satisfies RouteDescription;

/** A machine asks what happened here. */
export const machineFeedDescription = {
  method: 'GET',
  url: '/api/v1/machines/:source/feed',
  action: 'machine:send',
  rate: 'device',
  machine: true,
  schema: {
    params: source,
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,15}$/)
        .default('0'),
    }),
  },
  document: { summary: 'ひとまどで出した番号と呼び出しを、発券機に伝えます', response: feed },
} as const satisfies RouteDescription;

/** A signature counts for so long before and after its time. */
const signatureTime = 5 * 60_000;

const unknownMachine = (): UserError =>
  new UserError(
    'machine.secret',
    '発券機の名前か合言葉が違います。職員の画面「発券機」で、新しい合言葉を作って入れ直してください。',
    401,
  );
const oldSignature = (): UserError =>
  new UserError(
    'machine.clock',
    '署名の時刻が5分より離れています。発券機の時計を合わせてから、署名を作り直して送ってください。',
    401,
  );
const usedSignature = (): UserError =>
  new UserError(
    'machine.replayed',
    '同じ署名の知らせをもう受け取っています。送り直すときは、時刻を新しくして署名を作り直してください。',
    409,
  );

/** The signature of a request: HMAC-SHA256, in hexadecimal, over time, method, path with query, and body. */
export function signatureOf(
  secret: string,
  { timestamp, method, path, body }: { timestamp: string; method: string; path: string; body: string },
): string {
  return createHmac('sha256', secret).update(`${timestamp}.${method}.${path}.${body}`).digest('hex');
}

/** Adds what machines ask and are asked over HTTP. */
export function addMachineApi(app: Application, { hall, inbox }: { hall: Hall; inbox: MachineInbox }): void {
  /** The machine that shows its secret or signs with it. */
  async function machineOf(
    request: Pick<RouteRequest, 'shown' | 'path' | 'now'>,
    id: string,
    method: 'GET' | 'POST',
  ): Promise<Machine> {
    const machine = await inbox.find(id);
    const authorization = request.shown?.authorization ?? '';
    // An unknown machine takes as long as a wrong secret, and gets the same answer.
    const secret = inbox.secretOf(machine ?? { id, secretVersion: 0 });
    const [, bearer] = /^Bearer (\S{1,200})$/i.exec(authorization) ?? [];
    if (bearer !== undefined) {
      if (!isSameSecret(bearer, secret) || machine === null) throw unknownMachine();
      return machine;
    }
    const [, timestamp = '', signature = ''] =
      /^Hitomado-HMAC timestamp=(\d{10,13}), ?signature=([0-9a-f]{64})$/.exec(authorization) ?? [];
    const signed = { timestamp, method, path: request.path, body: request.shown?.body ?? '' };
    if (!isSameSecret(signature, signatureOf(secret, signed)) || machine === null) throw unknownMachine();
    const at = Number(timestamp) * (timestamp.length > 10 ? 1 : 1000);
    if (Math.abs(request.now.getTime() - at) > signatureTime) throw oldSignature();
    const isFirst =
      method === 'GET' ||
      (await hall.database.transaction((transaction) => useSignature(transaction, id, signature, request.now)));
    if (!isFirst) throw usedSignature();
    return machine;
  }

  app.route({
    ...machineMessagesDescription,
    handle: async (request) => {
      const machine = await machineOf(request, request.params.source, 'POST');
      return json(await inbox.take(machine, entriesOf(machine, request.body, hall.clock.today())));
    },
  });

  app.route({
    ...machineFeedDescription,
    handle: async (request) => {
      const machine = await machineOf(request, request.params.source, 'GET');
      const items = await readFeed(hall, machine, Number(request.query.after));
      return json({ items, more: items.length === mostFeedItems });
    },
  });
}

function entriesOf(machine: Machine, { messages, lines }: z.output<typeof body>, day: Day): Entry[] {
  const { settings } = machine;
  const told = messages.map(({ at, number, ...fields }): Entry => {
    const record = { ...fields, time: at, ...(number !== undefined && { number: String(number) }) };
    const reading = readRecord(record, { day, words: {} });
    const raw = JSON.stringify({ ...fields, at, number });
    const own = 'message' in reading ? reading.id : undefined;
    return { messageId: own ?? idOfContent(reading, raw), raw: raw.slice(0, 400), origin: 'http', reading };
  });
  const read = lines.flatMap((line) => readLine(line, { settings, day, origin: 'http' }) ?? []);
  return [...told, ...read];
}
