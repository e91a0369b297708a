import { Banner, Button, DataTable, ErrorSummary, FileField, Form, type FormError, Stack, Tabs } from '#ui';
import type { Finding } from '../import/index.ts';
import { type Choices, type DraftItem, partNames, parts, type View } from '../import-choice.ts';
import type { ReadManual } from '../import-store.ts';
import type { ManualPage } from '../page.ts';
import { pathOf } from '../page.ts';
import { ManualColumn, momentText, type Reader } from './parts.tsx';

export interface ImportsPageProps {
  reader: Reader;
  imports: readonly ReadManual[];
  problem: string | null;
}

/** A file is given here; what was read before and waits for a decision. */
export function ImportsPage({ reader, imports, problem }: ImportsPageProps) {
  const errors: FormError[] = problem === null ? [] : [{ name: 'file', message: problem }];
  return (
    <ManualColumn title="ファイルから取り込む" reader={reader} hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <h1>ファイルから取り込む</h1>
        <p>
          いま使っているマニュアルから、手順・持ち物・注意を読み取ります。読み取ったものは、1つずつ確かめてからマニュアルに入ります。
        </p>
        <Form action="/manual/import" hasFile>
          <FileField
            name="file"
            label="マニュアルのファイル"
            language="ja"
            accept=".docx,.xlsx,.pdf"
            hint="Word(.docx)、Excel(.xlsx)、PDF、50MBまで。マクロやリンクは動かしません。"
            error={problem ?? undefined}
          />
          <Button>読み取る</Button>
        </Form>
        <section aria-labelledby="imports">
          <h2 id="imports">読み取ったファイル</h2>
          <DataTable
            caption="読み取ったファイル"
            columns={[
              { key: 'title', label: '題名' },
              { key: 'by', label: '読み取った人' },
              { key: 'at', label: '日時' },
              { key: 'state', label: '状態' },
            ]}
            rows={imports.map(({ id, draft, authorName, readAt, finishedAt, outcome }) => ({
              key: id,
              cells: [
                <a key="link" href={`/manual/import/${id}`}>
                  {draft.title || '(題名なし)'}
                </a>,
                authorName,
                momentText(readAt),
                finishedAt === null ? '確かめている途中' : (outcome ?? '済み'),
              ],
            }))}
            empty="まだありません。上でファイルをえらぶと、ここに並びます。"
          />
        </section>
      </Stack>
    </ManualColumn>
  );
}

export interface ImportPageProps {
  reader: Reader;
  read: ReadManual;
  /** All items, and those of them that this page shows. */
  items: readonly DraftItem[];
  shown: readonly DraftItem[];
  part: View;
  /** The first item of the page, and how many a page shows. */
  from: number;
  pageLength: number;
  choices: Choices;
  /** Pages that the file seems to be about, the likeliest first. */
  candidates: readonly ManualPage[];
  page: ManualPage | null;
  left: number;
  mayPropose: boolean;
  errors: readonly FormError[];
  said: string | null;
}

/** One item beside the passage that says so, and what can be done with it. */
function Item({ item, choice }: { item: DraftItem; choice: Choices[string] | undefined }) {
  const { name, finding, level } = item;
  const own = finding.source;
  return (
    <li className={level > 1 ? 'manual-item within' : 'manual-item'}>
      <fieldset>
        <legend className="sr">{finding.text}</legend>
        <div>
          <p className="cap">{`もとの文(${own.place})`}</p>
          <blockquote>{own.passage}</blockquote>
        </div>
        <div>
          <label className="cap" htmlFor={`field-text-${name}`}>
            {level > 1 ? '読み取った文(前の手順の中)' : '読み取った文'}
          </label>
          <textarea
            className="in"
            id={`field-text-${name}`}
            name={`text-${name}`}
            rows={2}
            maxLength={2000}
            defaultValue={choice?.text ?? finding.text}
          />
        </div>
        <div className="decide">
          <p className="cap">{choice === undefined ? 'まだ決めていません' : '決めました'}</p>
          <div className="row">
            {(
              [
                ['use', '使う'],
                ['leave', '使わない'],
              ] as const
            ).map(([value, label]) => (
              <label key={value} className="choice">
                <input
                  type="radio"
                  name={`use-${name}`}
                  value={value}
                  defaultChecked={choice !== undefined && choice.use === (value === 'use')}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </div>
      </fieldset>
    </li>
  );
}

/** The passages of which nothing was taken, so that whoever looks sees what is missing. */
function Rest({ passages, from }: { passages: readonly Finding[]; from: number }) {
  return (
    <Stack>
      <p>
        手順・持ち物・注意のどれか分からなかった文です。ここの文は、取り込まれません。使いたい文があれば、取り込んだあとで、マニュアルに書き足してください。
      </p>
      {passages.length === 0 ? (
        <p>ありません。すべての文を読み取りました。</p>
      ) : (
        <ol className="manual-items" start={from + 1}>
          {passages.map(({ source }) => (
            <li key={`${source.place} ${source.passage}`} className="manual-rest">
              <p className="cap">{source.place}</p>
              <blockquote>{source.passage}</blockquote>
            </li>
          ))}
        </ol>
      )}
    </Stack>
  );
}

/** Leads to the other pages of a list that is longer than one. */
function Pages({ address, from, length, count }: { address: string; from: number; length: number; count: number }) {
  if (count <= length) return null;
  return (
    <nav className="row wrap" aria-label="ほかのページ">
      {from > 0 && <a href={`${address}&from=${Math.max(0, from - length)}`}>{`前の${length}個`}</a>}
      {count > from + length && (
        <a href={`${address}&from=${from + length}`}>{`次の${Math.min(length, count - from - length)}個`}</a>
      )}
    </nav>
  );
}

/** The draft of a file: every item beside its passage, to be taken, changed or left out by hand. */
export function ImportPage(props: ImportPageProps) {
  const { reader, read, items, shown, part, choices, candidates, page, left, mayPropose, errors, said } = props;
  const address = `/manual/import/${read.id}`;
  const { rest } = read.draft;
  const isRest = part === 'rest';
  const count = isRest ? rest.length : items.filter((item) => item.part === part).length;
  const title = read.draft.title || '題名のないマニュアル';
  if (read.finishedAt !== null) {
    return (
      <ManualColumn title={title} reader={reader}>
        <Stack>
          <h1>{title}</h1>
          <Banner kind="ok" title={read.outcome ?? '取り込みました。'} />
          {page !== null && <Button href={pathOf(page)}>{`「${page.title}」を見る`}</Button>}
        </Stack>
      </ManualColumn>
    );
  }
  return (
    <ManualColumn title={title} reader={reader} hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <Stack>
          <h1>{title}</h1>
          <p>
            {items.length === 0
              ? '手順も持ち物も見つかりませんでした。見出し(手順、持ち物)と番号のあるファイルを選んでください。'
              : left > 0
                ? `${items.length}個を読み取りました。あと${left}個、使うか使わないかを決めてください。`
                : `${items.length}個を読み取り、すべて決めました。`}
            {rest.length > 0 && `どれか分からなかった文が${rest.length}個あります。`}
          </p>
          {said !== null && <Banner kind="ok" title={said} announce slim />}
          {!mayPropose && (
            <Banner kind="info" slim>
              確かめたものは、マニュアルの説明として残ります。台帳そのものは変わりません。
            </Banner>
          )}
        </Stack>
        <Tabs
          label="読み取ったもの"
          current={part}
          tabs={[
            ...parts.map((one) => ({
              id: one,
              label: partNames[one],
              count: items.filter((item) => item.part === one).length,
              href: `${address}?part=${one}`,
            })),
            { id: 'rest', label: '読み取らなかった文', count: rest.length, href: `${address}?part=rest` },
          ]}
        />
        <Form action={address}>
          <input type="hidden" name="part" value={part} />
          <input type="hidden" name="from" value={props.from} />
          {isRest ? (
            <Rest passages={rest.slice(props.from, props.from + props.pageLength)} from={props.from} />
          ) : (
            <ol className="manual-items">
              {shown.map((item) => (
                <Item key={item.name} item={item} choice={choices[item.name]} />
              ))}
            </ol>
          )}
          {!isRest && shown.length === 0 && <p>ありません。</p>}
          <Pages address={`${address}?part=${part}`} from={props.from} length={props.pageLength} count={count} />
          {shown.length > 0 && (
            <div className="row wrap">
              <Button kind="outline" name="action" value="keep">
                決めたところまで保存する
              </Button>
              <Button kind="outline" name="action" value="acceptShown">
                {`ここに出ている${shown.length}個を、このまま使う`}
              </Button>
            </div>
          )}
          <fieldset className="fld">
            <legend className="lbl">どの手続きのマニュアルですか</legend>
            <div className="manual-candidates">
              {candidates.map((candidate, index) => (
                <label key={candidate.key} className="choice">
                  <input
                    type="radio"
                    id={index === 0 ? 'field-page' : undefined}
                    name="page"
                    value={candidate.key}
                    defaultChecked={page?.key === candidate.key}
                  />
                  <span>{candidate.title}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <div className="row wrap">
            <Button name="action" value="publish">
              使うものをマニュアルに公開する
            </Button>
            <Button kind="outline" name="action" value="draft">
              下書きとして入れる
            </Button>
            {mayPropose && (
              <Button kind="outline" name="action" value="propose">
                台帳の下書きにも出す
              </Button>
            )}
          </div>
        </Form>
      </Stack>
    </ManualColumn>
  );
}
