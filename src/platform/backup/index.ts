export {
  type Backup,
  type BackupParts,
  backupName,
  backupsFolder,
  daysKept,
  makeBackup,
  makeNightlyBackup,
  newestBackup,
} from './backup.ts';
export type { Manifest } from './backup-file.ts';
export { type DrillReport, drillBackup } from './drill.ts';
export { type Restored, restoreBackup } from './restore.ts';
