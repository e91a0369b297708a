import { Button, ChoiceCard, DataTable, Form, Stack, type StaffIdentity } from '#ui';
import type { GraphEdge, GraphNode, GuideGraph } from '../graph.ts';
import { columns, type GraphLayout, layoutOf, lineHeight, type PlacedNode } from '../graph-layout.ts';
import { InventoryPage, recordPath, Way } from './parts.tsx';

export interface GraphPageProps {
  staff: StaffIdentity;
  /** All life events that lead to something, with the number of their procedures. */
  events: readonly { id: string; name: string; count: number }[];
  graphs: readonly GuideGraph[];
  /** More were chosen than are drawn. */
  mostShown: number | undefined;
}

/** The guide as a picture, one for each chosen life event, and the same in words. */
export function GraphPage({ staff, events, graphs, mostShown }: GraphPageProps) {
  const names = graphs.map(({ event }) => event.label).join('、');
  return (
    <InventoryPage title={`案内の図: ${names}`} staff={staff} scripts={['graph']}>
      <Stack>
        <Way steps={[]} />
        <h1>案内の図</h1>
        <p>できごとごとに、どの質問のどの答えで、どの手続きに進むかを表します。箱を押すと、その記録が開きます。</p>
        <details className="part no-print" open={graphs.length === 0}>
          <summary>{`見るできごとを選ぶ(全部で${events.length})`}</summary>
          <div className="part-fields">
            <Form action="/inventory/graph" method="get">
              <fieldset className="event-choices">
                <legend className="sr">見るできごと</legend>
                {events.map(({ id, name, count }) => (
                  <ChoiceCard
                    key={id}
                    kind="checkbox"
                    name="event"
                    value={id}
                    label={name}
                    note={`手続き ${count}`}
                    checked={graphs.some(({ event }) => event.id === id)}
                  />
                ))}
              </fieldset>
              <Button>選んだできごとの図を見る</Button>
            </Form>
          </div>
        </details>
        {mostShown !== undefined && <p className="card tint">{`一度に見られる図は${mostShown}つまでです。`}</p>}
        <Legend />
        {graphs.map((graph) => (
          <EventGraph key={graph.event.id} graph={graph} />
        ))}
      </Stack>
    </InventoryPage>
  );
}

const kindNames = { event: 'できごと', fact: '質問', procedure: '手続き' } as const;

function Legend() {
  return (
    <section className="graph-legend" aria-label="図の見かた">
      <ul>
        {(['event', 'fact', 'procedure'] as const).map((kind) => (
          <li key={kind}>
            <svg className="guide-graph" viewBox="0 0 56 28" width="56" height="28" aria-hidden="true">
              <g className={kind}>
                <Box kind={kind} x={2} y={14} width={52} height={24} />
              </g>
            </svg>
            {kindNames[kind]}
          </li>
        ))}
        <li>線の上のことばは、その手続きに進む答えです。1つの手続きに線が何本もあるときは、組み合わせで決まります。</li>
      </ul>
      <p data-graph-keys hidden>
        キーボード: Tabで図に入り、左右の矢印で線の先の箱へ、上下の矢印でとなりの箱へ動きます。Enterで記録を開きます。
      </p>
    </section>
  );
}

function EventGraph({ graph }: { graph: GuideGraph }) {
  const { event, facts, procedures } = graph;
  const title = `${event.label}(手続き ${procedures.length}、質問 ${facts.length})`;
  return (
    <details className="event-graph" open>
      <summary>
        <h2>{title}</h2>
      </summary>
      <figure className="scroll">
        <Picture graph={graph} layout={layoutOf(graph)} />
      </figure>
      <InWords graph={graph} />
    </details>
  );
}

const keyOf = ({ kind, id }: GraphNode): string => `${kind} ${id}`;
const pathOf = ({ kind, id }: GraphNode): string => recordPath(kind === 'event' ? 'lifeEvent' : kind, id);

/** What the box says to those who do not see the lines. */
function nameOf(node: GraphNode, edges: readonly GraphEdge[]): string {
  const count = edges.filter(({ from, to }) => from === node || to === node).length;
  return `${kindNames[node.kind]} ${node.label}、線${count}本`;
}

function Picture({ graph, layout: { nodes, edges, height } }: { graph: GuideGraph; layout: GraphLayout }) {
  const { width, left, leftWidth, labels, right } = columns;
  return (
    <svg className="guide-graph" viewBox={`0 0 ${width} ${height}`} width={width} height={height} data-graph>
      <title>{`${graph.event.label}の案内の図`}</title>
      {edges.map(({ edge, lines, startY, y }) => {
        const start = left + leftWidth;
        const middle = (start + labels) / 2;
        return (
          <g
            key={`${keyOf(edge.from)} ${keyOf(edge.to)}`}
            className={`edge from-${edge.from.kind}`}
            data-from={keyOf(edge.from)}
            data-to={keyOf(edge.to)}
          >
            <title>{`「${edge.from.label}」から「${edge.to.label}」へ: ${edge.label}`}</title>
            <path d={`M${start} ${startY} C${middle} ${startY} ${middle} ${y} ${labels} ${y} L${right - 10} ${y}`} />
            <path className="head" d={`M${right - 12} ${y - 5} L${right - 2} ${y} L${right - 12} ${y + 5} Z`} />
            <Lines lines={lines} x={labels + 8} last={y - 6} />
          </g>
        );
      })}
      {nodes.map(({ node, lines, x, y, ...size }) => (
        <a
          key={keyOf(node)}
          className={node.kind}
          href={pathOf(node)}
          data-node={keyOf(node)}
          aria-label={nameOf(node, graph.edges)}
        >
          <Box kind={node.kind} x={x} y={y} {...size} />
          <Lines lines={lines} x={x + 16} last={y + 5 + ((lines.length - 1) * lineHeight) / 2} />
        </a>
      ))}
    </svg>
  );
}

/** Questions are round, procedures square: also without colours they are told apart. */
function Box({ kind, x, y, width, height }: Omit<PlacedNode, 'node' | 'lines'> & { kind: GraphNode['kind'] }) {
  const radius = kind === 'procedure' ? 4 : Math.min(height / 2, 20);
  return <rect x={x} y={y - height / 2} width={width} height={height} rx={radius} />;
}

/** Lines of text that end at `last`. */
function Lines({ lines, x, last }: { lines: readonly string[]; x: number; last: number }) {
  return (
    <text>
      {lines.map((line, index) => {
        const y = last - (lines.length - 1 - index) * lineHeight;
        return (
          <tspan key={y} x={x} y={y}>
            {line}
          </tspan>
        );
      })}
    </text>
  );
}

/** The same without a picture: each procedure with all that leads to it, whole. */
function InWords({ graph: { event, procedures, edges } }: { graph: GuideGraph }) {
  return (
    <DataTable
      caption={`${event.label}: 図と同じ内容の表`}
      captionShown
      columns={[
        { key: 'to', label: '手続き' },
        { key: 'from', label: 'どの質問が、どんな答えのとき' },
      ]}
      rows={procedures.map((node) => ({
        key: node.id,
        cells: [
          <a key="to" href={pathOf(node)}>
            {node.label}
          </a>,
          <ul key="from" className="ways">
            {edges
              .filter(({ to }) => to === node)
              .map(({ from, label }) => (
                <li key={from.id}>
                  {from.kind === 'fact' && (
                    <>
                      <a href={pathOf(from)}>{from.label}</a>:{' '}
                    </>
                  )}
                  {label}
                </li>
              ))}
          </ul>,
        ],
      }))}
      empty="このできごとで要る手続きはありません。"
    />
  );
}
