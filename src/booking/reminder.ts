import { addDays, type Day, instantOf } from '#platform/clock';
import { instantOfCell } from './cell.ts';

/** When somebody can be reminded; they choose as many as they like. */
export const reminderChoices = ['week', 'threeDays', 'dayBefore', 'hours'] as const;
export type ReminderChoice = (typeof reminderChoices)[number];

/** What is ticked beforehand where staff have set nothing. */
export const usualReminders: readonly ReminderChoice[] = ['dayBefore'];

/** Reminders of earlier days go out when people are at home and offices still answer. */
const timeOfReminder = '17:00';
/** Nobody is reminded before this time of day. */
const morning = '09:00';
const daysBefore: Record<Exclude<ReminderChoice, 'hours'>, number> = { week: 7, threeDays: 3, dayBefore: 1 };
/** On the day itself: so many hours before, or less where it would be too early in the morning, but never less than the other. */
const hoursBefore = { usual: 2, least: 1 };
/** A reminder that could not go out for so long says nothing any more. */
const latestHours = 6;

/** When a reminder is due, and until when it still makes sense. */
export interface ReminderTime {
  choice: ReminderChoice;
  dueAt: Date;
  notAfter: Date;
}

const hours = (count: number): number => count * 3_600_000;

/** 「1〜2時間前」: two hours before; at nine for an appointment from ten on; the evening before for an earlier one. */
function onTheDay(day: Day, begins: Date): Date {
  const dueAt = new Date(begins.getTime() - hours(hoursBefore.usual));
  const opens = instantOf(day, morning);
  if (dueAt >= opens) return dueAt;
  return begins.getTime() - hours(hoursBefore.least) >= opens.getTime()
    ? opens
    : instantOf(addDays(day, -daysBefore.dayBefore), timeOfReminder);
}

/**
 * The reminders of an appointment that still lie ahead: those of earlier days at 17:00, the last one two to one hours before.
 * No two at the same moment, none after the appointment has begun.
 */
export function reminderTimes(
  { day, firstCell }: { day: Day; firstCell: number },
  choices: readonly string[],
  now: Date,
): ReminderTime[] {
  const begins = instantOfCell(day, firstCell);
  const times = reminderChoices
    .filter((choice) => choices.includes(choice))
    .map((choice) => {
      const dueAt =
        choice === 'hours' ? onTheDay(day, begins) : instantOf(addDays(day, -daysBefore[choice]), timeOfReminder);
      const notAfter = new Date(Math.min(dueAt.getTime() + hours(latestHours), begins.getTime()));
      return { choice, dueAt, notAfter };
    })
    .filter(({ dueAt }) => dueAt > now);
  return times.filter(
    ({ dueAt }, index) => times.findIndex((other) => other.dueAt.getTime() === dueAt.getTime()) === index,
  );
}
