import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EpsonPeer, openPollingHouse, type PollingHouse, StarPeer } from './polling-peers.ts';
import { findPrinter } from './printer-store.ts';

let house: PollingHouse;
before(async () => {
  house = await openPollingHouse();
});
after(() => house.close());

test('V5 a Star printer polls, fetches and confirms; asking twice and confirming twice change nothing', async () => {
  const printer = await house.install('cloudprnt');
  const { id } = printer;
  const star = new StarPeer(house, printer);
  assert.equal(await star.poll(), undefined);
  await house.enqueue(id, 'T001');
  await house.enqueue(id, 'T002');
  const token = (await star.poll()) ?? assert.fail();
  assert.equal(await star.poll(), token, 'what was not fetched is offered again');
  assert.deepEqual(await star.fetch(token), { token, label: 'T001' });
  assert.deepEqual(await star.fetch(token), { token, label: 'T001' }, 'fetched again before anything was said');
  assert.equal(await star.poll('200%20OK', true), undefined, 'one at a time');
  await star.confirm(token);
  await star.confirm(token);
  assert.equal(await house.stateOf(id, 'T001'), 'printed');
  assert.equal(await star.fetch(token), 404);
  const second = (await star.poll()) ?? assert.fail();
  assert.deepEqual(await star.fetch(second, 'application/vnd.star.line'), { token: second, label: 'T002' });
  await star.confirm(second, 'OK');
  assert.deepEqual(
    (await house.jobsOf(id)).map(({ state }) => state),
    ['printed', 'printed'],
  );
});

test('V5 a Star printer whose confirmation is lost leaves the job to a person; a late one settles it', async () => {
  const printer = await house.install('cloudprnt');
  const { id } = printer;
  const star = new StarPeer(house, printer);
  await house.enqueue(id, 'T001');
  const token = (await star.poll()) ?? assert.fail();
  await star.fetch(token);
  assert.equal(await star.poll(), undefined, 'it says that it is idle, and is not given the job again');
  assert.equal(await house.stateOf(id, 'T001'), 'unknown');
  assert.equal(await star.fetch(token), 404, 'nor by the old token');
  await star.confirm(token);
  assert.equal(await house.stateOf(id, 'T001'), 'printed');
});

test('V5 a Star printer that says nothing after fetching is not waited for longer than 40 seconds', async () => {
  const printer = await house.install('cloudprnt');
  const { id } = printer;
  const star = new StarPeer(house, printer);
  await house.enqueue(id, 'T001');
  await house.enqueue(id, 'T002');
  await star.fetch((await star.poll()) ?? assert.fail());
  assert.equal(await star.poll('200%20OK', true), undefined);
  house.wait(41);
  const next = (await star.poll('200%20OK', true)) ?? assert.fail();
  assert.equal(await house.stateOf(id, 'T001'), 'unknown');
  assert.deepEqual(await star.fetch(next), { token: next, label: 'T002' });
});

test('V5 what a Star printer refuses is tried again, or given up when it never can', async () => {
  const printer = await house.install('cloudprnt');
  const { id } = printer;
  const star = new StarPeer(house, printer);
  await house.enqueue(id, 'T001');
  const first = (await star.poll()) ?? assert.fail();
  await star.fetch(first);
  await star.confirm(first, '410 Out of paper');
  assert.equal(await house.stateOf(id, 'T001'), 'queued');
  await star.poll('410%20Out%20of%20paper');
  assert.equal((await findPrinter(house.database.kysely, id))?.state, 'paperOut');
  const again = (await star.poll()) ?? assert.fail();
  assert.notEqual(again, first);
  await star.confirm(first);
  assert.equal(await house.stateOf(id, 'T001'), 'queued', 'an answer about the earlier attempt changes nothing');
  await star.fetch(again);
  await star.confirm(again, '511 Media decoding error');
  assert.equal(await house.stateOf(id, 'T001'), 'failed');
  assert.equal(await star.fetch(again, 'image/png'), 415);
});

test('V5 an Epson printer asks, prints and tells, again and again until it is taken', async () => {
  const printer = await house.install('epson');
  const { id } = printer;
  const epson = new EpsonPeer(house, printer);
  assert.equal(await epson.ask(), undefined);
  await house.enqueue(id, 'T001');
  await house.enqueue(id, 'T002');
  const first = (await epson.ask()) ?? assert.fail();
  assert.equal(first.label, 'T001');
  assert.equal(await epson.ask(), undefined, 'one at a time');
  await epson.tell(first.token);
  await epson.tell(first.token);
  assert.equal(await house.stateOf(id, 'T001'), 'printed');
  const second = (await epson.ask()) ?? assert.fail();
  await epson.tell(second.token, { success: false, code: 'EPTR_REC_EMPTY', status: 252_182_540 });
  assert.equal((await findPrinter(house.database.kysely, id))?.state, 'paperOut');
  const again = (await epson.ask()) ?? assert.fail();
  assert.equal(again.label, 'T002');
  await epson.tell(again.token, { success: false, code: 'EX_TIMEOUT', status: 1 });
  assert.equal(await house.stateOf(id, 'T002'), 'unknown', 'it may be on paper');
  await epson.tell(again.token);
  assert.equal(await house.stateOf(id, 'T002'), 'printed');
  assert.equal((await findPrinter(house.database.kysely, id))?.state, 'ready');
});

test('V5 what an Epson printer cannot read is given up, and a strange answer changes nothing', async () => {
  const printer = await house.install('epson');
  const { id } = printer;
  const epson = new EpsonPeer(house, printer);
  await house.enqueue(id, 'T001');
  await epson.ask();
  for (const strange of ['', '<', '<ePOSPrint>'.repeat(2000), '<printjobid>x</printjobid><response success="true"/>']) {
    await epson.say(strange);
    assert.equal(await house.stateOf(id, 'T001'), 'sending');
  }
  await epson.say(
    '<PrintResponseInfo Version="3.00"><ServerDirectPrint><Response Success="false"><ErrorSummary>Invalid XML format</ErrorSummary></Response></ServerDirectPrint></PrintResponseInfo>',
  );
  assert.equal(await house.stateOf(id, 'T001'), 'failed');
});

test('V5 X2 without the secret of a printer of that kind there is nothing, and a browser is refused', async () => {
  const star = await house.install('cloudprnt');
  const wrong = ['/print/star/x', '/print/epson/x', star.path.replace('star', 'epson')];
  for (const url of wrong) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = url.includes('epson') ? 'ConnectionType=GetRequest' : { statusCode: '200' };
    const answer = await house.app.fastify.inject({
      method: 'POST',
      url,
      payload,
      ...(url.includes('epson') && { headers }),
    });
    assert.equal(answer.statusCode, 404, url);
  }
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://evil.example' }]) {
    const answer = await house.app.fastify.inject({ method: 'POST', url: star.path, payload: {}, headers });
    assert.equal(answer.statusCode, 403);
  }
  const { rows } = await house.database.pool.query('select secret_hash from printer where id = $1', [star.id]);
  assert.ok(!star.path.includes(rows[0].secret_hash), 'only the hash is kept');
});
