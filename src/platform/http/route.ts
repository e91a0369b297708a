import type { ZodType, z } from 'zod';
import type { Language } from '#platform/i18n';
import type { PagePolicy } from './headers.ts';
import type { RateClass } from './rate-classes.ts';
import type { Result } from './results.ts';
import type { Subject } from './subject.ts';

/** Fields of a query or form: a name that came several times has a list. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface RouteSchema {
  readonly params?: ZodType;
  readonly query?: ZodType;
  readonly body?: ZodType;
}

type Parsed<S, K extends keyof RouteSchema, Otherwise> =
  S extends Readonly<Record<K, infer T extends ZodType>> ? z.output<T> : Otherwise;

/** What a handler is given: parsed and within limits. */
export interface RouteRequest<S extends RouteSchema = RouteSchema> {
  readonly params: Parsed<S, 'params', Readonly<Record<string, string>>>;
  readonly query: Parsed<S, 'query', Fields>;
  readonly body: Parsed<S, 'body', Fields>;
  readonly subject: Subject;
  readonly language: Language;
  /** Cookies by their full name. */
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** The address of the other end; only for limits, never for a log. */
  readonly ip: string;
  /** Path and query as asked, for a link that comes back here. */
  readonly path: string;
  /** Scheme and host of this server as the browser sees it, such as `https://madoguchi.city.example`. */
  readonly origin: string;
  readonly now: Date;
  /** Where a stream of events is to go on, if the browser said so. */
  readonly lastEventId: string | undefined;
  /** Only on routes for machines: what a machine shows to prove who it is, and the very text that it signed. */
  readonly shown?: { readonly authorization: string | undefined; readonly body: string };
}

/** What other programs are told of a route of the API. */
export interface RouteDocument {
  /** One sentence: what it is for. */
  readonly summary: string;
  /** What it answers when all is well. */
  readonly response: ZodType;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteDefinition<S extends RouteSchema = RouteSchema> {
  readonly method: Method;
  readonly url: string;
  /** What is done here, `area:verb`. The permission table of the identity module says who may. */
  readonly action: string;
  /** Class of the rate limit. */
  readonly rate: RateClass;
  /** Shape and limits only: what a person can get wrong in a form is for the module to answer, with nothing lost. */
  readonly schema?: S;
  /** Only for the API: what stands in its description. */
  readonly document?: RouteDocument;
  /** What the page needs beyond forms, such as `camera` to read a QR code. */
  readonly csp?: PagePolicy;
  /** Seconds a browser may keep answers of this route, unless a result says otherwise. */
  readonly cache?: number;
  /**
   * Asked by machines that bring a secret of their own and never by a browser: their posts need not show that they come
   * from a page of ours, and whatever a browser sends is refused.
   */
  readonly machine?: true;
  /** Largest body in bytes; 64 KB for forms and 256 KB for JSON where nothing is said. */
  readonly bodyLimit?: number;
  /** How many fields its form may have; 200 where nothing is said. */
  readonly mostFields?: number;
  /** Its form brings a file of at most so many bytes (`UploadedFile`); other routes take none. */
  readonly upload?: number;
  readonly handle: (request: RouteRequest<S>) => Result | Promise<Result>;
}

/** A route of the API without what it does: enough to describe it. */
export type RouteDescription<S extends RouteSchema = RouteSchema> = Omit<RouteDefinition<S>, 'handle' | 'document'> & {
  readonly document: RouteDocument;
};
