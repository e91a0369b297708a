import type { Inventory, Procedure } from '#inventory';
import type { Language } from '#platform/i18n';
import { Banner, Button, ChoiceGroup, Form, localized, ResidentPage, rich, SearchBox, Stack } from '#ui';
import { guideMessages } from '../messages.ts';

export interface SearchPageProps {
  inventory: Inventory;
  language: Language;
  path: string;
  words: string;
  found: { events: readonly string[]; wants: readonly string[]; procedures: readonly string[] };
}

/** What the typed words may be about: events and wishes to start the guide with, and procedures to read about. */
export function SearchPage(props: SearchPageProps) {
  const { language, words } = props;
  const t = guideMessages(language);
  const starts = startOptions(props);
  const procedures = props.found.procedures
    .map((id) => props.inventory.procedureById.get(id))
    .filter((one): one is Procedure => one !== undefined);
  const title = t('searchTitle', { words });
  return (
    <ResidentPage title={title} language={language} path={props.path} back={{ href: '/', label: t('toHome') }}>
      <Stack>
        <h1>{title}</h1>
        <SearchBox
          action="/search"
          method="post"
          name="words"
          label={t('searchLabel')}
          value={words}
          language={language}
        />
        {starts.length === 0 && procedures.length === 0 && (
          <Banner kind="info" title={t('searchNothing')}>
            <a href="/guide/start/other">{rich(t('chooseEvent'))}</a>
          </Banner>
        )}
        {starts.length > 0 && (
          <Form action="/guide/start">
            <ChoiceGroup
              name="choice"
              kind="checkbox"
              label={t('searchEvents')}
              language={language}
              hint={t('asMany')}
              options={starts}
              selected={starts.slice(0, 1).map(({ value }) => value)}
            />
            <Button block>{t('startWith')}</Button>
          </Form>
        )}
        {procedures.length > 0 && (
          <section aria-labelledby="procedures">
            <h2 id="procedures">{rich(t('searchProcedures'))}</h2>
            <ul className="links">
              {procedures.map((procedure) => (
                <li key={procedure.id}>
                  <a href={`/procedures/${procedure.id}`}>{localized(procedure.name, language)}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </Stack>
    </ResidentPage>
  );
}

function startOptions({ inventory, language, found }: SearchPageProps) {
  const labels = (factId: string, values: readonly string[], prefix: string) =>
    values.flatMap((value) => {
      const option = inventory.factById.get(factId)?.options.find((one) => one.value === value && !one.staffOnly);
      return option === undefined ? [] : [{ value: `${prefix}:${value}`, label: localized(option.label, language) }];
    });
  return [...labels('events', found.events, 'event'), ...labels('wants', found.wants, 'want')];
}
