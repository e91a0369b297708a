import type { ReactNode } from 'react';
import { conditionSentence, type Inventory, type Procedure } from '#inventory';
import { formatDay } from '#platform/i18n';
import { Banner, Button, Inline, KeyValue, Tabs } from '#ui';
import { type ContentsGroup, counterOf, findPage, type ManualPage, pathOf, stepPlace, systemOf } from '../page.ts';
import { plainSummary, spokenAnswers } from '../phone.ts';
import { AskForm, type Notes, NotesAt } from './blocks.tsx';
import { ManualDesk, PageLinks, type Reader } from './parts.tsx';

/** For whom a page is shown: at the counter, at the entrance, on the phone. */
export type View = 'counter' | 'concierge' | 'phone';

export interface ProcedurePageProps {
  inventory: Inventory;
  procedure: Procedure;
  page: ManualPage;
  reader: Reader;
  contents: readonly ContentsGroup[];
  view: View;
  notes: Notes;
  flow: ReactNode;
  /** Where the record is put right; null for those who may not. */
  editPath: string | null;
  /** What has just happened. */
  said: string | null;
}

const needWords = { required: 'かならず要る', recommended: 'した方がよい', optional: '希望する人だけ' } as const;

/** Who, until when, where, how much: what every view begins with. */
function Facts({ inventory, procedure }: Pick<ProcedurePageProps, 'inventory' | 'procedure'>) {
  const { deadline, fee, counter, duration, applicants, agent } = procedure;
  const place = counterOf(inventory, procedure);
  const counterPage = place === null ? undefined : findPage(inventory, `counter/${place}`);
  return (
    <KeyValue
      tight
      rows={[
        { key: 'when', label: 'いつまで', value: deadline.text.ja },
        ...(deadline.penalty === undefined ? [] : [{ key: 'late', label: '遅れたとき', value: deadline.penalty }]),
        {
          key: 'where',
          label: '場所',
          value: counterPage ? <a href={pathOf(counterPage)}>{counter.place}</a> : counter.place,
        },
        { key: 'who', label: '届け出る人', value: applicants.join('、') },
        {
          key: 'agent',
          label: '代わりの人',
          value: agent.allowed ? `できます${agent.needs ? `(${agent.needs.join('と')})` : ''}` : 'できません',
        },
        { key: 'fee', label: '手数料', value: fee.text },
        { key: 'time', label: '窓口の時間', value: `${Math.round(duration.counterMinutes)}分ほど` },
      ]}
    />
  );
}

/** What to bring: what everybody needs first, then what hangs on something. */
function Documents({ inventory, procedure }: Pick<ProcedurePageProps, 'inventory' | 'procedure'>) {
  const { documents } = procedure;
  if (documents.length === 0) return <p>持ち物はありません。</p>;
  const ordered = [...documents].sort(
    (one, other) => Number(one.when !== undefined) - Number(other.when !== undefined),
  );
  return (
    <ul className="manual-documents">
      {ordered.map(({ id, name, description, required, when }) => (
        <li key={id}>
          <b>{name.ja}</b>
          {!required && <span className="opt">あれば</span>}
          {when !== undefined && <span className="cap">{conditionSentence(inventory, when)}とき</span>}
          {description.ja !== name.ja && <p>{description.ja}</p>}
        </li>
      ))}
    </ul>
  );
}

function Steps({ inventory, procedure, notes }: Pick<ProcedurePageProps, 'inventory' | 'procedure' | 'notes'>) {
  return (
    <ol className="manual-steps">
      {procedure.staffSteps.map(({ who, do: work, system, documents = [] }, index) => {
        const place = stepPlace(index);
        const systemPage = system === undefined ? undefined : findPage(inventory, `system/${systemOf(system)}`);
        const papers = documents.flatMap((id) => procedure.documents.filter((one) => one.id === id));
        return (
          <li key={place} id={place}>
            <p className="who">{who}</p>
            <p className="work">{work}</p>
            {system !== undefined && (
              <p className="cap">システム: {systemPage ? <a href={pathOf(systemPage)}>{system}</a> : system}</p>
            )}
            {papers.length > 0 && <p className="cap">{`見る書類: ${papers.map(({ name }) => name.ja).join('、')}`}</p>}
            <NotesAt notes={notes} place={place} what={`手順${index + 1}`} />
          </li>
        );
      })}
    </ol>
  );
}

function CounterView(props: ProcedurePageProps) {
  const { procedure, notes, flow } = props;
  return (
    <>
      <section aria-labelledby="facts">
        <h2 id="facts">要点</h2>
        <Facts {...props} />
        <NotesAt notes={notes} place="facts" what="要点" />
      </section>
      {flow && (
        <section aria-labelledby="flow">
          <h2 id="flow">流れ</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keyboard. */}
          <section className="flow-sheet" aria-label={`${procedure.name.ja}の流れの図`} tabIndex={0}>
            {flow}
          </section>
          <p>
            <a href={`/manual/flows/${procedure.id}`}>大きく見る・受付や問い合わせの流れを見る</a>
          </p>
        </section>
      )}
      <section aria-labelledby="steps">
        <h2 id="steps">手順</h2>
        <Steps {...props} />
      </section>
      <section aria-labelledby="bring">
        <h2 id="bring">持ち物</h2>
        <Documents {...props} />
        <NotesAt notes={notes} place="bring" what="持ち物" />
      </section>
      {procedure.notes.length > 0 && (
        <section aria-labelledby="cautions">
          <h2 id="cautions">気をつけること</h2>
          <ul>
            {procedure.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          <NotesAt notes={notes} place="cautions" what="気をつけること" />
        </section>
      )}
      <section aria-labelledby="notes">
        <h2 id="notes">職員の説明</h2>
        <NotesAt notes={notes} place="" what="ページ全体" />
      </section>
    </>
  );
}

function ConciergeView(props: ProcedurePageProps) {
  const { inventory, procedure, notes } = props;
  const place = counterOf(inventory, procedure);
  const counterPage = place === null ? undefined : findPage(inventory, `counter/${place}`);
  return (
    <>
      <section aria-labelledby="place">
        <h2 id="place">案内する場所</h2>
        <p className="manual-place">{procedure.counter.place}</p>
        {counterPage && (
          <Button kind="outline" icon="place" href={pathOf(counterPage)}>
            案内図を見る
          </Button>
        )}
      </section>
      <section aria-labelledby="say">
        <h2 id="say">伝えること</h2>
        <p className="manual-say">{plainSummary(procedure)}</p>
        <Facts {...props} />
      </section>
      <section aria-labelledby="bring">
        <h2 id="bring">持ち物があるか聞く</h2>
        <Documents {...props} />
        <NotesAt notes={notes} place="bring" what="持ち物" />
      </section>
    </>
  );
}

function PhoneView({ inventory, procedure, notes }: ProcedurePageProps) {
  return (
    <section aria-labelledby="spoken">
      <h2 id="spoken">読み上げる答え</h2>
      <dl className="manual-spoken">
        {spokenAnswers(inventory, procedure).map(({ question, answers }) => (
          <div key={question}>
            <dt>{question}</dt>
            {answers.map((answer) => (
              <dd key={answer}>{answer}</dd>
            ))}
          </div>
        ))}
      </dl>
      <NotesAt notes={notes} place="" what="ページ全体" />
    </section>
  );
}

const views = { counter: CounterView, concierge: ConciergeView, phone: PhoneView } as const;

function Side({ inventory, procedure, page }: ProcedurePageProps) {
  const pageOf = (id: string): ManualPage[] => {
    const found = findPage(inventory, `procedure/${id}`);
    return found ? [found] : [];
  };
  const together = inventory.procedures.filter(({ order }) => order.after.includes(procedure.id)).map(({ id }) => id);
  return (
    <>
      <section>
        <h2>このページ</h2>
        <KeyValue
          tight
          rows={[
            {
              key: 'department',
              label: '担当',
              value: inventory.departmentById.get(procedure.department)?.name.ja ?? procedure.department,
            },
            { key: 'need', label: '必要か', value: needWords[procedure.need] },
            { key: 'checked', label: '確かめた日', value: formatDay(procedure.checkedOn, 'ja', { year: true }) },
          ]}
        />
      </section>
      <section>
        <h2>根拠</h2>
        {procedure.legalBasis.length === 0 && <p className="cap">書かれていません。</p>}
        <ul className="manual-links">
          {procedure.legalBasis.map((law) => (
            <li key={law}>{law}</li>
          ))}
        </ul>
      </section>
      <section>
        <h2>先に済ませる手続き</h2>
        <PageLinks pages={procedure.order.after.flatMap(pageOf)} empty="ありません。" />
      </section>
      <section>
        <h2>いっしょに起きる手続き</h2>
        <PageLinks pages={[...new Set([...together, ...procedure.related])].flatMap(pageOf)} empty="ありません。" />
      </section>
      <section className="no-print">
        <h2>気づいたこと</h2>
        <p className="cap">読んで迷ったところを知らせてください。担当が答えます。</p>
        <AskForm page={page} place="law" what="このページ" />
        <p>
          <a href={`/manual/hearings/sheet?page=${encodeURIComponent(page.key)}`}>ヒアリングの質問票</a>
        </p>
      </section>
    </>
  );
}

/** A procedure as the manual has it, made from its record and from what staff wrote beside it. */
export function ProcedurePage(props: ProcedurePageProps) {
  const { procedure, page, reader, contents, view, editPath, said } = props;
  const View = views[view];
  const path = pathOf(page);
  return (
    <ManualDesk
      page={page}
      reader={reader}
      contents={contents}
      side={<Side {...props} />}
      tools={
        <span className="no-print">
          <Inline>
            {editPath !== null && (
              <Button kind="outline" icon="pen" href={editPath}>
                台帳を直す
              </Button>
            )}
            <Button kind="outline" icon="print" action="print">
              印刷
            </Button>
          </Inline>
        </span>
      }
    >
      {said !== null && <Banner kind="ok" title={said} announce slim />}
      <p className="manual-lead">{procedure.summary.ja}</p>
      <Tabs
        label="見る人"
        current={view}
        tabs={[
          { id: 'counter', label: '窓口で', href: path },
          { id: 'concierge', label: '総合案内で', href: `${path}?view=concierge` },
          { id: 'phone', label: '電話で', href: `${path}?view=phone` },
        ]}
      />
      <View {...props} />
    </ManualDesk>
  );
}
