import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clientFor, type Product, startProduct } from './support/product.ts';

let product: Product;
before(async () => {
  product = await startProduct();
});
after(() => product.close());

test('T6 an analyst tries out a day, compares two plans in a sentence, and keeps the plan', async () => {
  const client = await clientFor(product.url, 'analyst');
  const form = await client.get('/simulation');
  assert.equal(form.status, 200);
  const { status, body } = await client.get('/simulation?run=1&visitors=120&days=3&b-0-am=1&b-0-noon=1&b-0-pm=1');
  assert.equal(status, 200);
  assert.match(body, /「変えた計画」/);
  assert.match(body, /95%の確かさ/);
  await client.post('/simulation/plans', { name: '月曜の計画', entries: '{"run":"1","visitors":"120"}' });
  const kept = await client.get('/simulation');
  assert.match(kept.body, /月曜の計画/);
  const wrong = await client.get('/simulation?run=1&visitors=たくさん');
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /value="たくさん"/);
});

test('V5 the page about the waits told opens before anything was told', async () => {
  const client = await clientFor(product.url, 'analyst');
  const { status, body } = await client.get('/hall/waiting');
  assert.equal(status, 200);
  assert.match(body, /まだ比べられる記録がありません/);
});
