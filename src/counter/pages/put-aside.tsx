import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { placeStatuses, type Snapshot } from '#reception';
import { Button, ChoiceGroup, Form, Inline, SelectField, StaffPage, TextAreaField, TextField } from '#ui';
import { shownStaff } from './frame.ts';

interface Target {
  staff: Staff;
  inventory: Inventory;
  /** Address of the desk, without what was open. */
  desk: string;
  legId: string;
  ticket: string;
  commandId: string;
}

/** Why a visitor is put aside. Chosen from a list: nothing personal stands in the queue. */
export const holdReasons = [
  '書類待ち',
  '書類を取りに行っている',
  '審査待ち',
  'ほかの職員の確認待ち',
  '席を外している',
] as const;

function Hidden({ legId, commandId }: Target) {
  return (
    <>
      <input type="hidden" name="leg" value={legId} />
      <input type="hidden" name="commandId" value={commandId} />
    </>
  );
}

/** Asks why, and until when. */
export function HoldPage(props: Target) {
  const { staff, inventory, desk, ticket } = props;
  return (
    <StaffPage
      title={`${ticket}を保留にする`}
      language="ja"
      staff={shownStaff(staff, inventory)}
      nav="counter"
      scripts={['keys']}
    >
      <h1>{`${ticket}を保留にする`}</h1>
      <Form action={`${desk}/hold`}>
        <Hidden {...props} />
        <ChoiceGroup
          name="reason"
          kind="radio"
          label="理由"
          language="ja"
          selected={[holdReasons[0]]}
          options={holdReasons.map((reason) => ({ value: reason, label: reason }))}
        />
        <TextField
          name="until"
          label="いつまで"
          hint="分からないときは、空けておいてください。"
          type="time"
          language="ja"
          width={6}
        />
        <Inline>
          <Button icon="pause">保留にする</Button>
          <Button kind="outline" shortcut="Esc" href={`${desk}?leg=${props.legId}`}>
            やめる
          </Button>
        </Inline>
      </Form>
    </StaffPage>
  );
}

/** Asks where to, and what to say there. */
export function TransferPage(props: Target & { snapshot: Snapshot; from: string }) {
  const { staff, inventory, desk, ticket, snapshot, from } = props;
  const places = placeStatuses(snapshot).filter(({ service }) => service.id !== from);
  return (
    <StaffPage
      title={`${ticket}を別の窓口へ`}
      language="ja"
      staff={shownStaff(staff, inventory)}
      nav="counter"
      scripts={['keys']}
    >
      <h1>{`${ticket}を別の窓口へ`}</h1>
      <p>番号札はそのままです。受付した順のまま、次の窓口で待ちます。</p>
      <Form action={`${desk}/transfer`}>
        <Hidden {...props} />
        <SelectField
          name="service"
          label="窓口"
          language="ja"
          options={places.map(({ service, waiting }) => ({
            value: service.id,
            label: `${service.id}(待ち ${waiting}人)`,
          }))}
        />
        <TextAreaField name="note" label="申し送り" language="ja" required={false} rows={3} maxLength={400} />
        <Inline>
          <Button icon="swap">引き継ぐ</Button>
          <Button kind="outline" shortcut="Esc" href={`${desk}?leg=${props.legId}`}>
            やめる
          </Button>
        </Inline>
      </Form>
    </StaffPage>
  );
}
