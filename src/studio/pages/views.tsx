import { Button, DataTable, Form, SelectField, Stack, type StaffIdentity } from '#ui';
import type { StudioFinding } from '../findings.ts';
import type { GuideGraph } from '../graph.ts';
import { Findings, InventoryPage, recordPath, Way } from './parts.tsx';

export interface FindingsPageProps {
  staff: StaffIdentity;
  findings: readonly StudioFinding[];
  level: string;
}

/** All that the checks have to say about what is published. */
export function FindingsPage({ staff, findings, level }: FindingsPageProps) {
  const levels = [
    { id: 'all', label: 'すべて' },
    { id: 'error', label: '直すところ' },
    { id: 'warning', label: '確かめるところ' },
    { id: 'information', label: 'お知らせ' },
  ];
  const shown = findings.filter((finding) => level === 'all' || finding.level === level);
  return (
    <InventoryPage title="見つかったこと" staff={staff}>
      <Stack>
        <Way steps={[]} />
        <h1>見つかったこと</h1>
        <p>公開している台帳を調べた結果です。条件は、考えられるすべての市民について確かめています。</p>
        <nav className="kinds" aria-label="重さ">
          {levels.map(({ id, label }) => (
            <a key={id} href={`/inventory/findings?level=${id}`} aria-current={id === level ? 'page' : undefined}>
              {`${label} ${id === 'all' ? findings.length : findings.filter((one) => one.level === id).length}`}
            </a>
          ))}
        </nav>
        <Findings findings={shown} caption="見つかったこと" empty="見つかったことはありません。" />
      </Stack>
    </InventoryPage>
  );
}

const boxWidth = 240;
const gap = 420;
const boxHeight = 48;

/** At most so many signs of a label stand in the picture; the table has them whole. */
const mostSigns = 22;
const short = (text: string, most = mostSigns): string =>
  Array.from(text).length > most ? `${Array.from(text).slice(0, most).join('')}…` : text;

/** The guide of one life event as a picture, and the same as a table. */
export function GraphPage({
  staff,
  lifeEvents,
  lifeEvent,
  name,
  graph,
}: {
  staff: StaffIdentity;
  lifeEvents: readonly { id: string; name: string }[];
  lifeEvent: string;
  name: string;
  graph: GuideGraph;
}) {
  const placeOf = new Map(graph.nodes.map((node) => [`${node.kind} ${node.id}`, node]));
  const labelOf = (key: string): string => placeOf.get(key)?.label ?? '';
  const width = boxWidth * 2 + gap + 16;
  return (
    <InventoryPage title={`案内の図: ${name}`} staff={staff}>
      <Stack>
        <Way steps={[]} />
        <h1>{`案内の図: ${name}`}</h1>
        <Form action="/inventory/graph" method="get" layout="row">
          <SelectField
            name="event"
            label="できごと"
            language="ja"
            value={lifeEvent}
            options={lifeEvents.map((one) => ({ value: one.id, label: one.name }))}
          />
          <Button>この図を見る</Button>
        </Form>
        <p>左が質問、右が手続きです。線のことばは、その手続きに進む答えです。</p>
        <div className="scroll">
          <svg
            className="guide-graph"
            viewBox={`0 0 ${width} ${graph.height}`}
            width={width}
            height={graph.height}
            role="img"
            aria-label={`${name}の案内の図。同じ内容が下の表にあります。`}
          >
            {graph.edges.map(({ from, to, label }, index) => {
              const [start, end] = [placeOf.get(`fact ${from}`), placeOf.get(`procedure ${to}`)];
              if (!start || !end) return null;
              const [x1, x2] = [boxWidth + 8, boxWidth + gap + 8];
              // Labels stand near the procedure, where lines that come from one question have parted.
              const siblings = graph.edges.filter((edge) => edge.to === to);
              const shift = (siblings.findIndex((edge) => edge.from === from) - (siblings.length - 1) / 2) * 12;
              const labelX = x2 - 12;
              return (
                <g key={`${from} ${to}`} className={`edge line-${index % 3}`}>
                  <path
                    d={`M${x1} ${start.y} C${x1 + gap / 2} ${start.y} ${x2 - gap / 2} ${end.y + shift} ${x2} ${end.y + shift}`}
                  />
                  <text x={labelX} y={end.y + shift - 2} textAnchor="end">
                    {short(label.replace(/^「[^」]*」[にが]/, ''))}
                  </text>
                </g>
              );
            })}
            {graph.nodes.map(({ id, kind, label, y }) => (
              <g key={`${kind} ${id}`} className={kind}>
                <rect
                  x={kind === 'fact' ? 8 : boxWidth + gap + 8}
                  y={y - boxHeight / 2}
                  width={boxWidth}
                  height={boxHeight}
                  rx={8}
                />
                <text x={(kind === 'fact' ? 8 : boxWidth + gap + 8) + boxWidth / 2} y={y + 5} textAnchor="middle">
                  {short(label, 15)}
                </text>
              </g>
            ))}
          </svg>
        </div>
        <DataTable
          caption="図と同じ内容の表"
          captionShown
          columns={[
            { key: 'to', label: '手続き' },
            { key: 'from', label: '質問' },
            { key: 'label', label: 'どんな答えのとき' },
          ]}
          rows={graph.edges.map(({ from, to, label }) => ({
            key: `${from} ${to}`,
            cells: [
              <a key="to" href={recordPath('procedure', to)}>
                {labelOf(`procedure ${to}`)}
              </a>,
              <a key="from" href={recordPath('fact', from)}>
                {labelOf(`fact ${from}`)}
              </a>,
              label,
            ],
          }))}
          empty="このできごとで要る手続きはありません。"
        />
      </Stack>
    </InventoryPage>
  );
}
