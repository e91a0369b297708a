import { shownStaff } from '#identity';
import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { Banner, Button, ChoiceGroup, Form, Inline, StaffPage } from '#ui';

/** Whose case, and where to go back to. */
export interface CareTarget {
  staff: Staff;
  inventory: Inventory;
  /** Address of the desk, without what was open. */
  desk: string;
  legId: string;
  ticket: string;
}

/** Why a case is deleted by hand. */
export const removalReasons = { request: '本人の希望', error: 'まちがって作られたため' } as const;

export type RemovalReason = keyof typeof removalReasons;

function Back({ desk, legId }: CareTarget) {
  return (
    <Button kind="outline" shortcut="Esc" href={`${desk}?leg=${legId}`}>
      やめる
    </Button>
  );
}

/** Asks whether the person is to be hidden from others in the hall, or no longer. */
export function ProtectPage(props: CareTarget & { isProtected: boolean }) {
  const { staff, inventory, desk, ticket, legId, isProtected } = props;
  const title = isProtected ? `${ticket}の方を、ふつうの扱いに戻す` : `${ticket}の方の名前と用件を出さない`;
  return (
    <StaffPage title={title} language="ja" staff={shownStaff(staff, inventory)} nav="counter" scripts={['keys']}>
      <h1>{title}</h1>
      {isProtected ? (
        <p>名前と用件が、ほかの席の画面にも出るようになります。支援措置が続いている方には、使わないでください。</p>
      ) : (
        <p>
          名前と用件は、この方を呼んだ席の画面だけに出ます。郵送やオンラインの案内は止まり、本人が窓口に来る案内に変わります。
        </p>
      )}
      <Banner kind="info" slim>
        だれがいつ変えたかは、記録に残ります。支援措置の方かどうかは、記録からは分かりません。
      </Banner>
      <Form action={`${desk}/protect`}>
        <input type="hidden" name="leg" value={legId} />
        <input type="hidden" name="protect" value={isProtected ? 'no' : 'yes'} />
        <Inline>
          <Button icon="lock">{isProtected ? 'ふつうの扱いに戻す' : '名前と用件を出さない'}</Button>
          <Back {...props} />
        </Inline>
      </Form>
    </StaffPage>
  );
}

/** Asks before everything the resident entered is deleted for good. */
export function RemovePage(props: CareTarget) {
  const { staff, inventory, desk, ticket, legId } = props;
  const title = `${ticket}の方が入力した内容を消す`;
  return (
    <StaffPage title={title} language="ja" staff={shownStaff(staff, inventory)} nav="counter" scripts={['keys']}>
      <h1>{title}</h1>
      <p>入力した内容、申し送り、受付コードが消えます。元には戻せません。番号札はそのまま使えます。</p>
      <Form action={`${desk}/remove`}>
        <input type="hidden" name="leg" value={legId} />
        <ChoiceGroup
          name="reason"
          kind="radio"
          label="理由"
          language="ja"
          selected={['request']}
          options={Object.entries(removalReasons).map(([value, label]) => ({ value, label }))}
        />
        <Inline>
          <Button kind="danger">消す</Button>
          <Back {...props} />
        </Inline>
      </Form>
    </StaffPage>
  );
}
