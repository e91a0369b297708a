export { type Audit, type AuditParts, openAudit, publishedHeadsPath, type Verification } from './audit.ts';
export type { AuditEntry, AuditQuery, AuditRow, AuditTally } from './entry.ts';
