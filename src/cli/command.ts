import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, loadConfig } from '#platform/config';
import { OperatorError } from '#platform/errors';

/** Where a command finds its settings and the city's inventory. */
export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  /** The folder the command was called in; `hitomado.yaml` lies there. */
  readonly folder: string;
  readonly contentFolder: string;
}

/** A command of `bin/hitomado`. */
export interface Command {
  /** How it is called, without its name. */
  readonly usage: string;
  /** What it does, in one line. */
  readonly purpose: string;
  /** Returns the exit code. Throws an OperatorError with one sentence. */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** The settings, for the commands that need them. */
export function configOf({ environment, folder }: CommandContext): Config {
  return loadConfig(environment, folder);
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads options and at most `places` words; anything else is an OperatorError that shows the usage. */
export function readArguments<const O extends Options>(
  args: readonly string[],
  usage: string,
  options: O,
  places: number,
) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    if (parsed.positionals.length <= places) return parsed;
  } catch (error) {
    throw wrongUse(usage, error);
  }
  throw wrongUse(usage);
}

/** The command was called in a way that it does not know. */
export function wrongUse(usage: string, cause?: unknown): OperatorError {
  return new OperatorError(`書き方が違います。次のように書いてください: bin/hitomado ${usage}`, { cause });
}

/** A line for the person at the machine. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
