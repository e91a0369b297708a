import type { FloorPlan, Inventory, Procedure } from '#inventory';
import { Badge, DataTable } from '#ui';
import { type ContentsGroup, findPage, type ManualPage, pathOf, usesOf } from '../page.ts';
import { type Notes, NotesAt } from './blocks.tsx';
import { ManualDesk, PageLinks, type Reader } from './parts.tsx';

interface Common {
  inventory: Inventory;
  page: ManualPage;
  reader: Reader;
  contents: readonly ContentsGroup[];
  notes: Notes;
}

/** A business system: its screens, and every step that uses it. */
export function SystemPage({ inventory, page, reader, contents, notes }: Common) {
  const system = inventory.systems.find(({ name }) => name === page.id);
  const uses = usesOf(inventory, page.id);
  return (
    <ManualDesk
      page={page}
      reader={reader}
      contents={contents}
      side={
        <section>
          <h2>画面</h2>
          <ul className="manual-links">
            {system?.screens.map((screen) => (
              <li key={screen}>{screen}</li>
            ))}
          </ul>
          <p className="cap">{`ネットワーク: ${system?.zone ?? ''}`}</p>
        </section>
      }
    >
      <p className="manual-lead">{`${new Set(uses.map(({ procedure }) => procedure.id)).size}の手続きで使います。`}</p>
      <section aria-labelledby="notes">
        <h2 id="notes">職員の説明</h2>
        <NotesAt notes={notes} place="" what="ページ全体" />
      </section>
      <section aria-labelledby="uses">
        <h2 id="uses">使う手順</h2>
        <DataTable
          caption="このシステムを使う手順"
          columns={[
            { key: 'procedure', label: '手続き' },
            { key: 'screen', label: '画面' },
            { key: 'work', label: 'すること' },
          ]}
          rows={uses.map(({ procedure, screen, step, work }) => ({
            key: `${procedure.id} ${step}`,
            cells: [
              <a key="link" href={`${pathOf(procedure)}#step-${step}`}>
                {procedure.title}
              </a>,
              screen,
              work,
            ],
          }))}
          empty="このシステムを使う手順は、まだ書かれていません。"
        />
      </section>
    </ManualDesk>
  );
}

/** Picture units to a metre. */
const scale = 14;

const signs: Readonly<Record<FloorPlan['points'][number]['kind'], string>> = {
  counter: '',
  lift: 'エレベーター',
  stairs: '階段',
  toilet: 'お手洗い',
  accessibleToilet: '車いすのお手洗い',
  nursing: '授乳室',
};

/** The plan of a floor with one counter marked. All that it says stands beside it as text, too. */
function Plan({ plan, wanted }: { plan: FloorPlan; wanted: string }) {
  return (
    <svg
      className="floor-map"
      viewBox={`-20 -20 ${plan.width * scale + 40} ${plan.depth * scale + 60}`}
      role="img"
      aria-label={`${plan.floor}階の案内図。${wanted}に印がついています`}
    >
      <rect className="map-floor" width={plan.width * scale} height={plan.depth * scale} rx={8} />
      {plan.points.map(({ kind, place, x, y }) => (
        <g
          key={`${kind} ${x} ${y}`}
          className={[kind === 'counter' ? 'map-counter' : 'map-sign', place === wanted ? 'wanted' : '']
            .join(' ')
            .trim()}
        >
          {kind === 'counter' ? (
            <rect x={x * scale - 16} y={y * scale - 12} width={32} height={24} rx={4} />
          ) : (
            <circle cx={x * scale} cy={y * scale} r={9} />
          )}
          <text x={x * scale} y={y * scale + 32} textAnchor={x < 8 ? 'start' : x > plan.width - 8 ? 'end' : 'middle'}>
            {place?.replace(/^\d+階 /, '') ?? signs[kind]}
          </text>
        </g>
      ))}
      {plan.arrival.by === 'entrance' && (
        <text className="map-entrance" x={plan.arrival.x * scale} y={plan.arrival.y * scale + 26} textAnchor="middle">
          ▲ 入口
        </text>
      )}
    </svg>
  );
}

/** A counter: its floor, where it lies, and what is received there. */
export function CounterPage({
  inventory,
  page,
  reader,
  contents,
  notes,
  procedures,
}: Common & { procedures: readonly Procedure[] }) {
  const plan = inventory.floors.find(({ points }) => points.some(({ place }) => place === page.id));
  return (
    <ManualDesk
      page={page}
      reader={reader}
      contents={contents}
      side={
        <section>
          <h2>同じ階の窓口</h2>
          <PageLinks
            pages={(plan?.points ?? []).flatMap(({ kind, place }) => {
              const other = kind === 'counter' && place ? findPage(inventory, `counter/${place}`) : undefined;
              return other && other.key !== page.key ? [other] : [];
            })}
            empty="ありません。"
          />
          <p className="no-print">
            <a href={`/manual/hearings/sheet?page=${encodeURIComponent(page.key)}`}>現地調査の票</a>
          </p>
        </section>
      }
    >
      <p className="manual-place">{plan ? `${plan.floor}階` : '階は登録されていません'}</p>
      {plan?.confidence === 'estimate' && (
        <Badge state="look" language="ja">
          位置は未確認の概略です。館内の表示でも確かめてください
        </Badge>
      )}
      {plan && <Plan plan={plan} wanted={page.id} />}
      <section aria-labelledby="received">
        <h2 id="received">受け付ける手続き</h2>
        <PageLinks
          pages={procedures.flatMap(({ id }) => findPage(inventory, `procedure/${id}`) ?? [])}
          empty="受け付ける手続きは、まだ登録されていません。"
        />
      </section>
      <section aria-labelledby="notes">
        <h2 id="notes">職員の説明</h2>
        <NotesAt notes={notes} place="" what="ページ全体" />
      </section>
    </ManualDesk>
  );
}
