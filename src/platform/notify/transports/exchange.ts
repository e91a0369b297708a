import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { DeliveryError, type Failure } from '../delivery.ts';

/** A request to another server. */
export interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: string | Buffer | undefined;
  /** Longest silence, and longest time for all of it, in milliseconds. */
  readonly silence: number;
  readonly whole: number;
  /** A certificate authority of the city's own, as PEM. */
  readonly authority?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const longestAnswer = 64 * 1024;

/**
 * One request over a connection of its own. `begin` is called when the connection stands and before a byte of the request
 * is written; what fails before is `unreachable`, what fails afterwards is `lost`. Redirects are not followed.
 */
export function exchange(wanted: Request, begin: () => Promise<void>): Promise<Answer> {
  const { url, method, headers, body, silence, whole, authority } = wanted;
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    let begun = false;
    let refusal: unknown;
    const send = isSecure ? secureRequest : plainRequest;
    const length = Buffer.byteLength(body ?? '');
    const request = send(url, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-length': length },
      agent: false,
      timeout: silence,
      ca: authority,
      signal: AbortSignal.timeout(whole),
    });
    request.once('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        begin().then(
          () => {
            begun = true;
            request.end(body);
          },
          (error: unknown) => {
            refusal = error;
            request.destroy();
          },
        );
      });
    });
    request.once('timeout', () => request.destroy(new Error('silence')));
    const fail = (error: NodeJS.ErrnoException) =>
      reject(refusal ?? new DeliveryError(begun ? 'lost' : 'unreachable', `http ${error.code ?? 'closed'}`));
    request.once('error', fail);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= longestAnswer) chunks.push(chunk);
      });
      response.once('error', fail);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
  });
}

/** The failure that a status of HTTP stands for; null when the request was taken. What an error of the server itself left behind nobody knows. */
export function httpFailure(status: number): Failure | null {
  if (status >= 200 && status < 300) return null;
  if (status === 408 || status === 425) return 'temporary';
  if (status === 503) return 'unreachable';
  if (status >= 500 || status < 200) return 'lost';
  const isDoor = status < 400 || [401, 403, 404, 405, 407, 429].includes(status);
  return isDoor ? 'unreachable' : 'permanent';
}
