// The sound of a display: each call once, with chime and voice, never two at the same time.
import { type Announcement, AnnouncementQueue, type Spoken } from './parts/queue.ts';
import { Sound } from './parts/sound.ts';

/** Where a display remembers what it has announced, so that a page that is loaded again does not call anybody twice. */
const memory = 'hitomado.announced';

const sound = new Sound();
const button = document.getElementById('sound-on');
const queue = new AnnouncementQueue((localStorage.getItem(memory) ?? '').split(' ').filter(Boolean));
let isSpeaking = false;

function loudness(): number {
  return Number(document.querySelector<HTMLElement>('[data-announcements]')?.dataset.loudness ?? 0);
}

function openCalls(): Announcement[] {
  return Array.from(document.querySelectorAll<HTMLElement>('[data-announce]'), ({ dataset }) => ({
    key: dataset.announce ?? '',
    spoken: JSON.parse(dataset.spoken ?? '[]') as Spoken[],
  }));
}

/** Says what waits, one after the other. Where no sound comes out, calls are not kept for later: they would be old news. */
async function speak(): Promise<void> {
  if (isSpeaking) return;
  isSpeaking = true;
  for (let saying = queue.next(); saying !== null; saying = queue.next()) {
    const isHeard = sound.isOn() && loudness() > 0;
    const event = { key: saying.key, times: saying.times, languages: saying.spoken.length, isHeard };
    document.dispatchEvent(new CustomEvent('announcing', { detail: event }));
    if (isHeard) await sound.announce(saying, loudness());
    document.dispatchEvent(new CustomEvent('announced', { detail: event }));
  }
  isSpeaking = false;
}

function look(): void {
  queue.update(openCalls());
  localStorage.setItem(memory, queue.known().join(' '));
  void speak();
}

function showButton(): void {
  if (button) button.hidden = sound.isOn();
}

button?.addEventListener('click', () => void sound.turnOn().then(showButton));
document.getElementById('calls')?.addEventListener('live', look);
// So that the house sees that this display works. Without a network the house sees by its silence that it does not.
window.setInterval(() => void fetch(`${location.pathname}/alive`).catch(() => undefined), 60_000);
// A moment for browsers that let sound out without a touch to say so.
window.setTimeout(() => {
  showButton();
  look();
}, 500);
