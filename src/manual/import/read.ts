import type { Block } from './block.ts';
import { kindOf, type Refusal } from './kind.ts';

/** What comes of reading a file: its passages, or why it is not read. */
export type Reading = { readonly blocks: readonly Block[] } | { readonly refused: Refusal };

/**
 * Reads a file of any kind into passages. Whoever calls this with a file from outside does so in a process of its own
 * (`child.ts`): such a file may be made to break its reader.
 */
export async function readFileBytes(bytes: Buffer): Promise<Reading> {
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
