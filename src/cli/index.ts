import type { Command } from './command.ts';

export type { Command, CommandContext } from './command.ts';

/** A command is loaded when it is called, so that a small one answers at once. */
type Loader = () => Promise<Command>;

const tasks: Readonly<Record<string, Loader>> = {
  guide: async () => (await import('./inventory-commands.ts')).guideCommand,
  documents: async () => (await import('./inventory-commands.ts')).documentsCommand,
  search: async () => (await import('./search-command.ts')).searchCommand,
  manual: async () => (await import('./manual-command.ts')).manualCommand,
  bpmn: async () => (await import('./flow-command.ts')).bpmnCommand,
  pack: async () => (await import('./pack-command.ts')).packCommand,
  check: async () => (await import('./inventory-commands.ts')).checkCommand,
  schemas: async () => (await import('./inventory-commands.ts')).schemasCommand,
  openapi: async () => (await import('./help-commands.ts')).openApiCommand,
  backup: async () => (await import('./backup-commands.ts')).backupCommand,
  restore: async () => (await import('./backup-commands.ts')).restoreCommand,
  audit: async () => (await import('./administration-commands.ts')).auditCommand,
  simulate: async () => (await import('./simulation-command.ts')).simulateCommand,
  tls: async () => (await import('./administration-commands.ts')).tlsCommand,
  'machine-agent': async () => (await import('./machine-commands.ts')).machineAgentCommand,
  'recover-admin': async () => (await import('./administration-commands.ts')).recoverCommand,
};

/** The commands by name. `serve` is not among them: it is the program itself. */
export const commands: Readonly<Record<string, Loader>> = {
  ...tasks,
  '--help': async () => {
    const { helpFor } = await import('./help-commands.ts');
    return helpFor(await Promise.all(Object.values(tasks).map((load) => load())));
  },
  '--version': async () => (await import('./help-commands.ts')).versionCommand,
};
