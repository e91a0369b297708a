import { inspect } from 'node:util';

const mask = '[personal]';

/**
 * A value about a resident. It cannot be printed, logged or turned into JSON by accident: every such way shows only
 * that a personal value was there. Whoever renders it to an entitled person calls `reveal()`, which is easy to find
 * in a review.
 */
export class Personal<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself, for a renderer that writes to someone who may see it. */
  reveal(): T {
    return this.#value;
  }

  /** A personal value made from this one; it stays personal. */
  map<U>(transform: (value: T) => U): Personal<U> {
    return new Personal(transform(this.#value));
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [Symbol.toPrimitive](): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}

/** Wraps a value about a resident so that it cannot be shown by accident. */
export function personal<T>(value: T): Personal<T> {
  return new Personal(value);
}
