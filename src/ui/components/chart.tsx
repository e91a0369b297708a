import { rich } from './text.tsx';

export interface ChartBar {
  label: string;
  value: number;
}

export interface BarChartProps {
  /** The one message of the chart, as a sentence. */
  sentence: string;
  /** What is measured, with its unit: 「待ち時間の平均(分)」. */
  measure: string;
  bars: readonly ChartBar[];
  /** A line across the bars: a goal. */
  goal?: ChartBar;
}

const width = 640;
const height = 220;
const left = 44;
const bottom = 30;
const top = 16;

const shown = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toString() : value.toFixed(1));

/** The next round number above, for the end of the scale. */
function endOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 0.1)));
  return power * ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10);
}

/** Bars from zero with their values written on them, the message below, and the numbers as a table. */
export function BarChart({ sentence, measure, bars, goal }: BarChartProps) {
  const end = endOf(Math.max(...bars.map(({ value }) => value), goal?.value ?? 0));
  const y = (value: number): number => top + (height - top - bottom) * (1 - Math.max(0, value) / end);
  const step = (width - left) / Math.max(1, bars.length);
  const every = Math.ceil(bars.length / 16);
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${measure}。${sentence}`}>
        {[0, end / 2, end].map((value) => (
          <g key={value}>
            <line className="grid" x1={left} x2={width} y1={y(value)} y2={y(value)} />
            <text x={left - 6} y={y(value) + 5} textAnchor="end">
              {shown(value)}
            </text>
          </g>
        ))}
        {bars.map(({ label, value }, index) => (
          <g key={label}>
            <rect
              className="bar"
              x={left + index * step + 3}
              y={y(value)}
              width={Math.max(1, step - 6)}
              height={y(0) - y(value)}
            />
            {bars.length <= 16 && (
              <text x={left + (index + 0.5) * step} y={y(value) - 4} textAnchor="middle">
                {shown(value)}
              </text>
            )}
            {index % every === 0 && (
              <text x={left + (index + 0.5) * step} y={height - 8} textAnchor="middle">
                {label}
              </text>
            )}
          </g>
        ))}
        {goal && (
          <g>
            <line className="goal" x1={left} x2={width} y1={y(goal.value)} y2={y(goal.value)} />
            <text x={width} y={y(goal.value) - 5} textAnchor="end">
              {goal.label}
            </text>
          </g>
        )}
      </svg>
      <figcaption>{rich(sentence)}</figcaption>
      <details>
        <summary>{`表で見る: ${measure}`}</summary>
        <table className="tbl">
          <caption className="sr">{measure}</caption>
          <tbody>
            {bars.map(({ label, value }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="r">{shown(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
