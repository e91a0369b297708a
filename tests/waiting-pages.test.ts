import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clientFor, type Product, startProduct } from './support/product.ts';

let product: Product;
before(async () => {
  product = await startProduct();
});
after(() => product.close());

test('T6 an analyst makes a plan, changes it, compares it with its copy, and takes it away again', async () => {
  const client = await clientFor(product.url, 'analyst');
  const { path, body: form } = await client.post('/simulation/plans', { from: 'typical' });
  assert.match(form, /記録がまだ少ないため/);
  const result = await client.post(path, { name: '月曜の計画', days: '3', action: 'run' });
  assert.match(result.body, /試算: 月曜の計画/);
  const copy = await client.post(`${path}/copy`, { name: '朝が少ない計画' });
  const changed = await client.post(copy.path, { fillPlace: 'all', fillFrom: '9', fillTo: '11', fillDesks: '1' });
  assert.match(changed.body, /朝が少ない計画/);
  const [first, second] = [path, copy.path].map((one) => one.split('/').at(-1));
  const compared = await client.get(`/simulation/compare?first=${first}&second=${second}`);
  assert.match(compared.body, /「朝が少ない計画」/);
  assert.match(compared.body, /95%の確かさ|はっきりした差はありません/);
  const wrong = await client.post(path, { days: 'たくさん' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /value="たくさん"/);
  const { body: left } = await client.post(`${path}/remove`);
  assert.doesNotMatch(left, /月曜の計画/);
});

test('V5 the page about the waits told opens before anything was told', async () => {
  const client = await clientFor(product.url, 'analyst');
  const { status, body } = await client.get('/hall/waiting');
  assert.equal(status, 200);
  assert.match(body, /まだ比べられる記録がありません/);
});
