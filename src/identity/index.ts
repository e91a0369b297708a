export { type Context, decide, isRecent, type Resource } from './decide.ts';
export { type Assignment, type EntryItem, mayReadEntry } from './entry-access.ts';
export { type Permission, permissions, type Role, roles, unlistedActions } from './permissions.ts';
export type { RouteParts } from './route-parts.ts';
export { registerIdentity } from './routes.tsx';
export { createIdentity, type IdentityParts, type IdentityService } from './service.ts';
export { deleteEnded as deleteEndedSessions } from './session-store.ts';
