import { createHash } from 'node:crypto';
import { instantOf } from '#platform/clock';
import { openDatabase } from '#platform/database';
import { movableClock, sampleInventory } from '../queue/fixtures.ts';
import { queueRules } from '../queue/rules.ts';
import { createReception } from '../queue/service.ts';
import { createFolderReader } from './folder.ts';
import { day } from './hall-fixture.ts';
import { createInbox } from './inbox.ts';

/** A process that reads the folder of a machine again and again, for tests that kill it: the address of its database and the folder are given. */
const [databaseUrl = '', folder = ''] = process.argv.slice(2);
const settings = { dataFolder: folder, dataFolderChosen: true, databaseUrl, databaseConnections: 4 };
const database = await openDatabase(settings, { event: () => undefined });
const clock = movableClock(instantOf(day, '20:00').toISOString());
const reception = createReception({
  database,
  clock,
  inventory: sampleInventory,
  tokenOf: (visitId) => createHash('sha256').update(visitId).digest('base64url').slice(0, 22),
});
const hall = { database, clock, facilityId: reception.facilityId, rules: async () => queueRules.parse({}) };
const inbox = createInbox({ hall, citySecret: Buffer.alloc(32), checkIn: (arrival) => reception.checkIn(arrival) });
const machine = await inbox.find('entrance');
if (machine === null) throw new Error('no machine');
process.stdout.write('reading\n');
for (;;) {
  // A new reader each time: it remembers nothing, as after a start.
  await createFolderReader(inbox).look({ ...machine, settings: { ...machine.settings, folder } }, day);
  await new Promise((wait) => setTimeout(wait, 50));
}
