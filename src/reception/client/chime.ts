// The sound of a new call on the display: a chime of two tones, and a voice where the address asks for one (#voice).
const calls = document.getElementById('calls');

/** Two falling tones (E5, C5), each a second long, soft at both ends. */
function chime(): void {
  const audio = new AudioContext();
  [659.3, 523.3].forEach((frequency, index) => {
    const start = audio.currentTime + index * 0.6;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.3, start + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 1);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 1);
  });
  window.setTimeout(() => void audio.close(), 2500);
}

/** Says the call twice with a pause, when the display was opened with a voice and the browser has one of its own. */
function speak(text: string): void {
  if (location.hash !== '#voice' || !('speechSynthesis' in window)) return;
  const language = document.documentElement.lang;
  const voice = speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith(language));
  if (!voice) return;
  for (const delay of [2000, 8000]) {
    window.setTimeout(() => {
      const spoken = new SpeechSynthesisUtterance(text);
      spoken.voice = voice;
      spoken.lang = voice.lang;
      speechSynthesis.speak(spoken);
    }, delay);
  }
}

const newestCall = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-call]');

let known = newestCall()?.dataset.call ?? '';
calls?.addEventListener('live', () => {
  const newest = newestCall();
  const key = newest?.dataset.call ?? '';
  if (key === known) return;
  known = key;
  if (key === '') return;
  chime();
  speak(newest?.textContent ?? '');
});
