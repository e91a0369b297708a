import cookies from '@fastify/cookie';
import assets from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Log } from '#platform/log';
import { addressBlock } from '#platform/log';
import { BadRequest, limits, parseFields } from './bodies.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { cacheHeaders, commonHeaders, policyHeaders, strictTransport } from './headers.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type Problem, problem } from './problems.ts';
import { createRateLimiter, networkFactor, type RateOptions } from './rate-limit.ts';
import type { Method, RouteDefinition, RouteDescription, RouteSchema } from './route.ts';
import { keepMachineBodies } from './signed-body.ts';
import { createStreams } from './streams.ts';
import type { Decision, Subject } from './subject.ts';
import { type ReadinessCheck, systemRoutes } from './system-routes.ts';
import { takeUploads } from './uploads.ts';

export type { ReadinessCheck } from './system-routes.ts';

/** What a request shows of who is asking. */
export interface Evidence {
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly authorization: string | undefined;
  readonly ip: string;
  readonly now: Date;
  /** Whether a person did something, unlike a page that refreshes itself. */
  readonly deliberate: boolean;
}

export interface ApplicationOptions {
  readonly config: {
    readonly host: string;
    readonly port: number;
    /** `https://…` as residents type it, when the product or a proxy speaks TLS under a public name. */
    readonly publicOrigin?: string;
    /** Certificate and key, as PEM text, where the product itself speaks TLS. */
    readonly tls?: { readonly cert: string; readonly key: string } | undefined;
    /** Addresses of proxies whose `X-Forwarded-For` is believed. */
    readonly trustedProxies?: readonly string[];
    readonly rates?: RateOptions;
    /** Pages of others that may show our widgets inside them. */
    readonly widgetPages?: readonly string[];
  };
  readonly clock: Clock;
  readonly log: Log;
  /** The one function that permits or denies; here it judges the route, services ask it again about what is touched. */
  readonly decide: (
    subject: Subject,
    action: string,
    resource: { readonly kind: 'route' },
    context: { readonly now: Date },
  ) => Decision;
  /**
   * All that the requester has shown to be, best first: one browser may hold a case and be signed in as staff. The first
   * that may do what is asked is taken. Who has shown nothing is anonymous; that need not be listed.
   */
  readonly resolveSubject: (evidence: Evidence) => Promise<readonly Subject[]> | readonly Subject[];
  /** Folder of built files, served under `/assets/`. */
  readonly assetsFolder: string;
  /** Draws a problem as a page. */
  readonly renderError: (problem: Problem) => ReactElement;
  /** Puts around every page what all pages know, such as for whom they speak. */
  readonly frame?: (page: ReactElement) => ReactElement;
  /** Where someone who is denied a page may go to be let in; without an answer they see that nothing is there. */
  readonly whenDenied?: (denied: {
    readonly subject: Subject;
    readonly action: string;
    readonly code: string;
    readonly path: string;
  }) => string | undefined;
  /** What must be true before this process takes requests. */
  readonly readiness?: readonly ReadinessCheck[];
}

export interface Application {
  /** Adds a route. Throws when it states no action. */
  route<const S extends RouteSchema>(definition: RouteDefinition<S>): void;
  /** All routes with what is done there. */
  routes(): readonly { readonly method: Method; readonly url: string; readonly action: string }[];
  /** The routes of the API, as they are described to other programs. */
  described(): readonly RouteDescription[];
  /** Starts to serve; gives the address, such as `http://127.0.0.1:8080`. Throws when a route was added without an action. */
  listen(): Promise<string>;
  /** Stops: no new connections, streams are asked to come back, what runs is finished within ten seconds. */
  close(): Promise<void>;
  readonly metrics: Metrics;
  /** The server beneath, for tests that inject requests. */
  readonly fastify: FastifyInstance;
}

const assetsPrefix = '/assets/';
const closeMilliseconds = 10_000;
const actionName = /^[a-z][a-zA-Z]*:[a-z][a-zA-Z]*$/;
const hashedName = /[.-](?:[0-9a-f]{8,}|[0-9A-Z]{8})\.[a-z0-9]+$/;
const year = 31_536_000;

/** The web server of the house: limits, headers, who may do what, and pages. */
export function createApplication(options: ApplicationOptions): Application {
  z.config({ jitless: true });
  const server = createServer(options);
  const metrics = createMetrics();
  const streams = createStreams(networkFactor(options.config.rates ?? {}));
  metrics.gauge('sse_clients', () => streams.count());
  const conversation = createConversation({
    ...options,
    metrics,
    streams,
    limiter: createRateLimiter(options.config.rates),
  });
  const definitions: RouteDefinition[] = [];
  const strangers: string[] = [];
  const state = { stopping: false };

  observe(server, options, metrics);
  server.addHook('onRoute', (route) => {
    const declared = route.config !== undefined && 'action' in route.config;
    if (!declared && !route.url.startsWith(assetsPrefix)) strangers.push(`${String(route.method)} ${route.url}`);
  });
  const application: Application = {
    route: (definition) => addRoute(server, definitions, conversation, definition as unknown as RouteDefinition),
    routes: () => definitions.map(({ method, url, action }) => ({ method, url, action })),
    described: () =>
      definitions.flatMap(({ document, ...route }) => (document === undefined ? [] : [{ ...route, document }])),
    async listen() {
      await server.ready();
      if (strangers.length > 0) throw new Error(`routes without an action: ${strangers.join(', ')}`);
      return await server.listen({ host: options.config.host, port: options.config.port });
    },
    async close() {
      state.stopping = true;
      streams.close();
      const force = setTimeout(() => server.server.closeAllConnections(), closeMilliseconds);
      await server.close();
      clearTimeout(force);
    },
    metrics,
    fastify: server,
  };
  for (const route of systemRoutes({ ...options, metrics, stopping: () => state.stopping })) application.route(route);
  server.register(assets, {
    root: options.assetsFolder,
    prefix: assetsPrefix,
    preCompressed: true,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('Cache-Control', assetCaching(path)),
    globIgnore: ['**/.*'],
  });
  server.setNotFoundHandler((request, reply) => conversation.missing(request, reply));
  server.setErrorHandler((error, request, reply) => conversation.failed(request, reply, error));
  return application;
}

function addRoute(
  server: FastifyInstance,
  definitions: RouteDefinition[],
  conversation: Conversation,
  definition: RouteDefinition,
): void {
  const { method, url, action, bodyLimit, mostFields, upload } = definition;
  if (!actionName.test(action ?? '')) throw new Error(`the route ${method} ${url} states no action 'area:verb'`);
  definitions.push(definition);
  server.route({
    method,
    url,
    bodyLimit,
    config: { action, machine: definition.machine === true, upload, mostFields },
    handler: (request, reply) => conversation.answer(definition, request, reply),
  });
}

function createServer({ config }: ApplicationOptions): FastifyInstance {
  const server = fastify({
    logger: false,
    // fastify's types tell a server with TLS from one without by this option; what we use of both is the same.
    ...(config.tls && ({ https: config.tls } as object)),
    trustProxy: config.trustedProxies === undefined ? false : [...config.trustedProxies],
    bodyLimit: limits.json,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    requestTimeout: 15_000,
    keepAliveTimeout: 60_000,
    forceCloseConnections: 'idle',
    http: { headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    // An address that cannot be read (`/%E0%A4%A`) reaches no hook and no page.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply
        .code(404)
        .headers({ ...commonHeaders, ...policyHeaders('default'), ...cacheHeaders(undefined) })
        .type('text/plain; charset=utf-8')
        .send(`${problem('notFound', 'ja').sentence}\n`),
  });
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: limits.form },
    async (request: FastifyRequest, body: string) =>
      parseFields(body, (request.routeOptions.config as { mostFields?: number }).mostFields),
  );
  keepMachineBodies(server);
  takeUploads(server);
  server.register(cookies);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(config.publicOrigin?.startsWith('https:') ? { ...commonHeaders, ...strictTransport } : commonHeaders);
    if (request.url.length > limits.url) throw new BadRequest(414);
  });
  return server;
}

/** Measures and one log line per request; both know the pattern of the route, never the address. */
function observe(server: FastifyInstance, { log }: ApplicationOptions, metrics: Metrics): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    metrics.count('http_requests_total', { route, method: request.method, status: String(status) });
    metrics.observe('http_request_seconds', reply.elapsedTime / 1000, { route });
    log.event('http.request', {
      request: request.id,
      method: request.method,
      route,
      status,
      ms: Math.round(reply.elapsedTime),
      from: addressBlock(request.ip),
    });
  });
}

/** A file whose name holds the hash of its content never changes; others are asked for again after five minutes. */
function assetCaching(path: string): string {
  return hashedName.test(path) ? `public, max-age=${year}, immutable` : 'public, max-age=300';
}
