/** How long until the call, in whole minutes, both ends multiples of 5. `now` when a free desk is waiting. */
export type WaitEstimate = { kind: 'range'; from: number; to: number } | { kind: 'now' } | { kind: 'unknown' };
