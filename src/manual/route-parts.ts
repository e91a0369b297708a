import type { ReactNode } from 'react';
import { shownStaff } from '#identity';
import type { Inventory, RecordEditor } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Staff, Subject } from '#platform/http';
import type { Author } from './block.ts';
import type { Reader } from './pages/parts.tsx';
import type { ManualSearch } from './search.ts';
import type { BlockService } from './service.ts';

/** The other modules that the manual works with. */
export interface ManualNeighbours {
  inventory: () => Inventory;
  /** Draws how a procedure runs; pages have no flow without it. */
  flowOf?: (procedureId: string) => ReactNode;
  /** Takes proposals for records as drafts; without it what was read from a file is kept as texts of the manual alone. */
  editor?: RecordEditor;
  /** Where the record of a procedure is put right. */
  editPathOf?: (procedureId: string) => string;
}

/** What the routes of the manual work with. */
export interface ManualParts extends ManualNeighbours {
  database: Database;
  clock: Clock;
  search: ManualSearch;
  blocks: BlockService;
}

const writers = ['editor', 'publisher'];

/** Whether somebody may write into the manual: shown or hidden accordingly; the routes ask the permission table themselves. */
const mayWrite = ({ roles }: Staff): boolean => roles.some((role) => writers.includes(role));

/** Who reads a page, and under which name they write. */
export type ManualReader = Reader & { author: Author };

/** Who reads a page; null for who is no member of the staff. */
export function readerOf(subject: Subject, inventory: Inventory): ManualReader | null {
  if (subject.kind !== 'staff') return null;
  return {
    staff: shownStaff(subject, inventory),
    mayWrite: mayWrite(subject),
    author: { id: subject.staffId, name: subject.name },
  };
}

/** Text of a form as it is kept: with the line breaks of the house, without what PostgreSQL cannot hold. */
export const typed = (text: string | undefined): string =>
  (text ?? '').replaceAll('\u0000', '').replaceAll('\r\n', '\n').trimEnd();
