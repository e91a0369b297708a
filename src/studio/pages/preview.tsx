import {
  conditionSentence,
  documentsFor,
  type Inventory,
  itemsForResidents,
  type Procedure,
  type RecordKind,
} from '#inventory';
import { BringList, Card, DeadlineBadge, KeyValue, ProcedureCard, Stack } from '#ui';

/** A fee in words. */
const feeText = ({ fee }: Procedure): string =>
  fee.amount === 0 ? fee.text : `${fee.text}(${fee.amount.toLocaleString('ja-JP')}円)`;

/** What is said on the phone: one paragraph with what, until when, what to bring, where. */
export function phoneAnswer(procedure: Procedure): string {
  const papers = documentsFor([procedure], {}, 'unknown');
  const must = papers.filter(({ requiredness }) => requiredness === 'required').map(({ name }) => name.ja);
  const may = papers.filter(({ requiredness }) => requiredness === 'if').map(({ name }) => name.ja);
  const { name, summary, deadline, counter, duration } = procedure;
  return [
    `${name.ja}は、${endless(summary.ja)}です。`,
    `期限は「${endless(deadline.text.ja)}」です。`,
    must.length > 0 ? `お持ちいただくものは、${must.join('、')}です。` : 'お持ちいただくものはありません。',
    ...(may.length > 0 ? [`場合によって、${may.join('、')}もいります。`] : []),
    `場所は${counter.place}、手数料は${endless(procedure.fee.text)}です。`,
    `窓口では${duration.counterMinutes}分ほどかかります。`,
  ].join('');
}

const endless = (text: string): string => text.replace(/[。.]$/, '');

/** How a record will be said to residents, on the phone and at the desk. */
export function Preview({ inventory, kind, id }: { inventory: Inventory; kind: RecordKind; id: string }) {
  const procedure = kind === 'procedure' ? inventory.procedureById.get(id) : undefined;
  if (procedure) return <ProcedurePreview inventory={inventory} procedure={procedure} />;
  const fact = kind === 'fact' ? inventory.factById.get(id) : undefined;
  if (!fact) return null;
  return (
    <Card kind="tint">
      <h2>住民への質問</h2>
      <Stack>
        <p>
          <b>{fact.question.ja}</b>
        </p>
        <ul>
          {fact.type === 'boolean' && <li>はい / いいえ / わからない</li>}
          {fact.options.slice(0, 12).map(({ value, label }) => (
            <li key={value}>{label.ja}</li>
          ))}
          {fact.options.length > 12 && <li>{`ほか${fact.options.length - 12}件`}</li>}
        </ul>
        <p className="mut">{`聞く場合: ${conditionSentence(inventory, fact.askWhen)}`}</p>
      </Stack>
    </Card>
  );
}

function ProcedurePreview({ inventory, procedure }: { inventory: Inventory; procedure: Procedure }) {
  const papers = documentsFor([procedure], {}, 'unknown');
  const own = itemsForResidents(inventory, procedure);
  return (
    <>
      <Card kind="tint">
        <h2>住民の結果の画面</h2>
        <ProcedureCard
          language="ja"
          level={3}
          name={procedure.name.ja}
          plainName={procedure.summary.ja}
          deadline={
            <DeadlineBadge
              state={procedure.deadline.kind === 'none' ? 'none' : 'plain'}
              text={procedure.deadline.text.ja}
            />
          }
          facts={[
            { icon: 'place', text: procedure.counter.place },
            { icon: 'clock', text: `${procedure.duration.counterMinutes}分ほど・${feeText(procedure)}` },
          ]}
        />
        <h3>持ち物</h3>
        <BringList
          items={papers.map(({ id, name, notes, conditions }) => ({
            id,
            name: name.ja,
            note: [
              ...notes.map(({ ja }) => ja).filter((note) => note !== name.ja),
              ...conditions.map((condition) => conditionSentence(inventory, condition)),
            ].join('。'),
          }))}
        />
        {own.length > 0 && (
          <KeyValue tight rows={own.map(({ id, name, text }) => ({ key: id, label: name, value: text }))} />
        )}
      </Card>
      <Card kind="tint">
        <h2>様式で聞くこと</h2>
        <p>
          {procedure.form.fields
            .map(({ role, entry, label }) => {
              const who = inventory.roleById.get(role)?.plain.ja ?? role;
              return `${who}の${inventory.entryById.get(entry)?.label.ja ?? label}`;
            })
            .join('、')}
        </p>
      </Card>
      <Card kind="tint">
        <h2>電話での答え</h2>
        <p>{phoneAnswer(procedure)}</p>
      </Card>
      <Card kind="tint">
        <h2>窓口の手順</h2>
        <ol>
          {procedure.staffSteps.map(({ who, do: what, system }) => (
            <li key={what}>
              <b>{who}</b> {what}
              {system && <small className="mut">{` ${system}`}</small>}
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}
