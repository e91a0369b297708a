/** What a benchmark says: our figures, the peers' of the same run, the goals, and whether they are met. */
export interface BenchReport {
  name: string;
  figures: Record<string, number>;
  peers: Record<string, number>;
  goal: Record<string, string>;
  pass: boolean;
}

/** Prints a report: one JSON object with `--json`, a small table for people otherwise. Ends with exit code 1 when a goal is missed. */
export function report(result: BenchReport): void {
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else {
    const lines = Object.entries({ ...result.figures, ...result.peers }).map(([key, value]) => {
      const goal = result.goal[key] ? `  (目標 ${result.goal[key]})` : '';
      return `  ${key.padEnd(44)} ${Number(value.toPrecision(4))}${goal}`;
    });
    process.stdout.write(
      `${result.name}\n${lines.join('\n')}\n${result.pass ? '目標に届いています' : '目標に届いていません'}\n`,
    );
  }
  process.exitCode = result.pass ? 0 : 1;
}

/** The value below which the share `p` (0–1) of the sorted sample lies. */
export function percentile(sample: readonly number[], p: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

/** Median of a sample. */
export function median(sample: readonly number[]): number {
  return percentile(sample, 0.5);
}
