import type { Inventory } from '#inventory';
import { CallList, CallTile, Icon, rich, WaitRow } from '#ui';
import type { BoardCall } from '../../queue/board.ts';
import type { Service } from '../../queue/hall-store.ts';
import { placePurpose, timeText, waitText } from '../../texts.ts';
import { visitorMessages } from '../../visitor-messages.ts';
import type { ClipAddresses } from '../../voice/clips.ts';
import { callPhrases, callSentence } from '../../voice/phrases.ts';
import { type Board, type DisplayArea, loudnessAt } from '../display.ts';

/** A board hangs for everybody: Japanese, with the two lines that others need in English. */
const language = 'ja';
const t = visitorMessages(language);
const english = visitorMessages('en');

/** Numbers of those who did not come that fit below the waiting times: the latest. */
const mostAbsent = 6;

/** Tells calls apart for the script that sounds the chime: a repeated call is a new one. */
const callKey = ({ legId, callCount }: BoardCall): string => `${legId}:${callCount}`;

/** The department that does most at a place; on a board there is room for one. */
function mainDepartment(service: Service, inventory: Inventory): string {
  const [first] = placePurpose(service, language, inventory).split('・');
  return first ?? service.name;
}

/** A call on the board. A place without a number is named, in letters that fit. */
function Call({ call, newest, inventory }: { call: BoardCall; newest: boolean; inventory: Inventory }) {
  const { ticket, service, calledAt } = call;
  const time = timeText(calledAt);
  if (service.window !== null) {
    const place = `${time} ${service.floor}階 ${mainDepartment(service, inventory)}`;
    return <CallTile number={ticket} counter={service.window} place={place} newest={newest} language={language} />;
  }
  return (
    <li className={newest ? 'call-tile newest' : 'call-tile'}>
      <span className="n">{ticket}</span>
      <Icon name="arrow" />
      <span className="w named">
        <b>{service.name}</b>
        <small>{`${time} ${service.floor}階`}</small>
      </span>
    </li>
  );
}

/** What the script that speaks reads: the loudness of now, and each call that is open with its clips and sentences. */
function Announcements(props: {
  board: Board;
  area: DisplayArea;
  inventory: Inventory;
  clips: ClipAddresses;
  now: Date;
}) {
  const { board, area, inventory, clips, now } = props;
  return (
    <div hidden data-announcements data-loudness={loudnessAt(area, now)}>
      {board.open.map((call) => {
        const spoken = area.languages.map((one) => {
          const phrases = callPhrases(call.ticket, call.service, one, inventory);
          return { language: one, clips: clips(phrases), sentence: callSentence(phrases) };
        });
        return <span key={call.legId} data-announce={callKey(call)} data-spoken={JSON.stringify(spoken)} />;
      })}
    </div>
  );
}

/** Left on a board: the newest calls, and in words for a screen reader the last one. */
export function BoardCalls(props: {
  board: Board;
  area: DisplayArea;
  inventory: Inventory;
  clips: ClipAddresses;
  now: Date;
}) {
  const { board, inventory } = props;
  const [newest] = board.calls;
  return (
    <>
      {board.calls.length === 0 && (
        <p className="board-empty">
          {t('boardEmpty')}
          <small>{english('boardEmpty')}</small>
        </p>
      )}
      <CallList>
        {board.calls.map((call, index) => (
          <Call key={call.legId} call={call} newest={index === 0} inventory={inventory} />
        ))}
      </CallList>
      <p className="sr" data-call={newest ? callKey(newest) : ''}>
        {newest ? t('spokenCall', { number: newest.ticket, place: newest.service.id }) : ''}
      </p>
      <Announcements {...props} />
    </>
  );
}

/** Calls for which the three tiles have no room: number and place in a line each. */
function MoreCalls({ calls }: { calls: readonly BoardCall[] }) {
  if (calls.length === 0) return null;
  return (
    <div className="more-calls">
      <h2>{t('boardMore')}</h2>
      <ul>
        {calls.map(({ legId, ticket, service }) => (
          <li key={legId}>
            <b>{ticket}</b> <span>{service.window === null ? service.id : `${service.window}番`}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Right on a board: calls that found no room, waiting times with their time, who was not there. */
export function BoardSide({ board, inventory, now }: { board: Board; inventory: Inventory; now: Date }) {
  const { places, absent, more } = board;
  // What is called now goes before what can be expected.
  const shown = places.slice(0, Math.max(1, places.length - Math.ceil(more.length / 2)));
  return (
    <>
      <MoreCalls calls={more} />
      <h2>
        {t('boardWaits')} <small className="num">{t('asOf', { time: timeText(now) })}</small>
      </h2>
      {shown.length === 0 && <p className="mut">{t('congestionEmpty')}</p>}
      <ul>
        {shown.map(({ service, wait, waiting }) => (
          <WaitRow
            key={service.id}
            series={service.series}
            name={
              <>
                {service.window === null ? service.name : `${service.floor}階 ${service.window}番`}
                {service.window !== null && <small>{mainDepartment(service, inventory)}</small>}
              </>
            }
            wait={wait.kind === 'unknown' ? t('people', { count: waiting }) : waitText(wait, language)}
          />
        ))}
      </ul>
      {absent.length > 0 && (
        <div className="absent-list">
          <h2>{rich(t('boardAbsent'))}</h2>
          <ul>
            {absent.slice(-mostAbsent).map((ticket) => (
              <li key={ticket}>{ticket}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
