import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { OperatorError } from '#platform/errors';
import {
  compare,
  type Plan,
  planOfRecords,
  planSchema,
  problemsOf,
  type Result,
  readRecords,
  simulate,
  staffingTable,
} from '#simulation';
import { type Command, type CommandContext, readArguments, say, wrongUse } from './command.ts';

const usage =
  'simulate [計画.yaml [計画2.yaml]] [--days 20] [--seed 文字] [--desks 窓口=4,5,6] [--visitors 300,500] [--records 記録.csv [--replay]] [--json]';

const minutes = (value: number): string => value.toFixed(1);

async function readFileOf({ folder }: CommandContext, path: string): Promise<Buffer> {
  return readFile(resolve(folder, path)).catch((error: unknown) => {
    throw new OperatorError(`ファイル ${path} を読めません。場所と名前を確かめてください。`, { cause: error });
  });
}

async function readPlan(context: CommandContext, path: string): Promise<Plan> {
  let written: unknown;
  try {
    written = parse((await readFileOf(context, path)).toString('utf8'));
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`計画 ${path} は、YAML または JSON として読めません。書き方を確かめてください。`, {
      cause: error,
    });
  }
  const parsed = planSchema.safeParse(written);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OperatorError(
      `計画 ${path} に、直すところがあります。${issue?.path.join('.') || '全体'}: ${issue?.message}`,
    );
  }
  const problems = problemsOf(parsed.data);
  if (problems.length > 0) throw new OperatorError(`計画 ${path} は、このままでは試せません。${problems.join(' ')}`);
  return parsed.data;
}

/** A recorded day as a plan; lines that cannot be read are named, the others count. */
async function planOf(context: CommandContext, path: string, replay: boolean): Promise<Plan> {
  const { records, problems } = readRecords(await readFileOf(context, path));
  for (const { line, reason } of problems.slice(0, 20)) process.stderr.write(`${path} ${line}行目: ${reason}\n`);
  if (records.length === 0)
    throw new OperatorError(`記録 ${path} に、使える行がありません。1行目の見出しと、時刻の書き方を確かめてください。`);
  return planOfRecords(records, { replay });
}

function sayResult({ name, days, visitors, wait, all, places, overtime }: Result): void {
  say(`${name}: ${days}日、1日${Math.round(visitors)}人`);
  say(`  待ち時間の平均 ${minutes(wait.mean)}分(95%の確かさで ${minutes(wait.low)}〜${minutes(wait.high)}分)`);
  say(
    `  半分の人は${minutes(all.p50)}分まで、8割は${minutes(all.p80)}分まで、95%は${minutes(all.p95)}分まで。30分をこえる人 ${minutes(all.over30)}%`,
  );
  say(`  閉庁のあと ${minutes(overtime.mean)}分`);
  for (const { id, waits, utilisation } of places) {
    say(`  ${id}\t平均 ${minutes(waits.mean)}分\t8割 ${minutes(waits.p80)}分\t席の使用 ${Math.round(utilisation)}%`);
  }
}

const numbers = (text: string): number[] => text.split(',').map(Number);

function table(plan: Plan, asked: { desks: string; visitors?: string }, options: { days: number; seed?: string }) {
  const [place = '', list = ''] = asked.desks.split('=');
  const desks = numbers(list);
  const visitors = asked.visitors === undefined ? [plan.visitors] : numbers(asked.visitors);
  const sound = [...desks, ...visitors].every((value) => Number.isInteger(value) && value > 0 && value <= 5000);
  if (!sound || !plan.places.some(({ id }) => id === place) || desks.length * visitors.length > 200)
    throw wrongUse(usage);
  return staffingTable(plan, { place, desks, visitors, ...options });
}

export const simulateCommand: Command = {
  usage,
  purpose: '窓口の1日を計算で試します。計画が2つなら比べ、--desks で席の数ごとの待ち時間の表を出します。',
  async run(args, context) {
    const { values, positionals } = readArguments(
      args,
      usage,
      {
        days: { type: 'string' },
        seed: { type: 'string' },
        desks: { type: 'string' },
        visitors: { type: 'string' },
        records: { type: 'string' },
        replay: { type: 'boolean' },
        json: { type: 'boolean' },
      },
      2,
    );
    const [first, second] = positionals;
    const days = Number(values.days ?? 20);
    if (
      (first === undefined) === (values.records === undefined) ||
      !Number.isInteger(days) ||
      days < 1 ||
      days > 1000
    ) {
      throw wrongUse(usage);
    }
    const options = { days, seed: values.seed };
    const plan =
      first === undefined
        ? await planOf(context, values.records ?? '', values.replay === true)
        : await readPlan(context, first);
    const show = <Value>(value: Value, tell: (value: Value) => void): number => {
      if (values.json) say(JSON.stringify(value));
      else tell(value);
      return 0;
    };
    if (values.desks !== undefined) {
      return show(table(plan, { desks: values.desks, visitors: values.visitors }, options), (rows) => {
        for (const { desks, visitors, wait, over30 } of rows) {
          say(
            `${visitors}人\t${desks}席\t${minutes(wait.mean)}分(${minutes(wait.low)}〜${minutes(wait.high)})\t30分をこえる人 ${minutes(over30)}%`,
          );
        }
      });
    }
    if (second !== undefined) {
      return show(compare(plan, await readPlan(context, second), options), (comparison) => {
        sayResult(comparison.first);
        sayResult(comparison.second);
        say(comparison.sentence);
      });
    }
    return show(simulate(plan, options), sayResult);
  },
};
