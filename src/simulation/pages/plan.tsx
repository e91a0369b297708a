import {
  Button,
  DataTable,
  ErrorSummary,
  FieldError,
  Form,
  Inline,
  NumberField,
  SelectField,
  Stack,
  type StaffIdentity,
  TextField,
} from '#ui';
import { limitSeconds } from '../run.ts';
import { hoursOf, type Sheet } from '../sheet.ts';
import { type Entries, type EntryProblem, fields, journeyRows, journeyStops } from '../sheet-form.ts';
import { hourColumns, hourLabel, SimulationPage } from './parts.tsx';

export interface PlanPageProps {
  staff: StaffIdentity;
  id: string;
  sheet: Sheet;
  entries: Entries;
  problems: readonly EntryProblem[];
}

type Props = Omit<PlanPageProps, 'staff' | 'id'>;

/** A number in a cell of a table; its row and its column say what it is. */
function Cell({ name, label, props }: { name: string; label: string; props: Props }) {
  const error = props.problems.find((problem) => problem.name === name)?.message;
  return (
    <>
      <input
        className="in cell"
        id={`field-${name}`}
        name={name}
        defaultValue={props.entries[name]}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `field-${name}-error` : undefined}
        inputMode="decimal"
        maxLength={6}
        autoComplete="off"
      />
      {error && <FieldError name={name} message={error} language="ja" />}
    </>
  );
}

function Setting({ name, label, unit, props }: { name: string; label: string; unit: string; props: Props }) {
  const error = props.problems.find((problem) => problem.name === name)?.message;
  return <NumberField name={name} label={label} language="ja" unit={unit} value={props.entries[name]} error={error} />;
}

/** One number for a stretch of hours at one place or at all. */
function QuickFill({ sheet, entries }: Props) {
  const hours = hoursOf(sheet).map((hour) => ({ value: String(hour), label: hourLabel(sheet, hour) }));
  return (
    <fieldset className="card tint quick">
      <legend className="lbl">席をまとめて入れる</legend>
      <div className="form row">
        <SelectField
          name="fillPlace"
          label="窓口"
          language="ja"
          options={[
            { value: 'all', label: 'すべての窓口' },
            ...sheet.places.map(({ id }, place) => ({ value: String(place), label: id })),
          ]}
          value={entries.fillPlace ?? 'all'}
        />
        <SelectField name="fillFrom" label="から" language="ja" options={hours} value={entries.fillFrom} />
        <SelectField
          name="fillTo"
          label="まで"
          language="ja"
          options={hours}
          value={entries.fillTo ?? hours.at(-1)?.value}
        />
        <NumberField name="fillDesks" label="席の数" language="ja" value={entries.fillDesks} />
        <Button kind="outline" name="action" value="fill">
          表に入れる
        </Button>
      </div>
    </fieldset>
  );
}

function DeskTable(props: Props) {
  const { sheet } = props;
  return (
    <div className="hours">
      <DataTable
        caption="窓口ごとの来る人、分数、時間ごとの席の数"
        columns={[
          { key: 'place', label: '窓口' },
          { key: 'people', label: '来る人' },
          { key: 'minutes', label: '1人の分数' },
          ...hourColumns(sheet).map((column) => ({ ...column, numeric: false })),
        ]}
        rows={sheet.places.map(({ id }, place) => ({
          key: id,
          cells: [
            id,
            <Cell key="people" name={fields.people(place)} label={`${id} 来る人`} props={props} />,
            <Cell key="minutes" name={fields.minutes(place)} label={`${id} 1人の分数`} props={props} />,
            ...hoursOf(sheet).map((hour) => (
              <Cell
                key={hour}
                name={fields.desks(place, hour)}
                label={`${id} ${hourLabel(sheet, hour)}の席`}
                props={props}
              />
            )),
          ],
        }))}
        empty="窓口がありません。"
      />
    </div>
  );
}

function JourneyTable(props: Props) {
  const { sheet, entries, problems } = props;
  const options = sheet.places.map(({ id }, place) => ({ value: String(place), label: id }));
  const stops = Array.from({ length: journeyStops }, (_, stop) => stop);
  return (
    <div className="hours">
      <DataTable
        caption="いくつかの窓口を続けてまわる方"
        columns={[
          { key: 'people', label: '人数' },
          ...stops.map((stop) => ({ key: String(stop), label: `${stop + 1}か所目` })),
        ]}
        rows={Array.from({ length: journeyRows }, (_, row) => ({
          key: String(row),
          cells: [
            <Cell
              key="people"
              name={fields.journeyPeople(row)}
              label={`続けてまわる方 ${row + 1}行目の人数`}
              props={props}
            />,
            ...stops.map((stop) => {
              const name = fields.journeyStop(row, stop);
              const error = problems.find((problem) => problem.name === name)?.message;
              return (
                <>
                  <select
                    className="in"
                    key={name}
                    id={`field-${name}`}
                    name={name}
                    defaultValue={entries[name] ?? ''}
                    aria-label={`${row + 1}行目 ${stop + 1}か所目`}
                    aria-invalid={error ? true : undefined}
                  >
                    <option value="">なし</option>
                    {options.map(({ value, label }) => (
                      <option key={value} value={value}>
                        {label}
                      </option>
                    ))}
                  </select>
                  {error && <FieldError name={name} message={error} language="ja" />}
                </>
              );
            }),
          ],
        }))}
        empty=""
      />
    </div>
  );
}

/** A plan: who comes, where they go, how many desks are open when, and which goal is to be held. */
export function PlanPage({ staff, id, ...props }: PlanPageProps) {
  const { sheet, entries, problems } = props;
  return (
    <SimulationPage title="計画" staff={staff} hasErrors={problems.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={problems} language="ja" />
        <p>
          <a href="/simulation">窓口の試算にもどる</a>
        </p>
        <h1>{entries.name === '' ? '名前のない計画' : entries.name}</h1>
        <p>{`${sheet.origin}${sheet.bookings.length > 0 ? `予約は${sheet.bookings.length}件です。` : ''}数は1日分です。変えたいところだけ直してください。`}</p>
        <Form action={`/simulation/plans/${id}`}>
          <Stack gap="large">
            <TextField name="name" label="計画の名前" language="ja" maxLength={60} value={entries.name} />
            <Stack>
              <h2 id="desks">窓口と席</h2>
              <p>席は、その時間に開けておく数です。Tabキーで右へ進みます。</p>
              <QuickFill {...props} />
              <DeskTable {...props} />
            </Stack>
            <Stack>
              <h2>続けてまわる方</h2>
              <p>上の「来る人」とは別の人です。1人の分数は上の表と同じです。</p>
              <JourneyTable {...props} />
            </Stack>
            <Stack>
              <h2>事前入力と目標</h2>
              <div className="form row">
                <Setting name="preEntry" label="事前入力をした方" unit="%" props={props} />
                <Setting name="goalMinutes" label="目標の待ち時間" unit="分以内" props={props} />
                <Setting name="goalShare" label="その時間で呼ぶ方" unit="%以上" props={props} />
                <Setting name="days" label="試す日数" unit="日" props={props} />
              </div>
              <p className="hint">{`事前入力をした方は、窓口の時間が4割短くなります。日数が多いほど確かですが、時間がかかります。${limitSeconds}秒で終わらない試算は止めます。`}</p>
            </Stack>
            <Inline>
              <Button name="action" value="run">
                保存して試す
              </Button>
              <Button kind="outline" name="action" value="smallest">
                目標を守る最小の席をさがす
              </Button>
              <Button kind="outline" name="action" value="save">
                保存する
              </Button>
            </Inline>
          </Stack>
        </Form>
        <Form action={`/simulation/plans/${id}/copy`} layout="row">
          <Button kind="text">この計画を写して、別の計画を作る</Button>
        </Form>
      </Stack>
    </SimulationPage>
  );
}
