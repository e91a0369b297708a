import type { Inventory } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay, type Language } from '#platform/i18n';
import { Button, Columns, KioskPage, PrintPage, Qr, rich, Ticket } from '#ui';
import type { Service } from '../hall-store.ts';
import { kioskMessages } from '../kiosk-messages.ts';
import { dayAndTime, placeText, procedureNames, timeText, waitText } from '../texts.ts';
import type { Leg, Visit } from '../visit.ts';
import { visitorMessages } from '../visitor-messages.ts';
import type { WaitEstimate } from '../wait.ts';

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
  now: Date;
}

function TurnLine({ turn, language }: Pick<TicketProps, 'turn' | 'language'>) {
  if (turn === null) return null;
  const t = visitorMessages(language);
  return (
    <>
      <b className="num">{rich(waitText(turn.wait, language))}</b>{' '}
      <span>{rich(t('ahead', { count: turn.ahead }))}</span>
    </>
  );
}

/** The end of the kiosk: number, where to go, how long, the phone. It forgets after twenty seconds. */
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
      idleSeconds={20}
      actions={
        <>
          <Qr text={props.address} label={t('ticketPhone')} />
          <p>
            <b>{rich(t('ticketPhone'))}</b>
          </p>
          <Button kind="outline" icon="print" href={`/kiosk/ticket/${token}/print`}>
            {t('ticketPrint')}
          </Button>
        </>
      }
    >
      <Columns
        asideLabel={t('ticketTitle')}
        aside={
          <Ticket number={visit.ticket} place={first} language={language}>
            <p className="num">
              {rich(
                visitorMessages(language)('received', {
                  day: formatDay(toDay(visit.arrivedAt), language),
                  time: timeText(visit.arrivedAt),
                }),
              )}
            </p>
          </Ticket>
        }
      >
        <h1>{rich(t('ticketTitle'))}</h1>
        <ul className="bullets">
          {turn && (
            <li>
              <span>{rich(t('ticketWait'))}</span> <TurnLine turn={turn} language={language} />
            </li>
          )}
          <li>{rich(t('ticketCall', { place: first }))}</li>
          {rest.length > 0 && (
            <li>
              <span>{rich(t('ticketAfter'))}</span> <b>{rich(rest.join(' → '))}</b>
            </li>
          )}
        </ul>
      </Columns>
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
      <Ticket
        number={visit.ticket}
        place={first ? placeText(first.service, language, inventory) : ''}
        language={language}
      />
      {turn && (
        <p>
          <TurnLine turn={turn} language={language} /> {rich(t('asOf', { time: timeText(props.now) }))}
        </p>
      )}
      <p>
        <b>{rich(t('ticketHint'))}</b>
      </p>
      <ol>
        {stops.map(({ leg, service }) => (
          <li key={leg.id}>
            <b>{rich(placeText(service, language, inventory))}</b>{' '}
            {rich(procedureNames(leg.procedures, language, inventory).join('・'))}
          </li>
        ))}
      </ol>
      <Qr text={props.address} label={t('turnTitle')} />
      <p>{rich(t('phoneHint'))}</p>
      <p className="num">{rich(dayAndTime(visit.arrivedAt, language))}</p>
    </PrintPage>
  );
}
