import { type Language, listSeparator } from '#platform/i18n';
import { rich } from '#ui';
import { messages } from '../messages.ts';
import type { Stop } from '../stops.ts';

/** The places of a visit in the order of walking, with the time at which each is booked. */
export function StopList({ stops, language }: { stops: readonly Stop[]; language: Language }) {
  const t = messages(language);
  return (
    <ol className="booking-route">
      {stops.map(({ time, place, procedures }) => (
        <li key={`${time}${place}`}>
          <span className="mut">{rich(t('atAbout', { time }))}</span>
          <b>{rich(place)}</b>
          <span>{rich(procedures.join(listSeparator(language)))}</span>
        </li>
      ))}
    </ol>
  );
}
