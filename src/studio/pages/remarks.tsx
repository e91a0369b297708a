import { Badge, type BadgeState, Banner, Button, ChoiceCard, Form, SelectField, TextAreaField } from '#ui';
import type { Difference } from '../differences.ts';
import {
  longestRemark,
  openThreads,
  type Remark,
  type RemarkPlace,
  type Thread,
  type ThreadState,
  threadStateNames,
} from '../remark.ts';
import { kindWords } from '../words.ts';
import { remarkAnchor } from './parts.tsx';

/** A remark with its writer and times in words. */
export type ShownRemark = Omit<Remark, 'by' | 'at' | 'settledBy' | 'settledAt'> & {
  by: string;
  at: string;
  settledBy: string | null;
  settledAt: string | null;
};

export type ShownThread = Omit<Thread, 'first' | 'answers'> & {
  first: ShownRemark;
  answers: readonly ShownRemark[];
  /** What the record is called. */
  title: string;
};

/** A comment that could not be taken: where it was typed, and what. */
export interface TypedRemark extends RemarkPlace {
  answers: string | undefined;
  text: string;
  error: string;
}

export const isAbout = ({ first }: ShownThread, { kind, id }: Pick<RemarkPlace, 'kind' | 'id'>): boolean =>
  first.kind === kind && first.id === id;

const threadBadges: Readonly<Record<ThreadState, BadgeState>> = { open: 'look', answered: 'waiting', settled: 'done' };

/** What was said about a record, the open first; what is settled is folded. */
export function RemarkThreads({
  set,
  threads,
  version,
  mayWrite,
  typed,
  named = false,
}: {
  set: string;
  threads: readonly ShownThread[];
  /** The version of the record that is shown; a comment on an older one says so. */
  version?: number;
  mayWrite: boolean;
  typed?: TypedRemark;
  /** Each thread says which record it is about. */
  named?: boolean;
}) {
  const one = (thread: ShownThread) => (
    <ThreadCard
      key={thread.first.remark}
      {...{ set, thread, mayWrite, named }}
      typed={typed?.answers === thread.first.remark ? typed : undefined}
      isOlder={version !== undefined && thread.first.version < version}
    />
  );
  const settled = threads.filter(({ state }) => state === 'settled');
  return (
    <>
      {threads.filter(({ state }) => state !== 'settled').map(one)}
      {settled.length > 0 && (
        <details className="settled">
          <summary>{`解決済みのコメント ${settled.length}件`}</summary>
          {settled.map(one)}
        </details>
      )}
    </>
  );
}

function ThreadCard({
  set,
  thread: { first, answers, state, title },
  mayWrite,
  typed,
  named,
  isOlder,
}: {
  set: string;
  thread: ShownThread;
  mayWrite: boolean;
  typed: TypedRemark | undefined;
  named: boolean;
  isOlder: boolean;
}) {
  const about = first.placeWords === '' ? 'この記録の全体' : first.placeWords;
  const address = `/inventory/sets/${set}/remarks/${first.remark}`;
  const which = `(${about}、${first.by})`;
  return (
    <section className="remark" id={remarkAnchor(first.remark)} aria-label={`コメント${which}`}>
      <p className="row wrap between">
        <b>{named ? `${kindWords[first.kind].name}「${title}」 ${about}` : about}</b>
        <Badge state={threadBadges[state]} language="ja">
          {threadStateNames[state]}
        </Badge>
      </p>
      {[first, ...answers].map(({ remark, by, at, text }) => (
        <div key={remark} className="said">
          <small className="mut">{`${by} ${at}`}</small>
          <p className="reason">{text}</p>
        </div>
      ))}
      {isOlder && state !== 'settled' && <p className="cap">このコメントのあとで、この記録は直されました。</p>}
      {first.settledBy !== null && (
        <p className="cap">{`${first.settledAt}に${first.settledBy}さんが解決済みにしました。`}</p>
      )}
      {mayWrite && state !== 'settled' && (
        <details className="write" open={typed !== undefined}>
          <summary>
            返事を書く<span className="sr">{which}</span>
          </summary>
          <Form action={`${address}/answers`}>
            <TextAreaField
              name={`text-${first.remark}`}
              label="返事"
              language="ja"
              rows={2}
              value={typed?.text}
              error={typed?.error}
              maxLength={longestRemark}
            />
            <Button kind="outline">返事を出す</Button>
          </Form>
        </details>
      )}
      {mayWrite && (
        <Form action={`${address}/settled`} layout="row">
          <Button kind="text" name="settled" value={state === 'settled' ? 'no' : 'yes'}>
            {state === 'settled' ? 'もう一度ひらく' : '解決済みにする'}
            <span className="sr">{which}</span>
          </Button>
        </Form>
      )}
    </section>
  );
}

/** Where a comment on a record, or on one line of what differs in it, is written. */
export function NewRemark({
  set,
  record: { kind, id, title },
  differences,
  typed,
}: {
  set: string;
  record: { kind: RemarkPlace['kind']; id: string; title: string };
  differences: readonly Difference[];
  typed: TypedRemark | undefined;
}) {
  const own = typed && typed.answers === undefined && typed.kind === kind && typed.id === id ? typed : undefined;
  const name = `${kind}-${id}`;
  return (
    <details className="write" open={own !== undefined}>
      <summary>
        コメントを書く<span className="sr">{`(${title})`}</span>
      </summary>
      <Form action={`/inventory/sets/${set}/remarks`}>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="id" value={id} />
        <SelectField
          name={`place-${name}`}
          label="どこについて"
          language="ja"
          value={own?.place ?? ''}
          empty="この記録の全体"
          options={differences.filter(({ place }) => place !== '').map(({ place, label }) => ({ value: place, label }))}
        />
        <TextAreaField
          name={`text-${name}`}
          label="コメント"
          language="ja"
          rows={2}
          value={own?.text}
          error={own?.error}
          maxLength={longestRemark}
          hint="住民の名前や電話番号は書かないでください。"
        />
        <Button kind="outline">コメントを出す</Button>
      </Form>
    </details>
  );
}

/** Asks whoever publishes to have read what is not settled. Shows nothing when all is. */
export function OpenRemarksQuestion({ threads }: { threads: readonly ShownThread[] }) {
  const open = openThreads(threads);
  if (open === 0) return null;
  return (
    <>
      <Banner kind="soon" slim title={`解決していないコメントが${open}件あります。`}>
        <ul>
          {threads
            .filter(({ state }) => state !== 'settled')
            .map(({ first, title }) => (
              <li key={first.remark}>
                <a href={`#${remarkAnchor(first.remark)}`}>
                  {first.placeWords === '' ? `「${title}」` : `「${title}」の${first.placeWords}`}
                </a>
              </li>
            ))}
        </ul>
      </Banner>
      <ChoiceCard
        kind="checkbox"
        name="read"
        value={String(open)}
        label={`コメント${open}件を読みました。このまま公開してよい`}
      />
    </>
  );
}
