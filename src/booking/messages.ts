import { defineMessages } from '#platform/i18n';
import { appointmentSentences } from './sentences/appointment.ts';
import { choosingSentences } from './sentences/choosing.ts';
import { contactSentences } from './sentences/contact.ts';
import { reminderStopSentences } from './sentences/reminder-stop.ts';
import { waitingSentences } from './sentences/waiting.ts';
import { waitingRoomSentences } from './sentences/waiting-room.ts';

/** Every sentence that residents read when they book. */
export const messages = defineMessages({
  ...choosingSentences,
  ...contactSentences,
  ...appointmentSentences,
  ...reminderStopSentences,
  ...waitingSentences,
  ...waitingRoomSentences,
});
