import type { Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import { Banner, Button, ChoiceGroup, DataTable, Form, Inline, Stack, type StaffIdentity, StaffPage } from '#ui';
import type { Snapshot } from '../../queue/board.ts';
import { stateNames } from '../../queue/errors.ts';
import { stillHere } from '../../queue/overview.ts';
import { timeText } from '../../texts.ts';

/** Why the line is kept for another day. Chosen from a list, as everything that stands in the record. */
export const keepReasons = ['停電', 'システムの障害', '災害・避難', '天候', '庁舎を閉める指示'] as const;

interface ClosePageProps {
  staff: StaffIdentity;
  snapshot: Snapshot;
  /** The next day on which the hall is open; null where the calendar names none. */
  nextDay: Day | null;
  /** What was just done, in a sentence. */
  outcome?: string;
}

function StillHere({ snapshot }: Pick<ClosePageProps, 'snapshot'>) {
  return (
    <DataTable
      caption="まだいる方"
      captionShown
      empty="まだいる方はいません。"
      columns={[
        { key: 'ticket', label: '番号' },
        { key: 'state', label: '状態' },
        { key: 'place', label: '窓口' },
        { key: 'arrived', label: '受付' },
      ]}
      rows={stillHere(snapshot).map(({ visit, leg }) => ({
        key: visit.id,
        cells: [visit.ticket, leg ? stateNames[leg.state] : '', leg?.serviceId ?? '', timeText(visit.arrivedAt)],
      }))}
    />
  );
}

/** The end of the day: who is still here, ending it, or keeping the line in an emergency. */
export function ClosePage({ staff, snapshot, nextDay, outcome }: ClosePageProps) {
  const count = stillHere(snapshot).length;
  return (
    <StaffPage title="今日を終える" language="ja" staff={staff} nav="hall">
      <Stack gap="large">
        <h1>今日を終える</h1>
        {outcome !== undefined && <Banner kind="ok" title={outcome} announce />}
        <StillHere snapshot={snapshot} />
        <Form action="/hall/close">
          <p>
            {count === 0
              ? '終わりにするものはありません。'
              : `${count}人の番号札を終わりにします。対応中の方は「完了」、ほかの方は「取り消し」になります。元に戻せません。`}
          </p>
          <Inline>
            <Button kind="danger" disabledReason={count === 0 ? 'まだいる方はいません。' : undefined}>
              今日を終える
            </Button>
            <Button kind="outline" href="/hall">
              やめる
            </Button>
          </Inline>
        </Form>
        {count > 0 && nextDay !== null && (
          <details>
            <summary>停電などで、列を次の日に移す</summary>
            <Form action="/hall/keep">
              <p>{`待っている方・保留・不在の方の番号札を、${formatDay(nextDay, 'ja')}も同じ順番で使えるようにします。対応中の方は移りません。`}</p>
              <ChoiceGroup
                name="reason"
                kind="radio"
                label="理由"
                language="ja"
                selected={[keepReasons[0]]}
                options={keepReasons.map((reason) => ({ value: reason, label: reason }))}
              />
              <Button kind="outline">{`${formatDay(nextDay, 'ja')}に移す`}</Button>
            </Form>
          </details>
        )}
      </Stack>
    </StaffPage>
  );
}
