import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** An appointment for a calendar. */
export interface CalendarEvent {
  /** `REQUEST` and `PUBLISH` put it in, `CANCEL` takes it out. */
  readonly method: 'REQUEST' | 'CANCEL' | 'PUBLISH';
  /** The same for every revision of the same appointment, as `<id>@city.example`. */
  readonly uid: string;
  /** Grows with every revision (RFC 5545, 3.8.7.4), the cancellation included. */
  readonly sequence: number;
  /** When this revision was made. */
  readonly stamp: Date;
  readonly start: Date;
  readonly end: Date;
  readonly summary: string;
  readonly location?: string;
  readonly description?: string;
  readonly url?: string;
  readonly organizer?: { readonly name: string; readonly email: string };
  /** Rings so many minutes before the start. */
  readonly alarmMinutes?: number;
}

/**
 * An iCalendar file (RFC 5545) with one event. Instants are written in UTC (`…Z`) and never with a time zone: with one,
 * the library writes the hours of the machine under the name of the zone, nine hours wrong on a server in UTC.
 */
export function calendarFile(event: CalendarEvent): string {
  const { method, uid, sequence, stamp, start, end, summary, location, description, url, organizer } = event;
  const calendar = ical({
    prodId: { company: 'hitomado', product: 'hitomado', language: 'JA' },
    method: ICalCalendarMethod[method],
  });
  const entry = calendar.createEvent({
    id: uid,
    sequence,
    stamp,
    start,
    end,
    summary,
    location,
    description,
    url,
    organizer,
  });
  entry.status(method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED);
  if (event.alarmMinutes !== undefined && method !== 'CANCEL') {
    entry.createAlarm({ type: ICalAlarmType.display, trigger: event.alarmMinutes * 60, description: summary });
  }
  // Every line ends with CRLF (3.1), the last one too.
  return `${calendar.toString()}\r\n`;
}
