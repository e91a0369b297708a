import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { CallList, CallTile, DataTable, DisplayPage, Icon, LiveRegion, ResidentPage, rich, WaitRow } from '#ui';
import type { BoardCall, PlaceStatus } from '../board.ts';
import type { Service } from '../hall-store.ts';
import { dayAndTime, placePurpose, placeText, timeText, waitText } from '../texts.ts';
import { visitorMessages } from '../visitor-messages.ts';

export interface BoardProps {
  inventory: Inventory;
  /** Address of this board: `/display/1`, `/display/all`. */
  path: string;
  calls: readonly BoardCall[];
  /** The places that people wait for. */
  places: readonly PlaceStatus[];
  absent: readonly string[];
  now: Date;
}

/** A board hangs for everybody: Japanese, with the two lines that others need in English. */
const language: Language = 'ja';
const t = visitorMessages(language);
const english = visitorMessages('en');

/** Numbers of those who did not come that fit below the waiting times: the latest. */
const mostAbsent = 6;

/** Tells the calls apart for the script that sounds the chime: a repeated call is a new one. */
const callKey = (call: BoardCall | undefined): string => (call ? `${call.legId}:${call.callCount}` : '');

/** What a voice says for a call: 「A127番の方、1階 3番窓口へお越しください。」 */
function spokenCall(call: BoardCall | undefined): string {
  return call ? t('spokenCall', { number: call.ticket, place: call.service.id }) : '';
}

/** The department that does most at a place; on a board there is room for one. */
function mainDepartment(service: Service, inventory: Inventory): string {
  const [first] = placePurpose(service, language, inventory).split('・');
  return first ?? service.name;
}

/** A call on the board. A place without a number is named, in letters that fit. */
function Call({ call, newest, inventory }: { call: BoardCall; newest: boolean; inventory: Inventory }) {
  const { ticket, service } = call;
  if (service.window !== null) {
    const place = `${service.floor}階 ${mainDepartment(service, inventory)}`;
    return <CallTile number={ticket} counter={service.window} place={place} newest={newest} language={language} />;
  }
  return (
    <li className={newest ? 'call-tile newest' : 'call-tile'}>
      <span className="n">{ticket}</span>
      <Icon name="arrow" />
      <span className="w named">
        <b>{service.name}</b>
        <small>{`${service.floor}階`}</small>
      </span>
    </li>
  );
}

/** A calling display: the last three calls, waiting times with their time, who was not there. No names, no adverts. */
export function BoardPage({ inventory, path, calls, places, absent, now }: BoardProps) {
  const source = `${path}/events`;
  return (
    <DisplayPage
      title={`${t('boardTitle')} ${english('boardTitle')}`}
      language={language}
      time={dayAndTime(now, language)}
      scripts={['chime']}
      notice={{ title: t('boardNotice'), text: `${t('boardOrder')} ${english('boardOrder')}` }}
      side={
        <LiveRegion id="waits" source={source}>
          <h2>
            {t('boardWaits')} <small className="num">{t('asOf', { time: timeText(now) })}</small>
          </h2>
          {places.length === 0 && <p className="mut">{t('congestionEmpty')}</p>}
          <ul>
            {places.map(({ service, wait, waiting }) => (
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
              <h2>{t('boardAbsent')}</h2>
              <ul>
                {absent.slice(-mostAbsent).map((ticket) => (
                  <li key={ticket}>{ticket}</li>
                ))}
              </ul>
            </div>
          )}
        </LiveRegion>
      }
    >
      <LiveRegion id="calls" source={source} polite>
        {calls.length === 0 && (
          <p className="board-empty">
            {t('boardEmpty')}
            <small>{english('boardEmpty')}</small>
          </p>
        )}
        <CallList>
          {calls.map((call, index) => (
            <Call key={call.legId} call={call} newest={index === 0} inventory={inventory} />
          ))}
        </CallList>
        <p className="sr" data-call={callKey(calls[0])}>
          {spokenCall(calls[0])}
        </p>
      </LiveRegion>
    </DisplayPage>
  );
}

/** How full the places are, for everybody at home. */
export function CongestionPage(props: {
  language: Language;
  inventory: Inventory;
  places: readonly PlaceStatus[];
  now: Date;
}) {
  const { language, inventory, places, now } = props;
  const t = visitorMessages(language);
  return (
    <ResidentPage title={t('congestionTitle')} language={language} path="/congestion">
      <h1>{rich(t('congestionTitle'))}</h1>
      <LiveRegion id="congestion" source="/congestion/events">
        <p className="mut num">{rich(t('asOf', { time: timeText(now) }))}</p>
        <DataTable
          caption={t('congestionTitle')}
          empty={t('congestionEmpty')}
          columns={[
            { key: 'place', label: t('columnPlace') },
            { key: 'people', label: t('columnPeople'), numeric: true },
            { key: 'wait', label: t('boardWaits'), numeric: true },
          ]}
          rows={places.map(({ service, waiting, wait }) => ({
            key: service.id,
            cells: [
              `${placeText(service, language, inventory)} ${placePurpose(service, language, inventory)}`,
              t('people', { count: waiting }),
              waitText(wait, language),
            ],
          }))}
        />
      </LiveRegion>
    </ResidentPage>
  );
}
