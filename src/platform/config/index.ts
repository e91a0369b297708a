export type { Config, Environment, MasterKeySource } from './config.ts';
export { loadConfig } from './config.ts';
