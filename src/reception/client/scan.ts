// Check-in without typing: the camera reads the two-dimensional code, the large buttons write into the field.
import jsQR from 'jsqr';

/** How often a picture is looked at, in milliseconds; five a second is enough for a hand that holds still. */
const interval = 200;
/** Width of the pictures that are read: enough for a code on a phone at arm's length. */
const width = 640;

function fieldOf(element: HTMLElement, attribute: 'scan' | 'signKeys'): HTMLInputElement | null {
  const found = document.getElementById(element.dataset[attribute] ?? '');
  return found instanceof HTMLInputElement ? found : null;
}

/** The text of the code in the present picture, or null. */
function read(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | null {
  if (video.videoWidth === 0) return null;
  canvas.width = width;
  canvas.height = Math.round((width * video.videoHeight) / video.videoWidth);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = context.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR.default(picture.data, picture.width, picture.height)?.data ?? null;
}

/** Looks through the camera until a code is seen, then sends it. Pictures never leave this page. */
async function startCamera(area: HTMLElement): Promise<void> {
  const field = fieldOf(area, 'scan');
  const video = area.querySelector('video');
  if (!field || !video || !navigator.mediaDevices) return;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).catch(() => null);
  area.hidden = false;
  if (stream === null) {
    area.textContent = area.dataset.noCamera ?? '';
    return;
  }
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement('canvas');
  const timer = window.setInterval(() => {
    const text = read(video, canvas);
    if (text === null) return;
    window.clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    field.value = text;
    field.form?.requestSubmit();
  }, interval);
}

/** The field after a press: signs in groups of three, at most nine. */
function press(value: string, sign: string): string {
  const typed = value.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const next = sign === 'erase' ? typed.slice(0, -1) : (typed + sign).slice(0, 9);
  return next.replace(/(.{3})(?=.)/g, '$1-');
}

for (const keys of document.querySelectorAll<HTMLElement>('[data-sign-keys]')) {
  const field = fieldOf(keys, 'signKeys');
  keys.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button || !field) return;
    event.preventDefault();
    field.value = press(field.value, button.value);
  });
}

for (const area of document.querySelectorAll<HTMLElement>('[data-scan]')) void startCamera(area);
