import type { Inventory } from '#inventory';
import { type Language, stripReadings } from '#platform/i18n';
import { Badge, Banner, Button, Card, Form, LiveRegion, ResidentPage, rich, Stack, Ticket, Timeline } from '#ui';
import { kioskMessages } from '../kiosk-messages.ts';
import { namesForVisitor, placeText, timeText, waitText } from '../texts.ts';
import type { Stop } from '../ticket-props.ts';
import type { Leg, Visit } from '../visit.ts';
import { visitorMessages } from '../visitor-messages.ts';
import type { WaitEstimate } from '../wait.ts';

export interface MyTurnProps {
  language: Language;
  inventory: Inventory;
  visit: Visit;
  stops: readonly Stop[];
  turn: { ahead: number; wait: WaitEstimate } | null;
  token: string;
  commandId: string;
  now: Date;
}

const live = ['waiting', 'called', 'serving', 'on_hold', 'no_answer'];
const currentOf = (stops: readonly Stop[]): Stop | undefined => stops.find(({ leg }) => live.includes(leg.state));

/** What the visitor is to do now, in one sentence. */
function Situation({ visit, stops, turn, language, inventory, now }: MyTurnProps) {
  const t = visitorMessages(language);
  const current = currentOf(stops);
  if (visit.state === 'completed') return <Banner kind="ok">{t('turnOver')}</Banner>;
  if (visit.state === 'abandoned' || !current) return <Banner kind="info">{t('turnLeft')}</Banner>;
  const place = placeText(current.service, language, inventory);
  switch (current.leg.state) {
    case 'called':
      return <Banner kind="soon" icon="bell" title={t('turnCalled', { place })} announce />;
    case 'serving':
      return <Banner kind="info">{t('turnServing', { place })}</Banner>;
    case 'no_answer':
      return <Banner kind="soon">{t('turnMissed', { place })}</Banner>;
    case 'on_hold':
      return <Banner kind="info">{t('turnHeld')}</Banner>;
    default:
      return (
        <Card kind="key">
          <p className="ahead">
            <b className="num">{rich(t('ahead', { count: turn?.ahead ?? 0 }))}</b>{' '}
            <span className="mut num">{rich(t('asOf', { time: timeText(now) }))}</span>
          </p>
          {turn && (
            <p className="ahead-wait" data-wait>
              {rich(kioskMessages(language)('ticketWait'))} <b className="num">{rich(waitText(turn.wait, language))}</b>
            </p>
          )}
        </Card>
      );
  }
}

/** Where the place stands on the way: done, now, later. */
function StopState({ leg, language }: { leg: Leg; language: Language }) {
  const t = visitorMessages(language);
  if (leg.state === 'done' || leg.state === 'transferred') {
    return (
      <Badge state="done" language={language}>
        {t('legDone')}
      </Badge>
    );
  }
  const state = live.includes(leg.state) ? 'waiting' : 'planned';
  return (
    <Badge state={state} language={language}>
      {t(state === 'waiting' ? 'legNow' : 'legNext')}
    </Badge>
  );
}

/** Done, now or still to come, as the line of places shows it. */
function stepState({ state }: Leg): 'done' | 'now' | 'todo' {
  if (state === 'done' || state === 'transferred') return 'done';
  return live.includes(state) ? 'now' : 'todo';
}

function Route({ stops, language, inventory }: Pick<MyTurnProps, 'stops' | 'language' | 'inventory'>) {
  return (
    <Timeline
      language={language}
      steps={stops.map(({ leg, service }) => ({
        id: leg.id,
        state: stepState(leg),
        title: (
          <>
            <span>
              <b>{rich(placeText(service, language, inventory))}</b>
              <small>{rich(namesForVisitor(leg.procedures, language, inventory).join('・'))}</small>
            </span>
            <StopState leg={leg} language={language} />
          </>
        ),
      }))}
    />
  );
}

/** What the visitor can do: step away and come back, or give the number up. */
function Choices({ stops, token, commandId, language }: MyTurnProps) {
  const t = visitorMessages(language);
  const current = currentOf(stops);
  if (!current || current.leg.state === 'serving') return null;
  const away = current.leg.state === 'on_hold';
  return (
    <Stack>
      {(away || current.leg.state === 'waiting') && (
        <Form action={`/turn/${token}/${away ? 'back' : 'away'}`}>
          <input type="hidden" name="commandId" value={commandId} />
          <Button kind={away ? 'filled' : 'outline'} block>
            {t(away ? 'cameBack' : 'stepAway')}
          </Button>
        </Form>
      )}
      <Button kind="danger" href={`/turn/${token}/cancel`} block>
        {t('cancelTurn')}
      </Button>
    </Stack>
  );
}

/** The visitor's own turn on their phone; renews itself while the line holds, and says so when it does not. */
export function MyTurnPage(props: MyTurnProps) {
  const { language, inventory, visit, stops, token } = props;
  const t = visitorMessages(language);
  const current = currentOf(stops) ?? stops.at(-1);
  return (
    <ResidentPage title={t('turnTitle')} language={language} path={`/turn/${token}`}>
      <h1>{rich(t('turnTitle'))}</h1>
      <LiveRegion id="turn" source={`/turn/${token}/events`} polite>
        <Stack>
          <Ticket
            number={visit.ticket}
            place={current ? placeText(current.service, language, inventory) : ''}
            language={language}
          />
          <Situation {...props} />
          <section aria-label={stripReadings(t('route'))}>
            <h2>{rich(t('route'))}</h2>
            <Route stops={stops} language={language} inventory={inventory} />
          </section>
          <Choices {...props} />
        </Stack>
      </LiveRegion>
    </ResidentPage>
  );
}

/** Asks once before a number is given up. */
export function CancelTurnPage(props: { language: Language; token: string; commandId: string }) {
  const { language, token, commandId } = props;
  const t = visitorMessages(language);
  return (
    <ResidentPage title={t('cancelQuestion')} language={language} path={`/turn/${token}/cancel`}>
      <h1>{rich(t('cancelQuestion'))}</h1>
      <p>{rich(t('cancelText'))}</p>
      <Form action={`/turn/${token}/cancel`}>
        <input type="hidden" name="commandId" value={commandId} />
        <Button href={`/turn/${token}`}>{t('keepTurn')}</Button>
        <Button kind="danger">{t('cancelTurn')}</Button>
      </Form>
    </ResidentPage>
  );
}
