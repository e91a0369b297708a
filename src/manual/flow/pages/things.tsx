import { DataTable, Stack, type StaffIdentity } from '#ui';
import type { Scope } from '../flow.ts';
import type { Passage } from '../things.ts';
import { ThingsDrawing } from '../things-drawing.tsx';
import { Back, FlowPage, ScopeTabs } from './parts.tsx';

const columns = [
  { key: 'thing', label: '何が' },
  { key: 'from', label: 'どこから' },
  { key: 'to', label: 'どこへ' },
  { key: 'step', label: '手順', numeric: true },
];

function Passages({
  title,
  explained,
  passages,
  prefix,
  empty,
}: {
  title: string;
  explained: string;
  passages: readonly Passage[];
  prefix: string;
  empty: string;
}) {
  return (
    <Stack>
      <h2>{title}</h2>
      <p>{explained}</p>
      {passages.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className="flow-sheet narrow" tabIndex={0} aria-label={`${title}の図`}>
          <ThingsDrawing passages={passages} prefix={prefix} label={`${title}の図。同じ内容が下の表にあります。`} />
        </section>
      )}
      <DataTable
        caption={title}
        columns={columns}
        rows={passages.map(({ thing, from, to, step }, index) => ({
          key: `${index} ${thing}`,
          cells: [thing, from, to, `${step}番`],
        }))}
        empty={empty}
      />
    </Stack>
  );
}

/** What goes from hand to hand, and what is entered where, of the work at the counter. */
export function ThingsPage({
  staff,
  procedure,
  scopes,
  things,
  data,
}: {
  staff: StaffIdentity;
  procedure: { id: string; name: string };
  scopes: readonly Scope[];
  things: readonly Passage[];
  data: readonly Passage[];
}) {
  return (
    <FlowPage title={`${procedure.name}のモノとデータ`} staff={staff}>
      <Stack gap="large">
        <Back href="/manual/flows">業務の流れの一覧</Back>
        <h1>{`${procedure.name}のモノとデータ`}</h1>
        <ScopeTabs id={procedure.id} scopes={scopes} current="things" />
        <Passages
          title="モノの流れ"
          explained="書類を、だれがだれに渡すかです。手順の番号は「窓口」の流れの番号です。"
          passages={things}
          prefix="things"
          empty="手順に、書類が書かれていません。"
        />
        <Passages
          title="データの流れ"
          explained="書いた項目や照会した内容が、どのシステムに入り、どこへ伝わるかです。"
          passages={data}
          prefix="data"
          empty="手順に、入力の項目も照会の相手も書かれていません。"
        />
      </Stack>
    </FlowPage>
  );
}
