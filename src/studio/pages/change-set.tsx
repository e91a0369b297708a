import type { RecordKind } from '#inventory';
import { Banner, Button, Card, Form, SelectField, Stack, type StaffIdentity, TextAreaField, TextField } from '#ui';
import type { ChangeSet, Note } from '../change-set.ts';
import type { Difference } from '../differences.ts';
import type { StudioFinding } from '../findings.ts';
import type { Outcome } from '../impact.ts';
import { kindWords } from '../words.ts';
import { Differences, Findings, InventoryPage, recordPath, StateBadge, Way } from './parts.tsx';
import {
  isAbout,
  NewRemark,
  OpenRemarksQuestion,
  RemarkThreads,
  type ShownThread,
  type TypedRemark,
} from './remarks.tsx';

export interface ShownImpact {
  sentence: string;
  /** For whom what changes. */
  lines: readonly string[];
}

export interface ChangeSetPageProps {
  staff: StaffIdentity;
  set: ChangeSet;
  ownerName: string;
  mayEdit: boolean;
  mayPublish: boolean;
  /** Why this person may not approve it; undefined when they may. */
  cannotApprove: string | undefined;
  threads: readonly ShownThread[];
  /** A comment that could not be taken stays as it was typed. */
  typed: TypedRemark | undefined;
  changes: readonly {
    version: number;
    kind: RecordKind;
    id: string;
    title: string;
    what: 'new' | 'gone' | 'changed';
    by: string;
    differences: readonly Difference[];
  }[];
  /** It is what is published now. */
  isCurrent: boolean;
  conflicts: readonly string[];
  findings: readonly StudioFinding[];
  impact: ShownImpact;
  notes: readonly (Omit<Note, 'by' | 'at'> & { by: string; at: string })[];
  reviewers: readonly { id: string; name: string }[];
  reviewerName: string | undefined;
  scheduledDay: string | undefined;
  tomorrow: string;
  error: string | undefined;
}

export const outcomeNames: Readonly<Record<Outcome, string>> = {
  gained: '新しく要るようになる',
  lost: '要らなくなる',
  changed: '案内の内容が変わる',
};

const whatNames = { new: '新しい記録', gone: '消す記録', changed: '直した記録' } as const;

const stepNames: Readonly<Record<Note['step'], string>> = {
  comment: 'コメント',
  saved: '保存しました',
  review: '確認に出しました',
  draft: '直しに戻しました',
  approve: '承認しました',
  schedule: '公開の日を決めました',
  settled: 'コメントを解決済みにしました',
  reopened: 'コメントをまた開きました',
  returned: '緊急に差し戻しました',
  publish: '公開しました',
  withdraw: '取りやめました',
  stopped: '公開できませんでした',
};

/** A change set: what it changes, what comes of it, and the next step. */
export function ChangeSetPage(props: ChangeSetPageProps) {
  const { staff, set, changes, findings, impact, conflicts, error } = props;
  return (
    <InventoryPage title={set.name} staff={staff} hasErrors={error !== undefined}>
      <Stack gap="large">
        <Way steps={[]} />
        <div className="row wrap between">
          <h1>{set.name}</h1>
          <StateBadge state={set.state} />
        </div>
        {error !== undefined && <Banner kind="err" title={error} announce />}
        {set.problem !== null && <Banner kind="err" title={set.problem} />}
        {conflicts.length > 0 && set.problem === null && (
          <Banner kind="soon" title="このままでは公開できません。ほかの改訂でも同じところが直されました。">
            {conflicts.join('、')}を開いて、どちらにするか選んでください。
          </Banner>
        )}
        <p className="mut reason">{[props.ownerName, set.reason].filter(Boolean).join('。')}</p>
        <div className="record">
          <Stack gap="large">
            <Card kind="key">
              <h2>結果の変わり方</h2>
              <p>
                <b>{impact.sentence}</b>
              </p>
              {impact.lines.length > 0 && (
                <ul>
                  {impact.lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              )}
            </Card>
            <section aria-labelledby="findings-title">
              <h2 id="findings-title">この改訂で新しく見つかったこと</h2>
              <Findings
                findings={findings}
                caption="この改訂で新しく見つかったこと"
                empty="新しく見つかったことはありません。"
                set={set.id}
              />
            </section>
            <section aria-labelledby="changes-title">
              <h2 id="changes-title">{`直した記録 ${changes.length}件`}</h2>
              {changes.length === 0 && (
                <p className="card tint">
                  まだありません。<a href="/inventory">台帳で記録をさがして</a>
                  直すと、ここに並びます。
                </p>
              )}
              {changes.map(({ kind, id, title, what, by, version, differences }) => (
                <div className="change" key={`${kind} ${id}`}>
                  <div className="row wrap between">
                    <h3>
                      <a href={recordPath(kind, id, set.id)}>{`${kindWords[kind].name}「${title}」`}</a>
                    </h3>
                    <span className="row wrap">
                      <small className="mut">{`${whatNames[what]} ${by}`}</small>
                      {set.state === 'draft' && props.mayEdit && (
                        <Form action={`/inventory/sets/${set.id}/drop`} layout="row">
                          <input type="hidden" name="kind" value={kind} />
                          <input type="hidden" name="id" value={id} />
                          <Button kind="text">
                            この直しをやめる<span className="sr">{`(${title})`}</span>
                          </Button>
                        </Form>
                      )}
                    </span>
                  </div>
                  <Differences
                    differences={differences}
                    caption={`「${title}」の違い`}
                    remarked={openPlaces(props.threads, kind, id)}
                  />
                  <RemarkThreads
                    set={set.id}
                    threads={props.threads.filter((thread) => isAbout(thread, { kind, id }))}
                    version={version}
                    mayWrite={props.mayEdit && isOnItsWay(set)}
                    typed={props.typed}
                  />
                  {props.mayEdit && isOnItsWay(set) && (
                    <NewRemark
                      set={set.id}
                      record={{ kind, id, title }}
                      differences={differences}
                      typed={props.typed}
                    />
                  )}
                </div>
              ))}
              <LeftRemarks {...props} />
            </section>
          </Stack>
          <aside aria-label="次にすること">
            <Stack>
              <NextStep {...props} />
              <Conversation {...props} />
            </Stack>
          </aside>
        </div>
      </Stack>
    </InventoryPage>
  );
}

const isOnItsWay = ({ state }: ChangeSet): boolean => state !== 'published' && state !== 'withdrawn';

/** For each line that somebody has an open comment on, the comment to go to. */
const openPlaces = (threads: readonly ShownThread[], kind: RecordKind, id: string): ReadonlyMap<string, string> =>
  new Map(
    threads
      .filter((thread) => isAbout(thread, { kind, id }) && thread.state !== 'settled')
      .map(({ first }) => [first.place, first.remark]),
  );

/** What was said about records that somebody has taken out of the set since. */
function LeftRemarks({ set, threads, changes, mayEdit, typed }: ChangeSetPageProps) {
  const left = threads.filter((thread) => !changes.some((change) => isAbout(thread, change)));
  if (left.length === 0) return null;
  return (
    <div className="change">
      <h3>この改訂からはずした記録へのコメント</h3>
      <RemarkThreads set={set.id} threads={left} mayWrite={mayEdit && isOnItsWay(set)} typed={typed} named />
    </div>
  );
}

function NextStep(props: ChangeSetPageProps) {
  const { set, mayEdit, mayPublish, reviewers, reviewerName, cannotApprove, scheduledDay } = props;
  const address = `/inventory/sets/${set.id}`;
  const back = mayEdit && (
    <Form action={`${address}/step`}>
      <Button kind="outline" name="step" value="draft">
        直しに戻す
      </Button>
    </Form>
  );
  const withdraw = mayEdit && (
    <Form action={`${address}/step`}>
      <Button kind="danger" name="step" value="withdraw">
        この改訂を取りやめる
      </Button>
    </Form>
  );
  switch (set.state) {
    case 'draft':
      return (
        <Card>
          <Stack>
            <h2>次にすること</h2>
            {mayEdit && (
              <>
                <Form action={`${address}/name`}>
                  <TextField name="name" label="改訂の名前" language="ja" value={set.name} maxLength={100} />
                  <TextAreaField
                    name="reason"
                    label="何のための改訂か"
                    language="ja"
                    value={set.reason}
                    rows={2}
                    maxLength={500}
                    hint="公開した版の一覧に残ります。"
                  />
                  <Button kind="outline">名前と目的を直す</Button>
                </Form>
                <Form action={`${address}/step`}>
                  <SelectField
                    name="reviewer"
                    label="確認を頼む人"
                    language="ja"
                    empty="だれでもよい"
                    options={reviewers.map(({ id, name }) => ({ value: id, label: name }))}
                  />
                  <TextAreaField name="wish" label="見てほしいところ" language="ja" rows={2} maxLength={2000} />
                  <Button name="step" value="review">
                    確認に出す
                  </Button>
                </Form>
                {withdraw}
              </>
            )}
          </Stack>
        </Card>
      );
    case 'review':
      return (
        <Card>
          <Stack>
            <h2>確認を待っています</h2>
            <p>
              {reviewerName === undefined ? '公開の係のだれでも承認できます。' : `${reviewerName}さんに頼んでいます。`}
            </p>
            {mayPublish && (
              <Form action={`${address}/approve`}>
                <Button disabledReason={cannotApprove}>承認する</Button>
              </Form>
            )}
            {back}
            {withdraw}
          </Stack>
        </Card>
      );
    case 'approved':
    case 'scheduled':
      return (
        <Card>
          <Stack>
            <h2>{set.state === 'scheduled' ? `${scheduledDay}の午前0時に公開します` : '承認されました'}</h2>
            {mayPublish && (
              <Form action={`${address}/schedule`}>
                <OpenRemarksQuestion threads={props.threads} />
                <TextField
                  name="day"
                  label="公開する日"
                  language="ja"
                  type="date"
                  value={set.scheduledFor ?? props.tomorrow}
                  hint="その日の午前0時に公開します。"
                />
                <div className="row wrap">
                  <Button>{set.state === 'scheduled' ? '日を変える' : 'この日に公開する'}</Button>
                  <Button kind="outline" formAction={`${address}/publish`}>
                    いますぐ公開する
                  </Button>
                </div>
              </Form>
            )}
            {back}
            {withdraw}
          </Stack>
        </Card>
      );
    case 'published':
      return (
        <Card>
          <h2>公開しました</h2>
          <p>
            <a
              href={`/inventory/differences?from=${(set.publishedRevision ?? 1) - 1}&to=${set.publishedRevision}`}
            >{`第${set.publishedRevision}版`}</a>
            になりました。
          </p>
          {mayPublish && props.isCurrent && (
            <p>
              まちがいがあったときは、<a href="/inventory/return">すぐに前の版へ戻せます</a>。
            </p>
          )}
        </Card>
      );
    case 'withdrawn':
      return (
        <Card>
          <h2>取りやめました</h2>
          <p>この改訂は公開されません。</p>
        </Card>
      );
  }
}

function Conversation({ set, notes }: ChangeSetPageProps) {
  return (
    <Card>
      <Stack>
        <h2>やりとり</h2>
        {notes.length === 0 && <p className="mut">まだありません。</p>}
        <ol className="notes">
          {notes.map(({ id, by, at, step, text }) => (
            <li key={id}>
              <small className="mut">{`${at} ${by} ${step === 'comment' ? '' : stepNames[step]}`}</small>
              {text !== '' && <p>{text}</p>}
            </li>
          ))}
        </ol>
        <Form action={`/inventory/sets/${set.id}/comment`}>
          <TextAreaField name="text" label="コメント" language="ja" rows={2} maxLength={2000} />
          <Button kind="outline">コメントを書く</Button>
        </Form>
      </Stack>
    </Card>
  );
}
