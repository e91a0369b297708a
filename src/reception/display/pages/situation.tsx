import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { Banner, Card, rich } from '#ui';
import { kioskMessages } from '../../door/kiosk-messages.ts';
import type { TurnSituation } from '../../queue/situation.ts';
import { placeText, waitText } from '../../texts.ts';
import { visitorMessages } from '../../visitor-messages.ts';

/** What the visitor is to do now, in one sentence; `time` is when this was so. */
export function Situation(props: { situation: TurnSituation; language: Language; inventory: Inventory; time: string }) {
  const { situation, language, inventory, time } = props;
  const { visit, place: service, leg, turn, lastCalled, comeAlong } = situation;
  const t = visitorMessages(language);
  if (visit === 'completed') return <Banner kind="ok">{t('turnOver')}</Banner>;
  if (visit === 'abandoned' || service === null) return <Banner kind="info">{t('turnLeft')}</Banner>;
  const place = placeText(service, language, inventory);
  switch (leg) {
    case 'called':
      return <Banner kind="soon" icon="bell" title={t('turnCalled', { place })} announce />;
    case 'serving':
      return <Banner kind="info">{t('turnServing', { place })}</Banner>;
    case 'no_answer':
      return <Banner kind="soon">{t('turnMissed', { place })}</Banner>;
    case 'on_hold':
      return <Banner kind="info">{t('turnHeld')}</Banner>;
    default:
      if (comeAlong !== null) {
        return <Banner kind="soon" icon="bell" title={t('turnComeAlong', { number: comeAlong, place })} announce />;
      }
      return (
        <Card kind="key">
          <p className="ahead">
            <b className="num">{rich(t('ahead', { count: turn?.ahead ?? 0 }))}</b>{' '}
            <span className="mut num">{rich(t('asOf', { time }))}</span>
          </p>
          {turn && (
            <p className="ahead-wait" data-wait>
              {rich(kioskMessages(language)('ticketWait'))} <b className="num">{rich(waitText(turn.wait, language))}</b>
            </p>
          )}
          {lastCalled && <p className="mut num">{rich(t('lastCalled', { number: lastCalled }))}</p>}
        </Card>
      );
  }
}
