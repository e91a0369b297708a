import type { Inventory } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import { Banner, Button, Card, Icon, localized, ResidentPage, rich, Stack } from '#ui';
import { endMessages } from '../end-messages.ts';
import { messages } from '../messages.ts';
import { documentsToBring } from '../paper.ts';
import { type CasePageProps, CodeCard, NextSteps, Papers } from './case-parts.tsx';

/** The end: code and QR, papers, and what happens next. */
export function DonePage(props: CasePageProps & { inventory: Inventory }) {
  const { state, language, base, inventory } = props;
  const say = endMessages(language);
  const title = say('doneTitle');
  const documents = documentsToBring(state, inventory);
  const bring = {
    icon: 'bag',
    title: say('afterBringTitle'),
    text: (
      <ul className="bullets">
        {documents.map((name) => (
          <li key={name.ja}>{localized(name, language)}</li>
        ))}
      </ul>
    ),
  } as const;
  return (
    <ResidentPage title={title} language={language} path={`${base}/done`}>
      <Stack gap="large">
        <div className="done-panel">
          <Icon name="done" />
          <h1>{rich(title)}</h1>
          <p>{rich(say('doneUntil', { day: formatDay(toDay(state.overview.expiresAt), language) }))}</p>
        </div>
        <CodeCard {...props} />
        <Banner kind="info" title={say('notFiledYet')}>
          {say('notFiledWhy')}
        </Banner>
        <NextSteps
          title={say('afterThis')}
          steps={[
            { icon: 'place', title: say('afterComeTitle'), text: say('afterCome') },
            ...(documents.length > 0 ? [bring] : []),
            {
              icon: 'pen',
              title: say('afterChangeTitle'),
              text: (
                <>
                  <p>{rich(say('afterChange'))}</p>
                  <p>
                    <a href={`${base}/check`}>{rich(say('change'))}</a>
                  </p>
                </>
              ),
            },
          ]}
        />
        <Papers {...props} />
        <p>
          <a href={`${base}/looks`}>{rich(say('whoLooked'))}</a>
        </p>
      </Stack>
    </ResidentPage>
  );
}

/** After 「ここまでを保存する」: how to come back. The digits stand on the pages of the case and nowhere else. */
export function SavedPage({ state, language, base, number }: CasePageProps) {
  const t = messages(language);
  const say = endMessages(language);
  const { code } = state.overview;
  return (
    <ResidentPage title={t('saved')} language={language} path={`${base}/saved`}>
      <Stack gap="large">
        <h1>{rich(t('saved'))}</h1>
        <p>{rich(t('savedHow', { code }))}</p>
        <Card>
          <div className="code-card">
            <h2>{rich(say('code'))}</h2>
            <p className="code">{code}</p>
            <h2>{rich(t('secondNumber'))}</h2>
            <p className="code">{number}</p>
          </div>
        </Card>
        <Button href={base} block>
          {t('continueEntry')}
        </Button>
      </Stack>
    </ResidentPage>
  );
}
