/** Sound as numbers from -1 to 1, one channel. */
export interface Sound {
  /** Samples in a second. */
  rate: number;
  samples: Float32Array;
}

/** Below this (-46 dB) it is silent; how much silence stays at both ends, in seconds. */
const silence = 0.005;
const margin = 0.04;
/** Loudness of all clips: mean of the spoken parts, and the loudest sample. */
const meanLevel = 0.12;
const peakLevel = 0.85;
/** Enough for speech from a loudspeaker in a hall. */
const highestRate = 24_000;

/**
 * Reads a WAV file of 16-bit numbers; several channels are mixed. The length in the header is not believed: programs that
 * write to a pipe do not know it. Throws an Error for anything else.
 */
export function readWav(bytes: Buffer): Sound {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error('not a WAV file');
  }
  let [channels, rate, bits] = [1, 0, 0];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, length] = [bytes.toString('latin1', at, at + 4), bytes.readUInt32LE(at + 4)];
    const start = at + 8;
    if (name === 'fmt ') {
      channels = bytes.readUInt16LE(start + 2);
      rate = bytes.readUInt32LE(start + 4);
      bits = bytes.readUInt16LE(start + 14);
    }
    if (name === 'data') {
      if (bits !== 16 || rate === 0) throw new Error('only 16-bit sound is read');
      const end = Math.min(bytes.length, start + length);
      const count = Math.floor((end - start) / 2 / channels);
      const samples = new Float32Array(count);
      for (let index = 0; index < count; index += 1) {
        let sum = 0;
        for (let channel = 0; channel < channels; channel += 1) {
          sum += bytes.readInt16LE(start + (index * channels + channel) * 2);
        }
        samples[index] = sum / channels / 32_768;
      }
      return { rate, samples };
    }
    at = start + length + (length % 2);
  }
  throw new Error('a WAV file without sound');
}

/** Writes a WAV file of 16-bit numbers. */
export function writeWav({ rate, samples }: Sound): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + index * 2);
  });
  return bytes;
}

/** Without the silence before and behind, but for a breath. */
function trimmed({ rate, samples }: Sound): Sound {
  const first = samples.findIndex((sample) => Math.abs(sample) > silence);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > silence);
  if (first < 0) return { rate, samples: new Float32Array(0) };
  const breath = Math.round(margin * rate);
  return { rate, samples: samples.slice(Math.max(0, first - breath), last + breath) };
}

/** Half as many samples, each smoothed with its neighbours so that nothing above the new limit is left (half-band filter). */
function halved({ rate, samples }: Sound): Sound {
  const taps = [-0.0316, 0, 0.2816, 0.5, 0.2816, 0, -0.0316];
  const result = new Float32Array(Math.floor(samples.length / 2));
  for (let index = 0; index < result.length; index += 1) {
    let sum = 0;
    taps.forEach((tap, offset) => {
      sum += tap * (samples[index * 2 + offset - 3] ?? 0);
    });
    result[index] = sum;
  }
  return { rate: rate / 2, samples: result };
}

/** Mean level of the parts that are not silent. */
export function levelOf({ samples }: Sound): number {
  let [sum, count] = [0, 0];
  for (const sample of samples) {
    if (Math.abs(sample) <= silence) continue;
    sum += sample * sample;
    count += 1;
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}

/** Equally loud as all other clips; never so loud that it is cut off. */
function levelled(sound: Sound): Sound {
  const level = levelOf(sound);
  if (level === 0) return sound;
  const peak = sound.samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const factor = Math.min(meanLevel / level, peakLevel / peak);
  return { ...sound, samples: sound.samples.map((sample) => sample * factor) };
}

/** Makes a clip of what an engine spoke: trimmed, of the loudness of all others, small. An empty one throws an Error. */
export function clipOf(spoken: Buffer): Buffer {
  let sound = trimmed(readWav(spoken));
  while (sound.rate > highestRate) sound = halved(sound);
  if (sound.samples.length === 0) throw new Error('nothing was spoken');
  return writeWav(levelled(sound));
}
