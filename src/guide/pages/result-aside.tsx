import type { DocumentToBring } from '#inventory';
import type { Day } from '#platform/clock';
import { formatDay, htmlLang, type Language, listSeparator } from '#platform/i18n';
import { problemSentence, type TypedDate, toTypedDate } from '#platform/japanese';
import { Banner, BringList, Button, EraDateField, Form, Icon, localized, onLines, rich } from '#ui';
import type { DateProblem } from '../dates.ts';
import { guideMessages } from '../messages.ts';
import type { GuideResult } from '../result.ts';
import { addressOfFacts } from '../screen.ts';

/** What one can do with the result now. */
export function Next({ language }: { language: Language }) {
  const t = guideMessages(language);
  return (
    <section className="card key stack no-print" aria-labelledby="next">
      <h2 id="next">{rich(t('nextTitle'))}</h2>
      <p>{rich(t('preEntryLead'))}</p>
      <Form action="/guide/case">
        <Button block icon="pen">
          {t('preEntry')}
        </Button>
        <Button kind="outline" block icon="calendar" name="next" value="booking">
          {t('bookTime')}
        </Button>
      </Form>
      <Button kind="outline" block icon="print" href="/guide/result/print">
        {t('print')}
      </Button>
      <p className="s">{rich(t('noBookingNeeded'))}</p>
    </section>
  );
}

export interface DatesProps {
  result: GuideResult;
  language: Language;
  /** Days that deadlines count from, as far as they were given. */
  dates: Readonly<Record<string, Day>>;
  /** What was typed into dates that could not be read, and what is wrong with it. */
  typed: Readonly<Record<string, TypedDate>>;
  problems: Readonly<Record<string, DateProblem>>;
}

/** The days that deadlines count from, to be entered by those who want to see their last days. */
export function Dates({ result, dates, typed, problems, language }: DatesProps) {
  const t = guideMessages(language);
  if (result.dates.length === 0) return null;
  return (
    <section className="card stack no-print" aria-labelledby="dates">
      <h2 id="dates">{rich(t('datesTitle'))}</h2>
      <Form action="/guide/dates">
        {result.dates.map((date) => {
          const known = dates[date.id];
          const problem = problems[date.id];
          return (
            <EraDateField
              key={date.id}
              name={date.id}
              language={language}
              label={localized(date.question, language)}
              value={
                typed[date.id] ??
                (known === undefined ? undefined : toTypedDate(known, htmlLang(language) === 'ja' ? 'era' : 'western'))
              }
              choices={['reiwa', 'western']}
              error={problem && dateSentence(problem, date.label[language] ?? date.label.ja, language)}
            />
          );
        })}
        <Button kind="outline" block>
          {t('datesButton')}
        </Button>
      </Form>
    </section>
  );
}

/** What is wrong with a date, and what to do. */
export function dateSentence(problem: DateProblem, label: string, language: Language): string {
  const t = guideMessages(language);
  if (problem.kind === 'text') return problemSentence(problem.problem, label, language);
  return t(problem.kind === 'past' ? 'dateMustBePast' : 'dateMustBeFuture', {
    label,
    today: formatDay(problem.today, language),
  });
}

/** What to bring for all procedures, each paper once, and what is not needed. */
export function Bring({ result, language }: { result: GuideResult; language: Language }) {
  const t = guideMessages(language);
  const numberOf = new Map(result.items.map(({ procedure, number }) => [procedure.id, number]));
  const list = (documents: readonly DocumentToBring[]) => (
    <BringList
      storageKey="bring"
      items={documents.map((document) => ({
        id: document.id,
        name: localized(document.name, language),
        note: onLines(
          document.notes.filter((note) => note.ja !== document.name.ja).map((note) => localized(note, language)),
        ),
        usedBy: t('usedFor', { numbers: document.usedBy.map((id) => numberOf.get(id)).join(listSeparator(language)) }),
      }))}
    />
  );
  const of = (requiredness: DocumentToBring['requiredness']) =>
    result.documents.filter((document) => document.requiredness === requiredness);
  const [required, conditional, optional] = [of('required'), of('if'), of('optional')];
  return (
    <section className="card stack" aria-labelledby="bring">
      <h2 className="row" id="bring">
        <Icon name="bag" />
        <span>{rich(t('bringTitle'))}</span>
      </h2>
      <p className="mut">
        {rich(result.documents.length === 0 ? t('bringNothing') : t('bringLead', { count: result.items.length }))}
      </p>
      {list(required)}
      {conditional.length > 0 && <h3>{rich(t('bringIf'))}</h3>}
      {list(conditional)}
      {optional.length > 0 && <h3>{rich(t('bringOptional'))}</h3>}
      {list(optional)}
      {result.refine.length > 0 && (
        <Banner kind="info" slim title={t('refineTitle')}>
          {rich(t('refineLead', { count: result.refine.length }))}
          <br />
          <a href={`/guide/questions/${addressOfFacts(result.refine.slice(0, 8).map(({ id }) => id))}`}>
            {rich(t('refineButton'))}
          </a>
        </Banner>
      )}
      {result.notNeeded.length > 0 && (
        <Banner kind="ok" slim title={t('notNeededTitle')}>
          {onLines(result.notNeeded.map(({ name }) => localized(name, language)))}
        </Banner>
      )}
    </section>
  );
}
