import type { ProcedureRecord } from './schema.ts';

/** A procedure as somebody would have it, made outside the studio: from a drawn flow, or from an old manual. */
export interface ProposedProcedure {
  value: ProcedureRecord;
  /** Why, in the words of the person or of the tool; shown with the change. */
  reason: string;
  /** The account of the person who proposes it. */
  by: string;
}

/** Takes proposals as drafts: nothing is shown to residents before somebody has reviewed and published it. */
export interface RecordEditor {
  /** Keeps the proposal in a draft of that person. Gives the address of the page where it is reviewed. */
  propose(proposal: ProposedProcedure): Promise<{ path: string }>;
}
