import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPack, type Finding, jsonSchemas, loadPack, unconfirmed } from '#inventory';

export interface CheckOptions {
  /** One JSON object per finding instead of sentences. */
  json?: boolean;
  /** Lists what the city still has to confirm, instead of checking. */
  confirm?: boolean;
  /** Also says what is good to know, not only what is wrong or suspicious. */
  verbose?: boolean;
  /** Where a finished line goes; standard output if absent. */
  print?: (line: string) => void;
}

/**
 * Checks the pack in `folder` and prints what is wrong with file and line. Returns the exit code: 0 when the pack can be
 * used, 1 when it has errors.
 */
export async function check(folder: string, options: CheckOptions = {}): Promise<number> {
  const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const pack = await loadPack(folder);
  const remarks = pack.inventory && pack.records ? (options.confirm ? unconfirmed : checkPack)(pack.records) : [];
  const findings = [...pack.findings, ...remarks.map(pack.locate)];
  const shown = options.verbose || options.confirm ? findings : findings.filter(({ level }) => level !== 'information');
  for (const finding of shown) print(options.json ? JSON.stringify(finding) : lineOf(finding));
  if (!options.json) print(summary(findings, options));
  return findings.some(({ level }) => level === 'error') ? 1 : 0;
}

/** Writes the JSON Schemas that editors use beside the packs of a content folder (`content/schema`). */
export async function writeSchemas(contentFolder: string): Promise<void> {
  const folder = join(contentFolder, 'schema');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(jsonSchemas())) await writeFile(join(folder, name), text);
}

const levels = { error: '誤り', warning: '注意', information: '参考' } as const;

function lineOf({ level, file, line, message }: Finding): string {
  return `${file}:${line ?? 1} ${levels[level]} ${message}`;
}

function summary(findings: readonly Finding[], { confirm }: CheckOptions): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  if (confirm) return `市に確かめることが${findings.length}件あります。`;
  if (count('error') > 0) return `誤りが${count('error')}件あります。直すまで、この台帳は使えません。`;
  return `誤りはありません(注意${count('warning')}件、参考${count('information')}件)。`;
}
