import type { Language } from '#platform/i18n';
import { Banner, Button, Form, Icon, ResidentPage, rich, Stack } from '#ui';
import { messages } from '../messages.ts';
import type { Stop } from '../stops.ts';
import { StopList } from './stop-list.tsx';

export interface OfferProps {
  language: Language;
  /** `/booking/<token>`. */
  base: string;
  when: string;
  place: string;
  /** Until when it is held; null when that is over. */
  until: string | null;
  stops: readonly Stop[];
  /** Why it could not be taken; null where nobody tried. */
  error: string | null;
}

/** A place that became free for somebody on the waiting list: take it or leave it. */
export function OfferPage(props: OfferProps) {
  const { language, base, until, error } = props;
  const t = messages(language);
  if (until === null) return <OverPage {...props} />;
  return (
    <ResidentPage title={t('offerTitle')} language={language} path={base} hasErrors={error !== null}>
      <Stack gap="large">
        {error !== null && <Banner kind="err" title={error} announce />}
        <div className="done-panel">
          <Icon name="calendar" />
          <h1>{rich(t('offerTitle'))}</h1>
          <p className="booking-when">{rich(props.when)}</p>
          <p>{rich(props.place)}</p>
        </div>
        <Banner kind="info" title={t('offerUntil', { until })} />
        <Stack>
          <Form action={`${base}/accept`}>
            <Button block>{t('offerTake')}</Button>
          </Form>
          <Form action={`${base}/decline`}>
            <Button kind="outline" block>
              {t('offerLeave')}
            </Button>
          </Form>
        </Stack>
        <section className="stack-s">
          <h2>{rich(t('route'))}</h2>
          <StopList stops={props.stops} language={language} />
        </section>
      </Stack>
    </ResidentPage>
  );
}

function OverPage({ language, base }: OfferProps) {
  const t = messages(language);
  return (
    <ResidentPage title={t('offerOver')} language={language} path={base}>
      <Stack gap="large">
        <Stack>
          <h1>{rich(t('offerOver'))}</h1>
          <p>{rich(t('offerOverText'))}</p>
        </Stack>
        <Button kind="outline" href="/case/booking" block>
          {t('chooseTitle')}
        </Button>
      </Stack>
    </ResidentPage>
  );
}
