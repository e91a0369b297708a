export { type Bounce, readBounce } from './bounce.ts';
export { type CalendarEvent, calendarFile } from './calendar.ts';
export type {
  Channel,
  Compose,
  Composition,
  Message,
  NewNotification,
  NotificationStatus,
  State,
} from './notification.ts';
export { channels } from './notification.ts';
export { type Counts, createNotifier, type Notifier, type NotifierParts } from './notifier.ts';
export { enqueueNotification, expireNotifications, notificationsOf, withdrawNotifications } from './outbox.ts';
export type { NotifyKeys } from './recipient.ts';
export { pushPublicKey } from './transports/push.ts';
