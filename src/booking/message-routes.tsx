import { z } from 'zod';
import type { CaseService } from '#cases';
import { decide, shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import type { Audit } from '#platform/audit';
import { addDays, instantOf, toDay } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { type Application, notFound, page, type Result, type RouteRequest, redirect, type Staff } from '#platform/http';
import { formatDay, type Language, languages, stripReadings } from '#platform/i18n';
import {
  type Channel,
  channels,
  countNotifications,
  type Listed,
  type ListKind,
  listNotifications,
  sendNotificationAgain,
  settleNotification,
} from '#platform/notify';
import type { ReceptionService } from '#reception';
import { timeOf } from './cell.ts';
import * as store from './message-store.ts';
import { cityName } from './notices.ts';
import { ReminderDefaultsPage, TemplatePage, type TemplatePageProps, TemplatesPage } from './pages/message-words.tsx';
import { MessagesPage, messagesPath, type ShownMessage } from './pages/messages.tsx';
import { reminderChoices, usualReminders } from './reminder.ts';
import { type NoticeKind, noticeKinds, type Template, templates } from './templates.ts';
import { wordingProblems } from './wording.ts';

/** What the pages of messages stand on. */
export interface MessagePagesParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly inventory: () => Inventory;
  readonly cases: Pick<CaseService, 'codesOf'>;
  readonly reception: Pick<ReceptionService, 'snapshot'>;
  /** Ways to reach residents that the city has set up. */
  readonly channels: readonly Channel[];
  readonly entrance: (language: Language) => Promise<string>;
  /** Scheme and host under which residents reach the product. */
  readonly origin: string;
  /** Where the provider of SMS tells what became of messages; null where it does not. */
  readonly receiptAddress: string | null;
}

const templatesPath = `${messagesPath}/templates`;
const daysCounted = 7;
/** A Wednesday in November, a long way of saying a day. */
const exampleDay = '2026-11-25';
/** As long as the secret of an appointment is. */
const exampleToken = 'AbCdEfGhIjKlMnOpQrStUv';
const uuid = z.uuid();

const listQuery = z.object({
  show: z.enum(['open', 'waiting', 'all']).default('open').catch('open'),
  missed: z.literal('1').optional().catch(undefined),
});
const decisionBody = z.object({
  decision: z.enum(['again', 'settle']),
  resends: z.coerce.number().int().min(0).max(10_000).default(0),
});
const templateParameters = z.object({
  kind: z.enum(noticeKinds),
  language: z.enum(languages.map(({ id }) => id) as [Language, ...Language[]]),
});
const templateQuery = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  saved: z.literal('1').optional().catch(undefined),
});
const box = z.string().max(20_000).default('');
const wordsBody = z.object({
  decision: z.enum(['save', 'preview', 'restore']),
  after: z.coerce.number().int().min(0).max(1_000_000).default(0),
  subject: box,
  mail: box,
  sms: box,
});

/** What a keyboard cannot write: it would end a header, or could not be kept. */
const unwritable = /(?!\n)\p{Cc}/gu;

/** Line ends as they are kept; a subject has one line. */
const wordsOf = ({ subject, mail, sms }: Template): Template => ({
  subject: subject
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll(unwritable, '')
    .trim(),
  mail: mail.replaceAll('\r\n', '\n').replaceAll(unwritable, '').trim(),
  sms: sms.replaceAll('\r\n', '\n').replaceAll(unwritable, '').trim(),
});

/** Adds the pages on which staff see what became of messages, and write their words. */
export function addMessageRoutes(app: Application, parts: MessagePagesParts): void {
  const { database, audit, inventory, cases } = parts;
  const staffOf = ({ subject }: Pick<RouteRequest, 'subject'>) => (subject.kind === 'staff' ? subject : undefined);
  const may = (staff: Staff, action: string): boolean =>
    decide(staff, action, { kind: 'route' }, { now: staff.authenticatedAt }).permit;

  /** Changes something about messages, with its line in the audit trail. */
  function change(
    staff: Staff,
    action: string,
    resource: Readonly<Record<string, string>>,
    work: (transaction: Transaction) => Promise<boolean>,
  ): Promise<boolean> {
    return database.transaction(async (transaction) => {
      const isDone = await work(transaction);
      if (isDone) {
        const actor = `staff:${staff.staffId}`;
        await audit.append(transaction, { actor, action, resource, outcome: 'done' });
      }
      return isDone;
    });
  }

  /** Messages with the code and the time of what they are about, by which staff find it. */
  async function named(staff: Staff, messages: readonly Listed[]): Promise<ShownMessage[]> {
    const ids = [...new Set(messages.map(({ subject }) => subject))].filter((id) => uuid.safeParse(id).success);
    const appointments = await store.appointmentsNamed(database.kysely, ids);
    const codes = await cases.codesOf([...appointments.values()].map(({ caseId }) => caseId));
    return messages.map((message) => {
      const found = appointments.get(message.subject);
      if (found === undefined) return { ...message, about: '番号札', href: null };
      const when = `${formatDay(found.day, 'ja')} ${timeOf(found.firstCell)}`;
      const href = may(staff, 'booking:serve') ? `/booking/appointments/${found.id}` : null;
      return { ...message, about: `${codes.get(found.caseId) ?? ''} ${when}`.trim(), href };
    });
  }

  app.route({
    method: 'GET',
    url: messagesPath,
    action: 'message:list',
    rate: 'staff',
    schema: { query: listQuery },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { now, query } = request;
      const since = instantOf(addDays(toDay(now), 1 - daysCounted));
      const wanted: ListKind = query.show;
      const messages = await listNotifications(database.kysely, wanted, now);
      const open = wanted === 'open' ? messages : await listNotifications(database.kysely, 'open', now);
      return page(
        <MessagesPage
          staff={shownStaff(staff, inventory())}
          now={now}
          shown={wanted}
          messages={await named(staff, messages)}
          counts={await countNotifications(database.kysely, since)}
          open={open.length}
          off={channels.filter((channel) => channel !== 'push' && !parts.channels.includes(channel))}
          mayTend={may(staff, 'message:tend')}
          mayWord={may(staff, 'message:word')}
          receiptAddress={may(staff, 'account:list') ? parts.receiptAddress : null}
          isMissed={query.missed !== undefined}
        />,
      );
    },
  });

  app.route({
    method: 'POST',
    url: `${messagesPath}/:id`,
    action: 'message:tend',
    rate: 'staff',
    schema: { params: z.object({ id: uuid }), body: decisionBody },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { params, body, now } = request;
      const isDone = await change(
        staff,
        'message:tend',
        { change: body.decision, message: params.id },
        (transaction) =>
          body.decision === 'again'
            ? sendNotificationAgain(transaction, params.id, body.resends, now)
            : settleNotification(transaction, params.id, now),
      );
      return redirect(isDone ? messagesPath : `${messagesPath}?missed=1`);
    },
  });

  const wording = { action: 'message:word', rate: 'staff' } as const;

  app.route({
    ...wording,
    method: 'GET',
    url: templatesPath,
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      return page(
        <TemplatesPage staff={shownStaff(staff, inventory())} newest={await store.newestTemplates(database.kysely)} />,
      );
    },
  });

  async function showTemplate(
    staff: Staff,
    { kind, language }: { kind: NoticeKind; language: Language },
    more: Partial<Pick<TemplatePageProps, 'problems' | 'notice'>> & { words?: Template; version?: number | undefined },
    status?: number,
  ): Promise<Result> {
    const versions = await store.templateVersions(database.kysely, kind, language);
    const asked = versions.find(({ version }) => version === more.version);
    const words = more.words ?? asked?.words ?? versions[0]?.words ?? templates[kind][language];
    const example = {
      city: cityName(inventory(), language),
      when: stripReadings(`${formatDay(exampleDay, language)} 10:30`),
      place: stripReadings(await parts.entrance(language)),
      link: `${parts.origin}/booking/${exampleToken}`,
      until: stripReadings(`${formatDay(exampleDay, language)} 10:00`),
    };
    const shown = { kind, language, words, versions, example, problems: [], notice: null, ...more };
    return page(<TemplatePage {...shown} staff={shownStaff(staff, inventory())} words={words} />, { status });
  }

  app.route({
    ...wording,
    method: 'GET',
    url: `${templatesPath}/:kind/:language`,
    schema: { params: templateParameters, query: templateQuery },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { params, query } = request;
      return showTemplate(staff, params, { version: query.version, notice: query.saved ? 'saved' : null });
    },
  });

  app.route({
    ...wording,
    method: 'POST',
    url: `${templatesPath}/:kind/:language`,
    schema: { params: templateParameters, body: wordsBody },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { params, body, now } = request;
      const words = wordsOf(body);
      const problems = body.decision === 'restore' ? [] : wordingProblems(params.kind, words);
      if (problems.length > 0) return showTemplate(staff, params, { words, problems }, 422);
      if (body.decision === 'preview') return showTemplate(staff, params, { words });
      const resource = { change: body.decision, kind: params.kind, language: params.language };
      const isDone = await change(staff, 'message:word', resource, (transaction) =>
        store.addTemplate(transaction, { ...params, after: body.after }, body.decision === 'save' ? words : null, {
          at: now,
          by: staff.name,
        }),
      );
      if (!isDone) return showTemplate(staff, params, { words, notice: 'conflict' }, 409);
      return redirect(`${templatesPath}/${params.kind}/${params.language}?saved=1`);
    },
  });

  app.route({
    ...wording,
    method: 'GET',
    url: `${messagesPath}/reminders`,
    schema: { query: z.object({ saved: z.literal('1').optional().catch(undefined) }) },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { services } = await parts.reception.snapshot();
      const set = await store.reminderDefaults(database.kysely);
      const places = services
        .filter(({ departments }) => departments.length > 0)
        .map(({ id }) => ({ id, choices: set.get(id) ?? usualReminders }));
      return page(
        <ReminderDefaultsPage
          staff={shownStaff(staff, inventory())}
          places={places}
          isSaved={request.query.saved !== undefined}
        />,
      );
    },
  });

  app.route({
    ...wording,
    method: 'POST',
    url: `${messagesPath}/reminders`,
    schema: { body: z.looseObject({ service: z.string().max(200) }) },
    handle: async (request) => {
      const staff = staffOf(request);
      if (staff === undefined) return notFound();
      const { body, now } = request;
      const { services } = await parts.reception.snapshot();
      if (!services.some(({ id, departments }) => id === body.service && departments.length > 0)) return notFound();
      const ticked = [body[`choices-${body.service}`]].flat();
      const choices = reminderChoices.filter((choice) => ticked.includes(choice));
      await change(staff, 'message:word', { change: 'reminders', place: body.service }, async (transaction) => {
        await store.putReminderDefault(transaction, body.service, choices, { at: now, by: staff.name });
        return true;
      });
      return redirect(`${messagesPath}/reminders?saved=1`);
    },
  });
}
