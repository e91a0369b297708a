import {
  Banner,
  Button,
  DataTable,
  ErrorSummary,
  FileField,
  Form,
  type FormError,
  Inline,
  SelectField,
  Stack,
  type StaffIdentity,
} from '#ui';
import type { LineProblem } from '../recording.ts';
import type { SavedPlan } from '../store.ts';
import { SimulationPage } from './parts.tsx';

export interface PlansPageProps {
  staff: StaffIdentity;
  /** 「11月30日(月)」: the next day on which the hall is open. */
  nextDay: string;
  plans: readonly SavedPlan[];
  /** What is to be put right in a file that was sent. */
  fileProblem?: { message: string; lines: readonly LineProblem[]; mayLeaveOut: boolean };
  savedAt: (plan: SavedPlan) => string;
}

const mostLinesShown = 20;

function RecordsForm({ fileProblem }: Pick<PlansPageProps, 'fileProblem'>) {
  return (
    <section className="card">
      <Stack>
        <h3>記録した日から</h3>
        <Form action="/simulation/records" hasFile>
          <FileField
            name="records"
            label="記録のファイル(CSV、4MBまで)"
            language="ja"
            accept=".csv,text/csv"
            hint="1行目は見出しです。「受付」と「窓口」は必ず、「番号」「日付」「呼出」「開始」「終了」はあれば書きます。時刻は 9:05 のように書きます。UTF-8とShift_JISを読めます。"
            error={fileProblem?.message}
          />
          {fileProblem !== undefined && fileProblem.lines.length > 0 && (
            <Stack>
              <DataTable
                caption="直すところ"
                captionShown
                columns={[
                  { key: 'line', label: '行' },
                  { key: 'reason', label: '直すこと' },
                ]}
                rows={fileProblem.lines.slice(0, mostLinesShown).map(({ line, reason }) => ({
                  key: String(line),
                  cells: [`${line}行目`, reason],
                }))}
                empty=""
              />
              {fileProblem.lines.length > mostLinesShown && (
                <p>{`ほかに${fileProblem.lines.length - mostLinesShown}行あります。`}</p>
              )}
            </Stack>
          )}
          {fileProblem?.mayLeaveOut && (
            <label className="choice">
              <input type="checkbox" name="leaveOut" value="1" />
              <span>読めない行を除いて使う(ファイルをもう一度えらんでください)</span>
            </label>
          )}
          <Button kind="outline">このファイルで計画を作る</Button>
        </Form>
      </Stack>
    </section>
  );
}

function NewPlan({ nextDay, fileProblem }: Pick<PlansPageProps, 'nextDay' | 'fileProblem'>) {
  return (
    <Stack>
      <h2>新しい計画を作る</h2>
      <div className="beside">
        <section className="card">
          <Stack>
            <h3>{`次に開く日、${nextDay}`}</h3>
            <p>その日の予約と、同じ曜日に予約なしで来る方から作ります。</p>
            <Form action="/simulation/plans">
              <input type="hidden" name="from" value="tomorrow" />
              <Button>{`${nextDay}の計画を作る`}</Button>
            </Form>
          </Stack>
        </section>
        <section className="card">
          <Stack>
            <h3>いつもの日</h3>
            <p>この8週間の記録から作ります。記録が少ないうちは、手続きの目安から作ります。</p>
            <Form action="/simulation/plans">
              <input type="hidden" name="from" value="typical" />
              <Button kind="outline">いつもの日の計画を作る</Button>
            </Form>
          </Stack>
        </section>
      </div>
      <RecordsForm fileProblem={fileProblem} />
    </Stack>
  );
}

function Comparing({ plans }: Pick<PlansPageProps, 'plans'>) {
  const options = plans.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Stack>
      <h2>2つの計画をくらべる</h2>
      <Form action="/simulation/compare" method="get" layout="row">
        <SelectField name="first" label="もとの計画" language="ja" options={options} value={plans[1]?.id} />
        <SelectField name="second" label="くらべる計画" language="ja" options={options} value={plans[0]?.id} />
        <Button kind="outline">くらべる</Button>
      </Form>
    </Stack>
  );
}

/** The plans that are kept, and the ways to a new one. */
export function PlansPage({ staff, nextDay, plans, fileProblem, savedAt }: PlansPageProps) {
  const errors: FormError[] = fileProblem ? [{ name: 'records', message: fileProblem.message }] : [];
  return (
    <SimulationPage title="窓口の試算" staff={staff} hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <h1>窓口の試算</h1>
        <p>席の数や事前入力を変えると、待ち時間がどう変わるかを計算で試します。実際の窓口は変わりません。</p>
        <Stack>
          <h2>取ってある計画</h2>
          <DataTable
            caption="取ってある計画"
            columns={[
              { key: 'name', label: '名前' },
              { key: 'origin', label: 'もとにした数字' },
              { key: 'saved', label: '変えた日時' },
              { key: 'actions', label: '操作' },
            ]}
            rows={plans.map((plan) => ({
              key: plan.id,
              cells: [
                <a key="open" href={`/simulation/plans/${plan.id}`}>
                  {plan.name}
                </a>,
                plan.sheet.origin,
                savedAt(plan),
                <Inline key="actions">
                  <Form action={`/simulation/plans/${plan.id}/copy`} layout="row">
                    <Button kind="text">写す</Button>
                  </Form>
                  <Form action={`/simulation/plans/${plan.id}/remove`} layout="row">
                    <Button kind="danger">消す</Button>
                  </Form>
                </Inline>,
              ],
            }))}
            empty="まだありません。下で作ると、ここに並びます。"
          />
        </Stack>
        {plans.length > 1 && <Comparing plans={plans} />}
        {plans.length === 1 && (
          <Banner kind="info" slim>
            計画を写して席を変えると、2つをくらべられます。
          </Banner>
        )}
        <NewPlan nextDay={nextDay} fileProblem={fileProblem} />
      </Stack>
    </SimulationPage>
  );
}
