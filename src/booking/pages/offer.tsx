import type { Language } from '#platform/i18n';
import { Banner, Button, Form, ResidentPage, rich, Stack } from '#ui';
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
}

/** A place that became free for somebody on the waiting list: take it or leave it. */
export function OfferPage({ language, base, when, place, until, stops }: OfferProps) {
  const t = messages(language);
  const title = t(until === null ? 'offerOver' : 'offerTitle');
  return (
    <ResidentPage title={title} language={language} path={base}>
      <Stack gap="large">
        <h1>{rich(title)}</h1>
        {until === null ? (
          <>
            <p>{rich(t('offerOverText'))}</p>
            <Button kind="outline" href="/case/booking">
              {t('chooseTitle')}
            </Button>
          </>
        ) : (
          <>
            <p className="booking-when">{rich(when)}</p>
            <p>{rich(place)}</p>
            <Banner kind="info" title={t('offerUntil', { until })} />
            <StopList stops={stops} language={language} />
            <Form action={`${base}/accept`}>
              <Button block>{t('offerTake')}</Button>
            </Form>
            <Form action={`${base}/decline`}>
              <Button kind="outline" block>
                {t('offerLeave')}
              </Button>
            </Form>
          </>
        )}
      </Stack>
    </ResidentPage>
  );
}
