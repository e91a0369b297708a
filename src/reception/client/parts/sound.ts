import type { Saying, Spoken } from './queue.ts';

/** Pauses in seconds: between the pieces of a call, between languages, before it is said again. */
const pause = { pieces: 0.08, languages: 0.6, again: 2 };
/** Length of the chime in seconds; the voice begins after it. */
const chimeLength = 1.7;
/** A browser voice that never ends must not hold up the next call; milliseconds. */
const longestSentence = 15_000;

const wait = (milliseconds: number): Promise<void> => new Promise((done) => window.setTimeout(done, milliseconds));

/** The loudspeaker of the display. */
export class Sound {
  readonly #audio = new AudioContext();
  readonly #volume = this.#audio.createGain();
  readonly #clips = new Map<string, Promise<AudioBuffer | null>>();

  constructor() {
    this.#volume.connect(this.#audio.destination);
  }

  /** Whether the browser lets sound out; most ask for a touch first. */
  isOn(): boolean {
    return this.#audio.state === 'running';
  }

  /** To be called when somebody touched the screen. */
  async turnOn(): Promise<void> {
    await this.#audio.resume();
  }

  /** Two falling tones (E5, C5), then the call in each language, as often as it is to be said. Settles when it is over. */
  async announce(saying: Saying, loudness: number): Promise<void> {
    this.#volume.gain.value = loudness;
    this.#chime();
    await wait(chimeLength * 1_000);
    for (let time = 1; time <= saying.times; time += 1) {
      if (time > 1) await wait(pause.again * 1_000);
      for (const spoken of saying.spoken) {
        await this.#say(spoken, loudness);
        await wait(pause.languages * 1_000);
      }
    }
  }

  #chime(): void {
    [659.3, 523.3].forEach((frequency, index) => {
      const start = this.#audio.currentTime + index * 0.6;
      const tone = this.#audio.createOscillator();
      const envelope = this.#audio.createGain();
      tone.frequency.value = frequency;
      envelope.gain.setValueAtTime(0, start);
      envelope.gain.linearRampToValueAtTime(0.4, start + 0.03);
      envelope.gain.exponentialRampToValueAtTime(0.001, start + 1);
      tone.connect(envelope).connect(this.#volume);
      tone.start(start);
      tone.stop(start + 1);
    });
  }

  /** Speaks with the clips of the server; where one is missing, with the browser's own voice; else the chime was all. */
  async #say({ language, clips, sentence }: Spoken, loudness: number): Promise<void> {
    const sounds = await Promise.all((clips ?? []).map((address) => this.#clip(address)));
    const whole = sounds.flatMap((sound) => sound ?? []);
    if (whole.length === 0 || whole.length < sounds.length) return speakInBrowser(language, sentence, loudness);
    let start = this.#audio.currentTime + 0.02;
    for (const sound of whole) {
      const source = this.#audio.createBufferSource();
      source.buffer = sound;
      source.connect(this.#volume);
      source.start(start);
      start += sound.duration + pause.pieces;
    }
    await wait((start - this.#audio.currentTime) * 1_000);
  }

  #clip(address: string): Promise<AudioBuffer | null> {
    const known = this.#clips.get(address);
    if (known) return known;
    const loading = fetch(address, { credentials: 'same-origin' })
      .then(async (answer) => (answer.ok ? this.#audio.decodeAudioData(await answer.arrayBuffer()) : null))
      .catch(() => null);
    this.#clips.set(address, loading);
    // What could not be had now can perhaps be had for the next call.
    void loading.then((sound) => sound ?? this.#clips.delete(address));
    return loading;
  }
}

/** A voice of the browser itself, if it has one of this language on the machine; nothing is sent elsewhere to be spoken. */
async function speakInBrowser(language: string, sentence: string, loudness: number): Promise<void> {
  if (!('speechSynthesis' in window)) return;
  const voice = speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith(language));
  if (!voice) return;
  const spoken = new SpeechSynthesisUtterance(sentence);
  spoken.voice = voice;
  spoken.lang = voice.lang;
  spoken.volume = loudness;
  const ended = new Promise<void>((done) => {
    spoken.onend = () => done();
    spoken.onerror = () => done();
  });
  speechSynthesis.speak(spoken);
  await Promise.race([ended, wait(longestSentence)]);
}
