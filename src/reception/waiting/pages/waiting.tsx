import { BarChart, DataTable, Stack, type StaffIdentity, StaffPage } from '#ui';
import { type Accuracy, accuracyOf } from '../accuracy.ts';
import type { JudgedQuote } from '../quote-store.ts';

export interface WaitingPageProps {
  staff: StaffIdentity;
  days: number;
  quotes: readonly JudgedQuote[];
}

const tokyoHour = new Intl.DateTimeFormat('ja-JP', { hour: 'numeric', hourCycle: 'h23', timeZone: 'Asia/Tokyo' });
const hourOf = ({ at }: JudgedQuote): string => `${Number.parseInt(tokyoHour.format(at), 10)}時`;
const minutes = (value: number): string => `${value.toFixed(1)}分`;
const percent = (value: number): string => `${Math.round(value)}%`;

function groups(quotes: readonly JudgedQuote[], keyOf: (quote: JudgedQuote) => string) {
  const keys = [...new Set(quotes.map(keyOf))].sort((one, other) => one.localeCompare(other, 'ja', { numeric: true }));
  return keys
    .map((key) => ({ key, accuracy: accuracyOf(quotes.filter((quote) => keyOf(quote) === key)) }))
    .filter(({ accuracy }) => accuracy.count > 0);
}

type Group = ReturnType<typeof groups>[number];

function worstSentence(rows: readonly Group[]): string {
  const worst = rows.reduce((most, row) => (row.accuracy.meanError > most.accuracy.meanError ? row : most));
  return `いちばんずれたのは${worst.key}で、平均${minutes(worst.accuracy.meanError)}です。`;
}

function coverageSentence(rows: readonly Group[]): string {
  const off = rows.filter(({ accuracy }) => accuracy.covered80 < 75 || accuracy.covered80 > 85);
  if (off.length === 0) return 'どこでも、10人のうちおよそ8人が、お知らせした時間までに呼ばれました。';
  return `${off.map(({ key }) => key).join('、')}では、8割の目安(75〜85%)から外れています。`;
}

function summary({ count, left, meanError, bias, meanMethodError }: Accuracy): string {
  const direction =
    Math.abs(bias) < 0.5
      ? 'かたよりはほとんどありません'
      : `平均${minutes(Math.abs(bias))}${bias > 0 ? '長め' : '短め'}でした`;
  const gain = meanMethodError === 0 ? 0 : Math.round(100 * (1 - meanError / meanMethodError));
  const compared = gain >= 0 ? `${gain}%小さい` : `${-gain}%大きい`;
  return `${count}人にお知らせした待ち時間のずれは平均${minutes(meanError)}で、${direction}。「人数×平均÷席の数」で計算した場合より、ずれは${compared}値です。呼ばれる前に帰った方は${left}人です。`;
}

function AccuracyTable({ caption, rows }: { caption: string; rows: readonly Group[] }) {
  return (
    <DataTable
      caption={caption}
      columns={[
        { key: 'group', label: 'どこ・いつ' },
        { key: 'count', label: '人数', numeric: true },
        { key: 'error', label: 'ずれの平均', numeric: true },
        { key: 'bias', label: 'かたより', numeric: true },
        { key: 'within', label: '5分以内', numeric: true },
        { key: 'covered', label: '長い方までに呼べた', numeric: true },
        { key: 'beyond', label: '10分以上おそかった', numeric: true },
        { key: 'mean', label: '平均法のずれ', numeric: true },
      ]}
      rows={rows.map(({ key, accuracy }) => ({
        key,
        cells: [
          key,
          accuracy.count,
          minutes(accuracy.meanError),
          minutes(accuracy.bias),
          percent(accuracy.within5),
          percent(accuracy.covered80),
          percent(accuracy.beyond10),
          minutes(accuracy.meanMethodError),
        ],
      }))}
      empty="まだありません。"
    />
  );
}

/** How good the waits told were: by place and by hour, against what happened and against the mean method. */
export function WaitingPage({ staff, days, quotes }: WaitingPageProps) {
  const all = accuracyOf(quotes);
  const byPlace = groups(quotes, ({ serviceId }) => serviceId);
  const byHour = groups(quotes, hourOf);
  return (
    <StaffPage title="待ち時間の確かさ" language="ja" staff={staff} nav="waiting">
      <Stack gap="large">
        <h1>待ち時間の確かさ</h1>
        <p>{`番号札を取ったときにお知らせした待ち時間と、実際に呼ばれるまでの時間を、最近${days}日分比べています。待たずに呼ばれた方は入れていません。`}</p>
        {all.count === 0 ? (
          <p className="card tint empty">まだ比べられる記録がありません。番号札が呼ばれると、ここに出ます。</p>
        ) : (
          <Stack gap="large">
            <p>{summary(all)}</p>
            <h2>窓口ごと</h2>
            <BarChart
              measure="お知らせとのずれの平均(分)"
              sentence={worstSentence(byPlace)}
              bars={byPlace.map(({ key, accuracy }) => ({
                label: key.replace(/^\d+階 /, ''),
                value: accuracy.meanError,
              }))}
            />
            <BarChart
              measure="お知らせした長い方の時間までに呼べた割合(%)"
              sentence={coverageSentence(byPlace)}
              bars={byPlace.map(({ key, accuracy }) => ({
                label: key.replace(/^\d+階 /, ''),
                value: accuracy.covered80,
              }))}
              goal={{ label: '目安 80', value: 80 }}
            />
            <AccuracyTable caption="窓口ごとの確かさ" rows={byPlace} />
            <h2>時間ごと</h2>
            <BarChart
              measure="お知らせとのずれの平均(分)"
              sentence={worstSentence(byHour)}
              bars={byHour.map(({ key, accuracy }) => ({ label: key, value: accuracy.meanError }))}
            />
            <AccuracyTable caption="時間ごとの確かさ" rows={byHour} />
          </Stack>
        )}
      </Stack>
    </StaffPage>
  );
}
