import { type RecordKind, recordKinds } from '#inventory';
import { Banner, Button, DataTable, Form, Icon, Stack, type StaffIdentity, Tag } from '#ui';
import type { ChangeSet } from '../change-set.ts';
import type { FoundRecord } from '../find.ts';
import { kindWords } from '../words.ts';
import { InventoryPage, KindTag, recordPath, returnPath, StateBadge, setPath } from './parts.tsx';

export interface HomeProps {
  staff: StaffIdentity;
  mayEdit: boolean;
  question: string;
  kind: RecordKind | undefined;
  found: { records: readonly FoundRecord[]; total: number };
  counts: ReadonlyMap<RecordKind, number>;
  /** Emergency returns that nobody else has checked. */
  returns: readonly { id: string; wrong: number; by: string; at: string; mayCheck: boolean }[];
  sets: readonly (ChangeSet & {
    changes: number;
    /** Threads of comments that are not settled. */
    open: number;
    mine: boolean;
    /** The person is asked to look at it. */
    asked: boolean;
    ownerName: string;
    day: string | null;
  })[];
  revision: { number: number; day: string };
}

/** The inventory: any record in a second, and what is being worked on. */
export function HomePage(props: HomeProps) {
  const { staff, question, kind, found, counts, sets, revision, mayEdit } = props;
  const stopped = sets.filter(({ problem }) => problem !== null);
  return (
    <InventoryPage title="台帳" staff={staff}>
      <Stack gap="large">
        <div className="row wrap between">
          <h1>台帳</h1>
          <nav className="row wrap" aria-label="台帳のほかのページ">
            <a href="/inventory/revisions">{`第${revision.number}版を公開中(${revision.day})`}</a>
            <a href="/inventory/findings">見つかったこと</a>
            <a href="/inventory/graph">案内の図</a>
            <a href="/inventory/files">表に出す・取り込む</a>
          </nav>
        </div>
        {props.returns.map(({ id, wrong, by, at, mayCheck }) => (
          <Banner key={id} kind="err" title={`第${wrong}版を緊急に差し戻しました(${at} ${by})。`}>
            {mayCheck ? 'どこがまちがっていたかを読んで、確かめてください。' : '公開の係のほかの人が確かめます。'}{' '}
            <a href={returnPath(id)}>差し戻しを開く</a>
          </Banner>
        ))}
        {stopped.map(({ id, name, problem }) => (
          <Banner key={id} kind="err" title={`「${name}」を公開できませんでした。`}>
            {problem} <a href={setPath(id)}>開く</a>
          </Banner>
        ))}
        <div className="studio-home">
          <section aria-labelledby="find-title">
            <h2 id="find-title" className="sr">
              記録をさがす
            </h2>
            <form className="find" action="/inventory" method="get" data-find="found">
              <label>
                <span className="sr">さがすことば</span>
                <input
                  className="in"
                  type="search"
                  name="q"
                  defaultValue={question}
                  maxLength={200}
                  autoComplete="off"
                />
              </label>
              {kind !== undefined && <input type="hidden" name="kind" value={kind} />}
              <Button icon="search">さがす</Button>
            </form>
            <Kinds kind={kind} question={question} counts={counts} />
            <div id="found" aria-live="polite">
              <p className="mut">
                {found.total > found.records.length
                  ? `${found.total}件のうち、はじめの${found.records.length}件です。ことばを足すと、しぼれます。`
                  : `${found.total}件`}
              </p>
              <ul className="records">
                {found.records.map((record) => (
                  <li key={`${record.kind} ${record.id}`}>
                    <a href={recordPath(record.kind, record.id)}>{record.title}</a>
                    <KindTag kind={record.kind} />
                    <small className="mut">{record.detail}</small>
                  </li>
                ))}
              </ul>
              {found.total === 0 && (
                <p className="card tint">見つかりません。ことばを短くするか、ひらがなで入れてください。</p>
              )}
            </div>
          </section>
          <Sets sets={sets} mayEdit={mayEdit} kind={kind} />
        </div>
      </Stack>
    </InventoryPage>
  );
}

function Kinds({ kind, question, counts }: Pick<HomeProps, 'kind' | 'question' | 'counts'>) {
  const address = (one?: RecordKind): string => {
    const query = new URLSearchParams({ ...(question === '' ? {} : { q: question }), ...(one ? { kind: one } : {}) });
    return query.size === 0 ? '/inventory' : `/inventory?${query}`;
  };
  return (
    <nav className="kinds" aria-label="記録の種類">
      <a href={address()} aria-current={kind === undefined ? 'page' : undefined}>
        すべて
      </a>
      {recordKinds.map((one) => (
        <a key={one} href={address(one)} aria-current={one === kind ? 'page' : undefined}>
          {kindWords[one].name}
          <span className="mut">{` ${counts.get(one) ?? 0}`}</span>
        </a>
      ))}
    </nav>
  );
}

function Sets({ sets, mayEdit, kind }: Pick<HomeProps, 'sets' | 'mayEdit' | 'kind'>) {
  const groups = [
    { title: '確認を頼まれているもの', sets: sets.filter(({ asked, state }) => asked && state === 'review') },
    { title: '自分が直しているもの', sets: sets.filter(({ mine, state }) => mine && state === 'draft') },
    { title: '確認を待っているもの', sets: sets.filter(({ asked, state }) => !asked && state === 'review') },
    {
      title: '公開を待っているもの',
      sets: sets.filter(({ state }) => state === 'approved' || state === 'scheduled'),
    },
    { title: 'ほかの人の下書き', sets: sets.filter(({ mine, state }) => !mine && state === 'draft') },
  ];
  return (
    <aside aria-labelledby="sets-title">
      <Stack>
        <h2 id="sets-title">改訂</h2>
        <p className="mut">直したことは改訂にまとめ、確認を受けてから公開します。</p>
        {groups.map(({ title, sets: own }) => (
          <section key={title} className="card">
            <h3>{title}</h3>
            {own.length === 0 ? (
              <p className="mut">ありません。</p>
            ) : (
              <ul className="sets">
                {own.map(({ id, name, state, changes, open, ownerName, day }) => (
                  <li key={id}>
                    <a href={setPath(id)}>{name}</a>
                    <span className="row wrap">
                      <StateBadge state={state} />
                      {open > 0 && <Tag tone="soon">{`解決していないコメント${open}件`}</Tag>}
                      <small className="mut">{`${changes}件 ${ownerName}${day === null ? '' : ` ${day}に公開`}`}</small>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </section>
        ))}
        {mayEdit && (
          <Form action="/inventory/sets" layout="row">
            <Button kind="outline" icon="plus">
              新しい改訂を始める
            </Button>
          </Form>
        )}
        {mayEdit && kind !== undefined && kind !== 'city' && (
          <a className="btn sub" href={`/inventory/record/new?kind=${kind}`}>
            <Icon name="plus" />
            <span>{`${kindWords[kind].name}を新しく書く`}</span>
          </a>
        )}
      </Stack>
    </aside>
  );
}

export interface RevisionsProps {
  staff: StaffIdentity;
  mayEdit: boolean;
  mayPublish: boolean;
  returns: readonly { id: string; wrong: number; revision: number }[];
  revisions: readonly { number: number; at: string; by: string; reason: string }[];
}

/** All that was published, the newest first. */
export function RevisionsPage({ staff, revisions, mayEdit, mayPublish, returns }: RevisionsProps) {
  const stateOf = (number: number) => {
    const wrong = returns.find((one) => one.wrong === number);
    const back = returns.find((one) => one.revision === number);
    const made = wrong ?? back;
    return made && <a href={returnPath(made.id)}>{wrong ? 'まちがいとして差し戻した版' : '差し戻しでできた版'}</a>;
  };
  return (
    <InventoryPage title="公開した版" staff={staff}>
      <Stack gap="large">
        <p>
          <a href="/inventory">台帳</a>
        </p>
        <div className="row wrap between">
          <h1>公開した版</h1>
          {mayPublish && revisions.length > 1 && (
            <Button kind="danger" href="/inventory/return">
              いまの版がまちがっているとき(すぐに戻す)
            </Button>
          )}
        </div>
        <Form action="/inventory/differences" method="get" layout="row">
          <label>
            <span className="lbl small">古い版</span>
            <input className="in w4" name="from" inputMode="numeric" defaultValue={revisions[1]?.number ?? 1} />
          </label>
          <label>
            <span className="lbl small">新しい版</span>
            <input className="in w4" name="to" inputMode="numeric" defaultValue={revisions[0]?.number ?? 1} />
          </label>
          <Button>2つの版をくらべる</Button>
        </Form>
        <DataTable
          caption="公開した版"
          columns={[
            { key: 'number', label: '版' },
            { key: 'at', label: '公開した日時' },
            { key: 'by', label: '公開した人' },
            { key: 'reason', label: '何のため' },
            { key: 'actions', label: '操作' },
          ]}
          rows={revisions.map(({ number, at, by, reason }, index) => ({
            key: String(number),
            cells: [
              <span key="open">
                {number > 1 ? (
                  <a href={`/inventory/differences?from=${number - 1}&to=${number}`}>{`第${number}版`}</a>
                ) : (
                  `第${number}版`
                )}
                {stateOf(number) && <small className="under">{stateOf(number)}</small>}
              </span>,
              at,
              by,
              reason,
              index > 0 && mayEdit ? (
                <Form key="back" action="/inventory/bring-back" layout="row">
                  <input type="hidden" name="number" value={number} />
                  <Button kind="text">
                    この版に戻す改訂を作る<span className="sr">{`(第${number}版)`}</span>
                  </Button>
                </Form>
              ) : (
                ''
              ),
            ],
          }))}
          empty="まだ公開していません。"
        />
      </Stack>
    </InventoryPage>
  );
}
