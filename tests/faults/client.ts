/** A browser in small: keeps cookies, follows nothing, and says that its requests come from our own pages. */
export interface Client {
  readonly url: string;
  get(path: string): Promise<Answer>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

/** The connection broke or the server had to give up: whether the request counts is not known. */
export class Unanswered extends Error {}

const patience = 10_000;

/** A client of the server at `url`. Throws `Unanswered` when no answer comes, or one of 500 and above. */
export function createClient(url: string): Client {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    try {
      const answer = await fetch(`${url}${path}`, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
        headers: { ...init.headers, cookie, 'sec-fetch-site': 'same-origin' },
      });
      const text = await answer.text();
      if (answer.status >= 500) throw new Unanswered(`${path}: ${answer.status}`);
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return { status: answer.status, location: answer.headers.get('location') ?? '', text };
    } catch (error) {
      throw error instanceof Unanswered ? error : new Unanswered(`${path}: ${String(error)}`);
    }
  };
  return {
    url,
    get: (path) => send(path, {}),
    post: (path, fields) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
  };
}

/** Tries until there is an answer, as a person would who presses the button again. */
export async function insist<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Unanswered) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The value of the first input of that name on a page. */
export function inputValue(html: string, name: string): string {
  const [input = ''] = new RegExp(`<input[^>]*\\sname="${name}"[^>]*>`).exec(html) ?? [];
  return /\svalue="([^"]*)"/.exec(input)?.[1] ?? '';
}
