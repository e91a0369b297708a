// The kiosk: keeps the page for the time without a network, fetches numbers for it, and hands over later.
import { ticketText } from './parts/kept.ts';
import { keepPages, machineDoor } from './parts/machine.ts';

const door = machineDoor();
/** How often people are handed over and numbers fetched, in milliseconds. */
const interval = 20_000;

function reveal(name: string): void {
  for (const one of ['offline', 'offline-ticket', 'offline-none']) {
    const found = document.querySelector<HTMLElement>(`[data-${one}]`);
    if (found) found.hidden = one !== name;
  }
}

function showFloor(chosen: string): void {
  for (const places of document.querySelectorAll<HTMLElement>('[data-floor-places]')) {
    places.hidden = places.dataset.floorPlaces !== chosen;
  }
  for (const one of document.querySelectorAll<HTMLElement>('[data-floor]')) {
    one.setAttribute('aria-pressed', String(one.dataset.floor === chosen));
  }
}

async function give(place: string): Promise<void> {
  const person = await door.take(
    {
      commandId: crypto.randomUUID(),
      takenAt: new Date().toISOString(),
      procedures: [],
      facts: [],
      serviceId: place,
      language: document.documentElement.dataset.language ?? 'ja',
      people: 1,
    },
    place,
  );
  if (person === null) return reveal('offline-none');
  const number = document.querySelector('[data-offline-number]');
  const text = document.querySelector('[data-offline-place]');
  if (number) number.textContent = ticketText(person);
  if (text) text.textContent = place;
  reveal('offline-ticket');
  window.print();
  void door.meet();
}

let given = false;
document.querySelector('[data-offline]')?.addEventListener('click', (event) => {
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
  if (pressed?.dataset.floor !== undefined) showFloor(pressed.dataset.floor);
  if (pressed?.dataset.place === undefined || given) return;
  given = true;
  void give(pressed.dataset.place);
});
void keepPages('/kiosk');
void door.meet();
window.addEventListener('online', () => void door.meet());
window.setInterval(() => void door.meet(), interval);
