/** Fields of a form; a list is sent as several fields of one name. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** An answer that was read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
  /** Path and query of the page that was shown last. */
  path: string;
}

/** A browser without a screen: keeps cookies, sends forms as our own pages do, and follows redirects. */
export class Client {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Somebody who is known by the same cookies, at another process of the same house. */
  static like(other: Client, url: string): Client {
    const copy = new Client(url);
    for (const [name, value] of other.#cookies) copy.#cookies.set(name, value);
    return copy;
  }

  /** The cookies as a header, for requests that are made otherwise. */
  cookies(): string {
    return this.#header();
  }

  get(path: string): Promise<Answer> {
    return this.#follow(path, {});
  }

  post(path: string, fields: Fields = {}): Promise<Answer> {
    return this.#follow(path, { method: 'POST', ...encoded(fields) });
  }

  /** One request as it is; a redirect is given back, not followed. */
  async send(
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> },
  ): Promise<Answer> {
    const headers = { 'sec-fetch-site': 'same-origin', cookie: this.#header(), ...init.headers };
    const answer = await fetch(`${this.#url}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return { status: answer.status, headers: answer.headers, body: await readBody(answer), path };
  }

  async #follow(path: string, init: { method?: string; body?: string; headers?: Record<string, string> }) {
    let answer = await this.send(path, init);
    for (let hops = 0; hops < 5 && answer.status >= 300 && answer.status < 400; hops += 1) {
      const next = new URL(answer.headers.get('location') ?? '/', this.#url);
      answer = await this.send(`${next.pathname}${next.search}`, {});
    }
    return answer;
  }

  #header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** The body of an answer; a stream of events has no end and is not read. */
async function readBody(answer: Response): Promise<string> {
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') !== true) return answer.text();
  await answer.body?.cancel();
  return '';
}

function encoded(fields: Fields): { body: string; headers: Record<string, string> } {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return {
    body: new URLSearchParams(pairs).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
}
