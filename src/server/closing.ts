/** What was opened, to be closed in the opposite order. */
export interface Closing {
  /** Remembers how to close what was just opened. */
  add(close: () => void | Promise<void>): void;
  /** Closes everything; one that fails does not keep the others open, but is thrown at the end. */
  close(): Promise<void>;
}

/** Begins with nothing opened. */
export function createClosing(): Closing {
  const steps: (() => void | Promise<void>)[] = [];
  return {
    add: (close) => void steps.push(close),
    async close() {
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
