// Passkeys on the sign-in page and the account page: the browser's own dialogue, then one answer to the server.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';

interface Outcome {
  /** Where to go on; absent when the server refused. */
  readonly path?: string;
}

const refused = 'うまくいきませんでした。もう一度お試しください。';

async function post(address: string, body: unknown): Promise<Response> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response;
}

async function signIn(place: HTMLElement): Promise<Outcome> {
  const optionsJSON = await (await post('/staff/passkey/options', {})).json();
  const response = await startAuthentication({ optionsJSON });
  return (await post('/staff/passkey', { response, return: place.dataset.return })).json();
}

async function add(): Promise<Outcome> {
  const optionsJSON = await (await post('/staff/account/passkey/options', {})).json();
  const response = await startRegistration({ optionsJSON });
  return (await post('/staff/account/passkey', { response })).json();
}

for (const place of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
  const button = place.querySelector('button');
  const status = place.querySelector('[role=status]');
  const ceremony = place.dataset.passkey === 'add' ? add : signIn;
  button?.addEventListener('click', async () => {
    if (status) status.textContent = '';
    try {
      const { path } = await ceremony(place);
      if (path) window.location.assign(path);
      else if (status) status.textContent = refused;
    } catch {
      // Also when the person closed the dialogue: then nothing has happened and they may try again.
      if (status) status.textContent = refused;
    }
  });
}
