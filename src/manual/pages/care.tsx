import type { Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import { Banner, Button, DataTable, Form, Stack } from '#ui';
import { type ManualPage, pathOf, pathOfKey, placeName } from '../page.ts';
import type { Question } from '../reader-store.ts';
import { ManualColumn, momentText, type Reader } from './parts.tsx';

/** A page that somebody should look at, and why. */
export interface StalePage {
  readonly page: ManualPage;
  readonly since: Day;
  readonly why: string;
  readonly blockPath: string | null;
}

export interface CarePageProps {
  reader: Reader;
  questions: readonly (Question & { title: string })[];
  stale: readonly StalePage[];
  unread: readonly ManualPage[];
  read: readonly { page: ManualPage; count: number }[];
  days: number;
  said: string | null;
  problem: string | null;
}

function OpenQuestion({ question, mayWrite }: { question: CarePageProps['questions'][number]; mayWrite: boolean }) {
  return (
    <li className="card">
      <Stack>
        <h3>
          <a href={pathOfKey(question.page)}>{question.title}</a> {placeName(question.place)}
        </h3>
        <p>{question.question === '' ? '(分からなかった、とだけ知らせがありました)' : question.question}</p>
        <p className="cap">{`${momentText(question.askedAt)} 名前のない知らせ`}</p>
        {mayWrite && (
          <Form action={`/manual/questions/${question.id}`}>
            <label className="lbl" htmlFor={`answer-${question.id}`}>
              答え
            </label>
            <textarea className="in" id={`answer-${question.id}`} name="answer" rows={3} maxLength={2000} />
            <div className="row wrap">
              <Button kind="outline" name="action" value="answer">
                答える
              </Button>
              <Button kind="text" name="action" value="settled">
                ページを直したので、答えは要らない
              </Button>
            </div>
          </Form>
        )}
      </Stack>
    </li>
  );
}

/** What keeps the manual right: questions that wait, pages that grew old, pages that nobody opens. */
export function CarePage({ reader, questions, stale, unread, read, days, said, problem }: CarePageProps) {
  return (
    <ManualColumn title="質問と見直し" reader={reader}>
      <Stack gap="large">
        <h1>質問と見直し</h1>
        {said !== null && <Banner kind="ok" title={said} announce slim />}
        {problem !== null && <Banner kind="err" title={problem} announce slim />}
        <section aria-labelledby="open">
          <h2 id="open">{`答えを待つ質問 ${questions.length}`}</h2>
          {questions.length === 0 && <p>ありません。</p>}
          <ul className="manual-questions">
            {questions.map((question) => (
              <OpenQuestion key={question.id} question={question} mayWrite={reader.mayWrite} />
            ))}
          </ul>
        </section>
        <section aria-labelledby="stale">
          <h2 id="stale">{`見直しの時期 ${stale.length}`}</h2>
          <DataTable
            caption="見直す時期が来たページ"
            columns={[
              { key: 'page', label: 'ページ' },
              { key: 'why', label: '理由' },
              { key: 'since', label: '日' },
            ]}
            rows={stale.slice(0, 100).map(({ page, why, since, blockPath }) => ({
              key: `${page.key} ${blockPath}`,
              cells: [
                <a key="link" href={blockPath ?? pathOf(page)}>
                  {page.title}
                </a>,
                why,
                formatDay(since, 'ja', { year: true }),
              ],
            }))}
            empty="見直す時期が来たページはありません。"
          />
        </section>
        <section aria-labelledby="read">
          <h2 id="read">{`よく読まれるページ(この${days}日)`}</h2>
          <DataTable
            caption="よく読まれるページ"
            columns={[
              { key: 'page', label: 'ページ' },
              { key: 'count', label: '回数', numeric: true },
            ]}
            rows={read.map(({ page, count }) => ({
              key: page.key,
              cells: [
                <a key="link" href={pathOf(page)}>
                  {page.title}
                </a>,
                count,
              ],
            }))}
            empty="まだ読まれていません。"
          />
          <p className="cap">だれが読んだかは数えていません。</p>
        </section>
        <section aria-labelledby="unread">
          <h2 id="unread">{`読まれていないページ ${unread.length}`}</h2>
          <details>
            <summary>{`この${days}日に一度も開かれていないページ`}</summary>
            <ul>
              {unread.map((page) => (
                <li key={page.key}>
                  <a href={pathOf(page)}>{page.title}</a>
                </li>
              ))}
            </ul>
          </details>
        </section>
      </Stack>
    </ManualColumn>
  );
}
