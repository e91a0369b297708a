import { scriptAddress } from './trusted.ts';

const worker = '/assets/push-worker.js';

/** Asks the browser for the right to notify, and gives its subscription as JSON; '' where it refuses. */
async function subscribe(applicationServerKey: string): Promise<string> {
  if ((await Notification.requestPermission()) !== 'granted') return '';
  const registration = await navigator.serviceWorker.register(scriptAddress(worker));
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  return JSON.stringify(subscription);
}

/** Shows forms that ask for push messages (`data-push` = the city's key) where the browser can take them. */
export function enhancePush(): void {
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return;
  for (const part of document.querySelectorAll<HTMLElement>('[data-push]')) {
    const form = part.querySelector('form');
    const field = form?.querySelector<HTMLInputElement>('input[name=subscription]');
    const button = form?.querySelector<HTMLButtonElement>('button');
    if (!form || !field || !button) continue;
    part.hidden = false;
    button.addEventListener('click', (event) => {
      if (field.value !== '') return;
      event.preventDefault();
      const send = (subscription: string) => {
        field.value = subscription || 'none';
        form.requestSubmit(button);
      };
      subscribe(part.dataset.push ?? '').then(send, () => send(''));
    });
  }
}
