import { readFile } from 'node:fs/promises';
import type { Block } from './block.ts';
import { kindOf, type Refusal } from './kind.ts';

// Runs in a process of its own: a file from outside may be made to break whoever reads it.

/** What the process answers. */
export type Reading = { readonly blocks: readonly Block[] } | { readonly refused: Refusal };

async function read(path: string): Promise<Reading> {
  const bytes = await readFile(path);
  const kind = kindOf(bytes);
  try {
    switch (kind) {
      case 'word':
        return { blocks: await (await import('./read-word.ts')).readWord(bytes) };
      case 'excel':
        return { blocks: await (await import('./read-excel.ts')).readExcel(bytes) };
      case 'pdf':
        return { blocks: await (await import('./read-pdf.ts')).readPdf(bytes) };
      default:
        return { refused: kind };
    }
  } catch {
    return { refused: 'broken' };
  }
}

process.once('message', (path) => {
  void read(String(path)).then((reading) => {
    process.send?.(reading, () => process.disconnect());
  });
});
