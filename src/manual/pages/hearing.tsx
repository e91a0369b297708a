import type { Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import { Banner, Button, DataTable, ErrorSummary, Form, type FormError, Stack, TextField } from '#ui';
import type { HearingQuestion } from '../hearing.ts';
import type { HearingAnswer } from '../hearing-store.ts';
import { type ManualPage, pathOf } from '../page.ts';
import { ManualColumn, momentText, type Reader } from './parts.tsx';

const sheetPath = ({ key }: ManualPage): string => `/manual/hearings/sheet?page=${encodeURIComponent(key)}`;

export interface HearingsPageProps {
  reader: Reader;
  sheets: readonly { page: ManualPage; group: string; open: number; all: number }[];
}

/** Everything that departments are still to be asked about. */
export function HearingsPage({ reader, sheets }: HearingsPageProps) {
  const open = sheets.filter((sheet) => sheet.open > 0);
  return (
    <ManualColumn title="ヒアリング" reader={reader}>
      <Stack gap="large">
        <h1>ヒアリング</h1>
        <p>
          台帳で、はっきりしないところ・書かれていないところを、課に聞くための票です。印刷して持って行くか、聞きながら画面に書きます。
        </p>
        <DataTable
          caption="まだ答えのない質問"
          columns={[
            { key: 'page', label: '手続き・窓口' },
            { key: 'group', label: '課' },
            { key: 'open', label: '残り', numeric: true },
            { key: 'all', label: '質問', numeric: true },
          ]}
          rows={open.map(({ page, group, open: left, all }) => ({
            key: page.key,
            cells: [
              <a key="link" href={sheetPath(page)}>
                {page.title}
              </a>,
              group,
              left,
              all,
            ],
          }))}
          empty="答えを待つ質問はありません。"
        />
      </Stack>
    </ManualColumn>
  );
}

export interface HearingSheetProps {
  reader: Reader;
  page: ManualPage;
  questions: readonly HearingQuestion[];
  answers: readonly HearingAnswer[];
  today: Day;
  /** What was typed, by code, where something is to be put right. */
  filled: Readonly<Record<string, string>>;
  answeredBy: string;
  errors: readonly FormError[];
  said: string | null;
  /** Answers are there that belong into the record as they are. */
  hasDraft: boolean;
}

function Answers({ answers }: { answers: readonly HearingAnswer[] }) {
  return (
    <>
      {answers.map(({ id, answer, answeredBy, writtenBy, answeredAt }) => (
        <div key={id} className="manual-answer">
          <p>{answer}</p>
          <p className="cap">{`${momentText(answeredAt)} ${answeredBy}さんの答え(書いた人 ${writtenBy})`}</p>
        </div>
      ))}
    </>
  );
}

/** The questions about a record, to be asked in an interview: typed in here, or written on the printed sheet. */
export function HearingSheetPage(props: HearingSheetProps) {
  const { reader, page, questions, answers, today, filled, answeredBy, errors, said, hasDraft } = props;
  return (
    <ManualColumn title={`${page.title}の質問票`} reader={reader} hasErrors={errors.length > 0}>
      <Stack>
        <ErrorSummary errors={errors} language="ja" />
        <div className="row between">
          <h1>{`${page.title}の質問票`}</h1>
          <span className="no-print">
            <Button kind="outline" icon="print" action="print">
              印刷
            </Button>
          </span>
        </div>
        <p>
          <a href={pathOf(page)}>{page.title}</a> {formatDay(today, 'ja', { year: true })}{' '}
          {page.kind === 'counter' ? '現地調査' : 'ヒアリング'}
        </p>
        {said !== null && <Banner kind="ok" title={said} announce slim />}
        <Form action="/manual/hearings/sheet">
          <input type="hidden" name="page" value={page.key} />
          <ol className="manual-hearing">
            {questions.map(({ code, question, now, why }) => {
              const given = answers.filter((answer) => answer.question === code);
              return (
                <li key={code}>
                  <label className="lbl" htmlFor={`field-a-${code}`}>
                    <b className="code">{code}</b> {question}
                  </label>
                  <p className="cap">{`${now === '' ? '' : `いまの台帳: ${now}。`}${why}`}</p>
                  <Answers answers={given} />
                  {reader.mayWrite ? (
                    <textarea
                      className="in"
                      id={`field-a-${code}`}
                      name={`a-${code}`}
                      rows={2}
                      maxLength={2000}
                      defaultValue={filled[code]}
                    />
                  ) : (
                    <output className="manual-boxes" id={`field-a-${code}`} />
                  )}
                </li>
              );
            })}
          </ol>
          {reader.mayWrite && (
            <div className="no-print">
              <Stack>
                <TextField
                  name="answeredBy"
                  label="答えた人"
                  language="ja"
                  required
                  hint="課と氏名。例: 市民課 住民異動係 鈴木"
                  value={answeredBy}
                  error={errors.find(({ name }) => name === 'answeredBy')?.message}
                  maxLength={80}
                />
                <Button>答えを保存する</Button>
              </Stack>
            </div>
          )}
        </Form>
        {reader.mayWrite && hasDraft && (
          <div className="no-print">
            <Form action="/manual/hearings/draft">
              <input type="hidden" name="page" value={page.key} />
              <p>
                台帳にそのまま入る答え(根拠、代わりの人が持ってくるもの、時間、注意、窓口の確認)は、下書きにできます。ほかの答えは、下書きの説明に並びます。
              </p>
              <Button kind="outline">答えから台帳の下書きを作る</Button>
            </Form>
          </div>
        )}
      </Stack>
    </ManualColumn>
  );
}
