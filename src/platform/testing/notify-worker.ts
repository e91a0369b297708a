import { systemClock } from '#platform/clock';
import type { NotifyConfig } from '#platform/config';
import { connect } from '../database/database.ts';
import type { Times } from '../notify/channel.ts';
import { testNotifier } from './notify.ts';

/** What a worker in a process of its own is told, as JSON. */
export interface WorkerOrders {
  readonly server: {
    readonly host: string;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  readonly config: Partial<NotifyConfig>;
  readonly times: Times;
}

/** A process that sends what is due, for tests and benchmarks that kill it. It runs until it is killed or told to end. */
const orders = JSON.parse(process.argv[2] ?? '{}') as WorkerOrders;
const database = connect({ options: { ...orders.server, max: 10 }, release: async () => undefined });
/** Odd revisions are current; what was moved meanwhile has an even one. */
const compose = async (_executor: unknown, { subjectRevision }: { subjectRevision: number }) =>
  subjectRevision % 2 === 1 ? { subject: '予約のお知らせ', text: '明日 10:00 にお越しください。' } : null;
const notifier = testNotifier({ database, clock: systemClock, config: orders.config, compose, times: orders.times });
process.once('SIGTERM', async () => {
  await notifier.stop();
  await database.close();
});
await notifier.start();
process.stdout.write('started\n');
