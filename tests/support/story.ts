import assert from 'node:assert/strict';
import { test } from 'node:test';

/**
 * A story: tests that build on each other. After a step that failed the others fail at once and say so, instead of
 * waiting for pages that can't come.
 */
export function story(): (name: string, step: () => Promise<void>) => void {
  let broken: string | undefined;
  return (name, step) => {
    test(name, async () => {
      if (broken !== undefined) assert.fail(`the story ended before, at: ${broken}`);
      try {
        await step();
      } catch (error) {
        broken = name;
        throw error;
      }
    });
  };
}
