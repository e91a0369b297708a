// Loaded before the program: its clock stands as far from the machine's as the file says, in milliseconds, and jumps with it.
import { readFileSync } from 'node:fs';

const file = process.env.HITOMADO_TEST_CLOCK;
const MachineDate = Date;
let shift = 0;
let readAt = Number.NEGATIVE_INFINITY;

function now() {
  if (performance.now() - readAt > 50) {
    readAt = performance.now();
    shift = Number(readFileSync(file, 'utf8')) || 0;
  }
  return MachineDate.now() + shift;
}

if (file !== undefined) {
  globalThis.Date = class extends MachineDate {
    constructor(...parts) {
      if (parts.length === 0) super(now());
      else super(...parts);
    }

    static now() {
      return now();
    }

    static [Symbol.hasInstance](value) {
      return value instanceof MachineDate;
    }
  };
}
