import { join } from 'node:path';
import type { Inventory } from '#inventory';
import type { EventBus } from '#platform/events';
import type { Application } from '#platform/http';
import { describeError } from '#platform/log';
import { type Channel, pushPublicKey } from '#platform/notify';
import {
  addDisplayPages,
  addVisitorPages,
  createTurnNotices,
  findEngines,
  openClips,
  type ReceptionService,
  type TurnNotices,
} from '#reception';
import type { Foundation } from './foundation.ts';

/** What screens report: what could not be looked at or spoken. Never what they show. */
const screenEvents = {
  'screens.failed': { level: 'warning', fields: ['part', 'error', 'code', 'at'] },
  'voice.found': { level: 'info', fields: ['languages'] },
} as const;

/** The screens of the hall, the phones of visitors, and who tells them that it is nearly their turn. */
export interface Screens {
  readonly notices: TurnNotices;
  close(): Promise<void>;
}

/** Adds the pages of visitors and displays, with their voice. */
export async function openScreens(
  app: Application,
  { config, clock, log, keys, database, audit }: Foundation,
  hall: {
    bus: EventBus;
    reception: ReceptionService;
    inventory: () => Inventory;
    channels: readonly Channel[];
    origin: string;
  },
): Promise<Screens> {
  log.declare(screenEvents);
  const failedAt = (part: string) => (error: unknown) => log.event('screens.failed', { part, ...describeError(error) });
  const engines = await findEngines(config.voice);
  const speaks = (['ja', 'en', 'zh', 'ko'] as const).filter((language) => engines[language] !== undefined);
  log.event('voice.found', { languages: speaks.join(' ') });
  const clips = openClips(join(config.dataFolder, 'voice'), engines, failedAt('voice'));
  const notices = createTurnNotices({ database, clock, keys, ...hall });
  const visitors = { database, clock, clips, notices, pushKey: pushPublicKey(keys), failed: failedAt('live') };
  const live = addVisitorPages(app, { ...hall, ...visitors });
  addDisplayPages(app, { ...hall, database, audit, live, clips, speaks });
  const watching = await notices.start(failedAt('notices'));
  return {
    notices,
    async close() {
      live.close();
      await watching.close();
    },
  };
}
