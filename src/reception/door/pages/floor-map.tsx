import type { FloorPlan } from '#inventory';
import { Badge, Banner, Button, Stack, TabletPage } from '#ui';
import type { Service } from '../../queue/hall-store.ts';
import { comparePlaces } from '../../queue/place.ts';
import { directionsTo, locate } from '../directions.ts';

const signs: Readonly<Record<FloorPlan['points'][number]['kind'], string>> = {
  counter: '',
  lift: 'エレベーター',
  stairs: '階段',
  toilet: 'お手洗い',
  accessibleToilet: '車いすのお手洗い',
  nursing: '授乳室',
};

/** Picture units to a metre. */
const scale = 14;

function Point({ point, wanted }: { point: FloorPlan['points'][number]; wanted: string | null }) {
  const [x, y] = [point.x * scale, point.y * scale];
  const isWanted = point.place !== undefined && point.place === wanted;
  const name = point.place?.replace(/^\d+階 /, '') ?? signs[point.kind];
  // A name at the edge is written inwards.
  const anchor = point.x < 8 ? 'start' : point.x > 52 ? 'end' : 'middle';
  return (
    <g className={[point.kind === 'counter' ? 'map-counter' : 'map-sign', isWanted ? 'wanted' : ''].join(' ').trim()}>
      {point.kind === 'counter' ? (
        <rect x={x - 16} y={y - 12} width={32} height={24} rx={4} />
      ) : (
        <circle cx={x} cy={y} r={9} />
      )}
      <text x={anchor === 'middle' ? x : anchor === 'start' ? x - 16 : x + 16} y={y + 32} textAnchor={anchor}>
        {name}
      </text>
    </g>
  );
}

/** The plan of a floor, drawn from the inventory. All that it says stands beside it as text, too. */
export function FloorMap({ plan, wanted }: { plan: FloorPlan; wanted: string | null }) {
  const [width, depth] = [plan.width * scale, plan.depth * scale];
  const target = plan.points.find(({ place }) => place !== undefined && place === wanted);
  const { arrival } = plan;
  return (
    <svg
      className="floor-map"
      viewBox={`-20 -20 ${width + 40} ${depth + 60}`}
      role="img"
      aria-label={`${plan.floor}階の案内図`}
    >
      <rect className="map-floor" width={width} height={depth} rx={8} />
      {target && (
        <line
          className="map-way"
          x1={arrival.x * scale}
          y1={arrival.y * scale}
          x2={target.x * scale}
          y2={target.y * scale}
        />
      )}
      {plan.points.map((point) => (
        <Point key={`${point.kind} ${point.x} ${point.y}`} point={point} wanted={wanted} />
      ))}
      {arrival.by === 'entrance' && (
        <text className="map-entrance" x={arrival.x * scale} y={arrival.y * scale + 26} textAnchor="middle">
          ▲ 入口
        </text>
      )}
    </svg>
  );
}

export interface FloorMapPageProps {
  floors: readonly FloorPlan[];
  services: readonly Service[];
  /** The place that somebody wants to go to. */
  wanted: string | null;
}

/** The building, to be shown to a visitor: the way in a sentence to read out, and the plan. */
export function FloorMapPage({ floors, services, wanted }: FloorMapPageProps) {
  const found = wanted === null ? null : locate(floors, wanted);
  const plan = found?.plan ?? floors[0] ?? null;
  const way = wanted === null ? null : directionsTo(floors, wanted);
  const ordered = [...services].sort(comparePlaces);
  return (
    <TabletPage
      title="館内の案内"
      language="ja"
      status={
        <Button kind="outline" href="/concierge">
          総合案内へ
        </Button>
      }
    >
      <div className="map-page">
        <nav aria-label="行き先">
          <h2>行き先</h2>
          {[...new Set(ordered.map(({ floor }) => floor))].map((floor) => (
            <section key={floor}>
              <h3>{`${floor}階`}</h3>
              <ul className="chips">
                {ordered
                  .filter((service) => service.floor === floor)
                  .map(({ id, name }) => (
                    <li key={id}>
                      <a
                        href={`/concierge/map?place=${encodeURIComponent(id)}`}
                        aria-current={id === wanted ? 'true' : undefined}
                      >
                        {name}
                      </a>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </nav>
        <Stack>
          {wanted !== null && <h2>{wanted}</h2>}
          {wanted !== null && <p className="map-words">{way ?? 'この窓口は、まだ案内図にありません。'}</p>}
          {plan === null ? (
            <Banner kind="info" title="案内図がまだ登録されていません" slim />
          ) : (
            <>
              {plan.confidence === 'estimate' && (
                <Badge state="look" language="ja">
                  位置は未確認の概略です。館内の表示でも確かめてください
                </Badge>
              )}
              <FloorMap plan={plan} wanted={wanted} />
            </>
          )}
        </Stack>
      </div>
    </TabletPage>
  );
}
