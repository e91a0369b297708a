import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

/** How full a day or a time is: sign and word. Both are always there, so that colour and shape only repeat it. */
export interface Fullness {
  sign: string;
  word: string;
}

export interface CalendarDay {
  /** Short name of the weekday. */
  weekday: string;
  number: string;
  /** The whole date, for those who hear the page. */
  label: string;
  fullness: Fullness;
  /** Where the day is shown; null where nothing can be chosen. */
  href: string | null;
  current?: boolean;
}

function DayContent({ weekday, number, label, fullness }: CalendarDay) {
  return (
    <>
      <span aria-hidden="true">{weekday}</span>
      <b className="num" aria-hidden="true">
        {number}
      </b>
      <span className="m" aria-hidden="true">
        {fullness.sign}
      </span>
      <span className="sr">
        {label} {fullness.word}
      </span>
    </>
  );
}

/** Days beside each other, those that are open; each leads to its times. */
export function DayStrip({ days, label }: { days: readonly CalendarDay[]; label: string }) {
  return (
    <nav aria-label={label}>
      <ul className="days">
        {days.map((day) => (
          <li key={day.label}>
            {day.href === null ? (
              <span className="day full">
                <DayContent {...day} />
              </span>
            ) : (
              <a className="day" href={day.href} aria-current={day.current ? 'date' : undefined}>
                <DayContent {...day} />
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A month as a table, Monday first; days on which nothing can be chosen are numbers alone. */
export function MonthTable({
  caption,
  weekdays,
  weeks,
}: {
  caption: string;
  /** Short and whole names of the weekdays that have a column. */
  weekdays: readonly { short: string; long: string }[];
  weeks: readonly (readonly (CalendarDay | null)[])[];
}) {
  return (
    <table className="month">
      <caption>{rich(caption)}</caption>
      <thead>
        <tr>
          {weekdays.map(({ short, long }) => (
            <th key={long} scope="col" abbr={long}>
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.map((day) => day?.label ?? '').join()}>
            {weekdays.map(({ long }, column) => {
              const day = week[column];
              return <td key={long}>{day && <MonthDay {...day} />}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MonthDay(day: CalendarDay) {
  const content = (
    <>
      <b className="num" aria-hidden="true">
        {day.number}
      </b>
      <span className="m" aria-hidden="true">
        {day.fullness.sign}
      </span>
      <span className="sr">
        {day.label} {day.fullness.word}
      </span>
    </>
  );
  if (day.href === null) return <span className="day full">{content}</span>;
  return (
    <a className="day" href={day.href} aria-current={day.current ? 'date' : undefined}>
      {content}
    </a>
  );
}

export interface TimeSlot {
  value: string;
  /** 「10:30」. */
  time: string;
  fullness: Fullness;
  /** Nothing is left: shown, not to be chosen. */
  full: boolean;
  checked?: boolean;
}

/** Times of one part of the day, one to be chosen. */
export function SlotGroup({ name, legend, slots }: { name: string; legend: string; slots: readonly TimeSlot[] }) {
  if (slots.length === 0) return null;
  return (
    <fieldset className="slot-group">
      <legend>{rich(legend)}</legend>
      <div className="slots">
        {slots.map(({ value, time, fullness, full, checked }) =>
          full ? (
            <span key={value} className="slot full">
              <b className="num">{time}</b>
              <span>{rich(fullness.word)}</span>
            </span>
          ) : (
            <label key={value} className="slot">
              <input type="radio" name={name} value={value} defaultChecked={checked} data-chosen={time} />
              <b className="num">{time}</b>
              <span className="left">
                <span aria-hidden="true">{fullness.sign}</span> <span>{rich(fullness.word)}</span>
              </span>
              <Icon name="check" size="small" />
            </label>
          ),
        )}
      </div>
    </fieldset>
  );
}

/** Stays at the lower edge while times are chosen: what is chosen, and the button. The script writes the choice in. */
export function ChosenBar({ label, day, children }: { label: string; day: string; children: ReactNode }) {
  return (
    <div className="chosen-bar">
      <p role="status" data-chosen-bar={day}>
        {rich(label)} <b className="num" />
      </p>
      {children}
    </div>
  );
}
