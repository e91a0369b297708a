/** Labels have few possible values and never an identifier. */
type Labels = Readonly<Record<string, string>>;

export interface Metrics {
  /** Counts something that happened. */
  count(name: string, labels?: Labels): void;
  /** Records a duration in seconds. */
  observe(name: string, seconds: number, labels?: Labels): void;
  /** A value that is read when someone asks. */
  gauge(name: string, read: () => number): void;
  /** All measures as Prometheus text. */
  render(): string;
}

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

interface Histogram {
  readonly counts: number[];
  sum: number;
  count: number;
}

/** Measures of one process. Names carry the prefix `hitomado_`. */
export function createMetrics(): Metrics {
  const counters = new Map<string, Map<string, number>>();
  const histograms = new Map<string, Map<string, Histogram>>();
  const gauges = new Map<string, () => number>();
  return {
    count(name, labels = {}) {
      const series = seriesOf(counters, name);
      const key = labelText(labels);
      series.set(key, (series.get(key) ?? 0) + 1);
    },
    observe(name, seconds, labels = {}) {
      const series = seriesOf(histograms, name);
      const key = labelText(labels);
      const histogram = series.get(key) ?? { counts: bounds.map(() => 0), sum: 0, count: 0 };
      series.set(key, histogram);
      histogram.sum += seconds;
      histogram.count += 1;
      const bucket = bounds.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
    },
    gauge: (name, read) => void gauges.set(name, read),
    render: () =>
      [
        ...[...counters].flatMap(([name, series]) => renderCounter(name, series)),
        ...[...histograms].flatMap(([name, series]) => renderHistogram(name, series)),
        ...[...gauges].map(([name, read]) => `# TYPE hitomado_${name} gauge\nhitomado_${name} ${read()}`),
        '',
      ].join('\n'),
  };
}

function seriesOf<T>(all: Map<string, Map<string, T>>, name: string): Map<string, T> {
  const series = all.get(name) ?? new Map<string, T>();
  all.set(name, series);
  return series;
}

function renderCounter(name: string, series: ReadonlyMap<string, number>): string[] {
  return [
    `# TYPE hitomado_${name} counter`,
    ...[...series].map(([labels, value]) => `hitomado_${name}${braced(labels)} ${value}`),
  ];
}

function renderHistogram(name: string, series: ReadonlyMap<string, Histogram>): string[] {
  const lines = [...series].flatMap(([labels, { counts, sum, count }]) => {
    let total = 0;
    const buckets = bounds.map((bound, index) => {
      total += counts[index] ?? 0;
      return `hitomado_${name}_bucket${braced(labels, `le="${bound}"`)} ${total}`;
    });
    return [
      ...buckets,
      `hitomado_${name}_bucket${braced(labels, 'le="+Inf"')} ${count}`,
      `hitomado_${name}_sum${braced(labels)} ${sum}`,
      `hitomado_${name}_count${braced(labels)} ${count}`,
    ];
  });
  return [`# TYPE hitomado_${name} histogram`, ...lines];
}

function labelText(labels: Labels): string {
  const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}

function braced(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== '');
  return given.length === 0 ? '' : `{${given.join(',')}}`;
}
