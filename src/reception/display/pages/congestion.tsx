import type { Inventory } from '#inventory';
import { type Language, stripReadings } from '#platform/i18n';
import { DataTable, Document, LiveRegion, ResidentPage, rich, Stack } from '#ui';
import type { PlaceStatus } from '../../queue/board.ts';
import { placePurpose, placeText, timeText, waitText } from '../../texts.ts';
import { visitorMessages } from '../../visitor-messages.ts';
import type { TypicalDay } from '../typical-day-store.ts';

export interface CongestionProps {
  language: Language;
  inventory: Inventory;
  places: readonly PlaceStatus[];
  now: Date;
}

/** How full the places are at one moment. */
export function CongestionTable({ language, inventory, places, now }: CongestionProps) {
  const t = visitorMessages(language);
  return (
    <>
      <p className="mut num">{rich(t('asOf', { time: timeText(now) }))}</p>
      <DataTable
        caption={t('congestionTitle')}
        empty={t('congestionEmpty')}
        columns={[
          { key: 'place', label: t('columnPlace') },
          { key: 'people', label: t('columnPeople'), numeric: true },
          { key: 'wait', label: t('boardWaits'), numeric: true },
          { key: 'desks', label: t('columnDesks'), numeric: true },
        ]}
        rows={places.map(({ service, waiting, wait, openDesks }) => ({
          key: service.id,
          cells: [
            `${placeText(service, language, inventory)} ${placePurpose(service, language, inventory)}`,
            t('people', { count: waiting }),
            waitText(wait, language),
            String(openDesks),
          ],
        }))}
      />
    </>
  );
}

/** How a day usually goes, hour by hour: a bar for the eye, the figures for everybody. */
function UsualDay({ typical, language }: { typical: TypicalDay; language: Language }) {
  const t = visitorMessages(language);
  if (typical.length === 0) return null;
  const longest = Math.max(...typical.map(({ minutes }) => minutes), 1);
  return (
    <section>
      <h2>{rich(t('usualDay'))}</h2>
      <p className="mut">{rich(t('usualDayText'))}</p>
      <DataTable
        caption={t('usualDay')}
        empty=""
        columns={[
          { key: 'hour', label: t('columnHour') },
          { key: 'wait', label: t('boardWaits'), numeric: true },
          { key: 'bar', label: t('columnBar') },
        ]}
        rows={typical.map(({ hour, minutes }) => ({
          key: String(hour),
          cells: [
            `${hour}:00`,
            t('usualMinutes', { minutes }),
            <meter
              key="bar"
              min={0}
              max={longest}
              value={minutes}
              aria-label={stripReadings(t('usualMinutes', { minutes }))}
            />,
          ],
        }))}
      />
    </section>
  );
}

/** How full the places are, for everybody at home. */
export function CongestionPage({ typical, ...props }: CongestionProps & { typical: TypicalDay }) {
  const { language } = props;
  const t = visitorMessages(language);
  return (
    <ResidentPage title={t('congestionTitle')} language={language} path="/congestion" refreshSeconds={60}>
      <h1>{rich(t('congestionTitle'))}</h1>
      <Stack gap="large">
        <LiveRegion id="congestion" source="/congestion/events">
          <CongestionTable {...props} />
        </LiveRegion>
        <UsualDay typical={typical} language={language} />
      </Stack>
    </ResidentPage>
  );
}

/** The same inside a page of the city's website: renews itself, and says since when it could not; without scripts a link does. */
export function CongestionWidget({ address, ...props }: CongestionProps & { address: string }) {
  const { language } = props;
  const t = visitorMessages(language);
  return (
    <Document title={t('congestionTitle')} language={language} surface="resident" scripts={['widget']}>
      <main id="main" className="widget">
        <h1>{rich(t('congestionTitle'))}</h1>
        <LiveRegion id="congestion" source={`/congestion/events?language=${language}`}>
          <CongestionTable {...props} />
        </LiveRegion>
        <noscript>
          <p>
            <a href={`/widget/congestion?language=${language}`}>{rich(t('congestionRenew'))}</a>
          </p>
        </noscript>
        <p>
          <a href={address} target="_blank" rel="noopener">
            {rich(t('congestionMore'))}
          </a>
        </p>
      </main>
    </Document>
  );
}
