export type { Config, Environment, MasterKeySource, VoiceConfig } from './config.ts';
export { loadConfig } from './config.ts';
export type {
  BounceMailboxConfig,
  FileConfig,
  HttpSmsConfig,
  NotifyConfig,
  PushConfig,
  SecretSource,
  SmppConfig,
  SmtpConfig,
} from './notify.ts';
export { notifyNames } from './notify.ts';
