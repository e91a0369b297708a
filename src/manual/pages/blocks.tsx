import { formatDay } from '#platform/i18n';
import { Badge, Banner, Button, Form, Icon, TextAreaField } from '#ui';
import { type Block, hasDraft, publishedVersion } from '../block.ts';
import { Markdown } from '../markdown.tsx';
import type { ManualPage, PlaceNow } from '../page.ts';
import type { Question } from '../reader-store.ts';

export interface Notes {
  readonly page: ManualPage;
  readonly blocks: readonly (Block & PlaceNow)[];
  readonly answered: readonly Question[];
  readonly mayWrite: boolean;
}

function BlockCard({ block, mayWrite }: { block: Block & PlaceNow; mayWrite: boolean }) {
  const version = publishedVersion(block) ?? (mayWrite ? block.versions[0] : undefined);
  if (version === undefined) return null;
  return (
    <section className="manual-block" id={`block-${block.id}`} aria-label={version.title || '職員の説明'}>
      {version.title !== '' && <h3>{version.title}</h3>}
      {block.published === null && (
        <Badge state="planned" language="ja">
          下書き(まだ公開していません)
        </Badge>
      )}
      {block.isAdrift && mayWrite && (
        <Banner kind="soon" slim title={`もとの手順「${block.step}」が変わりました。説明を直すか、外してください。`} />
      )}
      <Markdown text={version.body} />
      <p className="cap">
        {`${version.authorName} 第${version.number}版`}
        {block.reviewOn && ` 次の見直し ${formatDay(block.reviewOn, 'ja', { year: true })}`}
        {mayWrite && (
          <>
            {' '}
            <a className="no-print" href={`/manual/blocks/${block.id}`}>
              {hasDraft(block) && block.published !== null ? '下書きの続きを直す' : '説明を直す'}
            </a>
          </>
        )}
      </p>
    </section>
  );
}

/** 「分からなかった」: one press, and a sentence for whoever wants to write one. */
export function AskForm({ page, place, what }: { page: ManualPage; place: string; what: string }) {
  return (
    <details className="manual-ask no-print">
      <summary>
        <Icon name="chat" size="small" />
        分からなかった<span className="sr">{`(${what})`}</span>
      </summary>
      <Form action="/manual/questions">
        <input type="hidden" name="page" value={page.key} />
        <input type="hidden" name="place" value={place} />
        <label className="lbl" htmlFor={`ask-${place || 'page'}`}>
          どこで迷いましたか<span className="opt">あれば</span>
        </label>
        <p className="cap" id={`ask-${place || 'page'}-hint`}>
          あなたの名前は残りません。住民の氏名なども書かないでください。
        </p>
        <textarea
          className="in"
          id={`ask-${place || 'page'}`}
          name="question"
          rows={2}
          maxLength={500}
          aria-describedby={`ask-${place || 'page'}-hint`}
        />
        <Button kind="outline">知らせる</Button>
      </Form>
    </details>
  );
}

/** What staff wrote at a place of the page, what was answered there, and the ways to ask and to write. */
export function NotesAt({ notes, place, what }: { notes: Notes; place: string; what: string }) {
  const { page, blocks, answered, mayWrite } = notes;
  const here = blocks.filter((block) => block.place === place);
  const answers = answered.filter((question) => question.place === place);
  return (
    <>
      {here.map((block) => (
        <BlockCard key={block.id} block={block} mayWrite={mayWrite} />
      ))}
      {answers.map(({ id, question, answer, answeredBy }) => (
        <div key={id} className="manual-answer">
          <p>
            <b>質問</b> {question === '' ? 'ここが分からなかった' : question}
          </p>
          <p>
            <b>答え</b> {answer}
            <span className="cap">{` ${answeredBy}`}</span>
          </p>
        </div>
      ))}
      <div className="manual-tools no-print">
        <AskForm page={page} place={place} what={what} />
        {mayWrite && (
          <a href={`/manual/blocks/new?page=${encodeURIComponent(page.key)}&place=${place}`}>
            説明を加える<span className="sr">{`(${what})`}</span>
          </a>
        )}
      </div>
    </>
  );
}

/** The box for a Markdown text; the script puts buttons above it. */
export function MarkdownField({ value, error }: { value: string; error?: string }) {
  return (
    <div data-markdown>
      <TextAreaField
        name="body"
        label="本文"
        language="ja"
        required
        rows={14}
        value={value}
        error={error}
        hint="行の初めの「- 」は箇条書き、「1. 」は番号、**太字**、[文字](https://…) はリンク、> は注意です。"
      />
    </div>
  );
}
