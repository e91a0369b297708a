import type { Audit } from '#platform/audit';
import type { Database, Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import { numbersClash, unknownPlace } from '../queue/errors.ts';
import * as hallStore from '../queue/hall-store.ts';
import { clashes, type NumberFormat } from '../queue/numbers.ts';
import type { QueueRules } from '../queue/rules.ts';
import { lockText } from '../queue/visit-store.ts';

export interface HallSettingsParts {
  database: Database;
  audit: Pick<Audit, 'append'>;
  facilityId: string;
}

/** What managers set about their hall. Each change stands in the audit trail with what was before and after. */
export interface HallSettings {
  setRules(rules: QueueRules, staffId: string): Promise<void>;
  /** Changes the tickets of a place from the next number on. Throws where another place could give out the same. */
  setNumbers(serviceId: string, format: NumberFormat, staffId: string): Promise<void>;
}

type Settings = Readonly<Record<string, string | number | null>>;

const written = (value: string | number | null | undefined): string => (value == null ? '' : String(value));

/** What became another value, by name. */
export function differences(before: Settings, after: Settings): { name: string; before: string; after: string }[] {
  return Object.keys(after)
    .map((name) => ({ name, before: written(before[name]), after: written(after[name]) }))
    .filter((one) => one.before !== one.after);
}

export function createHallSettings({ database, audit, facilityId }: HallSettingsParts): HallSettings {
  /** Writes a change with its lines in the trail, and tells the screens; what changes nothing leaves no trace. */
  async function change(
    kind: 'rules' | 'numbers',
    staffId: string,
    write: (transaction: Transaction) => Promise<{ of: string; before: Settings; after: Settings }>,
  ): Promise<void> {
    await database.transaction(async (transaction) => {
      // One change of the hall after the other, so that what was before is what was before.
      await lockText(transaction, `hall:${facilityId}`);
      const { of, before, after } = await write(transaction);
      const changes = differences(before, after);
      const lines = changes.map(({ name, ...values }) => ({
        actor: `staff:${staffId}`,
        action: 'hall:manage',
        resource: { change: kind, of, setting: name, ...values },
        outcome: 'done' as const,
      }));
      await audit.append(transaction, ...lines);
      if (changes.length > 0) {
        await appendEvent(transaction, {
          topic: `queue:${facilityId}`,
          subject: facilityId,
          kind: `${kind}.changed`,
        });
      }
    });
  }

  return {
    setRules: (rules, staffId) =>
      change('rules', staffId, async (transaction) => {
        const before = await hallStore.rulesOf(transaction, facilityId);
        await hallStore.setRules(transaction, facilityId, rules);
        return { of: facilityId, before, after: rules };
      }),
    setNumbers: (serviceId, format, staffId) =>
      change('numbers', staffId, async (transaction) => {
        const formats = await hallStore.numbersOf(transaction, facilityId);
        const before = formats.get(serviceId);
        if (before === undefined) throw unknownPlace();
        for (const [id, other] of formats) if (id !== serviceId && clashes(format, other)) throw numbersClash(id);
        await hallStore.setNumbers(transaction, serviceId, format);
        return { of: serviceId, before, after: format };
      }),
  };
}
