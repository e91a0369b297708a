import type { Neighbour } from '#inventory';
import { formatDay, type Language, listSeparator } from '#platform/i18n';
import { Banner, DeadlineBadge, Icon, KeyValue, localized, onLines, ProcedureCard, rich, Tag } from '#ui';
import { guideMessages } from '../messages.ts';
import type { ResultItem, UndecidedItem } from '../result.ts';
import { addressOfFacts } from '../screen.ts';
import { AnswerValue } from './answers.tsx';
import { channelNames, feeText, placeText } from './procedure-facts.tsx';

/** One procedure of the result: what, until when, where, how long, and why. */
export function Item({ item, language }: { item: ResultItem; language: Language }) {
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
          {localized(procedure.name, language)}
        </a>
      }
      plainName={localized(procedure.summary, language)}
      deadline={<Deadline item={item} language={language} />}
      facts={[
        { icon: 'place', text: placeText(procedure, language) },
        {
          icon: 'clock',
          text: (
            <>
              {rich(t('aboutMinutes', { minutes: procedure.duration.counterMinutes }))}
              {listSeparator(language)}
              {feeText(procedure, language)}
            </>
          ),
        },
        ...(ways.length > 0 ? [{ icon: 'mobile' as const, text: onLines(ways) }] : []),
      ]}
      why={<Why item={item} language={language} />}
    >
      {need !== 'required' && <Tag tone="plain">{t(need)}</Tag>}
      {channels.sentence && (
        <Banner kind="soon" slim title={localized(channels.sentence, language)}>
          {channels.mustCome && channels.note && localized({ ja: channels.note }, language)}
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
      <>
        <Icon name="calendar" />
        <span>{localized(procedure.deadline.text, language)}</span>
      </>
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
          label: localized(fact.label, language),
          value: <AnswerValue fact={fact} value={value} language={language} />,
        }))}
      />
      {wouldChange !== null && (
        <p>{rich(t('wouldChange', { answer: wouldChange.label[language] ?? wouldChange.label.ja }))}</p>
      )}
      {procedure.deadline.penalty && (
        <p>
          {rich(t('ifLate'))}: {localized({ ja: procedure.deadline.penalty }, language)}
        </p>
      )}
      <p className="mut">
        {rich(t('lawTitle'))}: {localized({ ja: procedure.legalBasis.join('、') }, language)}
      </p>
    </>
  );
}

/** Procedures that a question answered with わからない decides. */
export function Undecided({ items, language }: { items: readonly UndecidedItem[]; language: Language }) {
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
              <a href={`/procedures/${procedure.id}`}>{localized(procedure.name, language)}</a>
            </b>
            <br />
            <span className="mut">{rich(t('dependsOn'))}:</span>
            <br />
            {onLines(
              dependsOn.map((fact) => (
                <a key={fact.id} href={`/guide/questions/${addressOfFacts([fact.id])}`}>
                  {localized(fact.question, language)}
                </a>
              )),
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is done at offices that are not the city's. */
export function Neighbours({ neighbours, language }: { neighbours: readonly Neighbour[]; language: Language }) {
  const t = guideMessages(language);
  if (neighbours.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="neighbours">
      <h2 id="neighbours">{rich(t('neighboursTitle'))}</h2>
      <KeyValue
        rows={neighbours.map((neighbour) => ({
          key: neighbour.id,
          label: localized(neighbour.name, language),
          value: localized(neighbour.purpose, language),
        }))}
      />
    </section>
  );
}
