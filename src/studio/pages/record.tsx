import { Fragment, type ReactNode } from 'react';
import type { RecordKind } from '#inventory';
import {
  Banner,
  Button,
  Card,
  DataTable,
  ErrorSummary,
  Form,
  type FormError,
  SelectField,
  Stack,
  type StaffIdentity,
  TextField,
} from '#ui';
import type { ChangeSet } from '../change-set.ts';
import type { Difference } from '../differences.ts';
import type { StudioFinding } from '../findings.ts';
import type { Raw } from '../form.ts';
import type { decisionTable } from '../graph.ts';
import type { Shape } from '../shape.ts';
import { kindWords } from '../words.ts';
import { Conflicts, type ShownConflicts } from './conflicts.tsx';
import { Differences, Findings, InventoryPage, KindTag, StateBadge, setPath, Way } from './parts.tsx';
import { ChoiceLists, type FormContext, Part } from './record-form.tsx';
import { RemarkThreads, type ShownThread } from './remarks.tsx';

export interface RecordPageProps {
  staff: StaffIdentity;
  kind: RecordKind;
  id: string;
  isNew: boolean;
  title: string;
  mayEdit: boolean;
  shape: Extract<Shape, { kind: 'record' }>;
  raw: Raw;
  context: FormContext;
  /** The change set that is shown; absent where it is what is published. */
  set: ChangeSet | undefined;
  /** Drafts that the change can go into. */
  drafts: readonly ChangeSet[];
  chosenSet: string;
  newName: string;
  version: number;
  revision: number;
  errors: readonly FormError[];
  conflicts: ShownConflicts | undefined;
  against: string;
  notice?: ReactNode;
  preview: ReactNode;
  table: ReturnType<typeof decisionTable>;
  readable: readonly Difference[];
  changes: readonly Difference[];
  findings: readonly StudioFinding[];
  /** What was said about it in change sets, the newest first. */
  remarks: readonly { set: string; name: string; state: string; threads: readonly ShownThread[] }[];
  history: readonly { key: string; at: string; by: string; name: string; set: string; state: string }[];
  others: readonly { id: string; name: string }[];
}

/** One record: its form, and beside it how it will be said. */
export function RecordPage(props: RecordPageProps) {
  const { staff, kind, id, title, isNew, mayEdit, set, notice, conflicts, others } = props;
  const heading = isNew ? `${kindWords[kind].name}を新しく書く` : title;
  return (
    <InventoryPage title={heading} staff={staff} hasErrors={props.errors.length > 0}>
      <Stack>
        <ErrorSummary errors={props.errors} language="ja" />
        <Way
          steps={[
            ...(set ? [{ href: setPath(set.id), label: set.name }] : []),
            { href: `/inventory?kind=${kind}`, label: kindWords[kind].name },
          ]}
        />
        <div className="row wrap between">
          <h1>{heading}</h1>
          <span className="row wrap">
            <KindTag kind={kind} />
            {set && <StateBadge state={set.state} />}
          </span>
        </div>
        <p className="mut">{isNew ? kindWords[kind].about : `${kindWords[kind].about} (${id})`}</p>
        {notice}
        {set === undefined &&
          others.map((other) => (
            <Banner key={other.id} kind="info" slim title={`この記録は、改訂「${other.name}」でも直しています。`}>
              <a href={`/inventory/record?${new URLSearchParams({ kind, id, set: other.id })}`}>その内容を見る</a>
            </Banner>
          ))}
        {conflicts && <Conflicts {...conflicts} />}
        <div className="record">
          <div>{mayEdit ? <RecordForm {...props} /> : <Readable {...props} />}</div>
          <aside className="preview" aria-label="どう伝わるか">
            <Stack>
              {props.changes.length > 0 && (
                <Card kind="key">
                  <h2>公開中との違い</h2>
                  <Differences differences={props.changes} caption="公開中との違い" />
                </Card>
              )}
              {props.findings.length > 0 && (
                <Card>
                  <h2>見つかったこと</h2>
                  <Findings findings={props.findings} caption="この記録で見つかったこと" empty="" set={set?.id} />
                </Card>
              )}
              {props.preview}
              {props.table && props.table.rows.length > 0 && (
                <Card>
                  <h2>条件の表</h2>
                  <p className="mut">1行が、当てはまる場合の1つです。</p>
                  <div className="scroll">
                    <DataTable
                      caption="条件の表"
                      columns={[
                        { key: 'way', label: '場合' },
                        ...props.table.facts.map((fact) => ({ key: fact, label: fact })),
                      ]}
                      rows={props.table.rows.map(({ cells }, index) => ({
                        key: `${index}`,
                        cells: [`${index + 1}`, ...cells],
                      }))}
                      empty=""
                    />
                  </div>
                </Card>
              )}
              {!isNew && <History {...props} />}
              <Said {...props} />
            </Stack>
          </aside>
        </div>
      </Stack>
    </InventoryPage>
  );
}

function RecordForm(props: RecordPageProps) {
  const {
    kind,
    id,
    isNew,
    shape,
    raw,
    context,
    set,
    drafts,
    chosenSet,
    newName,
    version,
    revision,
    against,
    conflicts,
  } = props;
  const own = raw as { readonly [key: string]: Raw };
  const locked = set !== undefined && set.state !== 'draft';
  const plain = shape.fields.filter((field) => !['record', 'list', 'keyed'].includes(field.shape.kind));
  const parts = shape.fields.filter((field) => ['record', 'list', 'keyed'].includes(field.shape.kind));
  const part = (field: (typeof shape.fields)[number]) => (
    <Part key={field.key} shape={field.shape} raw={own[field.key]} path={[field.key]} field={field} context={context} />
  );
  if (locked)
    return (
      <Stack>
        <Banner kind="info" title="この改訂は確認に出ているため、ここでは直せません。">
          <a href={setPath(set.id)}>改訂を開いて</a>「直しに戻す」を押すと、直せます。
        </Banner>
        <Readable {...props} />
      </Stack>
    );
  return (
    <form className="form column" id="record" action="/inventory/record" method="post" noValidate>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={isNew ? '' : id} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="revision" value={revision} />
      <input type="hidden" name="against" value={against} />
      <div className="save-bar">
        <div className="row wrap">
          <Button kind={conflicts ? 'outline' : 'filled'} name="action" value="save">
            保存する
          </Button>
          <Button kind="outline" name="action" value="preview">
            見え方を確かめる
          </Button>
        </div>
        <div className="row wrap">
          <SelectField
            name="set"
            label="入れる改訂"
            language="ja"
            value={chosenSet}
            options={[
              ...drafts.map((draft) => ({ value: draft.id, label: draft.name })),
              { value: 'new', label: '新しい改訂' },
            ]}
          />
          {chosenSet === 'new' && (
            <TextField name="newName" label="新しい改訂の名前" language="ja" value={newName} maxLength={100} />
          )}
        </div>
      </div>
      <ChoiceLists inventory={context.inventory} tests={context.tests} />
      {plain.map(part)}
      {parts.map(part)}
      {!isNew && kind !== 'city' && (
        <details className="part">
          <summary>この記録を消す</summary>
          <div className="part-fields">
            <p>改訂の中で消します。公開するまでは、住民の画面に残ります。</p>
            <div className="row">
              <Button kind="danger" name="action" value="delete">
                この改訂で記録を消す
              </Button>
            </div>
          </div>
        </details>
      )}
    </form>
  );
}

function Readable({ readable, title }: RecordPageProps) {
  return (
    <DataTable
      caption={`「${title}」の内容`}
      columns={[
        { key: 'field', label: '項目' },
        { key: 'value', label: '内容' },
      ]}
      rows={readable.map(({ label, after }, index) => ({ key: `${index} ${label}`, cells: [label, after ?? ''] }))}
      empty="何も書かれていません。"
    />
  );
}

function History({ history, kind, id }: RecordPageProps) {
  return (
    <Card>
      <h2>だれが何を直したか</h2>
      {history.length === 0 ? (
        <p className="mut">この画面で直したことは、まだありません。</p>
      ) : (
        <ul className="sets">
          {history.map(({ key, at, by, name, set, state }) => (
            <li key={key}>
              <a href={`/inventory/record?${new URLSearchParams({ kind, id, set })}`}>{name}</a>
              <small className="mut">{`${at} ${by} ${state}`}</small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Comments on the record: of the change set that is shown, or of all. They are answered on the page of the set. */
function Said({ remarks, set }: RecordPageProps) {
  const shown = remarks.filter((one) => set === undefined || one.set === set.id);
  if (shown.length === 0) return null;
  return (
    <Card>
      <h2>コメント</h2>
      {shown.map((one) => (
        <Fragment key={one.set}>
          <p>
            <a href={setPath(one.set)}>{one.name}</a> <small className="mut">{one.state}</small>
          </p>
          <RemarkThreads set={one.set} threads={one.threads} mayWrite={false} />
        </Fragment>
      ))}
    </Card>
  );
}

export interface DifferencesPageProps {
  staff: StaffIdentity;
  from: number;
  to: number;
  mayEdit: boolean;
  records: readonly { kind: RecordKind; id: string; title: string; differences: readonly Difference[] }[];
}

/** What differs between two published revisions. */
export function DifferencesPage({ staff, from, to, records, mayEdit }: DifferencesPageProps) {
  return (
    <InventoryPage title={`第${from}版と第${to}版の違い`} staff={staff}>
      <Stack gap="large">
        <Way steps={[{ href: '/inventory/revisions', label: '公開した版' }]} />
        <h1>{`第${from}版と第${to}版の違い`}</h1>
        <p>{records.length === 0 ? '違いはありません。' : `${records.length}件の記録が違います。`}</p>
        {records.map(({ kind, id, title, differences }) => (
          <Fragment key={`${kind} ${id}`}>
            <div className="row wrap between">
              <h2>{`${kindWords[kind].name}「${title}」`}</h2>
              {mayEdit && (
                <Form action="/inventory/bring-back" layout="row">
                  <input type="hidden" name="number" value={from} />
                  <input type="hidden" name="kind" value={kind} />
                  <input type="hidden" name="id" value={id} />
                  <Button kind="text">
                    {`これだけ第${from}版に戻す改訂を作る`}
                    <span className="sr">{`(${title})`}</span>
                  </Button>
                </Form>
              )}
            </div>
            <Differences differences={differences} caption={`「${title}」の違い`} />
          </Fragment>
        ))}
      </Stack>
    </InventoryPage>
  );
}
