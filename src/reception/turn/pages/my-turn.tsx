import type { Inventory } from '#inventory';
import { type Language, listSeparator, stripReadings } from '#platform/i18n';
import type { Channel } from '#platform/notify';
import { Badge, Button, Form, LiveRegion, ResidentPage, rich, Stack, Ticket, Timeline } from '#ui';
import { Situation } from '../../display/pages/situation.tsx';
import type { Stop } from '../../print/ticket-props.ts';
import type { TurnSituation } from '../../queue/situation.ts';
import type { Leg, Visit } from '../../queue/visit.ts';
import { namesForVisitor, placeText, timeText } from '../../texts.ts';
import { visitorMessages } from '../../visitor-messages.ts';
import { turnMessages } from '../turn-messages.ts';
import { type NoticeRule, noticeChoices } from '../turn-notice.ts';

export interface MyTurnProps {
  language: Language;
  inventory: Inventory;
  visit: Visit;
  stops: readonly Stop[];
  situation: TurnSituation;
  /** What they asked to be told, and whether there is a way to tell them. */
  notice: (NoticeRule & { channel: Channel }) | null;
  canTell: boolean;
  token: string;
  commandId: string;
  now: Date;
}

const live = ['waiting', 'called', 'serving', 'on_hold', 'no_answer'];
const currentOf = (stops: readonly Stop[]): Stop | undefined => stops.find(({ leg }) => live.includes(leg.state));

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

/** What somebody is at a place for; nothing where they were handed on, with all they came for. */
function purposeOf(leg: Leg, language: Language, inventory: Inventory): string {
  if (leg.state === 'transferred') return '';
  return namesForVisitor(leg.procedures, language, inventory).join(listSeparator(language));
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
              <small>{rich(purposeOf(leg, language, inventory))}</small>
            </span>
            <StopState leg={leg} language={language} />
          </>
        ),
      }))}
    />
  );
}

/** Being told shortly before: what was asked for, or the way to ask. */
function Notice({ notice, canTell, situation, token, language }: MyTurnProps) {
  const t = turnMessages(language);
  if (!canTell || situation.leg !== 'waiting') return null;
  const choice = notice && noticeChoices.find((one) => one === `${notice.measure}-${notice.amount}`);
  return (
    <Stack gap="small">
      {notice && choice && <p>{rich(t('noticeSet', { when: t(choice), channel: t(notice.channel) }))}</p>}
      <Button kind="outline" href={`/turn/${token}/notice`} icon="bell" block>
        {t(notice ? 'noticeChange' : 'noticeAsk')}
      </Button>
    </Stack>
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
  const { language, inventory, visit, stops, situation, token, now } = props;
  const t = visitorMessages(language);
  const source = `/turn/${token}/events`;
  const current = currentOf(stops) ?? stops.at(-1);
  return (
    <ResidentPage title={t('turnTitle')} language={language} path={`/turn/${token}`} refreshSeconds={30}>
      <h1>{rich(t('turnTitle'))}</h1>
      <Stack>
        <LiveRegion id="turn-ticket" source={source} version={situation.version}>
          <Ticket
            number={visit.ticket}
            place={current ? placeText(current.service, language, inventory) : ''}
            language={language}
          />
        </LiveRegion>
        <LiveRegion id="turn-now" source={source} polite>
          <Situation {...{ situation, language, inventory, time: timeText(now) }} />
        </LiveRegion>
        <LiveRegion id="turn" source={source} version={situation.version}>
          <Stack>
            <section aria-label={stripReadings(t('route'))}>
              <h2>{rich(t('route'))}</h2>
              <Route stops={stops} language={language} inventory={inventory} />
            </section>
            <Notice {...props} />
            <Choices {...props} />
          </Stack>
        </LiveRegion>
      </Stack>
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
