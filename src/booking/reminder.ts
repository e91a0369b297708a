import { addDays, type Day, instantOf } from '#platform/clock';
import { instantOfCell } from './cell.ts';

/** When somebody can be reminded; they choose as many as they like. */
export const reminderChoices = ['week', 'threeDays', 'dayBefore', 'hours'] as const;
export type ReminderChoice = (typeof reminderChoices)[number];

/** Reminders of earlier days go out when people are at home and offices still answer. */
const timeOfReminder = '17:00';
const daysBefore: Record<Exclude<ReminderChoice, 'hours'>, number> = { week: 7, threeDays: 3, dayBefore: 1 };
const hoursBefore = 2;
/** A reminder that could not go out for so long says nothing any more. */
const latestHours = 6;

/** When a reminder is due, and until when it still makes sense. */
export interface ReminderTime {
  choice: ReminderChoice;
  dueAt: Date;
  notAfter: Date;
}

const hours = (count: number): number => count * 3_600_000;

/**
 * The reminders of an appointment that still lie ahead: those of earlier days at 17:00, the last one two hours before.
 * None is sent after the appointment has begun.
 */
export function reminderTimes(
  { day, firstCell }: { day: Day; firstCell: number },
  choices: readonly string[],
  now: Date,
): ReminderTime[] {
  const begins = instantOfCell(day, firstCell);
  return reminderChoices
    .filter((choice) => choices.includes(choice))
    .map((choice) => {
      const dueAt =
        choice === 'hours'
          ? new Date(begins.getTime() - hours(hoursBefore))
          : instantOf(addDays(day, -daysBefore[choice]), timeOfReminder);
      const notAfter = new Date(Math.min(dueAt.getTime() + hours(latestHours), begins.getTime()));
      return { choice, dueAt, notAfter };
    })
    .filter(({ dueAt }) => dueAt > now);
}
