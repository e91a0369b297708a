import { Banner, Button, ErrorSummary, FileField, Form, type FormError, Inline, Stack, TextField } from '#ui';
import { type Block, compareTexts, hasDraft, publishedVersion } from '../block.ts';
import { Markdown } from '../markdown.tsx';
import { type ManualPage, pathOf, placeName } from '../page.ts';
import { MarkdownField } from './blocks.tsx';
import { ManualColumn, momentText, type Reader } from './parts.tsx';

/** What stands in the form. */
export interface BlockForm {
  readonly title: string;
  readonly body: string;
  readonly reviewOn: string;
  /** The number of the version that one began to write from. */
  readonly base: number;
}

export interface BlockPageProps {
  reader: Reader;
  page: ManualPage;
  place: string;
  /** Null while it is new. */
  block: Block | null;
  form: BlockForm;
  errors: readonly FormError[];
  /** The text as it will look, where somebody asked to see it. */
  preview: boolean;
  /** Somebody else has kept a text meanwhile; theirs is shown beside what was typed. */
  conflict: boolean;
  said: string | null;
}

const errorOf = (errors: readonly FormError[], name: string): string | undefined =>
  errors.find((error) => error.name === name)?.message;

/** What came and what went from one version to the next. */
function Difference({ before, after }: { before: string; after: string }) {
  return (
    <ul className="manual-difference">
      {compareTexts(before, after)
        .filter(({ kind }) => kind !== 'same')
        .map(({ text, kind }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one comparison may be alike
          <li key={index} className={kind}>
            <b>{kind === 'added' ? '加えた' : '消した'}</b> {kind === 'added' ? <ins>{text}</ins> : <del>{text}</del>}
          </li>
        ))}
    </ul>
  );
}

function Conflict({ block, form }: { block: Block; form: BlockForm }) {
  const theirs = block.versions[0];
  if (theirs === undefined) return null;
  return (
    <Banner kind="soon" title={`${theirs.authorName}さんが先に直しました`}>
      <p>
        あなたの文は下の欄に残っています。相手の文との違いを見て、必要なところを書き写してから、もう一度保存してください。どちらの文も版として残ります。
      </p>
      <Difference before={theirs.body} after={form.body} />
      <details>
        <summary>相手の文(第{theirs.number}版)の全体</summary>
        <pre>{theirs.body}</pre>
      </details>
    </Banner>
  );
}

function History({ block }: { block: Block }) {
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">これまでの版</h2>
      <ol className="manual-versions" reversed>
        {block.versions.map(({ number, title, body, authorName, writtenAt }, index) => (
          <li key={number} value={number}>
            <p>
              <b>{`第${number}版`}</b> {authorName} {momentText(writtenAt)}
              {number === block.published && ' 公開中'}
            </p>
            <details>
              <summary>変えたところと全文</summary>
              <Difference before={block.versions[index + 1]?.body ?? ''} after={body} />
              <pre>{title === '' ? body : `${title}\n\n${body}`}</pre>
              {index > 0 && (
                <Form action={`/manual/blocks/${block.id}/restore`} layout="row">
                  <input type="hidden" name="number" value={number} />
                  <Button kind="outline">この版の文に戻して下書きにする</Button>
                </Form>
              )}
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The form of a text block: write, look, keep, publish; and all that was written before. */
export function BlockPage({ reader, page, place, block, form, errors, preview, conflict, said }: BlockPageProps) {
  const action = block === null ? '/manual/blocks' : `/manual/blocks/${block.id}`;
  const draft = block !== null && hasDraft(block);
  return (
    <ManualColumn title="説明を書く" reader={reader} hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <Stack>
          <h1>{block === null ? '説明を加える' : '説明を直す'}</h1>
          <p>
            <a href={pathOf(page)}>{page.title}</a>の{placeName(place)}に出ます。
          </p>
          {said !== null && <Banner kind="ok" title={said} announce slim />}
          {conflict && block !== null && <Conflict block={block} form={form} />}
          {block !== null && draft && !conflict && (
            <Banner kind="info" title="公開していない下書きがあります" slim>
              {publishedVersion(block) === null
                ? '公開するまで、ほかの人には見えません。'
                : '読む人には、公開中の版が見えています。'}
            </Banner>
          )}
        </Stack>
        {preview && (
          <section className="card" aria-labelledby="preview">
            <h2 id="preview">こう見えます</h2>
            {form.title !== '' && <h3>{form.title}</h3>}
            <Markdown text={form.body} />
          </section>
        )}
        <Form action={action}>
          <input type="hidden" name="page" value={page.key} />
          <input type="hidden" name="place" value={place} />
          <input type="hidden" name="base" value={form.base} />
          <TextField
            name="title"
            label="見出し"
            language="ja"
            required={false}
            value={form.title}
            error={errorOf(errors, 'title')}
          />
          <MarkdownField value={form.body} error={errorOf(errors, 'body')} />
          <TextField
            name="reviewOn"
            label="次の見直し"
            language="ja"
            type="date"
            required={false}
            hint="この日を過ぎると、「質問と見直し」に出ます。"
            value={form.reviewOn}
            error={errorOf(errors, 'reviewOn')}
          />
          <Inline>
            <Button name="action" value="publish">
              保存して公開する
            </Button>
            <Button kind="outline" name="action" value="keep">
              下書きとして保存する
            </Button>
            <Button kind="outline" name="action" value="preview">
              見え方を確かめる
            </Button>
          </Inline>
        </Form>
        {block !== null && (
          <section aria-labelledby="files">
            <h2 id="files">写真やPDFを加える</h2>
            <Form action={`/manual/blocks/${block.id}/files`} hasFile>
              <FileField
                name="file"
                label="ファイル"
                language="ja"
                accept="image/png,image/jpeg,image/gif,application/pdf"
                hint="PNG・JPEG・GIF・PDF、8MBまで。住民の情報が写っていないか確かめてください。"
                error={errorOf(errors, 'file')}
              />
              <TextField name="label" label="写真の説明" language="ja" hint="見えない人にも分かるように書きます。" />
              <Button kind="outline">下書きの終わりに加える</Button>
            </Form>
          </section>
        )}
        {block !== null && <History block={block} />}
        {block !== null && (
          <Form action={`/manual/blocks/${block.id}/withdraw`} layout="row">
            <Button kind="danger">この説明をマニュアルから外す(版は残ります)</Button>
          </Form>
        )}
      </Stack>
    </ManualColumn>
  );
}
