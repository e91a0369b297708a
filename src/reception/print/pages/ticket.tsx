import type { ReactNode } from 'react';
import type { Inventory } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay, type Language, listSeparator, stripReadings } from '#platform/i18n';
import { Button, Icon, type IconName, KioskPage, PrintPage, Qr, rich } from '#ui';
import { kioskMessages } from '../../door/kiosk-messages.ts';
import type { Service } from '../../queue/hall-store.ts';
import type { Leg, Visit } from '../../queue/visit.ts';
import type { WaitEstimate } from '../../queue/wait.ts';
import { dayAndTime, namesForVisitor, placeText, timeText, waitText } from '../../texts.ts';
import { visitorMessages } from '../../visitor-messages.ts';

/** All that a ticket says, on the screen of the kiosk and on paper. */
export interface TicketProps {
  language: Language;
  inventory: Inventory;
  visit: Visit;
  /** The places in order, each with its leg. */
  stops: readonly { leg: Leg; service: Service }[];
  /** How the first place stands; null when nobody is waited for there. */
  turn: { ahead: number; wait: WaitEstimate } | null;
  token: string;
  /** Address of the page on which the turn can be followed. */
  address: string;
  /** A receipt printer gives the ticket; otherwise the browser prints it. */
  onPaper: boolean;
  now: Date;
}

function TurnLine({ turn, language }: { turn: NonNullable<TicketProps['turn']>; language: Language }) {
  const t = visitorMessages(language);
  return (
    <>
      <b className="num">{rich(waitText(turn.wait, language))}</b>{' '}
      <span className="num">{rich(t('ahead', { count: turn.ahead }))}</span>
    </>
  );
}

/** The number with the first place, as the paper that comes out of the printer. */
function Stub({ visit, place, language }: Pick<TicketProps, 'visit' | 'language'> & { place: string }) {
  const t = visitorMessages(language);
  const received = t('received', { day: formatDay(toDay(visit.arrivedAt), language), time: timeText(visit.arrivedAt) });
  return (
    <section className="tkt stub" aria-label={stripReadings(t('turnTitle'))}>
      <p className="n">{visit.ticket}</p>
      <p className="to">{rich(kioskMessages(language)('ticketGoTo'))}</p>
      <p className="place">{rich(place)}</p>
      <p>{rich(received)}</p>
    </section>
  );
}

/** One thing to know about the way, with its picture. */
function WayPoint({ icon, title, children }: { icon: IconName; title: string; children: ReactNode }) {
  return (
    <li>
      <Icon name={icon} />
      <div>
        <span>{rich(title)}</span>
        <p>{children}</p>
      </div>
    </li>
  );
}

/** The end of the kiosk: number, where to go, how long, the phone. It goes after half a minute. */
export function KioskTicketPage(props: TicketProps) {
  const { language, inventory, visit, stops, turn, token } = props;
  const t = kioskMessages(language);
  const places = stops.map(({ service }) => placeText(service, language, inventory));
  const [first = '', ...rest] = places;
  return (
    <KioskPage
      title={t('ticketTitle')}
      language={language}
      path={`/kiosk/ticket/${token}`}
      restartHref="/kiosk"
      idleSeconds={30}
      finished
      actions={
        <>
          <Qr text={props.address} label={t('ticketPhone')} size="small" />
          <p className="phone-hint">
            <b>{rich(t('ticketPhone'))}</b>
            <span>{rich(t('ticketPhoneNote'))}</span>
          </p>
          {props.onPaper ? (
            <p className="phone-hint">
              <b>{rich(t('ticketTake'))}</b>
              <span>{rich(t('ticketTakeNote'))}</span>
            </p>
          ) : (
            <Button kind="outline" icon="print" href={`/kiosk/ticket/${token}/print`}>
              {t('ticketPrint')}
            </Button>
          )}
        </>
      }
    >
      <div className="ticket-page">
        <Stub visit={visit} place={first} language={language} />
        <div>
          <h1>{rich(t('ticketTitle'))}</h1>
          <ul className="way">
            {turn && (
              <WayPoint icon="clock" title={t('ticketWait')}>
                <TurnLine turn={turn} language={language} />
              </WayPoint>
            )}
            <WayPoint icon="sound" title={t('ticketCall')}>
              <b>{rich(t('ticketPlace', { place: first }))}</b>
            </WayPoint>
            {rest.length > 0 && (
              <WayPoint icon="place" title={t('ticketAfter')}>
                <b>{rich(rest.join(' → '))}</b>
              </WayPoint>
            )}
          </ul>
        </div>
      </div>
    </KioskPage>
  );
}

/** The ticket on 80 mm paper. It carries no name. */
export function TicketPrintPage(props: TicketProps) {
  const { language, inventory, visit, stops, turn } = props;
  const t = visitorMessages(language);
  const [first] = stops;
  return (
    <PrintPage title={visit.ticket} language={language} paper="roll" atOnce>
      <h1 className="sr">{rich(t('turnTitle'))}</h1>
      <section className="tkt" aria-label={stripReadings(t('turnTitle'))}>
        <p>{`${inventory.city.name.ja} ${inventory.city.hall.name.ja}`}</p>
        <p className="n">{visit.ticket}</p>
        <p className="place">{first && rich(placeText(first.service, language, inventory))}</p>
        {turn && (
          <p>
            {rich(kioskMessages(language)('ticketWait'))} <TurnLine turn={turn} language={language} />{' '}
            <small>{rich(t('asOf', { time: timeText(props.now) }))}</small>
          </p>
        )}
      </section>
      <section className="paper-route">
        <h2>{rich(t('ticketHint'))}</h2>
        <ol>
          {stops.map(({ leg, service }) => (
            <li key={leg.id}>
              <span>{rich(namesForVisitor(leg.procedures, language, inventory).join(listSeparator(language)))}</span>
              <b>{rich(placeText(service, language, inventory))}</b>
            </li>
          ))}
        </ol>
      </section>
      <div className="paper-phone">
        <Qr text={props.address} label={t('turnTitle')} size="paper" />
        <p>{rich(t('phoneHint'))}</p>
      </div>
      <p className="paper-foot">{rich(dayAndTime(visit.arrivedAt, language))}</p>
    </PrintPage>
  );
}
