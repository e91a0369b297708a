// Shows push messages of the city while no page of ours is open. It sees no pages and keeps nothing.

/** What is used here of a service worker; the types of pages do not know it. */
interface Worker {
  registration: ServiceWorkerRegistration;
  location: Location;
  clients: { openWindow(url: string): Promise<unknown> };
  addEventListener(name: 'push', listener: (event: PushNews) => void): void;
  addEventListener(name: 'notificationclick', listener: (event: NotificationClick) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface PushNews extends Lasting {
  data: { json(): unknown } | null;
}
interface NotificationClick extends Lasting {
  notification: Notification;
}
/** What the server sends. */
interface News {
  id: string;
  title?: string;
  body?: string;
  url?: string;
}

const worker = self as unknown as Worker;

worker.addEventListener('push', (event) => {
  if (event.data === null) return;
  const { id, title = 'ひとまど', body, url } = event.data.json() as News;
  event.waitUntil(worker.registration.showNotification(title, { body, tag: id, data: url }));
});

worker.addEventListener('notificationclick', (event) => {
  const { notification } = event;
  notification.close();
  const address = new URL(String(notification.data ?? '/'), worker.location.origin);
  if (address.origin === worker.location.origin) event.waitUntil(worker.clients.openWindow(address.href));
});
