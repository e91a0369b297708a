import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, negotiateLanguage } from '#platform/i18n';
import { addressBlock, describeError } from '#platform/log';
import type { ApplicationOptions, Evidence } from './application.ts';
import { BadRequest, isShallow, parseFields } from './bodies.ts';
import { cookieNames, setCookie } from './cookies.ts';
import { comesFromUs } from './cross-site.ts';
import type { Metrics } from './metrics.ts';
import { type Cause, problem, problemOf, tooMany } from './problems.ts';
import { identityOf, type RateLimiter } from './rate-limit.ts';
import { type Answer, json, page, redirect } from './results.ts';
import type { RouteDefinition, RouteRequest } from './route.ts';
import { changeCookie, send } from './send.ts';
import { bodyText } from './signed-body.ts';
import type { Streams } from './streams.ts';
import type { Subject } from './subject.ts';

interface Parts extends ApplicationOptions {
  readonly metrics: Metrics;
  readonly streams: Streams;
  readonly limiter: RateLimiter;
}

/** From a request to its answer. */
export interface Conversation {
  answer(definition: RouteDefinition, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  missing(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  failed(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<FastifyReply>;
}

/** What is known of a request before its route is considered. */
interface Circumstances {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly language: Language;
  readonly subject: Subject;
  readonly now: Date;
  readonly origin: string;
  readonly definition?: RouteDefinition;
}

const anonymous: Subject = { kind: 'anonymous' };

export function createConversation(parts: Parts): Conversation {
  const { clock, log, metrics, streams } = parts;

  const begin = (request: FastifyRequest, reply: FastifyReply): Circumstances => ({
    request,
    reply,
    language: negotiateLanguage(request.cookies[cookieNames.language], request.headers['accept-language']),
    subject: anonymous,
    now: clock.now(),
    origin: parts.config.publicOrigin ?? `${request.protocol}://${request.host}`,
  });

  const answerWith = (at: Circumstances, result: Answer) =>
    send(at.request, at.reply, result.cache === undefined ? { ...result, cache: at.definition?.cache } : result, {
      policy: at.definition?.csp ?? 'default',
      widgetPages: parts.config.widgetPages,
      frame: parts.frame,
      formSecret: result.kind === 'page' ? formSecret(at) : undefined,
      streams,
      stillAllowed: async () => {
        if (at.definition === undefined) return false;
        const again = await choose({ ...at, now: clock.now() }, at.definition);
        return again.decision.permit && isSame(again.subject, at.subject);
      },
    });

  const refuse = (at: Circumstances, cause: Cause) => {
    const { request, reply, subject } = at;
    if (cause.retryAfter !== undefined) reply.header('Retry-After', String(cause.retryAfter));
    const { status, code, sentence } = cause;
    // A problem is never kept, whatever the route says of its answers.
    const { definition: _definition, ...rest } = at;
    if (request.url.startsWith('/api/')) return answerWith(rest, json({ error: { code, sentence } }, { status }));
    return answerWith(rest, page(parts.renderError({ ...cause, path: request.url, subject }), { status }));
  };

  const deny = (at: Circumstances, action: string, code: string) => {
    const { request, subject } = at;
    log.event('http.denied', {
      request: request.id,
      action,
      subject: subject.kind,
      code,
      from: addressBlock(request.ip),
    });
    metrics.count('access_denied_total', { action });
    const way = parts.whenDenied?.({ subject, action, code, path: request.url });
    if (way === undefined) return refuse(at, problem('notFound', at.language));
    // What was typed into a form is in the page before; leading away from here would lose it.
    return request.method === 'GET' ? answerWith(at, redirect(way)) : refuse(at, problem('signInAgain', at.language));
  };

  /** The first of the requester's roles that may do this; else the first one, with why not. */
  const choose = async (at: Circumstances, { action }: RouteDefinition) => {
    const shown = await parts.resolveSubject(evidence(at));
    const judge = (subject: Subject) => ({
      subject,
      decision: parts.decide(subject, action, { kind: 'route' }, { now: at.now }),
    });
    const permitted = [...shown, anonymous].map(judge).find(({ decision }) => decision.permit);
    return permitted ?? judge(shown[0] ?? anonymous);
  };

  const limit = (at: Circumstances, definition: RouteDefinition): number => {
    const { request, subject, now } = at;
    const seconds = parts.limiter.take(definition.rate, subject, request.ip, now.getTime());
    if (seconds === 0) return 0;
    metrics.count('rate_limited_total', { class: definition.rate });
    log.event('http.limited', { request: request.id, class: definition.rate, from: addressBlock(request.ip) });
    return seconds;
  };

  const fail = (at: Circumstances, error: unknown) => {
    const cause = problemOf(error, at.language);
    if (cause.status >= 500) {
      const { id, method, routeOptions } = at.request;
      log.event('http.failed', { request: id, method, route: routeOptions.url ?? 'none', ...describeError(error) });
    }
    return refuse(at, cause);
  };

  return {
    async answer(definition, request, reply) {
      let at: Circumstances = { ...begin(request, reply), definition };
      try {
        if (!comesFromUs(provenance(at))) {
          log.event('http.crossSite', { request: request.id, route: definition.url, from: addressBlock(request.ip) });
          return await refuse(at, problem('crossSite', at.language));
        }
        const { subject, decision } = await choose(at, definition);
        at = { ...at, subject };
        const seconds = limit(at, definition);
        if (seconds > 0) return await refuse(at, tooMany(seconds, at.language));
        if (!decision.permit) return await deny(at, definition.action, decision.code);
        const result = await definition.handle(readRequest(at, definition));
        if (result.kind === 'notFound') return await refuse(at, problem('notFound', at.language));
        if (result.kind === 'stream' && !streams.hasRoom(request.ip, at.subject.kind !== 'anonymous')) {
          return await refuse(at, tooMany(streamWait, at.language));
        }
        return await answerWith(at, result);
      } catch (error) {
        return await fail(at, error);
      }
    },
    missing: (request, reply) => {
      const at = begin(request, reply);
      return refuse(at, problem('notFound', at.language));
    },
    failed: (request, reply, error) => fail(begin(request, reply), error),
  };
}

const streamWait = 30;

/** The parsed request; what does not fit its schema is refused here. */
function readRequest(at: Circumstances, definition: RouteDefinition): RouteRequest {
  const { request, subject, language, now, origin } = at;
  const { params, query, body } = definition.schema ?? {};
  if (!isShallow(request.body)) throw new BadRequest(400);
  const given = { params: request.params, query: parseFields(queryOf(request.url)), body: request.body ?? {} };
  const read = {
    params: params ? (params.safeParse(given.params).data ?? reject(404)) : given.params,
    query: query ? (query.safeParse(given.query).data ?? reject(400)) : given.query,
    body: body ? (body.safeParse(given.body).data ?? reject(400)) : given.body,
  };
  const lastEventId = request.headers['last-event-id'];
  return {
    ...read,
    subject,
    language,
    cookies: request.cookies,
    ip: request.ip,
    path: request.url,
    origin,
    now,
    lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    ...(definition.machine && { shown: { authorization: request.headers.authorization, body: bodyText(request) } }),
  } as RouteRequest;
}

function reject(status: 400 | 404): never {
  throw new BadRequest(status);
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}

/** Whether two subjects are the same person, case or machine. */
function isSame(one: Subject, other: Subject): boolean {
  return one.kind === other.kind && identityOf(one) === identityOf(other);
}

function evidence({ request, now }: Circumstances): Evidence {
  const { cookies, headers, ip, method } = request;
  const refreshing = method === 'GET' && headers['sec-fetch-dest'] === 'empty';
  return { cookies, authorization: headers.authorization, ip, now, deliberate: !refreshing };
}

function provenance({ request, origin, definition }: Circumstances) {
  const { headers, method, body, cookies } = request;
  return {
    method,
    fetchSite: headers['sec-fetch-site'],
    origin: headers.origin,
    ours: origin,
    secrets: secretsOf(cookies),
    // Worked out only where it is asked for: most requests change nothing, and reading an address takes its time.
    get path() {
      return new URL(request.url, origin).pathname;
    },
    contentType: headers['content-type'],
    machine: definition?.machine,
    body,
  } as const;
}

/** The cookies that stand for this browser: a session, a case or a draft, else one made only for form tokens. */
function secretsOf(cookies: Readonly<Record<string, string | undefined>>): string[] {
  const { staff, device, resident, draft, formToken } = cookieNames;
  return [staff, device, resident, draft, formToken].map((name) => cookies[name] ?? '').filter((value) => value !== '');
}

/** Browsers that say where a request comes from need no token in their forms; for the others one is kept in a cookie. */
function formSecret({ request, reply }: Circumstances): string | undefined {
  if (request.headers['sec-fetch-site'] !== undefined) return undefined;
  const [kept] = secretsOf(request.cookies);
  if (kept !== undefined) return kept;
  const made = randomBytes(16).toString('base64url');
  changeCookie(reply, setCookie(cookieNames.formToken, made));
  return made;
}
