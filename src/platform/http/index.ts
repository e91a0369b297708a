export {
  type Application,
  type ApplicationOptions,
  createApplication,
  type Evidence,
  type ReadinessCheck,
} from './application.ts';
export { type CookieChange, type CookieName, clearCookie, cookieNames, setCookie } from './cookies.ts';
export type { Metrics } from './metrics.ts';
export { type OpenApiDocument, openApiDocument } from './open-api.ts';
export type { Problem } from './problems.ts';
export type { RateClass } from './rate-classes.ts';
export { eventStream, file, json, localPath, notFound, page, type Result, redirect, text } from './results.ts';
export type {
  Fields,
  Method,
  RouteDefinition,
  RouteDescription,
  RouteDocument,
  RouteRequest,
  RouteSchema,
} from './route.ts';
export type { Anonymous, Decision, Device, Resident, Staff, Subject } from './subject.ts';
export { UploadedFile } from './uploads.ts';
