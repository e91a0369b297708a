import { conditionSentence, type Inventory } from '#inventory';
import { Button, KeyValue } from '#ui';
import { type Block, publishedVersion } from '../block.ts';
import { Markdown } from '../markdown.tsx';
import { type ManualPage, markOf, stepPlace } from '../page.ts';
import { ManualColumn, momentText, type Reader } from './parts.tsx';

export interface CopyPageProps {
  reader: Reader;
  inventory: Inventory;
  pages: readonly ManualPage[];
  /** By the key of their page. */
  blocks: ReadonlyMap<string, readonly Block[]>;
  now: Date;
}

function Blocks({ blocks, place }: { blocks: readonly Block[]; place: string }) {
  return (
    <>
      {blocks
        .filter((block) => block.place === place)
        .flatMap((block) => {
          const version = publishedVersion(block);
          if (version === null) return [];
          return [
            <div key={block.id} className="manual-block">
              {version.title !== '' && <h3>{version.title}</h3>}
              <Markdown text={version.body} />
            </div>,
          ];
        })}
    </>
  );
}

function ProcedureCopy({ inventory, id, blocks }: { inventory: Inventory; id: string; blocks: readonly Block[] }) {
  const procedure = inventory.procedureById.get(id);
  if (procedure === undefined) return null;
  return (
    <>
      <p>{procedure.summary.ja}</p>
      <KeyValue
        tight
        rows={[
          { key: 'when', label: 'いつまで', value: procedure.deadline.text.ja },
          { key: 'where', label: '場所', value: procedure.counter.place },
          { key: 'fee', label: '手数料', value: procedure.fee.text },
        ]}
      />
      <h3>手順</h3>
      <ol>
        {procedure.staffSteps.map(({ who, do: work, system }, index) => (
          <li key={stepPlace(index)}>
            <b>{who}</b> {work}
            {system !== undefined && <span className="cap">{` ${system}`}</span>}
            <Blocks blocks={blocks} place={stepPlace(index)} />
          </li>
        ))}
      </ol>
      <h3>持ち物</h3>
      <ul>
        {procedure.documents.map(({ id: document, name, when }) => (
          <li key={document}>
            {name.ja}
            {when !== undefined && <span className="cap">{` ${conditionSentence(inventory, when)}とき`}</span>}
          </li>
        ))}
      </ul>
      {procedure.notes.length > 0 && <h3>気をつけること</h3>}
      <ul>
        {procedure.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {['facts', 'bring', 'cautions'].map((place) => (
        <Blocks key={place} blocks={blocks} place={place} />
      ))}
    </>
  );
}

/** Everything that is published, on one page: for reading without a network, and for paper. */
export function CopyPage({ reader, inventory, pages, blocks, now }: CopyPageProps) {
  return (
    <ManualColumn title="マニュアルの控え" reader={reader}>
      <div className="manual-copy">
        <h1>マニュアルの控え</h1>
        <p>
          <b>{`${momentText(now)} の内容です。`}</b>
          ネットワークがないときは、このページを読みます。言葉はブラウザーの「ページ内検索」で探せます。
        </p>
        <p className="no-print">
          <Button kind="outline" icon="print" action="print">
            印刷
          </Button>
        </p>
        <details className="no-print">
          <summary>目次</summary>
          <ul>
            {pages.map((page) => (
              <li key={page.key}>
                <a href={`#${markOf(page.key)}`}>{page.title}</a>
              </li>
            ))}
          </ul>
        </details>
        {pages.map((page) => (
          <section key={page.key} id={markOf(page.key)}>
            <h2>{page.title}</h2>
            {page.kind === 'procedure' && (
              <ProcedureCopy inventory={inventory} id={page.id} blocks={blocks.get(page.key) ?? []} />
            )}
            <Blocks blocks={blocks.get(page.key) ?? []} place="" />
          </section>
        ))}
      </div>
    </ManualColumn>
  );
}
