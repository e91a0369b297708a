import { Badge, Banner, Button, DataTable, ErrorSummary, FileField, Form, type FormError, Stack, Tabs } from '#ui';
import { type Choices, type DraftItem, type Part, partNames } from '../import-choice.ts';
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
  part: Part;
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

/** One item with the passage that says so, and the three things that can be done with it. */
function Item({ item, choice }: { item: DraftItem; choice: Choices[string] | undefined }) {
  const { name, finding, level } = item;
  const own = finding.source;
  return (
    <li className={level > 1 ? 'manual-item within' : 'manual-item'}>
      <fieldset>
        <legend className="sr">{finding.text}</legend>
        <label className="lbl" htmlFor={`field-text-${name}`}>
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
        <p className="cap">{`もとの文(${own.place})`}</p>
        <blockquote>{own.passage}</blockquote>
        <div className="row wrap">
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
          {choice === undefined && (
            <Badge state="unconfirmed" language="ja">
              まだ決めていません
            </Badge>
          )}
        </div>
      </fieldset>
    </li>
  );
}

/** The draft of a file: every item beside its passage, to be taken, changed or left out by hand. */
export function ImportPage(props: ImportPageProps) {
  const { reader, read, items, shown, part, choices, candidates, page, left, mayPropose, errors, said } = props;
  const address = `/manual/import/${read.id}`;
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
              : `${items.length}個を読み取りました。あと${left}個、使うか使わないかを決めてください。`}
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
          tabs={(['steps', 'documents', 'notes'] as const).map((one) => ({
            id: one,
            label: partNames[one],
            count: items.filter((item) => item.part === one).length,
            href: `${address}?part=${one}`,
          }))}
        />
        <Form action={address}>
          <input type="hidden" name="part" value={part} />
          <input type="hidden" name="from" value={props.from} />
          <ol className="manual-items">
            {shown.map((item) => (
              <Item key={item.name} item={item} choice={choices[item.name]} />
            ))}
          </ol>
          {shown.length === 0 && <p>ありません。</p>}
          <div className="row wrap">
            {props.from > 0 && (
              <a href={`${address}?part=${part}&from=${Math.max(0, props.from - props.pageLength)}`}>
                前の{props.pageLength}個
              </a>
            )}
            {items.filter((item) => item.part === part).length > props.from + props.pageLength && (
              <a href={`${address}?part=${part}&from=${props.from + props.pageLength}`}>次の{props.pageLength}個</a>
            )}
          </div>
          {shown.length > 0 && (
            <div className="row wrap">
              <Button kind="outline" name="action" value="keep">
                決めたところまで保存する
              </Button>
              <Button kind="outline" name="action" value="acceptShown">
                {`ここに出ている${shown.length}個を、上の文のまま使う`}
              </Button>
            </div>
          )}
          <fieldset className="fld">
            <legend className="lbl">どの手続きのマニュアルですか</legend>
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
