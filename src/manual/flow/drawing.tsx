import { iconBox } from './bpmn-write.ts';
import type { Flow } from './flow.ts';
import type { Layout, MessageRoute, PlacedNode, Route } from './layout/layout.ts';
import { laneHead, poolHead } from './layout/layout.ts';
import { type Artefact, type Box, type Lines, type Point, sizes } from './layout/shapes.ts';

// Presentation attributes only: the content policy of our pages takes no inline styles, and pictures and PDF read them too.
const ink = '#1a1a1a';
const soft = '#666666';
const key = '#00428c';
const tint = '#dcf0ff';
const pale = '#f2f2f2';
const font = 'BIZ UDPGothic, Noto Sans JP, Noto Sans CJK JP, sans-serif';

export interface DrawingProps {
  layout: Layout;
  /** The step somebody is at: drawn thick. */
  current?: string;
  /** In a page there may be several drawings; names inside them must differ. */
  prefix?: string;
}

/** A flow as SVG: lanes beside each other, time from top to bottom. Read out as one sentence; the list of steps says the same. */
export function FlowDrawing({ layout, current, prefix = 'flow' }: DrawingProps) {
  const { width, height, flow } = layout;
  const names = { arrow: `${prefix}-arrow`, message: `${prefix}-message` };
  return (
    <svg
      className="flow-drawing"
      xmlns="http://www.w3.org/2000/svg"
      width={Math.round(width)}
      height={Math.round(height)}
      viewBox={`0 0 ${Math.round(width)} ${Math.round(height)}`}
      role="img"
      aria-label={sentenceOf(flow)}
      fontFamily={font}
      fontSize={14}
      fill={ink}
    >
      <defs>
        <marker id={names.arrow} viewBox="0 0 10 10" refX={9} refY={5} markerWidth={8} markerHeight={8} orient="auto">
          <path d="M0 0L10 5L0 10z" fill={ink} />
        </marker>
        <marker id={names.message} viewBox="0 0 10 10" refX={9} refY={5} markerWidth={9} markerHeight={9} orient="auto">
          <path d="M1 1L9 5L1 9z" fill="#ffffff" stroke={soft} />
        </marker>
      </defs>
      <rect width={Math.round(width)} height={Math.round(height)} fill="#ffffff" />
      <Pool layout={layout} />
      {layout.partners.map(({ partner, box }) => (
        <g key={partner.id}>
          <rect {...rounded(box)} rx={4} fill={pale} stroke={soft} strokeWidth={1.5} />
          <Upright text={partner.name} box={box} />
        </g>
      ))}
      {layout.messages.map((message) => (
        <MessageLine key={message.message.id} route={message} marker={names.message} />
      ))}
      {layout.routes.map((route) => (
        <path
          key={route.edge.id}
          d={pathOf(route.points)}
          fill="none"
          stroke={ink}
          strokeWidth={1.5}
          markerEnd={`url(#${names.arrow})`}
        />
      ))}
      {layout.nodes.map((placed) => (
        <Node key={placed.node.id} placed={placed} isCurrent={placed.node.id === current} />
      ))}
      {layout.routes.map((route) => (
        <EdgeLabel key={route.edge.id} route={route} />
      ))}
    </svg>
  );
}

/** 「転入届の流れ。来庁者・窓口・審査者が、9の作業をします。順番は下の一覧と同じです。」 */
export function sentenceOf({ name, lanes, nodes }: Flow): string {
  const tasks = nodes.filter(({ kind }) => kind === 'task').length;
  const who = lanes.map((lane) => lane.name).join('・');
  return `「${name}」の流れの図。${who}が、${tasks}の作業をします。同じ内容が「手順の一覧」にあります。`;
}

const rounded = ({ x, y, width, height }: Box): Box => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.round(width),
  height: Math.round(height),
});

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`).join('');
}

function Pool({ layout: { pool, lanes, flow } }: { layout: Layout }) {
  const head = pool.y + poolHead;
  return (
    <g>
      <rect {...rounded(pool)} fill="#ffffff" stroke={soft} strokeWidth={1.5} />
      <text x={pool.x + 12} y={pool.y + 22} fontWeight={700} fontSize={15}>
        {`${flow.participant}  ${flow.name}`}
      </text>
      {lanes.map(({ lane, box }, index) => (
        <g key={lane.id}>
          <rect {...rounded({ ...box, height: laneHead })} fill={pale} stroke={soft} />
          {index > 0 && (
            <path d={`M${Math.round(box.x)} ${head}V${Math.round(pool.y + pool.height)}`} stroke="#cccccc" />
          )}
          <text x={Math.round(box.x + box.width / 2)} y={head + 22} textAnchor="middle" fontWeight={700}>
            {lane.name}
          </text>
        </g>
      ))}
    </g>
  );
}

/** A name written from top to bottom, in the middle of what can be seen first. */
function Upright({ text, box }: { text: string; box: Box }) {
  const signs = Array.from(text).slice(0, 24);
  const columns = signs.length > 14 ? [signs.slice(0, 12), signs.slice(12)] : [signs];
  const middle = box.x + box.width / 2;
  return (
    <g fontWeight={700}>
      {columns.map((column, index) => (
        <text key={column.join('')} textAnchor="middle">
          {column.map((sign, at) => (
            <tspan
              // biome-ignore lint/suspicious/noArrayIndexKey: the same sign may stand twice in a name
              key={at}
              x={Math.round(middle + (columns.length === 1 ? 0 : index === 0 ? 10 : -10))}
              y={Math.round(box.y + 40 + at * 19)}
            >
              {upright[sign] ?? sign}
            </tspan>
          ))}
        </text>
      ))}
    </g>
  );
}

const upright: Readonly<Record<string, string>> = { ー: '｜', '(': '・', '（': '・', ')': '', '）': '' };

function Texts({
  lines,
  x,
  y,
  step,
  ...text
}: {
  lines: readonly string[];
  x: number;
  y: number;
  step: number;
  textAnchor?: 'middle' | 'end';
  fontSize?: number;
  fontWeight?: number;
  fill?: string;
}) {
  return (
    <text {...text}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, which never change places
        <tspan key={index} x={Math.round(x)} y={Math.round(y + index * step)}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function Node({ placed, isCurrent }: { placed: PlacedNode; isCurrent: boolean }) {
  const { node, box, lines, label, artefacts } = placed;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const stroke = node.kind === 'start' || node.kind === 'end' ? ink : key;
  return (
    <g>
      {node.kind === 'task' ? (
        <rect
          {...rounded(box)}
          rx={8}
          fill={isCurrent ? tint : '#ffffff'}
          stroke={stroke}
          strokeWidth={isCurrent ? 4 : 1.75}
        />
      ) : node.kind === 'start' || node.kind === 'end' ? (
        <circle
          cx={Math.round(middle.x)}
          cy={Math.round(middle.y)}
          r={box.width / 2 - (node.kind === 'end' ? 1 : 0)}
          fill="#ffffff"
          stroke={stroke}
          strokeWidth={node.kind === 'end' ? 4 : 1.75}
        />
      ) : (
        <path
          d={`M${middle.x} ${box.y}L${box.x + box.width} ${middle.y}L${middle.x} ${box.y + box.height}L${box.x} ${middle.y}z`}
          fill="#ffffff"
          stroke={stroke}
          strokeWidth={1.75}
        />
      )}
      {node.kind === 'parallel' && (
        <path d={`M${middle.x - 9} ${middle.y}h18M${middle.x} ${middle.y - 9}v18`} stroke={key} strokeWidth={3} />
      )}
      {node.kind === 'choice' && (
        <text x={middle.x} y={middle.y + 6} textAnchor="middle" fontSize={16} fontWeight={700} fill={key}>
          ?
        </text>
      )}
      {lines.length > 0 && (
        <Texts
          lines={lines}
          x={middle.x}
          y={middle.y - (lines.length * sizes.lineHeight) / 2 + 15}
          step={sizes.lineHeight}
          textAnchor="middle"
          fontWeight={isCurrent ? 700 : 400}
        />
      )}
      {label && <Texts lines={label.lines} x={label.box.x} y={label.box.y + 13} step={sizes.small} fontSize={13} />}
      {artefacts.map((artefact) => (
        <Beside key={artefact.kind} artefact={artefact} from={box.x + box.width} />
      ))}
    </g>
  );
}

/** Papers, entries and systems stand beside their task, each with a picture of its own and its name. */
function Beside({ artefact, from }: { artefact: Artefact; from: number }) {
  const icon = iconBox(artefact);
  const { x, y, width, height } = rounded({ ...icon, y: icon.y + 2, height: 20, width: 16 });
  const middle = y + height / 2;
  const first = artefact.box.y + artefact.box.height / 2 - ((artefact.lines.length - 1) * sizes.small) / 2 + 4;
  const paper = `M${x} ${y}h${width - 5}l5 5v${height - 5}h-${width}z`;
  const barrel = `M${x} ${y + 3}v${height - 6}c0 4 ${width} 4 ${width} 0v-${height - 6}c0-4-${width}-4-${width} 0c0 4 ${width} 4 ${width} 0`;
  const rows = `M${x + 3} ${y + 9}h${width - 6}M${x + 3} ${y + 14}h${width - 6}`;
  return (
    <g>
      <path d={`M${Math.round(from)} ${middle}H${x}`} stroke={soft} strokeDasharray="2 3" />
      <path d={artefact.kind === 'system' ? barrel : paper} fill="#ffffff" stroke={soft} strokeWidth={1.25} />
      {artefact.kind === 'data' && <path d={rows} stroke={soft} strokeWidth={1.25} />}
      <Texts
        lines={artefact.lines}
        x={icon.x + icon.width + 2}
        y={first}
        step={sizes.small}
        fontSize={12}
        fill="#333333"
      />
    </g>
  );
}

function EdgeLabel({ route: { label } }: { route: Route }) {
  return label ? <Tag label={label} fill={key} /> : null;
}

/** A word at a line, on white so that the line does not run through it. */
function Tag({ label: { lines, box }, fill }: { label: Lines; fill: string }) {
  return (
    <g>
      <rect {...rounded({ ...box, x: box.x - 1, width: box.width + 2 })} fill="#ffffff" fillOpacity={0.85} />
      <Texts lines={lines} x={box.x + 1} y={box.y + 13} step={sizes.small} fontSize={13} fontWeight={700} fill={fill} />
    </g>
  );
}

function MessageLine({ route: { points, label }, marker }: { route: MessageRoute; marker: string }) {
  const [first] = points;
  return (
    <g>
      <path
        d={pathOf(points)}
        fill="none"
        stroke={soft}
        strokeWidth={1.5}
        strokeDasharray="6 4"
        markerEnd={`url(#${marker})`}
      />
      {first && <circle cx={Math.round(first.x)} cy={Math.round(first.y)} r={3.5} fill="#ffffff" stroke={soft} />}
      {label && (
        <Texts
          lines={label.lines}
          x={label.box.x}
          y={label.box.y + 12}
          step={sizes.small}
          fontSize={12.5}
          fill="#333333"
        />
      )}
    </g>
  );
}
