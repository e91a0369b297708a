import { BarChart, Button, DataTable, Form, Inline, Stack, type StaffIdentity } from '#ui';
import { limitSeconds, type Worked } from '../run.ts';
import { hoursOf, type Sheet } from '../sheet.ts';
import type { SavedPlan } from '../store.ts';
import type { Cell, Comparison, Result } from '../study.ts';
import { isClear } from '../study.ts';
import {
  deskHoursText,
  HourTable,
  hourLabel,
  minutes,
  minutesBetween,
  percent,
  percentBetween,
  SimulationPage,
} from './parts.tsx';

/** The cell of a result for a place and an hour. Who comes after closing counts to the last hour of the sheet by name only. */
const cellAt = ({ cells }: Result, place: string, hour: number): Cell | undefined =>
  cells.find((cell) => cell.place === place && cell.hour === hour);

const misses = ({ within }: Cell, { goal }: Sheet): boolean => within.mean < goal.share;

const totalHours = ({ places }: Result): number => places.reduce((sum, { deskHours }) => sum + deskHours, 0);

function Took({ seconds, result }: { seconds: number; result: Result }) {
  return (
    <p className="hint">{`${result.days}日分(1日${Math.round(result.visitors)}人)の計算に、${seconds.toFixed(1)}秒かかりました。${limitSeconds}秒をこえる試算は止めます。かっこの中は95%の確かさの幅です。`}</p>
  );
}

function Summary({ result, sheet }: { result: Result; sheet: Sheet }) {
  const { wait, all, within, overtime, gaveUp } = result;
  const missed = result.cells.filter((cell) => misses(cell, sheet)).length;
  return (
    <Stack gap="small">
      <p className="card key">
        {missed === 0
          ? `どの窓口のどの時間も、目標(${sheet.goal.minutes}分以内に${sheet.goal.share}%以上)を守れます。`
          : `目標(${sheet.goal.minutes}分以内に${sheet.goal.share}%以上)に届かない時間が${missed}か所あります。表の▲のところです。`}
      </p>
      <p>{`待ち時間は平均${minutesBetween(wait)}です。8割の方は${minutes(all.p80)}まで、95%の方は${minutes(all.p95)}までに呼ばれます。${result.goalMinutes}分以内に呼ばれる方は${percentBetween(within)}です。`}</p>
      <p>{`席は合わせて${deskHoursText(totalHours(result))}、閉庁のあとの対応は平均${minutes(overtime.mean)}です。`}</p>
      {gaveUp >= 0.05 && (
        <p>{`窓口が閉まっていて呼ばれない方が、1日に平均${gaveUp.toFixed(1)}人います。その時間の席を確かめてください。`}</p>
      )}
    </Stack>
  );
}

/** Hour × place: the desks and the share that is called in time; ▲ where the goal is missed. */
function StaffingTable({ result, sheet }: { result: Result; sheet: Sheet }) {
  return (
    <HourTable
      caption={`席の数と、${sheet.goal.minutes}分以内に呼ばれる方(▲は目標の${sheet.goal.share}%に届かない時間)`}
      sheet={sheet}
      cell={(place, hour, index) => {
        const { id = '', desks = [] } = sheet.places[place] ?? {};
        const cell = cellAt(result, id, hour);
        return (
          <>
            {`${desks[index] ?? 0}席`}
            <br />
            {cell === undefined ? (
              '—'
            ) : (
              <span className={misses(cell, sheet) ? 'missed' : undefined}>
                {`${misses(cell, sheet) ? '▲' : ''}${percent(cell.within.mean)}`}
              </span>
            )}
          </>
        );
      }}
    />
  );
}

function PlaceDetails({ result, sheet, open }: { result: Result; sheet: Sheet; open: boolean }) {
  return (
    <>
      {result.places.map(({ id, utilisation }) => (
        <details key={id} open={open} className="place-hours">
          <summary>{`${id}: 時間ごとの待ち時間(席の使用 ${percent(utilisation)})`}</summary>
          <DataTable
            caption={`${id} 時間ごとの待ち時間`}
            columns={[
              { key: 'hour', label: '来る時間' },
              { key: 'people', label: '人数', numeric: true },
              { key: 'mean', label: '平均', numeric: true },
              { key: 'p80', label: '8割の方まで', numeric: true },
              { key: 'within', label: `${result.goalMinutes}分以内`, numeric: true },
              { key: 'goal', label: '目標' },
            ]}
            rows={result.cells
              .filter(({ place }) => place === id)
              .map((cell) => ({
                key: String(cell.hour),
                cells: [
                  hoursOf(sheet).includes(cell.hour) ? hourLabel(sheet, cell.hour) : `${cell.hour}時`,
                  cell.visitors.toFixed(1),
                  minutesBetween(cell.mean),
                  minutesBetween(cell.p80),
                  percentBetween(cell.within),
                  misses(cell, sheet) ? '▲ 届かない' : '守れる',
                ],
              }))}
            empty="この窓口に来る方はいません。"
          />
        </details>
      ))}
    </>
  );
}

function Charts({ result }: { result: Result }) {
  const { hours, all, queue } = result;
  const worst = hours.reduce(
    (most, one) => (one.waits.mean > most.waits.mean ? one : most),
    hours[0] ?? { hour: 9, waits: all },
  );
  const filled = queue.flatMap((value, index) => (value > 0 ? [index] : []));
  const quarters = queue.flatMap((value, index) =>
    index >= (filled[0] ?? 34) && index <= (filled.at(-1) ?? 68) ? [{ index, value }] : [],
  );
  const longest = quarters.reduce((most, one) => (one.value > most.value ? one : most), { index: 34, value: 0 });
  const time = (index: number): string => `${Math.floor(index / 4)}:${String((index % 4) * 15).padStart(2, '0')}`;
  return (
    <Stack>
      <BarChart
        measure="待ち時間の平均(分)"
        sentence={`いちばん待つのは${worst.hour}時台で、平均${minutes(worst.waits.mean)}です。`}
        bars={hours.map(({ hour, waits }) => ({ label: `${hour}時`, value: waits.mean }))}
      />
      <BarChart
        measure="待っている人数"
        sentence={`待つ人がいちばん多いのは${time(longest.index)}ごろで、平均${Math.round(longest.value)}人です。`}
        bars={quarters.map(({ index, value }) => ({ label: time(index), value }))}
      />
    </Stack>
  );
}

function Back({ plan }: { plan: SavedPlan }) {
  return (
    <p className="no-print">
      <a href="/simulation">窓口の試算</a>
      {' / '}
      <a href={`/simulation/plans/${plan.id}`}>{`「${plan.name}」を直す`}</a>
    </p>
  );
}

/** What came out of a plan: the staffing table, the goal, and each place by the hour. */
export function ResultPage({
  staff,
  plan,
  worked: { answer: result, seconds },
  open,
}: {
  staff: StaffIdentity;
  plan: SavedPlan;
  worked: Worked<Result>;
  open: boolean;
}) {
  const address = `/simulation/plans/${plan.id}`;
  return (
    <SimulationPage title={`試算: ${plan.name}`} staff={staff}>
      <Stack gap="large">
        <Back plan={plan} />
        <h1>{`試算: ${plan.name}`}</h1>
        <Summary result={result} sheet={plan.sheet} />
        <StaffingTable result={result} sheet={plan.sheet} />
        <div className="row wrap no-print">
          <Button href={`${address}/smallest`}>目標を守る最小の席をさがす</Button>
          <Form action={`${address}/copy`} layout="row">
            <Button kind="outline">写して、席を変えた計画を作る</Button>
          </Form>
          <Button kind="text" href={open ? `${address}/result` : `${address}/result?open=1`}>
            {open ? '時間ごとの表を閉じる' : '時間ごとの表をすべて開く'}
          </Button>
          <Button kind="text" action="print">
            印刷する
          </Button>
        </div>
        <Stack>
          <h2>窓口ごとの待ち時間</h2>
          <PlaceDetails result={result} sheet={plan.sheet} open={open} />
        </Stack>
        <Stack>
          <h2>1日の動き</h2>
          <Charts result={result} />
        </Stack>
        <Took seconds={seconds} result={result} />
      </Stack>
    </SimulationPage>
  );
}

const signed = (value: number, unit: string): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(value).toFixed(1)}${unit}`;

/** Whether a difference is more than chance, in words; `less` and `more` say what it means. */
function judged(difference: Comparison['difference'], less: string, more: string): string {
  if (!isClear(difference)) return 'はっきりした差はない';
  return difference.mean < 0 ? less : more;
}

function ComparisonTable({ comparison }: { comparison: Comparison }) {
  const { first, second, difference, within, places } = comparison;
  const between = ({ low, high }: Comparison['difference'], unit: string) =>
    `${signed(low, '')}〜${signed(high, unit)}`;
  const waitOf = (result: Result, id: string) =>
    minutes(result.places.find((place) => place.id === id)?.waits.mean ?? 0);
  const hoursDifference = totalHours(second) - totalHours(first);
  return (
    <DataTable
      caption="2つの計画の差"
      captionShown
      columns={[
        { key: 'what', label: 'くらべるもの' },
        { key: 'first', label: first.name, numeric: true },
        { key: 'second', label: second.name, numeric: true },
        { key: 'difference', label: '差', numeric: true },
        { key: 'between', label: '差の幅(95%)', numeric: true },
        { key: 'judged', label: '偶然より大きいか' },
      ]}
      rows={[
        {
          key: 'all',
          cells: [
            '待ち時間の平均',
            minutes(first.wait.mean),
            minutes(second.wait.mean),
            signed(difference.mean, '分'),
            between(difference, '分'),
            judged(difference, '短くなる', '長くなる'),
          ],
        },
        {
          key: 'within',
          cells: [
            `${first.goalMinutes}分以内に呼ばれる方`,
            percent(first.within.mean),
            percent(second.within.mean),
            signed(within.mean, 'ポイント'),
            between(within, 'ポイント'),
            judged(within, '少なくなる', '多くなる'),
          ],
        },
        {
          key: 'hours',
          cells: [
            '席の時間の合計',
            deskHoursText(totalHours(first)),
            deskHoursText(totalHours(second)),
            signed(hoursDifference, '時間'),
            '',
            '計画のとおり',
          ],
        },
        ...places.map(({ id, difference: own }) => ({
          key: id,
          cells: [
            `${id}の待ち時間`,
            waitOf(first, id),
            waitOf(second, id),
            signed(own.mean, '分'),
            between(own, '分'),
            judged(own, '短くなる', '長くなる'),
          ],
        })),
      ]}
      empty=""
    />
  );
}

/** Two plans beside each other: the difference, and whether it is more than chance. */
export function ComparisonPage({
  staff,
  plans: [first, second],
  worked: { answer: comparison, seconds },
}: {
  staff: StaffIdentity;
  plans: readonly [SavedPlan, SavedPlan];
  worked: Worked<Comparison>;
}) {
  return (
    <SimulationPage title="2つの計画の差" staff={staff}>
      <Stack gap="large">
        <p className="no-print">
          <a href="/simulation">窓口の試算</a>
          {' / '}
          <a href={`/simulation/plans/${first.id}`}>{`「${first.name}」を直す`}</a>
          {' / '}
          <a href={`/simulation/plans/${second.id}`}>{`「${second.name}」を直す`}</a>
        </p>
        <h1>{`「${first.name}」と「${second.name}」`}</h1>
        <p className="card key">{comparison.sentence}</p>
        <p>どちらの計画にも、同じ人が同じ時刻に来ます。そのため、差は計画の違いから出ています。</p>
        <ComparisonTable comparison={comparison} />
        {([0, 1] as const).map((side) => {
          const plan = side === 0 ? first : second;
          const result = side === 0 ? comparison.first : comparison.second;
          return (
            <Stack key={plan.id}>
              <h2>{plan.name}</h2>
              <StaffingTable result={result} sheet={plan.sheet} />
            </Stack>
          );
        })}
        <div className="row wrap no-print">
          <Button kind="outline" action="print">
            印刷する
          </Button>
        </div>
        <Took seconds={seconds} result={comparison.second} />
      </Stack>
    </SimulationPage>
  );
}

/** The fewest desks that hold the goal, beside those of the plan. */
export function SmallestPage({
  staff,
  plan,
  sheet,
  holds,
  worked: { answer: result, seconds },
}: {
  staff: StaffIdentity;
  plan: SavedPlan;
  /** The sheet with the fewest desks. */
  sheet: Sheet;
  holds: boolean;
  worked: Worked<Result>;
}) {
  const { goal } = plan.sheet;
  return (
    <SimulationPage title={`最小の席: ${plan.name}`} staff={staff}>
      <Stack gap="large">
        <Back plan={plan} />
        <h1>{`最小の席: ${plan.name}`}</h1>
        <p className="card key">
          {holds
            ? `${goal.minutes}分以内に${goal.share}%以上の方を呼ぶには、席は合わせて${deskHoursText(totalHours(result))}いります。`
            : `どの窓口のどの時間も${goal.minutes}分以内に${goal.share}%以上とするには、40席でも足りません。目標か人数を直してください。`}
        </p>
        <p>
          どの窓口のどの時間も目標を守り、そこから1席も減らせない数です。開いている時間には、少なくとも1席を置きます。太字は、いまの計画と違うところです。
        </p>
        <HourTable
          caption="目標を守る最小の席(かっこの中は、いまの計画)"
          sheet={sheet}
          cell={(place, _hour, index) => {
            const now = plan.sheet.places[place]?.desks[index] ?? 0;
            const needed = sheet.places[place]?.desks[index] ?? 0;
            return needed === now ? `${needed}席` : <b>{`${needed}席(${now})`}</b>;
          }}
        />
        <Form action={`/simulation/plans/${plan.id}/copy`} layout="row">
          <input type="hidden" name="name" value={`${plan.name}(最小の席)`.slice(0, 60)} />
          <input type="hidden" name="desks" value={JSON.stringify(sheet.places.map(({ desks }) => desks))} />
          <Button>この席で新しい計画を作る</Button>
        </Form>
        <Stack>
          <h2>この席での待ち時間</h2>
          <StaffingTable result={result} sheet={sheet} />
        </Stack>
        <Inline>
          <Button kind="outline" action="print">
            印刷する
          </Button>
        </Inline>
        <Took seconds={seconds} result={result} />
      </Stack>
    </SimulationPage>
  );
}
