import {
  Banner,
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
import { type NumberFormat, ticketText } from '../../queue/numbers.ts';
import type { QueueRules } from '../../queue/rules.ts';

interface RuleText {
  label: string;
  hint: string;
  unit: string;
}

/** The rules as staff read them, in the order of the page. */
export const ruleTexts: Readonly<Record<keyof QueueRules, RuleText>> = {
  priorityMinutes: {
    label: '優先の方を前に進める時間',
    hint: '理由のある優先の方は、この分だけ早く来たものとして並びます。',
    unit: '分',
  },
  appointmentMinutes: {
    label: '予約の方を前に進める時間',
    hint: '予約の方は、予約の時刻よりこの分だけ早く来たものとして並びます。',
    unit: '分',
  },
  earlyMinutes: {
    label: '予約より早く呼んでよい時間',
    hint: 'これより早いうちは、順番の来ている方を先に呼びます。',
    unit: '分',
  },
  lateMinutes: {
    label: '予約に遅れてよい時間',
    hint: 'これより遅れた方は、予約のない方と同じように並びます。',
    unit: '分',
  },
  mostOvertaken: {
    label: '追い越されてよい人数',
    hint: 'この人数に追い越された方は、だれよりも先に呼ばれます。',
    unit: '人',
  },
  mostCalls: { label: '不在にするまでに呼ぶ回数', hint: 'この回数を呼ぶと、窓口に「不在」が並びます。', unit: '回' },
  absentMinutes: {
    label: '不在から戻った方を後ろにする時間',
    hint: '0のときは、はじめの順番のまま戻ります。',
    unit: '分',
  },
};

interface RulesPageProps {
  staff: StaffIdentity;
  manages: boolean;
  /** What stands in the boxes, as it was typed. */
  typed: Readonly<Record<string, string>>;
  errors: readonly FormError[];
  saved: boolean;
  numbers: ReadonlyMap<string, NumberFormat>;
}

const errorOf = (errors: readonly FormError[], name: string): string | undefined =>
  errors.find((error) => error.name === name)?.message;

function RulesForm({ typed, errors }: Pick<RulesPageProps, 'typed' | 'errors'>) {
  return (
    <Form action="/hall/rules">
      <div className="rule-fields">
        {Object.entries(ruleTexts).map(([name, text]) => (
          <NumberField
            key={name}
            name={name}
            {...text}
            language="ja"
            value={typed[name]}
            error={errorOf(errors, name)}
            required
          />
        ))}
      </div>
      <Button>この決まりで呼ぶ</Button>
    </Form>
  );
}

/** 「A001〜」, 「301〜500」. */
function rangeText(format: NumberFormat): string {
  const last = format.last === null ? '' : ticketText(format, format.last);
  return `${ticketText(format, format.first)}〜${last}`;
}

function NumbersTable({ numbers, manages }: Pick<RulesPageProps, 'numbers' | 'manages'>) {
  return (
    <DataTable
      caption="窓口ごとの番号"
      captionShown
      empty="窓口がまだありません。"
      columns={[
        { key: 'place', label: '窓口' },
        { key: 'numbers', label: '番号' },
        { key: 'limit', label: '1日の枚数', numeric: true },
        ...(manages ? [{ key: 'change', label: '操作' }] : []),
      ]}
      rows={[...numbers].map(([id, format]) => ({
        key: id,
        cells: [
          id,
          rangeText(format),
          format.dailyLimit === null ? '決めない' : `${format.dailyLimit}枚`,
          ...(manages
            ? [
                <a key="change" href={`/hall/numbers?place=${encodeURIComponent(id)}`} aria-label={`${id}の番号を直す`}>
                  直す
                </a>,
              ]
            : []),
        ],
      }))}
    />
  );
}

/** How the hall calls, and what stands on its tickets. */
export function RulesPage(props: RulesPageProps) {
  const { staff, manages, typed, errors, saved } = props;
  return (
    <StaffPage title="呼ぶ順番の決まり" language="ja" staff={staff} nav="hall" hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <h1>呼ぶ順番の決まり</h1>
        {saved && (
          <Banner kind="ok" title="保存しました。" announce>
            数秒で、すべての窓口の順番に効きます。
          </Banner>
        )}
        <p>番号の順に呼ぶのがもとの決まりです。予約と優先の方をどう混ぜるかを、ここで決めます。</p>
        {manages ? (
          <RulesForm typed={typed} errors={errors} />
        ) : (
          <DataTable
            caption="いまの決まり"
            empty=""
            columns={[
              { key: 'rule', label: '決まり' },
              { key: 'value', label: 'いま', numeric: true },
            ]}
            rows={Object.entries(ruleTexts).map(([name, { label, unit }]) => ({
              key: name,
              cells: [label, `${typed[name]}${unit}`],
            }))}
          />
        )}
        <NumbersTable {...props} />
        <p>
          <a href="/hall">全体のようすに戻る</a>
        </p>
      </Stack>
    </StaffPage>
  );
}

/** What is typed about the numbers of a place. */
export interface TypedNumbers {
  letter: string;
  first: string;
  last: string;
  digits: string;
  dailyLimit: string;
}

/** What stands on the tickets of one place. */
export function NumbersPage(props: {
  staff: StaffIdentity;
  place: string;
  typed: TypedNumbers;
  errors: readonly FormError[];
}) {
  const { staff, place, typed, errors } = props;
  const field = (name: keyof TypedNumbers) => ({
    name,
    value: typed[name],
    error: errorOf(errors, name),
    language: 'ja' as const,
  });
  return (
    <StaffPage title={`${place}の番号`} language="ja" staff={staff} nav="hall" hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <h1>{`${place}の番号`}</h1>
        <p>次に出る番号札から変わります。もう出ている番号札は、そのまま使えます。</p>
        <Form action="/hall/numbers">
          <input type="hidden" name="place" value={place} />
          <TextField
            {...field('letter')}
            label="番号の前の文字"
            hint="A〜Zの1文字か2文字。数字だけにするときは、空けておいてください。"
            width={4}
            required={false}
          />
          <NumberField {...field('first')} label="はじめの番号" hint="例:1、301" required />
          <NumberField
            {...field('last')}
            label="おわりの番号"
            hint="例:500。ここまで出ると、その日の番号札は終わります。決めないときは、空けておいてください。"
            required={false}
          />
          <NumberField
            {...field('digits')}
            label="数字のけた数"
            hint="3けたなら、1は「001」になります。"
            unit="けた"
            required
          />
          <NumberField
            {...field('dailyLimit')}
            label="1日の枚数"
            hint="決めないときは、空けておいてください。"
            unit="枚"
            required={false}
          />
          <Inline>
            <Button>番号を保存する</Button>
            <Button kind="outline" href="/hall/rules">
              やめる
            </Button>
          </Inline>
        </Form>
      </Stack>
    </StaffPage>
  );
}
