// The waiting room: asks for the page again by itself, and does the work that is asked for when many come at once.
const room = document.getElementById('queue');

/** What the server says about the place in the queue. */
interface Answer {
  state: string;
  position?: number;
  minutes?: number;
  refresh?: number;
}

/** Exchanges a number in the words of the page. */
function show(name: 'position' | 'minutes', number: number | undefined): void {
  const place = room?.querySelector(`[data-number=${name}]`);
  const text = String(number);
  if (place && number !== undefined && place.textContent !== text) place.textContent = text;
}

/** Asks again after some seconds; when something else is to be said the page is loaded anew, which leads on who is let in. */
function askAgain(seconds: number): void {
  setTimeout(async () => {
    const answer = await fetch('/booking/queue/position')
      .then((response) => (response.ok ? (response.json() as Promise<Answer>) : null))
      .catch(() => null);
    if (answer === null) return askAgain(Math.min(60, seconds * 2));
    if (answer.state !== room?.dataset.state) return location.reload();
    show('position', answer.position);
    show('minutes', answer.minutes);
    askAgain(answer.refresh ?? seconds);
  }, seconds * 1000);
}

const bytesOf = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Looks for a number whose hash begins as asked (ALTCHA, SHA-256). */
async function solve(text: string): Promise<string> {
  const challenge = JSON.parse(text) as { parameters: { nonce: string; salt: string; keyPrefix: string } };
  const { nonce, salt, keyPrefix } = challenge.parameters;
  const head = [...bytesOf(salt), ...bytesOf(nonce)];
  const content = new Uint8Array(head.length + 4);
  content.set(head);
  const view = new DataView(content.buffer);
  for (let counter = 0; ; counter += 1) {
    view.setUint32(head.length, counter);
    const derivedKey = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', content)));
    if (derivedKey.startsWith(keyPrefix)) return JSON.stringify({ challenge, solution: { counter, derivedKey } });
  }
}

const form = document.getElementById('work') as HTMLFormElement | null;
const field = form?.querySelector<HTMLInputElement>('input[name=solution]');
if (room?.dataset.work && form && field) {
  solve(room.dataset.work).then((solution) => {
    field.value = solution;
    form.requestSubmit();
  });
} else if (room?.dataset.queue) askAgain(Number(room.dataset.queue));
