import { z } from 'zod';
import { shownStaff } from '#identity';
import type { Audit } from '#platform/audit';
import { newToken } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import {
  type Application,
  eventStream,
  file,
  notFound,
  page,
  redirect,
  type Staff,
  type Subject,
  text,
} from '#platform/http';
import type { FormError } from '#ui';
import type { LivePagesParts } from '../parts.ts';
import { comparePlaces } from '../queue/place.ts';
import type { Clips } from '../voice/clips.ts';
import { type VoiceLanguage, voiceLanguages } from '../voice/phrases.ts';
import { areasOf, boardOf, type DisplayArea, usualArea } from './display.ts';
import { displayAreas, removeDisplayArea, saveDisplayArea } from './display-store.ts';
import { BoardPage } from './pages/board.tsx';
import { DisplayFormPage, DisplaysPage, quietTimes, type TypedDisplay, typedOf } from './pages/displays.tsx';

/** What the pages of the displays stand on. */
export interface DisplayPagesParts extends LivePagesParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clips: Clips;
  /** Languages for which this machine makes clips. */
  readonly speaks: readonly VoiceLanguage[];
}

const path = '/hall/displays';
const year = 31_536_000;
const areaParameter = z.object({ area: z.string().regex(/^-?[a-z0-9][a-z0-9-]{0,38}$/) });
const several = z.union([z.string(), z.array(z.string())]).default([]);
const listOf = (value: string | string[]): string[] => [value].flat();
const typedTime = z.string().max(5).default('');

const displayForm = z.object({
  name: z.string().trim().max(40).default(''),
  floor: z.string().max(4).default('all'),
  places: several,
  languages: several,
  volume: z.string().max(3).default('70'),
  quietFrom1: typedTime,
  quietTo1: typedTime,
  quietFrom2: typedTime,
  quietTo2: typedTime,
  quietFrom3: typedTime,
  quietTo3: typedTime,
});
const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What was typed, as the form shows it again. */
function typedFrom({ places, languages, ...body }: z.output<typeof displayForm>): TypedDisplay {
  const fields: Readonly<Record<string, string>> = body;
  const quiet = Array.from({ length: quietTimes }, (_, index) => ({
    from: fields[`quietFrom${index + 1}`] ?? '',
    to: fields[`quietTo${index + 1}`] ?? '',
  }));
  return { ...body, places: listOf(places), languages: listOf(languages), quiet };
}

/** The display that was typed, or what is to be put right. */
export function readDisplay(
  id: string,
  typed: TypedDisplay,
  services: readonly string[],
): { area: DisplayArea; problems: readonly [] } | { area: null; problems: FormError[] } {
  const problems: FormError[] = [];
  if (typed.name === '')
    problems.push({ name: 'name', message: '名前を入れてください。一覧で見分けるために使います。' });
  const quiet = typed.quiet.filter(({ from, to }) => from !== '' || to !== '');
  typed.quiet.forEach(({ from, to }, index) => {
    const isEmpty = from === '' && to === '';
    if (isEmpty || (timeOfDay.test(from) && timeOfDay.test(to) && from !== to)) return;
    const message = '音を出さない時間は、始まりと終わりの両方を「12:00」のように入れてください。';
    problems.push({ name: `quietFrom${index + 1}`, message });
  });
  if (problems.length > 0) return { area: null, problems };
  const volume = Number(typed.volume);
  const area: DisplayArea = {
    id,
    name: typed.name,
    floor: /^-?\d{1,2}$/.test(typed.floor) ? Number(typed.floor) : null,
    places: services.filter((service) => typed.places.includes(service)),
    languages: voiceLanguages.filter((language) => typed.languages.includes(language)),
    volume: Number.isInteger(volume) ? Math.max(0, Math.min(100, volume)) : 0,
    quiet,
  };
  return { area, problems: [] };
}

/** Adds the calling displays, their clips, and the pages on which they are set up. */
export function addDisplayRoutes(app: Application, parts: DisplayPagesParts): void {
  const { database, audit, reception, live, inventory, clips, speaks } = parts;

  async function areaOf(id: string): Promise<DisplayArea | null> {
    const set = await displayAreas(database.kysely, reception.facilityId);
    return set.find((area) => area.id === id) ?? usualArea(id);
  }

  const watching = { method: 'GET', action: 'display:read', schema: { params: areaParameter } } as const;
  app.route({
    ...watching,
    url: '/display/:area',
    rate: 'device',
    handle: async ({ params }) => {
      const area = await areaOf(params.area);
      if (area === null) return notFound();
      const snapshot = await reception.snapshot();
      const board = boardOf(snapshot, area);
      const props = { area, board, inventory: inventory(), clips: clips.addressesOf, now: snapshot.at };
      return page(<BoardPage {...props} />);
    },
  });

  app.route({
    ...watching,
    url: '/display/:area/events',
    rate: 'stream',
    handle: async ({ params }) =>
      (await areaOf(params.area)) === null ? notFound() : eventStream(live.board(params.area)),
  });

  // A display asks this every minute: the house notes that it was seen, as its stream is one request for the whole day.
  app.route({ ...watching, url: '/display/:area/alive', rate: 'device', handle: () => text('') });

  app.route({
    method: 'GET',
    url: '/display-voice/:clip',
    action: 'display:read',
    rate: 'device',
    schema: { params: z.object({ clip: z.string().regex(/^[a-z]{2}-[0-9a-f]{20}\.wav$/) }) },
    handle: async ({ params }) => {
      const bytes = await clips.read(params.clip.replace('.wav', ''));
      return bytes === null ? notFound() : file(bytes, { type: 'audio/wav', inline: true, cache: year });
    },
  });

  const places = async () => [...(await reception.snapshot()).services].sort(comparePlaces);
  const staffOf = (subject: Subject) => (subject.kind === 'staff' ? subject : undefined);
  const reading = { method: 'GET', action: 'display:list', rate: 'staff' } as const;
  const changing = { method: 'POST', action: 'display:setUp', rate: 'staff' } as const;

  /** Changes something about displays, with its line in the audit trail, and tells them. */
  function change(staff: Staff, display: string, work: (transaction: Transaction) => Promise<void>): Promise<void> {
    const { facilityId } = reception;
    return database.transaction(async (transaction) => {
      await work(transaction);
      const actor = `staff:${staff.staffId}`;
      await audit.append(transaction, { actor, action: 'display:setUp', resource: { display }, outcome: 'done' });
      await appendEvent(transaction, { topic: `queue:${facilityId}`, subject: facilityId, kind: 'display.changed' });
    });
  }

  app.route({
    ...reading,
    url: path,
    handle: async ({ subject }) => {
      const staff = staffOf(subject);
      if (staff === undefined) return notFound();
      const set = await displayAreas(database.kysely, reception.facilityId);
      const areas = areasOf(set, await places());
      const setUp = set.map(({ id }) => id);
      return page(<DisplaysPage staff={shownStaff(staff, inventory())} {...{ areas, setUp, speaks }} />);
    },
  });

  app.route({
    ...reading,
    url: `${path}/:area`,
    schema: { params: areaParameter },
    handle: async ({ subject, params }) => {
      const staff = staffOf(subject);
      const fresh = { ...usualArea('all'), id: 'new', name: '' } as DisplayArea;
      const area = params.area === 'new' ? fresh : await areaOf(params.area);
      if (staff === undefined || area === null) return notFound();
      const props = { action: `${path}/${area.id}`, typed: typedOf(area), services: await places(), problems: [] };
      return page(<DisplayFormPage staff={shownStaff(staff, inventory())} {...props} />);
    },
  });

  app.route({
    ...changing,
    url: `${path}/:area`,
    schema: { params: areaParameter, body: displayForm },
    handle: async ({ subject, params, body }) => {
      const staff = staffOf(subject);
      const isNew = params.area === 'new';
      if (staff === undefined || (!isNew && (await areaOf(params.area)) === null)) return notFound();
      const id = isNew
        ? `d-${newToken()
            .replaceAll(/[^a-z0-9]/g, '')
            .slice(0, 6)}`
        : params.area;
      const [typed, services] = [typedFrom(body), await places()];
      const { area, problems } = readDisplay(
        id,
        typed,
        services.map((service) => service.id),
      );
      if (area === null) {
        const props = { action: `${path}/${params.area}`, typed, services, problems };
        return page(<DisplayFormPage staff={shownStaff(staff, inventory())} {...props} />, { status: 422 });
      }
      await change(staff, id, (transaction) => saveDisplayArea(transaction, reception.facilityId, area));
      return redirect(path);
    },
  });

  app.route({
    ...changing,
    url: `${path}/:area/remove`,
    schema: { params: areaParameter },
    handle: async ({ subject, params }) => {
      const staff = staffOf(subject);
      if (staff === undefined) return notFound();
      await change(staff, params.area, (transaction) => removeDisplayArea(transaction, params.area));
      return redirect(path);
    },
  });
}
