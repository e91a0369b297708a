import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient, inputValue, insist, Unanswered } from './client.ts';

/** Someone who writes again and again, and knows what was acknowledged. */
export interface Writer {
  readonly name: string;
  /** One write. Throws `Unanswered` when it is not known whether it counts; then the same write is tried again. */
  write(): Promise<void>;
  /** Looks whether everything acknowledged is there. */
  check(): Promise<void>;
  /** How many writes were acknowledged. */
  acknowledged(): number;
}

const place = '1階 3番窓口';

/** A resident who answers in the guide: each write changes the draft that only their cookie opens. */
export async function answerWriter(url: string): Promise<Writer> {
  const client = createClient(url);
  await insist(() => client.post('/guide/start', { choice: 'event:tennyu' }));
  let count = 0;
  const check = async () => {
    const { text } = await insist(() => client.get('/search'));
    const [, kept] = /value="answer-(\d+)"/.exec(text) ?? [];
    // The write after the last acknowledged one may or may not have counted.
    assert.ok(Number(kept) === count || Number(kept) === count + 1, `answer ${kept} is there, ${count} acknowledged`);
    const { location } = await insist(() => client.get('/guide/next'));
    assert.match(location, /^\/guide\/questions\//, 'the answers before are still there');
  };
  return {
    name: 'answers',
    acknowledged: () => count,
    check,
    async write() {
      const { status } = await client.post('/search', { words: `answer-${count + 1}` });
      assert.equal(status, 303);
      count += 1;
    },
  };
}

/** A resident who enters their name into a case, over and over. */
export async function entryWriter(url: string): Promise<Writer> {
  const client = createClient(url);
  await insist(() => client.post('/guide/start', { choice: 'event:tennyu' }));
  await insist(() => client.post('/guide/case', {}));
  const { location: home } = await insist(() => client.get('/case'));
  const page = `${home}/entry/applicant`;
  const field = 'people.p1.fullName';
  let count = 0;
  const read = () => client.get(page);
  return {
    name: 'entries',
    acknowledged: () => count,
    async check() {
      const kept = Number(inputValue((await insist(read)).text, field).replace('名', ''));
      assert.ok(kept === count || kept === count + 1, `entry ${kept} is there, ${count} acknowledged`);
    },
    async write() {
      const { text } = await read();
      const before = Number(inputValue(text, field).replace('名', '') || 0);
      assert.ok(before === count || before === count + 1, `entry ${before} is there, ${count} acknowledged`);
      const fields = { [field]: `名${count + 1}`, revision: inputValue(text, 'revision'), action: 'later' };
      const { status, location } = await client.post(page, fields);
      assert.deepEqual([status, location], [303, `${home}/saved`]);
      count += 1;
    },
  };
}

/** A kiosk that gives out numbers. A press that was not answered is repeated with the same command. */
export async function checkInWriter(url: string): Promise<Writer & { readonly tickets: ReadonlyMap<string, string> }> {
  const client = createClient(url);
  await insist(() => client.post('/staff/demo/device', { kind: 'kiosk' }));
  const tickets = new Map<string, string>();
  let command = randomUUID();
  return {
    name: 'check-ins',
    tickets,
    acknowledged: () => tickets.size,
    async check() {
      const numbers = new Set<string>();
      for (const path of tickets.values()) {
        const { status, text } = await insist(() => client.get(path));
        assert.equal(status, 200, 'an acknowledged ticket is there');
        numbers.add(/[A-Z]\d{3}/.exec(text)?.[0] ?? '');
      }
      assert.equal(numbers.size, tickets.size, 'every ticket has its own number');
    },
    async write() {
      const { status, location } = await client.post('/kiosk/number', { commandId: command, service: place });
      assert.equal(status, 303);
      tickets.set(command, location);
      command = randomUUID();
    },
  };
}

/**
 * A clerk who calls, and says that nobody came. `given` says how many tickets were given out, so that it is known when a
 * call must find somebody. `commands` are the acknowledged steps that must have left exactly one record each.
 */
export async function callWriter(
  url: string,
  { login, seat, given }: { readonly login: string; readonly seat: number; readonly given: () => number },
): Promise<Writer & { readonly commands: readonly string[] }> {
  const client = createClient(url);
  await insist(() => client.post('/staff/demo', { login }));
  await insist(() => client.post(`/counter/${seat}/sit`, {}));
  const commands: string[] = [];
  let called = 0;
  let pending:
    | { readonly path: string; readonly fields: Record<string, string>; readonly certain: boolean }
    | undefined;

  /** The next step: the visitor who was called did not come, or the next one is called. */
  const nextStep = async () => {
    const { status, text } = await client.get(`/counter/${seat}`);
    assert.equal(status, 200, 'the clerk still sits at the seat');
    const absent = new RegExp(`<form[^>]*action="/counter/${seat}/absent"[^>]*>(.*?)</form>`, 's').exec(text)?.[1];
    const commandId = randomUUID();
    if (absent !== undefined) {
      const fields = { commandId, leg: inputValue(absent, 'leg') };
      return { path: `/counter/${seat}/absent`, fields, certain: true };
    }
    called += 1;
    return { path: `/counter/${seat}/next`, fields: { commandId }, certain: given() >= called };
  };
  return {
    name: 'calls',
    commands,
    acknowledged: () => commands.length,
    check: async () => undefined,
    async write() {
      pending ??= await nextStep();
      const { status } = await client.post(pending.path, pending.fields);
      assert.equal(status, 303, pending.path);
      if (pending.certain && pending.fields.commandId) commands.push(pending.fields.commandId);
      pending = undefined;
    },
  };
}

/** Writes until `enough` says so; what was not answered is tried again. */
export async function writeUntil(writer: Writer, enough: (count: number) => boolean): Promise<void> {
  while (!enough(writer.acknowledged())) {
    try {
      await writer.write();
      await wait(10);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw new Error(writer.name, { cause: error });
      await wait(50);
    }
  }
}
