import { wrapShort } from '#platform/japanese';
import type { Passage } from './things.ts';

const font = 'BIZ UDPGothic, Noto Sans JP, Noto Sans CJK JP, sans-serif';
const columns = [20, 300, 620] as const;
const widths = [200, 240, 220] as const;
const row = 40;

/** One thing between two ends: several that go the same way stand together. */
interface Group {
  from: string;
  to: string;
  names: string[];
}

function grouped(passages: readonly Passage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { from, to, thing } of passages) {
    const key = `${from}\n${to}`;
    const group = groups.get(key) ?? { from, to, names: [] };
    if (!group.names.includes(thing)) group.names.push(thing);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** People left, what goes in the middle, where it goes right. The table below it says the same. */
export function ThingsDrawing({
  passages,
  label,
  prefix,
}: {
  passages: readonly Passage[];
  label: string;
  prefix: string;
}) {
  const groups = grouped(passages);
  let y = 20;
  const rows = groups.map((group) => {
    const lines = group.names.slice(0, 6).flatMap((name) => wrapShort(name, 15, 2));
    if (group.names.length > 6) lines.push(`ほか${group.names.length - 6}件`);
    const height = Math.max(row, lines.length * 18 + 16);
    const top = y;
    y += height + 16;
    return { ...group, lines, top, height };
  });
  const width = columns[2] + widths[2] + 20;
  return (
    <svg
      className="flow-drawing"
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={y}
      viewBox={`0 0 ${width} ${y}`}
      role="img"
      aria-label={label}
      fontFamily={font}
      fontSize={14}
      fill="#1a1a1a"
    >
      <defs>
        <marker id={prefix} viewBox="0 0 10 10" refX={9} refY={5} markerWidth={8} markerHeight={8} orient="auto">
          <path d="M0 0L10 5L0 10z" fill="#1a1a1a" />
        </marker>
      </defs>
      <rect width={width} height={y} fill="#ffffff" />
      {rows.map(({ from, to, lines, top, height }) => {
        const middle = top + height / 2;
        return (
          <g key={`${from} ${to}`}>
            <path d={`M${columns[0] + widths[0]} ${middle}H${columns[1]}`} stroke="#1a1a1a" strokeWidth={1.5} />
            <path
              d={`M${columns[1] + widths[1]} ${middle}H${columns[2]}`}
              stroke="#1a1a1a"
              strokeWidth={1.5}
              markerEnd={`url(#${prefix})`}
            />
            <End text={from} x={columns[0]} width={widths[0]} middle={middle} />
            <rect x={columns[1]} y={top} width={widths[1]} height={height} fill="#ffffff" stroke="#666666" />
            <text>
              {lines.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of one box, which never change places
                <tspan key={index} x={columns[1] + 12} y={top + 22 + index * 18}>
                  {line}
                </tspan>
              ))}
            </text>
            <End text={to} x={columns[2]} width={widths[2]} middle={middle} />
          </g>
        );
      })}
    </svg>
  );
}

function End({ text, x, width, middle }: { text: string; x: number; width: number; middle: number }) {
  const [line = ''] = wrapShort(text, (width - 20) / 14, 1);
  return (
    <g>
      <rect x={x} y={middle - 20} width={width} height={40} rx={8} fill="#f0f9ff" stroke="#00428c" strokeWidth={1.75} />
      <text x={x + width / 2} y={middle + 5} textAnchor="middle" fontWeight={700}>
        {line}
      </text>
    </g>
  );
}
