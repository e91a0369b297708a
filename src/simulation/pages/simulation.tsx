import {
  BarChart,
  Button,
  DataTable,
  ErrorSummary,
  Form,
  type FormError,
  Inline,
  NumberField,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextField,
} from '#ui';
import { type Basis, type Entries, parts } from '../entries.ts';
import type { SavedPlan } from '../store.ts';
import type { Comparison, Result } from '../study.ts';

export interface SimulationPageProps {
  staff: StaffIdentity;
  basis: Basis;
  /** 「11月30日(月)」, where tomorrow is looked at. */
  tomorrow: string | null;
  entries: Entries;
  problems: readonly FormError[];
  outcome: Result | Comparison | null;
  saved: readonly SavedPlan[];
}

const minutes = (value: number): string => `${value.toFixed(1)}分`;
const addressOf = (entries: Entries): string =>
  `/simulation?${new URLSearchParams(Object.entries(entries).flatMap(([key, value]) => (value ? [[key, value]] : [])))}`;

function Field({
  name,
  label,
  usual,
  props,
}: {
  name: string;
  label: string;
  usual?: number;
  props: SimulationPageProps;
}) {
  const error = props.problems.find((problem) => problem.name === name)?.message;
  return (
    <NumberField
      name={name}
      label={label}
      language="ja"
      value={props.entries[name] ?? usual?.toString()}
      error={error}
    />
  );
}

/** The two plans that are compared; what is left empty in the second is as in the first. */
const plans = [
  { id: 'a', label: 'いま', isUsual: true },
  { id: 'b', label: '変えた計画', isUsual: false },
] as const;

/** A number in a cell of the table; its column and row say what it is. */
function Cell({
  name,
  label,
  usual,
  props,
}: {
  name: string;
  label: string;
  usual: number | undefined;
  props: SimulationPageProps;
}) {
  return (
    <input
      className="in w4"
      id={`field-${name}`}
      name={name}
      defaultValue={props.entries[name] ?? usual?.toString()}
      aria-label={label}
      aria-invalid={props.problems.some((problem) => problem.name === name) || undefined}
      inputMode="decimal"
      maxLength={6}
      autoComplete="off"
    />
  );
}

function PlanForm(props: SimulationPageProps) {
  const { basis, entries } = props;
  const source =
    basis.days > 0
      ? `記録のある${basis.days}日分から作った値です。`
      : '記録がまだ少ないため、手続きの目安から作った値です。';
  return (
    <Form action="/simulation" method="get">
      <input type="hidden" name="run" value="1" />
      {entries.day === 'tomorrow' && <input type="hidden" name="day" value="tomorrow" />}
      <p>{`${source}変えたいところだけ直してください。「変えた計画」は、空のままなら「いまの計画」と同じです。`}</p>
      <Inline>
        <Field name="visitors" label="1日に来る人数" usual={basis.visitors} props={props} />
        <Field name="days" label="試す日数" usual={20} props={props} />
        <Field name="preA" label="事前入力の割合(%)" usual={0} props={props} />
        <Field name="preB" label="変えた計画の事前入力(%)" props={props} />
      </Inline>
      <DataTable
        caption="窓口ごとの分数と席の数"
        columns={[
          { key: 'place', label: '窓口' },
          { key: 'minutes', label: '1人の分数' },
          ...plans.flatMap(({ id: plan, label }) =>
            parts.map((part) => ({ key: `${plan}-${part.id}`, label: `${label} ${part.label}` })),
          ),
        ]}
        rows={basis.places.map(({ id, minutes: usual, desks }, index) => ({
          key: id,
          cells: [
            id,
            <Cell key="minutes" name={`minutes-${index}`} label={`${id} 1人の分数`} usual={usual} props={props} />,
            ...plans.flatMap(({ id: plan, label, isUsual }) =>
              parts.map((part) => (
                <Cell
                  key={`${plan}-${part.id}`}
                  name={`${plan}-${index}-${part.id}`}
                  label={`${id} ${label} ${part.label}の席`}
                  usual={isUsual ? desks : undefined}
                  props={props}
                />
              )),
            ),
          ],
        }))}
        empty="窓口がありません。"
      />
      <Button>この計画で試す</Button>
    </Form>
  );
}

/** How the days of a plan go: the waits in words, by the hour, and how long the line is. */
function Days({ result }: { result: Result }) {
  const { wait, all, hours, overtime, queue } = result;
  const worst = hours.reduce(
    (most, one) => (one.waits.mean > most.waits.mean ? one : most),
    hours[0] ?? { hour: 9, waits: all },
  );
  const quarters = queue.flatMap((value, index) => (index >= 34 && index <= 72 ? [{ index, value }] : []));
  const longest = quarters.reduce((most, one) => (one.value > most.value ? one : most), { index: 34, value: 0 });
  const time = (index: number): string => `${Math.floor(index / 4)}:${String((index % 4) * 15).padStart(2, '0')}`;
  return (
    <Stack>
      <h3>{result.name}</h3>
      <p>{`待ち時間は平均${minutes(wait.mean)}(95%の確かさで${Math.max(0, wait.low).toFixed(1)}〜${minutes(wait.high)})です。8割の方は${minutes(all.p80)}まで、95%の方は${minutes(all.p95)}までに呼ばれます。30分をこえる方は${all.over30.toFixed(1)}%、閉庁のあとの対応は平均${minutes(overtime.mean)}です。`}</p>
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

function ResultView({ result }: { result: Result }) {
  return (
    <Stack>
      <Days result={result} />
      <DataTable
        caption={`${result.name}: 窓口ごとの待ち時間`}
        columns={[
          { key: 'place', label: '窓口' },
          { key: 'mean', label: '平均', numeric: true },
          { key: 'p50', label: '半分', numeric: true },
          { key: 'p80', label: '8割', numeric: true },
          { key: 'p95', label: '95%', numeric: true },
          { key: 'over', label: '30分をこえる', numeric: true },
          { key: 'use', label: '席の使用', numeric: true },
        ]}
        rows={result.places.map(({ id, waits, utilisation }) => ({
          key: id,
          cells: [
            id,
            minutes(waits.mean),
            minutes(waits.p50),
            minutes(waits.p80),
            minutes(waits.p95),
            `${waits.over30.toFixed(1)}%`,
            `${Math.round(utilisation)}%`,
          ],
        }))}
        empty="窓口がありません。"
      />
    </Stack>
  );
}

/** The places of both plans in one table, so that each line shows what the change does. */
function PlacesCompared({ first, second }: Comparison) {
  const figures = [
    { key: 'mean', label: '平均', of: ({ waits }: Result['places'][number]) => minutes(waits.mean) },
    { key: 'p80', label: '8割', of: ({ waits }: Result['places'][number]) => minutes(waits.p80) },
    { key: 'over', label: '30分をこえる', of: ({ waits }: Result['places'][number]) => `${waits.over30.toFixed(1)}%` },
    { key: 'use', label: '席の使用', of: ({ utilisation }: Result['places'][number]) => `${Math.round(utilisation)}%` },
  ];
  return (
    <DataTable
      caption="窓口ごとの待ち時間"
      captionShown
      columns={[
        { key: 'place', label: '窓口' },
        ...figures.flatMap(({ key, label }) => [
          { key: `a-${key}`, label: `${label} いま`, numeric: true },
          { key: `b-${key}`, label: `${label} 変えた計画`, numeric: true },
        ]),
      ]}
      rows={first.places.map((place) => {
        const changed = second.places.find(({ id }) => id === place.id) ?? place;
        return { key: place.id, cells: [place.id, ...figures.flatMap(({ of }) => [of(place), of(changed)])] };
      })}
      empty="窓口がありません。"
    />
  );
}

function Outcome({ outcome, entries }: { outcome: Result | Comparison; entries: Entries }) {
  return (
    <Stack gap="large">
      <h2>結果</h2>
      {'sentence' in outcome ? (
        <Stack gap="large">
          <p className="card key">{outcome.sentence}</p>
          <div className="beside">
            <Days result={outcome.first} />
            <Days result={outcome.second} />
          </div>
          <PlacesCompared {...outcome} />
        </Stack>
      ) : (
        <ResultView result={outcome} />
      )}
      <Form action="/simulation/plans" layout="row">
        <input type="hidden" name="entries" value={JSON.stringify(entries)} />
        <TextField name="name" label="この計画の名前" language="ja" maxLength={60} />
        <Button kind="outline">計画を取っておく</Button>
      </Form>
    </Stack>
  );
}

/** A counter day is tried out: who comes, who sits where, and what it does to the wait. */
export function SimulationPage(props: SimulationPageProps) {
  const { staff, tomorrow, problems, outcome, saved, entries } = props;
  return (
    <StaffPage title="窓口の試算" language="ja" staff={staff} nav="simulation" hasErrors={problems.length > 0}>
      <Stack gap="large">
        {problems.length > 0 && <ErrorSummary errors={problems} language="ja" />}
        <h1>{tomorrow === null ? '窓口の試算' : `窓口の試算: ${tomorrow}`}</h1>
        <p>席の数や事前入力を変えると、待ち時間がどう変わるかを計算で試します。実際の窓口は変わりません。</p>
        <Inline>
          <Button kind="outline" href={tomorrow === null ? '/simulation?day=tomorrow' : '/simulation'}>
            {tomorrow === null ? '次に開く日を試す' : 'いつもの日を試す'}
          </Button>
        </Inline>
        {outcome !== null && <Outcome outcome={outcome} entries={entries} />}
        <h2>計画</h2>
        <PlanForm {...props} />
        <h2>取ってある計画</h2>
        <DataTable
          caption="取ってある計画"
          columns={[
            { key: 'name', label: '名前' },
            { key: 'actions', label: '操作' },
          ]}
          rows={saved.map(({ id, name, entries: kept }) => ({
            key: id,
            cells: [
              <a key="open" href={addressOf(kept)}>
                {name}
              </a>,
              <Form key="remove" action={`/simulation/plans/${id}/remove`} layout="row">
                <Button kind="danger">{`「${name}」を消す`}</Button>
              </Form>,
            ],
          }))}
          empty="まだありません。試したあとに、名前を付けて取っておけます。"
        />
      </Stack>
    </StaffPage>
  );
}
