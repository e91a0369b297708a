import type { Inventory } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay, stripReadings } from '#platform/i18n';
import { Banner, Button, KeyValue, type KeyValueRow, ResidentPage, rich, Stack } from '#ui';
import { endMessages } from '../end-messages.ts';
import { messages } from '../messages.ts';
import { progressOf } from '../state.ts';
import { type CasePageProps, CodeCard, Papers } from './case-parts.tsx';

/** The home of a case that was left with the city: code, what is entered and what is left, papers. */
export function CasePage(props: CasePageProps & { inventory: Inventory }) {
  const { state, language, base } = props;
  const say = endMessages(language);
  const title = say('caseTitle');
  const progress = progressOf(state);
  const left = progress.reduce((sum, { open }) => sum + open, 0);
  return (
    <ResidentPage title={title} language={language} path={base}>
      <Stack gap="large">
        <h1>{rich(title)}</h1>
        <p>{rich(say('doneUntil', { day: formatDay(toDay(state.overview.expiresAt), language) }))}</p>
        <CodeCard {...props} />
        <section>
          <Stack>
            <h2>{rich(say('enteredTitle'))}</h2>
            {left > 0 && (
              <Banner kind="soon" title={say('leftTitle', { count: left })}>
                {say('leftHow')}
              </Banner>
            )}
            <KeyValue rows={progress.map((page) => progressRow(page, props))} />
            <Button kind="outline" href={`${base}/check`} icon="eye" block>
              {say('seeAll')}
            </Button>
          </Stack>
        </section>
        <Papers {...props} />
        <Banner kind="info" title={say('notFiledYet')}>
          {say('notFiledWhy')}
        </Banner>
      </Stack>
    </ResidentPage>
  );
}

function progressRow(
  { id, entered, open }: ReturnType<typeof progressOf>[number],
  { language, base }: CasePageProps,
): KeyValueRow {
  const say = endMessages(language);
  const label = messages(language)(`page_${id}`);
  return {
    key: id,
    label,
    value: (
      <>
        <div>{rich(say('enteredCount', { count: entered }))}</div>
        {open > 0 && <div className="missing">{rich(say('leftCount', { count: open }))}</div>}
      </>
    ),
    action: (
      <a href={`${base}/entry/${id}?return=check`}>
        {rich(say('change'))}
        <span className="sr">: {stripReadings(label)}</span>
      </a>
    ),
  };
}
