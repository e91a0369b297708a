import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { connect } from '../database/database.ts';

/** What the worker is told, as JSON. */
interface Orders {
  readonly server: {
    readonly host: string;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  readonly port: number;
  readonly lanes: number;
}

/**
 * The usual way to send what waits in a table, to compare with: take a row, send it, mark it as sent, commit. Rows are locked
 * while they are sent, so that several such workers share the work. It runs until nothing is left.
 */
const orders = JSON.parse(process.argv[2] ?? '{}') as Orders;
const database = connect({ options: { ...orders.server, max: orders.lanes }, release: async () => undefined });
const transport = createTransport({
  pool: true,
  host: '127.0.0.1',
  port: orders.port,
  ignoreTLS: true,
  maxConnections: orders.lanes,
});

async function lane(): Promise<void> {
  for (;;) {
    const isMore = await database
      .transaction(async (transaction) => {
        const { rows } = await sql<{ id: number; recipient: string }>`
          select id, recipient from naive where not is_sent order by id limit 1 for update skip locked`.execute(
          transaction,
        );
        const [row] = rows;
        if (row === undefined) return false;
        await transport.sendMail({
          from: 'noreply@city.example',
          to: row.recipient,
          subject: '予約',
          text: '明日です。',
        });
        await sql`update naive set is_sent = true where id = ${row.id}`.execute(transaction);
        return true;
      })
      // A mail server that hung up is asked again, as everybody does.
      .catch(() => true);
    if (!isMore) return;
  }
}

process.stdout.write('started\n');
await Promise.all(Array.from({ length: orders.lanes }, lane));
transport.close();
await database.close();
