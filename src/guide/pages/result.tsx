import type { Inventory } from '#inventory';
import { formatDay } from '#platform/i18n';
import { Banner, Columns, ErrorSummary, ResidentPage, rich, Stack } from '#ui';
import { guideMessages } from '../messages.ts';
import { Bring, Dates, type DatesProps, dateSentence, Next } from './result-aside.tsx';
import { Item, Neighbours, Undecided } from './result-items.tsx';

export interface ResultPageProps extends DatesProps {
  inventory: Inventory;
  /** The guide was left before its end: there are questions to go on with. */
  unfinished: boolean;
}

/** What to do, until when, where, with what in the bag, and why. */
export function ResultPage(props: ResultPageProps) {
  const { result, language } = props;
  const t = guideMessages(language);
  const count = result.items.length;
  const title = count === 0 ? t('resultNone') : t('resultTitle', { count });
  const errors = dateErrors(props);
  return (
    <ResidentPage
      title={title}
      language={language}
      path="/guide/result"
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
            {count > 0 && <Next language={language} />}
            <Dates {...props} />
            <Bring result={result} language={language} />
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
          <Neighbours neighbours={result.neighbours} language={language} />
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
    { label: t('atCounter'), value: t('countThings', { count: result.items.length - result.withoutVisit.length }) },
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

function dateErrors({ result, problems, language }: ResultPageProps) {
  return result.dates.flatMap((date) => {
    const problem = problems[date.id];
    const label = date.label[language] ?? date.label.ja;
    return problem === undefined ? [] : [{ name: date.id, message: dateSentence(problem, label, language) }];
  });
}
