export { type Bounce, readBounce } from './bounce.ts';
export { type CalendarEvent, calendarFile } from './calendar.ts';
export { htmlOf } from './html.ts';
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
export {
  countNotifications,
  enqueueNotification,
  expireNotifications,
  listNotifications,
  notificationsOf,
  sendNotificationAgain,
  settleNotification,
  withdrawNotifications,
} from './outbox.ts';
export { addReceiptRoutes, receiptPath } from './receipt-routes.ts';
export type { NotifyKeys } from './recipient.ts';
export type { Listed, ListKind } from './store.ts';
export { pushPublicKey } from './transports/push.ts';
export { type SmsText, smsText } from './transports/sms-text.ts';
