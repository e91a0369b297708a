/** Where a leg of a visit stands. A leg is one place that the visitor goes to. */
export type LegState =
  | 'planned'
  | 'waiting'
  | 'called'
  | 'serving'
  | 'on_hold'
  | 'no_answer'
  | 'done'
  | 'transferred'
  | 'cancelled';

/** What staff or the visitor do to a leg, beside calling the next one. */
export type LegAction =
  | 'call'
  | 'recall'
  | 'noAnswer'
  | 'putBack'
  | 'hold'
  | 'holdOver'
  | 'startServing'
  | 'done'
  | 'transfer'
  | 'leave';

/** Each action with the states it is possible in and the state it leads to. */
export const actions: Readonly<Record<LegAction, { from: readonly LegState[]; to: LegState }>> = {
  call: { from: ['waiting', 'on_hold', 'no_answer'], to: 'called' },
  recall: { from: ['called'], to: 'called' },
  noAnswer: { from: ['called'], to: 'no_answer' },
  putBack: { from: ['called', 'no_answer', 'on_hold'], to: 'waiting' },
  hold: { from: ['waiting', 'called', 'serving'], to: 'on_hold' },
  holdOver: { from: ['on_hold'], to: 'waiting' },
  startServing: { from: ['called'], to: 'serving' },
  done: { from: ['serving'], to: 'done' },
  transfer: { from: ['waiting', 'called', 'serving', 'on_hold'], to: 'transferred' },
  leave: { from: ['planned', 'waiting', 'called', 'no_answer', 'on_hold'], to: 'cancelled' },
};

/** How long a step can be taken back, in minutes. */
export const undoMinutes = 10;

/** States in which a ticket is at a place; a visit has at most one such leg. */
export const liveStates: readonly LegState[] = ['waiting', 'called', 'serving', 'on_hold', 'no_answer'];

/** States in which a seat is taken by a visitor. */
export const seatStates: readonly LegState[] = ['called', 'serving'];

/** The state after an action, or null where the action is not possible. */
export function apply(state: LegState, action: LegAction): LegState | null {
  return actions[action].from.includes(state) ? actions[action].to : null;
}

export interface LastStep {
  kind: string;
  from: LegState | null;
  to: LegState | null;
  at: Date;
}

/**
 * The state that taking back the last step leads to, or null where it is too late or nothing can be taken back. Who left
 * while they were called waits again: their seat has gone on. What ended with its day stays so.
 */
export function undoTarget(state: LegState, last: LastStep | undefined, now: Date): LegState | null {
  const undoable: readonly LegState[] = ['called', 'serving', 'done', 'on_hold', 'no_answer', 'transferred'];
  if (!last?.from || last.to !== state || last.from === state || last.kind === 'undone') return null;
  if (now.getTime() - last.at.getTime() > undoMinutes * 60_000) return null;
  if (state === 'cancelled' && last.kind === 'leave') return last.from === 'called' ? 'waiting' : last.from;
  return undoable.includes(state) ? last.from : null;
}
