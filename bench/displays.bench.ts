/**
 * From the press of 「次の方を呼ぶ」 to the call on every screen: 2,000 clients (displays and phones) hold event streams of
 * the built product over HTTP. The clock starts when the desk's request leaves, and stops at a client when the number
 * that was called has arrived there as content that its page puts in place, not when it hears that something happened.
 * Then a proxy cuts all lines for 60 s, calls go on, and afterwards every client must know every call that is open.
 * The peer asks for its page again every 5 s, as queue systems with polling displays do.
 */
import { randomInt } from 'node:crypto';
import { request } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { clientFor } from '../tests/support/product.ts';
import { freePort, startServer } from '../tests/support/server.ts';
import { percentile, report } from './report.ts';

/** Families and neighbours look at the same number: four phones follow each ticket. */
const [displays, waiting, phonesEach] = [200, 450, 4];
const place = '1階 3番窓口';
const calls = Number(process.env.HITOMADO_BENCH_CALLS ?? 20);
const cutSeconds = Number(process.env.HITOMADO_BENCH_CUT_SECONDS ?? 60);
const pollSeconds = 5;
const pollers = 200;

const server = await startServer({ environment: { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' } });

/** The number of the command that the form of this page would send. */
const commandOn = (body: string, action: string): string =>
  new RegExp(`action="${action}".*?name="commandId" value="([^"]+)"`, 's').exec(body)?.[1] ?? '';

interface Ticket {
  token: string;
  number: string;
}

/** Takes numbers at kiosks. */
async function takeNumbers(count: number): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      const kiosk = await clientFor(server.url, 'kiosk');
      while (tickets.length < count) {
        const { path, body } = await kiosk.post('/kiosk/number', { commandId: crypto.randomUUID(), service: place });
        const [number = ''] = /[A-Z]\d{3,4}/.exec(body.replace(/<head>.*<\/head>/s, '')) ?? [];
        tickets.push({ token: path.split('/').at(-1) ?? '', number });
      }
    }),
  );
  return tickets.slice(0, count);
}

/** Lines between clients and product that can be cut, as by a switch that is pulled out. */
interface Network {
  port: number;
  cut(): void;
  mend(): void;
}

async function openNetwork(): Promise<Network> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const proxy = createServer((client) => {
    if (isCut) return void client.destroy();
    const product = connect(server.port, '127.0.0.1');
    for (const socket of [client, product]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        product.destroy();
      });
    }
    client.pipe(product).pipe(client);
  });
  proxy.maxConnections = 5_000;
  const port = await freePort();
  await new Promise<void>((ready) => proxy.listen(port, '127.0.0.1', 4_096, ready));
  proxy.unref();
  return {
    port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
  };
}

/** A client: when it first had each number as called, and what it shows now. */
interface Screen {
  path: string;
  cookie: string;
  /** The number of the phone's owner; null for a display. */
  own: string | null;
  heard: Map<string, number>;
  content: string;
  messages: number;
  bytes: number;
}

/** Takes a message of the stream as the page's script does: what counts is the number in the content itself. */
function take(screen: Screen, message: string): void {
  screen.bytes += message.length;
  if (!message.startsWith('event: regions')) return;
  const { html } = JSON.parse(message.slice(message.indexOf('data: ') + 6)) as { html: Record<string, string> };
  screen.content = Object.values(html).join('');
  screen.messages += 1;
  const now = performance.now();
  const numbers: string[] = screen.content.match(/[A-Z]\d{3,4}/g) ?? [];
  if (screen.own !== null && screen.content.includes('お呼びしています')) numbers.push(screen.own);
  for (const number of numbers) if (!screen.heard.has(number)) screen.heard.set(number, now);
}

/** Holds a stream as a browser does: it comes back by itself, after the pause that the server asks for. */
function hold(screen: Screen, port: number): void {
  let pause = 3_000;
  let rest = '';
  const again = () => {
    setTimeout(() => hold(screen, port), pause).unref();
  };
  const asked = request(
    { host: '127.0.0.1', port, path: screen.path, headers: { cookie: screen.cookie, accept: 'text/event-stream' } },
    (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        rest += chunk;
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
          const message = rest.slice(0, end);
          rest = rest.slice(end + 2);
          const [, retry] = /^retry: (\d+)/m.exec(message) ?? [];
          if (retry) pause = Number(retry);
          take(screen, message);
        }
      });
      answer.on('error', () => undefined);
      answer.on('close', again);
    },
  );
  asked.on('error', again);
  asked.end();
}

interface Desk {
  /** Calls the next one; `pressed` is when the request left. */
  call(): Promise<{ number: string; pressed: number }>;
  finish(): Promise<void>;
}

/** A clerk at a seat who calls one after the other. */
async function openDesk(): Promise<Desk> {
  const clerk = await clientFor(server.url, 'counter');
  const { body } = await clerk.get('/counter');
  const [, card = ''] = new RegExp(`<h2[^>]*>${place}</h2>(.*?)<h2`, 's').exec(body) ?? [];
  const [, seat = ''] = /action="\/counter\/(\d+)\/sit"/.exec(card) ?? [];
  await clerk.post(`/counter/${seat}/sit`);
  const desk = `/counter/${seat}`;
  let leg = '';
  return {
    async call() {
      const page = await clerk.get(desk);
      const commandId = commandOn(page.body, `${desk}/next`);
      const pressed = performance.now();
      const answer = await clerk.post(`${desk}/next`, { commandId });
      const [, number = ''] = /<title>([A-Z]\d+) /.exec(answer.body) ?? [];
      leg = /name="leg" value="([^"]+)"/.exec(answer.body)?.[1] ?? '';
      return { number, pressed };
    },
    async finish() {
      for (const step of ['serve', 'finish']) {
        await clerk.post(`${desk}/${step}`, { commandId: crypto.randomUUID(), leg });
      }
    },
  };
}

/** A display that asks for its page again every five seconds, as others do: when it first had a number. */
async function poll(cookie: string, number: Promise<string>, until: AbortSignal): Promise<number> {
  await wait(randomInt(pollSeconds * 1_000));
  let known = '';
  number.then((called) => {
    known = called;
  });
  while (!until.aborted) {
    const answer = await fetch(`${server.url}/display/all`, { headers: { cookie } });
    const body = await answer.text();
    if (known !== '' && body.includes(known)) return performance.now();
    await wait(pollSeconds * 1_000);
  }
  return Number.NaN;
}

/** Waits until `isTrue`, at most so many seconds; gives whether it became true. */
async function until(isTrue: () => boolean, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1_000;
  while (!isTrue() && performance.now() < end) await wait(50);
  return isTrue();
}

async function run(): Promise<void> {
  const network = await openNetwork();
  const desk = await openDesk();
  const tickets = await takeNumbers(waiting);
  const display = await clientFor(server.url, 'display');
  const cookie = display.cookies();
  const screenOf = (path: string, own: string | null): Screen => ({
    path,
    own,
    cookie: own === null ? cookie : '',
    heard: new Map(),
    content: '',
    messages: 0,
    bytes: 0,
  });
  const screens = [
    ...Array.from({ length: displays }, () => screenOf('/display/all/events', null)),
    ...tickets.flatMap(({ token, number }) =>
      Array.from({ length: phonesEach }, () => screenOf(`/turn/${token}/events`, number)),
    ),
  ];
  for (const [index, screen] of screens.entries()) {
    hold(screen, network.port);
    if (index % 50 === 0) await wait(20);
  }
  const isComplete = await until(() => screens.every(({ content }) => content !== ''), 60);
  if (!isComplete) throw new Error(`only ${screens.filter(({ content }) => content).length} screens came up`);

  // Somebody who was served needs no news of later calls.
  const served = new Set<string>();
  const watching = () => screens.filter(({ own }) => own === null || !served.has(own));
  const delays: number[] = [];
  let lost = 0;
  const bytesBefore = screens.reduce((sum, { bytes }) => sum + bytes, 0);
  for (let call = 0; call < calls; call += 1) {
    const { number, pressed } = await desk.call();
    const all = watching();
    await until(() => all.every(({ heard }) => heard.has(number)), 10);
    for (const { heard } of all) {
      const at = heard.get(number);
      if (at === undefined) lost += 1;
      else delays.push(at - pressed);
    }
    await desk.finish();
    served.add(number);
    await wait(300);
  }
  const bytes = screens.reduce((sum, { bytes }) => sum + bytes, 0) - bytesBefore;

  network.cut();
  const duringCut: string[] = [];
  const cutAt = performance.now();
  while (duringCut.length < 3) {
    await wait((cutSeconds * 1_000) / 4);
    if (duringCut.length > 0) {
      await desk.finish();
      served.add(duringCut.at(-1) ?? '');
    }
    duringCut.push((await desk.call()).number);
  }
  await wait(Math.max(0, cutSeconds * 1_000 - (performance.now() - cutAt)));
  const open = duringCut.at(-1) ?? '';
  network.mend();
  const mended = performance.now();
  const all = watching();
  await until(() => all.every(({ heard }) => heard.has(open)), 20);
  const back = all.map(({ heard }) => (heard.get(open) ?? Number.POSITIVE_INFINITY) - mended);
  // A display shows its three newest calls, so it must know all that came while it was cut off.
  const lostOnDisplays = all
    .filter(({ own }) => own === null)
    .reduce((sum, { heard }) => sum + duringCut.filter((number) => !heard.has(number)).length, 0);

  await desk.finish();
  const ended = new AbortController();
  let tell: (number: string) => void = () => undefined;
  const number = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const polling = Array.from({ length: pollers }, () => poll(cookie, number, ended.signal));
  await wait(pollSeconds * 1_000);
  const { number: called, pressed } = await desk.call();
  tell(called);
  setTimeout(() => ended.abort(), 15_000).unref();
  const polled = (await Promise.all(polling)).map((at) => at - pressed).filter((delay) => !Number.isNaN(delay));

  const figures = {
    clients: screens.length,
    'call on every screen p50 ms': percentile(delays, 0.5),
    'call on every screen p95 ms': percentile(delays, 0.95),
    'call on every screen worst ms': Math.max(...delays),
    'calls that did not arrive': lost,
    'bytes for each client and call': bytes / screens.length / calls,
    'back after the cut p95 s': percentile(back, 0.95) / 1_000,
    'open calls unknown after the cut': back.filter((delay) => !Number.isFinite(delay)).length + lostOnDisplays,
  };
  report({
    name: 'displays',
    figures,
    peers: {
      'polling every 5 s: p50 ms': percentile(polled, 0.5),
      'polling every 5 s: p95 ms': percentile(polled, 0.95),
    },
    goal: {
      'call on every screen p95 ms': '≤ 500',
      'calls that did not arrive': '0',
      'back after the cut p95 s': '≤ 5',
      'open calls unknown after the cut': '0',
    },
    pass:
      figures['call on every screen p95 ms'] <= 500 &&
      lost === 0 &&
      figures['back after the cut p95 s'] <= 5 &&
      figures['open calls unknown after the cut'] === 0,
  });
}

try {
  await run();
} finally {
  await server.close();
  // Streams that still wait to come back would hold this process.
  setTimeout(() => process.exit(), 500).unref();
}
