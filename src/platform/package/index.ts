import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function folderOfPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderOfPackage(dirname(folder));
}

/** The folder that holds package.json: files that are not compiled are found from it, from `src` as from `dist`. */
export const packageRoot: string = folderOfPackage(dirname(fileURLToPath(import.meta.url)));

/** The version of the program, as package.json says. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return version;
}
