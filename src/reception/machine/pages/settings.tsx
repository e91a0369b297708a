import type { ReactNode } from 'react';
import {
  Banner,
  Button,
  Card,
  ErrorSummary,
  Form,
  type FormError,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextField,
} from '#ui';
import type { Seat, Service } from '../../queue/hall-store.ts';
import type { WayState } from '../attendance.ts';
import { messageKinds } from '../message.ts';
import type { Machine } from '../settings.ts';
import { separators, type TypedRow, type TypedSettings } from '../settings-form.ts';
import { machinesPath } from './machines.tsx';

export interface SettingsPageProps {
  readonly staff: StaffIdentity;
  readonly machine: Machine;
  readonly typed: TypedSettings;
  readonly services: readonly Service[];
  readonly seats: readonly Seat[];
  readonly ways: WayState;
  /** Where lines are taken, or null. */
  readonly linePort: number | null;
  readonly origin: string;
  readonly saved: boolean;
  /** The secret, shown when it was made or asked for. */
  readonly secret?: string;
  readonly problems?: readonly FormError[];
}

/** Empty rows at the end of a list, for what is to be added. */
const emptyRows = 3;
const empty: TypedRow = { name: '', to: '', leads: 'machine', service: '' };

const withEmpty = (rows: readonly TypedRow[]): TypedRow[] => [
  ...rows,
  ...Array.from({ length: emptyRows }, () => empty),
];

interface RowsProps {
  kind: 'series' | 'services' | 'counters' | 'words';
  title: string;
  hint: string;
  rows: readonly TypedRow[];
  children: (row: TypedRow, name: string, index: number) => ReactNode;
}

/** Rows of one kind: the machine's word on the left, ours on the right. */
function Rows({ kind, title, hint, rows, children }: RowsProps) {
  return (
    <fieldset>
      <legend className="lbl">{title}</legend>
      <Stack>
        <p className="mut">{hint}</p>
        {withEmpty(rows).map((row, index) => (
          <div key={`${kind}-${String(index)}`} className="pairs">
            {children(row, `${kind}-${index}`, index + 1)}
          </div>
        ))}
      </Stack>
    </fieldset>
  );
}

function Ways({ ways, machine, linePort, origin }: SettingsPageProps) {
  const { folder, outProblem, isConnected } = ways;
  const problems = [folder?.problem, outProblem].filter((problem) => typeof problem === 'string');
  return (
    <Stack>
      {problems.map((problem) => (
        <Banner key={problem} kind="err" title={problem} />
      ))}
      <ul>
        <li>
          HTTP：<code>{`${origin}/api/v1/machines/${machine.id}/messages`}</code>
        </li>
        <li>
          TCP：
          {linePort === null
            ? '受け付けていません(設定の machinePort で開きます)'
            : `ポート${linePort}で、「LOGIN ${machine.id} 合言葉」から始まる行を受け付けています`}
        </li>
        <li>
          フォルダー：{folder === null ? '使っていません' : `${folder.files}個のファイルを見ています`}
          {(folder?.halfLines.length ?? 0) > 0 && `。書きかけの行があるファイル：${folder?.halfLines.join('、')}`}
        </li>
        <li>
          発券機へつなぐ：
          {isConnected === null
            ? '使っていません'
            : isConnected
              ? 'つながっています'
              : 'つながりません。発券機の電源と線を確かめてください'}
        </li>
      </ul>
    </Stack>
  );
}

/** How one machine is connected, and what its words mean here. */
export function SettingsPage(props: SettingsPageProps) {
  const { staff, machine, typed, services, seats, problems = [], secret, saved } = props;
  const path = `${machinesPath}/${machine.id}`;
  const errorOf = (name: string) => problems.find((problem) => problem.name === name)?.message;
  const places = services.map(({ id }) => ({ value: id, label: id }));
  const chairs = seats.map(({ id, serviceId, number }) => ({ value: String(id), label: `${serviceId} 席${number}` }));
  const kinds = Object.entries(messageKinds).map(([value, label]) => ({ value, label }));
  const text = (name: string, label: string, value: string, more: { hint?: string; maxLength?: number } = {}) => (
    <TextField
      name={name}
      label={label}
      language="ja"
      autoComplete="off"
      maxLength={400}
      value={value}
      error={errorOf(name)}
      {...more}
    />
  );
  const word = (name: string, label: string, row: TypedRow) => text(`${name}-name`, label, row.name, { maxLength: 64 });
  return (
    <StaffPage title="発券機の設定" language="ja" staff={staff} nav="machines" hasErrors={problems.length > 0}>
      <Stack gap="large">
        <h1>{`発券機の設定：${machine.name}`}</h1>
        <ErrorSummary errors={problems} language="ja" />
        {saved && <Banner kind="ok" title="設定を保存しました。" announce />}
        {secret !== undefined && (
          <Banner kind="ok" title="合言葉です。発券機か、つなぐ機器に入れてください。" announce>
            <code>{secret}</code>
            <br />
            いまだけ表示します。ほかの人に見せないでください。
          </Banner>
        )}
        <Card>
          <Stack>
            <h2>つなぎ方のいまの状態</h2>
            <Ways {...props} />
            <Form action={`${path}/secret`} layout="row">
              <Button kind="outline">新しい合言葉を作る</Button>
            </Form>
            <p className="mut">新しい合言葉を作ると、前の合言葉は使えなくなります。</p>
          </Stack>
        </Card>
        <Form action={path}>
          {text('name', '名前', typed.name, { maxLength: 40 })}
          <Rows
            kind="series"
            title="系列と、番号を出す側"
            hint="番号を出すのが発券機のとき、その系列の番号をひとまどの受付機は出しません。"
            rows={typed.series}
          >
            {(row, name, index) => (
              <>
                {word(name, `発券機の系列 ${index}`, row)}
                {text(`${name}-to`, `ひとまどの系列 ${index}`, row.to, { maxLength: 4 })}
                <SelectField
                  name={`${name}-leads`}
                  label={`番号を出す側 ${index}`}
                  language="ja"
                  value={row.leads ?? 'machine'}
                  options={[
                    { value: 'machine', label: '発券機(ひとまどが合わせる)' },
                    { value: 'hitomado', label: 'ひとまど(発券機に伝える)' },
                  ]}
                />
                <SelectField
                  name={`${name}-service`}
                  label={`用件の番号がないときの窓口 ${index}`}
                  language="ja"
                  empty="決めない"
                  value={row.service ?? ''}
                  options={places}
                  error={errorOf(`${name}-service`)}
                />
              </>
            )}
          </Rows>
          <Rows
            kind="services"
            title="用件と窓口"
            hint="発券機の用件の番号を、窓口に割り当てます。"
            rows={typed.services}
          >
            {(row, name, index) => (
              <>
                {word(name, `用件の番号 ${index}`, row)}
                <SelectField
                  name={`${name}-to`}
                  label={`窓口 ${index}`}
                  language="ja"
                  empty="選んでください"
                  value={row.to}
                  options={places}
                />
              </>
            )}
          </Rows>
          <Rows
            kind="counters"
            title="発券機の窓口と席"
            hint="発券機が呼び出しで言う窓口の名前を、席に割り当てます。"
            rows={typed.counters}
          >
            {(row, name, index) => (
              <>
                {word(name, `発券機の窓口の名前 ${index}`, row)}
                <SelectField
                  name={`${name}-to`}
                  label={`席 ${index}`}
                  language="ja"
                  empty="選んでください"
                  value={row.to}
                  options={chairs}
                />
              </>
            )}
          </Rows>
          <Rows
            kind="words"
            title="ことば"
            hint="発券、呼出、来庁、完了、取消のほかに、発券機が使う言葉や番号があれば加えます。"
            rows={typed.words}
          >
            {(row, name, index) => (
              <>
                {word(name, `発券機の言葉 ${index}`, row)}
                <SelectField
                  name={`${name}-to`}
                  label={`意味 ${index}`}
                  language="ja"
                  empty="選んでください"
                  value={row.to}
                  options={kinds}
                />
              </>
            )}
          </Rows>
          {text('columns', 'ファイルと行の列の並び', typed.columns, {
            hint: '使えるのは、知らせ番号、種類、番号札、系列、番号、日、時刻、窓口、用件。読まない列は - にします。',
          })}
          <SelectField
            name="separator"
            label="列の区切り"
            language="ja"
            value={typed.separator}
            options={Object.entries(separators).map(([value, label]) => ({ value, label }))}
          />
          {text('folder', '発券機が書き出すフォルダー', typed.folder, {
            hint: '例：/srv/hakkenki/out。使わないときは空にします。',
          })}
          {text('outFolder', '発券機に伝えるフォルダー', typed.outFolder, {
            hint: 'ひとまどの番号と呼び出しを書き出します。',
          })}
          {text('connect', 'ひとまどからつなぐ先', typed.connect, {
            hint: '例：192.168.10.30:5000。使わないときは空にします。',
          })}
          <Button>設定を保存する</Button>
        </Form>
        <Form action={`${path}/remove`} layout="row">
          <Button kind="danger">{`「${machine.name}」を外す`}</Button>
        </Form>
        <Button kind="text" href={`${path}/report`}>
          突き合わせを見る
        </Button>
      </Stack>
    </StaffPage>
  );
}
