export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** For each event name: how important it is, and the only keys that may be written with it. */
export type LogEvents = Readonly<Record<string, { readonly level: LogLevel; readonly fields: readonly string[] }>>;

/** Events of the platform itself. Modules declare their own with `log.declare`. */
export const platformEvents: LogEvents = {
  'process.started': { level: 'info', fields: ['address', 'mode', 'version', 'ms'] },
  'process.stopping': { level: 'info', fields: ['reason'] },
  'process.stopped': { level: 'info', fields: ['ms'] },
  'process.failed': { level: 'error', fields: ['error', 'code', 'at'] },
  'http.request': { level: 'info', fields: ['request', 'method', 'route', 'status', 'ms', 'from', 'subject'] },
  'http.failed': { level: 'error', fields: ['request', 'method', 'route', 'error', 'code', 'at'] },
  'http.denied': { level: 'warning', fields: ['request', 'action', 'subject', 'code', 'from'] },
  'http.limited': { level: 'warning', fields: ['request', 'class', 'from'] },
  'http.crossSite': { level: 'warning', fields: ['request', 'route', 'from'] },
  'http.readiness': { level: 'warning', fields: ['check'] },
  'log.undeclared': { level: 'error', fields: ['name'] },
};
