import type { DocumentToBring, Inventory } from '#inventory';
import type { Day } from '#platform/clock';
import { formatDay, type Language } from '#platform/i18n';
import { problemSentence, type TypedDate, toEraParts } from '#platform/japanese';
import {
  Banner,
  BringList,
  Button,
  Columns,
  DeadlineBadge,
  EraDateField,
  ErrorSummary,
  Form,
  Icon,
  KeyValue,
  Localized,
  ProcedureCard,
  ResidentPage,
  rich,
  Stack,
  Tag,
} from '#ui';
import type { DateProblem } from '../dates.ts';
import { guideMessages } from '../messages.ts';
import type { GuideResult, ResultItem, UndecidedItem } from '../result.ts';
import { addressOfFacts } from '../screen.ts';
import { AnswerValue } from './answers.tsx';
import { channelNames, feeText, placeText } from './procedure-facts.tsx';

export interface ResultPageProps {
  inventory: Inventory;
  language: Language;
  path: string;
  result: GuideResult;
  /** Days that deadlines count from, as far as they were given. */
  dates: Readonly<Record<string, Day>>;
  /** What was typed into dates that could not be read, and what is wrong with it. */
  typed?: Readonly<Record<string, TypedDate>>;
  problems: Readonly<Record<string, DateProblem>>;
  /** The guide was left before its end: there are questions to go on with. */
  unfinished: boolean;
}

/** What to do, until when, where, with what in the bag, and why. */
export function ResultPage(props: ResultPageProps) {
  const { result, language, path } = props;
  const t = guideMessages(language);
  const count = result.items.length;
  const title = count === 0 ? t('resultNone') : t('resultTitle', { count });
  const errors = dateErrors(props);
  return (
    <ResidentPage
      title={title}
      language={language}
      path={path}
      wide
      back={{ href: '/guide/answers', label: t('fixAnswers') }}
      hasErrors={errors.length > 0}
    >
      <ErrorSummary errors={errors} language={language} />
      <Stack>
        <h1>{rich(title)}</h1>
        <p className="mut">{rich(count === 0 ? t('resultNoneLead') : t('notFiledYet'))}</p>
        {props.unfinished && (
          <Banner kind="info" title={t('unfinished')}>
            <a href="/guide/next">{rich(t('continueButton'))}</a>
          </Banner>
        )}
        {count > 0 && <Totals {...props} />}
        <FirstDeadline {...props} />
      </Stack>
      <Columns
        asideLabel={t('nextTitle')}
        aside={
          <Stack gap="large">
            {count > 0 && <Next {...props} />}
            <Dates {...props} />
            <Bring {...props} />
          </Stack>
        }
      >
        <Stack gap="large">
          {result.floors.map((group) => (
            <section key={group.items[0]?.number} aria-labelledby={`floor-${group.items[0]?.number}`}>
              <h2 className="floor" id={`floor-${group.items[0]?.number}`}>
                {rich(group.floor === null ? t('otherPlace') : t('floor', { floor: group.floor }))}
              </h2>
              <div className="stack">
                {group.items.map((item) => (
                  <Item key={item.procedure.id} item={item} language={language} />
                ))}
              </div>
            </section>
          ))}
          {result.withoutVisit.length > 0 && (
            <section aria-labelledby="no-visit">
              <h2 className="floor" id="no-visit">
                {rich(t('noVisit'))}
              </h2>
              <div className="stack">
                {result.withoutVisit.map((item) => (
                  <Item key={item.procedure.id} item={item} language={language} />
                ))}
              </div>
            </section>
          )}
          <Undecided items={result.undecided} language={language} />
          <Neighbours {...props} />
        </Stack>
      </Columns>
    </ResidentPage>
  );
}

function Totals({ result, language }: ResultPageProps) {
  const t = guideMessages(language);
  const fromHome = result.items.filter(({ channels }) =>
    channels.open.some((way) => way === 'online' || way === 'mail'),
  ).length;
  const numbers = [
    { label: t('atCityHall'), value: t('countThings', { count: result.items.length - result.withoutVisit.length }) },
    { label: t('fromHome'), value: t('countThings', { count: fromHome }) },
    { label: t('totalTime'), value: t('aboutMinutes', { minutes: result.minutes }) },
  ];
  return (
    <dl className="totals">
      {numbers.map(({ label, value }) => (
        <div key={label}>
          <dt>{rich(label)}</dt>
          <dd>{rich(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function FirstDeadline({ result, language }: ResultPageProps) {
  const t = guideMessages(language);
  const { first } = result;
  if (first === null) return null;
  const day = formatDay(first.day, language);
  return (
    <Banner
      kind={first.over ? 'err' : 'soon'}
      title={first.over ? t('earliestDeadlineOver') : t('earliestDeadline', { day })}
    >
      {first.movedFrom !== null && t('movedDeadline', { original: formatDay(first.movedFrom, language), day })}
    </Banner>
  );
}

function Item({ item, language }: { item: ResultItem; language: Language }) {
  const t = guideMessages(language);
  const { procedure, need, channels } = item;
  const ways = channelNames(channels.open, language);
  return (
    <ProcedureCard
      number={item.number}
      language={language}
      level={3}
      name={
        <a className="card-link" href={`/procedures/${procedure.id}`}>
          <Localized text={procedure.name} language={language} />
        </a>
      }
      plainName={<Localized text={procedure.summary} language={language} />}
      deadline={<Deadline item={item} language={language} />}
      facts={[
        { icon: 'place', text: placeText(procedure, language) },
        {
          icon: 'clock',
          text: (
            <>
              {rich(t('aboutMinutes', { minutes: procedure.duration.counterMinutes }))}・{feeText(procedure, language)}
            </>
          ),
        },
        ...(ways.length > 0 ? [{ icon: 'mobile' as const, text: ways.join('、') }] : []),
      ]}
      why={<Why item={item} language={language} />}
    >
      {need !== 'required' && <Tag tone="plain">{t(need)}</Tag>}
      {channels.sentence && (
        <Banner kind="soon" slim title={<Localized text={channels.sentence} language={language} />}>
          {channels.mustCome && channels.note && <span lang="ja">{channels.note}</span>}
        </Banner>
      )}
      {item.deadline.state === 'over' && <p>{rich(t('overNow'))}</p>}
    </ProcedureCard>
  );
}

function Deadline({ item, language }: { item: ResultItem; language: Language }) {
  const t = guideMessages(language);
  const { deadline, procedure } = item;
  if (deadline.lastDay === undefined) {
    return deadline.state === 'none' ? (
      <DeadlineBadge state="none" text={t('noDeadline')} />
    ) : (
      <span className="row top">
        <Icon name="calendar" />
        <Localized text={procedure.deadline.text} language={language} />
      </span>
    );
  }
  const left = deadline.daysLeft ?? 0;
  const detail =
    left < 0 ? t('daysOver', { days: -left }) : left === 0 ? t('lastDayToday') : t('daysLeft', { days: left });
  return (
    <DeadlineBadge
      state={deadline.state === 'words' ? 'plain' : deadline.state}
      text={t('untilDay', { day: formatDay(deadline.lastDay, language) })}
      detail={detail}
    />
  );
}

function Why({ item, language }: { item: ResultItem; language: Language }) {
  const t = guideMessages(language);
  const { procedure, because, wouldChange } = item;
  return (
    <>
      <p>{rich(t('becauseAnswers'))}</p>
      <KeyValue
        tight
        rows={because.map(({ fact, value }) => ({
          key: fact.id,
          label: <Localized text={fact.label} language={language} />,
          value: <AnswerValue fact={fact} value={value} language={language} />,
        }))}
      />
      {wouldChange !== null && (
        <p>{rich(t('wouldChange', { answer: wouldChange.label[language] ?? wouldChange.label.ja }))}</p>
      )}
      {procedure.deadline.penalty && <p lang="ja">{t('penalty', { text: procedure.deadline.penalty })}</p>}
      <p lang="ja" className="mut">
        {t('legalBasis', { law: procedure.legalBasis.join('、') })}
      </p>
    </>
  );
}

function Undecided({ items, language }: { items: readonly UndecidedItem[]; language: Language }) {
  const t = guideMessages(language);
  if (items.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="undecided">
      <h2 id="undecided">{rich(t('undecidedTitle'))}</h2>
      <p className="mut">{rich(t('undecidedLead'))}</p>
      <ul className="stack-s">
        {items.map(({ procedure, dependsOn }) => (
          <li key={procedure.id} className="card">
            <b>
              <a href={`/procedures/${procedure.id}`}>
                <Localized text={procedure.name} language={language} />
              </a>
            </b>
            <br />
            <span className="mut">{rich(t('dependsOn'))}: </span>
            {dependsOn.map((fact, index) => (
              <span key={fact.id}>
                {index > 0 && '、'}
                <a href={`/guide/questions/${addressOfFacts([fact.id])}`}>
                  <Localized text={fact.question} language={language} />
                </a>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Neighbours({ result, language }: ResultPageProps) {
  const t = guideMessages(language);
  if (result.neighbours.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="neighbours">
      <h2 id="neighbours">{rich(t('neighboursTitle'))}</h2>
      <KeyValue
        rows={result.neighbours.map((neighbour) => ({
          key: neighbour.id,
          label: <Localized text={neighbour.name} language={language} />,
          value: <Localized text={neighbour.purpose} language={language} />,
        }))}
      />
    </section>
  );
}

function Next({ language }: ResultPageProps) {
  const t = guideMessages(language);
  return (
    <section className="card key stack no-print" aria-labelledby="next">
      <h2 id="next">{rich(t('nextTitle'))}</h2>
      <p>{rich(t('preEntryLead'))}</p>
      <Form action="/guide/case">
        <Button block icon="pen">
          {t('preEntry')}
        </Button>
      </Form>
      <Button kind="outline" block icon="print" href="/guide/result/print">
        {t('print')}
      </Button>
      <p className="s">{rich(t('noBookingNeeded'))}</p>
    </section>
  );
}

function Dates({ result, dates, typed = {}, problems, language }: ResultPageProps) {
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
              label={<Localized text={date.question} language={language} />}
              value={typed[date.id] ?? (known === undefined ? undefined : partsOf(known))}
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

/** A known day as the boxes show it. */
function partsOf(day: Day): TypedDate {
  const { era, year, month, day: date } = toEraParts(day);
  return { era: era === '' ? 'western' : era, year: String(year), month: String(month), day: String(date) };
}

function dateErrors({ result, problems, language }: ResultPageProps) {
  return result.dates.flatMap((date) => {
    const problem = problems[date.id];
    const label = date.label[language] ?? date.label.ja;
    return problem === undefined ? [] : [{ name: date.id, message: dateSentence(problem, label, language) }];
  });
}

function dateSentence(problem: DateProblem, label: string, language: Language): string {
  const t = guideMessages(language);
  if (problem.kind === 'text') return problemSentence(problem.problem, label, language);
  return t(problem.kind === 'past' ? 'dateMustBePast' : 'dateMustBeFuture', {
    label,
    today: formatDay(problem.today, language),
  });
}

function Bring({ result, language }: ResultPageProps) {
  const t = guideMessages(language);
  const numberOf = new Map(result.items.map(({ procedure, number }) => [procedure.id, number]));
  const list = (documents: readonly DocumentToBring[]) => (
    <BringList
      storageKey="bring"
      items={documents.map((document) => ({
        id: document.id,
        name: <Localized text={document.name} language={language} />,
        note: document.notes.map((note) => <Localized key={note.ja} text={note} language={language} />),
        usedBy: t('usedFor', { numbers: document.usedBy.map((id) => numberOf.get(id)).join('・') }),
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
          {result.notNeeded.map((document) => (
            <span key={document.id}>
              <Localized text={document.name} language={language} />
              <br />
            </span>
          ))}
        </Banner>
      )}
    </section>
  );
}
