export { type Audit, type AuditParts, openAudit, type Verification } from './audit.ts';
export type { AuditEntry, AuditRow } from './entry.ts';
