import type { RecordKind } from '#inventory';
import { Banner, Button, Card, ErrorSummary, Form, KeyValue, Stack, type StaffIdentity, TextAreaField } from '#ui';
import type { Difference } from '../differences.ts';
import { longestReason, type Return } from '../return.ts';
import { kindWords } from '../words.ts';
import { Differences, InventoryPage, returnPath, Way } from './parts.tsx';

/** A published revision in words. */
export interface ShownRevision {
  number: number;
  at: string;
  by: string;
  reason: string;
}

type ChangedRecord = { kind: RecordKind; id: string; title: string; differences: readonly Difference[] };

/** What becomes different, record by record; long lists are folded. */
function Changed({ records, id }: { records: readonly ChangedRecord[]; id: string }) {
  const shown = records.slice(0, 100);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{`変わる記録 ${records.length}件`}</h2>
      {shown.map(({ kind, id: record, title, differences }, index) => (
        <details className="part" key={`${kind} ${record}`} open={index < 3}>
          <summary>{`${kindWords[kind].name}「${title}」`}</summary>
          <Differences differences={differences} caption={`「${title}」の違い`} />
        </details>
      ))}
      {records.length > shown.length && <p>{`ほかに${records.length - shown.length}件あります。`}</p>}
    </section>
  );
}

export interface AskReturnProps {
  staff: StaffIdentity;
  newest: ShownRevision;
  /** Undefined when nothing else was ever published. */
  good: ShownRevision | undefined;
  records: readonly ChangedRecord[];
  reason: string;
  /** Why it was not done, at the field or above the page. */
  error?: { message: string; atField: boolean };
}

/** Before an emergency return: what stands now, what will stand, and why. */
export function AskReturnPage({ staff, newest, good, records, reason, error }: AskReturnProps) {
  const title = 'まちがった公開をすぐに戻す';
  return (
    <InventoryPage title={title} staff={staff} hasErrors={error !== undefined}>
      <Stack gap="large">
        {error?.atField && <ErrorSummary errors={[{ name: 'reason', message: error.message }]} language="ja" />}
        <Way steps={[{ href: '/inventory/revisions', label: '公開した版' }]} />
        <h1>{title}</h1>
        {error && !error.atField && <Banner kind="err" title={error.message} announce />}
        {good === undefined ? (
          <>
            <p>いまの版より前に、ちがう内容の版はありません。戻せる版がないため、記録を直して公開してください。</p>
            <p>
              <a href="/inventory">台帳を開く</a>
            </p>
          </>
        ) : (
          <>
            <p>
              確認を待たずに、前の版の内容を公開します。2秒ほどで、住民の画面・電話での答え・窓口がすべて変わります。
              住民が入力している内容は消えません。そのあと、公開の係のほかの人が確かめます。
            </p>
            <div className="versions">
              <RevisionCard title="いまの版" revision={newest} />
              <RevisionCard title="戻したあとの内容" revision={good} />
            </div>
            <Form action="/inventory/return">
              <input type="hidden" name="from" value={newest.number} />
              <input type="hidden" name="to" value={good.number} />
              <TextAreaField
                name="reason"
                label="どこがまちがっていますか"
                language="ja"
                required
                rows={3}
                value={reason}
                maxLength={longestReason}
                hint="例: 転入届の期限が30日になっている。正しくは14日。住民の名前は書かないでください。"
                error={error?.atField ? error.message : undefined}
              />
              <div className="row wrap">
                <Button>{`第${good.number}版の内容にすぐ戻す`}</Button>
                <a href="/inventory/revisions">戻さないで、版の一覧へ</a>
              </div>
            </Form>
            <Changed records={records} id="changed-title" />
          </>
        )}
      </Stack>
    </InventoryPage>
  );
}

function RevisionCard({ title, revision }: { title: string; revision: ShownRevision }) {
  return (
    <Card>
      <h2>{title}</h2>
      <KeyValue
        rows={[
          { key: 'number', label: '版', value: `第${revision.number}版` },
          { key: 'at', label: '公開した日時', value: revision.at },
          { key: 'by', label: '公開した人', value: revision.by },
          { key: 'reason', label: '何のため', value: revision.reason },
        ]}
      />
    </Card>
  );
}

export interface ReturnPageProps {
  staff: StaffIdentity;
  /** With names and times in words. */
  made: Omit<Return, 'at' | 'checkedAt'> & { at: string; checkedAt: string | null };
  records: readonly ChangedRecord[];
  mayEdit: boolean;
  /** Why this person may not check it; undefined when they may, null when it is no matter of theirs. */
  cannotCheck: string | null | undefined;
  error: string | undefined;
}

/** An emergency return: what was done and why, and the second pair of eyes. */
export function ReturnPage({ staff, made, records, mayEdit, cannotCheck, error }: ReturnPageProps) {
  const { id, wrong, good, revision, reason, by, at, outcome, checkedBy, checkedAt } = made;
  const title = `第${wrong}版の緊急の差し戻し`;
  return (
    <InventoryPage title={title} staff={staff} hasErrors={error !== undefined}>
      <Stack gap="large">
        <Way steps={[{ href: '/inventory/revisions', label: '公開した版' }]} />
        <h1>{title}</h1>
        {error !== undefined && <Banner kind="err" title={error} announce />}
        {outcome === null && error === undefined && (
          <Banner kind="soon" title="ほかの人の確認を待っています。">
            {`いまは第${good}版の内容を公開しています(第${revision}版)。`}
          </Banner>
        )}
        {outcome === 'kept' && (
          <Banner kind="ok" title={`${checkedAt}に${checkedBy}さんが、このままでよいと確かめました。`} />
        )}
        {outcome === 'undone' && (
          <Banner kind="info" title={`${checkedAt}に${checkedBy}さんが、差し戻しを取り消しました。`} />
        )}
        <div className="record">
          <Stack gap="large">
            <Card kind="key">
              <h2>どこがまちがっていたか</h2>
              <p className="reason">{reason}</p>
              <p className="mut">{`${at} ${by}`}</p>
            </Card>
            <Changed records={records} id="changed-title" />
          </Stack>
          <aside aria-label="次にすること">
            <Stack>
              {outcome === null && cannotCheck !== null && (
                <Card>
                  <Stack>
                    <h2>確かめる</h2>
                    {cannotCheck === undefined ? (
                      <>
                        <p>まちがいの説明と、変わった記録を読んで、どちらかを押してください。</p>
                        <Form action={`${returnPath(id)}/check`}>
                          <Stack>
                            <Button name="outcome" value="kept" block>
                              このままでよい
                            </Button>
                            <Button kind="danger" name="outcome" value="undone" block>
                              差し戻しを取り消す
                            </Button>
                          </Stack>
                        </Form>
                        <p className="cap">{`取り消すと、第${wrong}版の内容をまた公開します。`}</p>
                      </>
                    ) : (
                      <p>{cannotCheck}</p>
                    )}
                  </Stack>
                </Card>
              )}
              {mayEdit && outcome !== 'undone' && (
                <Card>
                  <Stack>
                    <h2>{`第${wrong}版の直しを続ける`}</h2>
                    <p>まちがいだけを直して、もう一度公開するときに使います。住民の画面は変わりません。</p>
                    <Form action="/inventory/bring-back">
                      <input type="hidden" name="number" value={wrong} />
                      <Button kind="outline">{`第${wrong}版の内容から改訂を作る`}</Button>
                    </Form>
                  </Stack>
                </Card>
              )}
            </Stack>
          </aside>
        </div>
      </Stack>
    </InventoryPage>
  );
}
