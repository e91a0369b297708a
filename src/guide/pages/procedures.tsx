import { channelsFor, type Inventory, isStaffOnlyEvent, itemsForResidents, type Procedure } from '#inventory';
import { formatDay, type Language } from '#platform/i18n';
import { Button, Form, KeyValue, type KeyValueRow, localized, ResidentPage, rich, Stack } from '#ui';
import { guideMessages } from '../messages.ts';
import { channelNames, feeText, placeText } from './procedure-facts.tsx';

interface Props {
  inventory: Inventory;
  language: Language;
  path: string;
}

/** All procedures by life event, for those who know what they look for. */
export function ProcedureListPage({ inventory, language, path }: Props) {
  const t = guideMessages(language);
  return (
    <ResidentPage title={t('listTitle')} language={language} path={path} back={{ href: '/', label: t('toHome') }}>
      <Stack>
        <h1>{rich(t('listTitle'))}</h1>
        <p>{rich(t('listLead', { count: inventory.procedures.length }))}</p>
        {inventory.lifeEvents
          .filter(({ id }) => !isStaffOnlyEvent(inventory, id))
          .map((event) => (
            <section key={event.id} aria-labelledby={`event-${event.id}`}>
              <h2 id={`event-${event.id}`}>{localized(event.name, language)}</h2>
              <ul className="links">
                {event.procedures.map((id) => (
                  <ProcedureLink key={id} procedure={inventory.procedureById.get(id)} language={language} />
                ))}
              </ul>
            </section>
          ))}
      </Stack>
    </ResidentPage>
  );
}

function ProcedureLink({ procedure, language }: { procedure: Procedure | undefined; language: Language }) {
  if (procedure === undefined) return null;
  return (
    <li>
      <a href={`/procedures/${procedure.id}`}>{localized(procedure.name, language)}</a>
    </li>
  );
}

/** What the city says about one procedure, without any answers. */
export function ProcedurePage({ inventory, language, path, procedure }: Props & { procedure: Procedure }) {
  const t = guideMessages(language);
  const events = procedure.lifeEvents
    .map((id) => inventory.lifeEventById.get(id))
    .filter((event) => event?.asEvent && !isStaffOnlyEvent(inventory, event.id));
  const ways = channelsFor(procedure, { isAgent: false, isProtected: false });
  const rows: KeyValueRow[] = [
    {
      key: 'deadline',
      label: t('deadlineTitle'),
      value: localized(procedure.deadline.text, language),
    },
    { key: 'place', label: t('placeTitle'), value: placeText(procedure, language) },
    { key: 'fee', label: t('feeTitle'), value: feeText(procedure, language) },
    {
      key: 'duration',
      label: t('durationTitle'),
      value: t('aboutMinutes', { minutes: procedure.duration.counterMinutes }),
    },
    {
      key: 'channels',
      label: t('channelTitle'),
      value: [t('atCounter'), ...channelNames(ways.open, language)].map((text) => <p key={text}>{rich(text)}</p>),
    },
    ...itemsForResidents(inventory, procedure).map(({ id, name, text, href }) => {
      const value = localized({ ja: text }, language);
      return {
        key: `item-${id}`,
        label: localized({ ja: name }, language),
        value: href === undefined ? value : <a href={href}>{value}</a>,
      };
    }),
  ];
  return (
    <ResidentPage
      title={procedure.name.ja}
      language={language}
      path={path}
      back={{ href: '/procedures', label: t('listTitle') }}
    >
      <Stack>
        <h1>{localized(procedure.name, language)}</h1>
        <p>{localized(procedure.summary, language)}</p>
        <KeyValue rows={rows} />
        {!procedure.counter.verified && <p className="mut s">{rich(t('toBeConfirmed'))}</p>}
        <section aria-labelledby="bring">
          <h2 id="bring">{rich(t('bringTitle'))}</h2>
          <ul className="bullets">
            {procedure.documents.map((document) => (
              <li key={document.id}>
                <b>{localized(document.name, language)}</b>
                <br />
                {localized(document.description, language)}
              </li>
            ))}
          </ul>
        </section>
        {procedure.notes.length > 0 && (
          <section aria-labelledby="notes">
            <h2 id="notes">{rich(t('notesTitle'))}</h2>
            <ul className="bullets">
              {procedure.notes.map((note) => (
                <li key={note}>{localized({ ja: note }, language)}</li>
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="law">
          <h2 id="law">{rich(t('lawTitle'))}</h2>
          <p>{localized({ ja: procedure.legalBasis.join('、') }, language)}</p>
          <p className="mut s">
            {rich(t('checkedOn', { day: formatDay(procedure.checkedOn, language, { year: true }) }))}
          </p>
        </section>
        {events.length > 0 && (
          <Form action="/guide/start">
            {events.slice(0, 1).map((event) => (
              <input key={event?.id} type="hidden" name="choice" value={`event:${event?.id}`} />
            ))}
            <Button block>{t('startFrom')}</Button>
          </Form>
        )}
      </Stack>
    </ResidentPage>
  );
}
