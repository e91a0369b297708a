import { toDay } from '#platform/clock';

/** A device of the house, where it stands, and when it was last seen. */
export interface SeenDevice {
  readonly kind: string;
  readonly place: string;
  readonly seenAt: Date;
}

/** A display says every minute that it works; after so many without a word it has stopped, or has no network. */
const silentMinutes = 3;

/** Displays that worked today and are silent now, as they are switched off at night; the longest silent first. */
export function stoppedDisplays(devices: readonly SeenDevice[], now: Date): SeenDevice[] {
  return devices
    .filter(({ kind, seenAt }) => {
      const silent = now.getTime() - seenAt.getTime();
      return kind === 'display' && silent > silentMinutes * 60_000 && toDay(seenAt) === toDay(now);
    })
    .sort((one, other) => one.seenAt.getTime() - other.seenAt.getTime());
}
