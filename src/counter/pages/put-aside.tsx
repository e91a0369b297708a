import { shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { type Snapshot, targetOptions } from '#reception';
import { Button, ChoiceGroup, Form, Inline, SelectField, StaffPage, TextAreaField, TextField } from '#ui';

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

/** Why somebody is called before those who wait longer. Chosen from a list: nothing personal stands in the queue. */
export const callReasons = [
  '体調や年齢のために急ぐ',
  'ほかの窓口から戻った',
  '約束の時刻になった',
  'すぐに終わる用件',
  '同じ用件をまとめて受ける',
  '受付の順番のまちがいを直す',
] as const;

/** Asks why somebody is called before their turn. */
export function OutOfOrderPage(props: Target) {
  const { staff, inventory, desk, ticket } = props;
  return (
    <StaffPage
      title={`${ticket}を先に呼ぶ`}
      language="ja"
      staff={shownStaff(staff, inventory)}
      nav="counter"
      scripts={['keys']}
    >
      <h1>{`${ticket}を先に呼ぶ`}</h1>
      <p>先に待っている方がいます。順番を変える理由を選んでください。理由は記録に残ります。</p>
      <Form action={`${desk}/call`}>
        <Hidden {...props} />
        <ChoiceGroup
          name="reason"
          kind="radio"
          label="理由"
          language="ja"
          selected={[callReasons[0]]}
          options={callReasons.map((reason) => ({ value: reason, label: reason }))}
        />
        <Inline>
          <Button icon="bell">理由を残して呼ぶ</Button>
          <Button kind="outline" shortcut="Esc" href={`${desk}?leg=${props.legId}`}>
            やめる
          </Button>
        </Inline>
      </Form>
    </StaffPage>
  );
}

/** Asks where to, and what to say there. */
export function TransferPage(
  props: Target & { snapshot: Snapshot; from: string; seatId: number; names: ReadonlyMap<string, string> },
) {
  const { staff, inventory, desk, ticket, snapshot, from, seatId, names } = props;
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
          hint="席や人を決めると、そこだけが呼べます。その席が空くと、どの席からも呼べるように戻ります。"
          options={targetOptions(snapshot, names, { from, ownSeat: seatId })}
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
