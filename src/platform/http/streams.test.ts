import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createStreams } from './streams.ts';

const never: AsyncIterable<string> = {
  [Symbol.asyncIterator]: () => ({
    next: () => new Promise(() => {}),
    return: () => Promise.resolve({ done: true, value: undefined }),
  }),
};

function makeResponse(): PassThrough & ServerResponse {
  return new PassThrough().resume() as PassThrough & ServerResponse;
}

test('X3 a stream ends within half a minute after its reader may no longer have it', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const streams = createStreams();
  const response = makeResponse();
  let allowed = true;
  const sent = streams.send(response, never, '192.0.2.1', async () => allowed);
  context.mock.timers.tick(30_000);
  await setImmediate();
  assert.equal(response.writableEnded, false);
  allowed = false;
  context.mock.timers.tick(30_000);
  await sent;
  assert.equal(response.writableEnded, true);
  assert.equal(streams.count(), 0);
});

test('X2 one address block may open twenty streams, a house of devices two hundred', () => {
  const streams = createStreams();
  for (let index = 0; index < 20; index += 1) {
    assert.ok(streams.hasRoom('192.0.2.1', false));
    void streams.send(makeResponse(), never, `192.0.2.${index}`, async () => true);
  }
  assert.equal(streams.hasRoom('192.0.2.200', false), false);
  assert.equal(streams.hasRoom('192.0.2.200', true), true);
  assert.equal(streams.hasRoom('192.0.3.1', false), true);
  streams.close();
});
