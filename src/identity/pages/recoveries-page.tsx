import {
  Banner,
  Button,
  Card,
  ErrorSummary,
  Form,
  Inline,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
} from '#ui';
import { approvalsNeeded, type Recovery } from '../recoveries.ts';
import { moment } from '../times.ts';
import { InvitationCard } from './person-page.tsx';

export interface RecoveriesPageProps {
  staff: StaffIdentity;
  /** Who looks. */
  staffId: string;
  recoveries: readonly Recovery[];
  candidates: readonly { readonly id: string; readonly name: string }[];
  /** The link that was made a moment ago; it is shown this once. */
  invitation?: string;
  problem?: string;
}

/** Administrators who cannot come in: who asks for them, who agrees, and the link. */
export function RecoveriesPage(props: RecoveriesPageProps) {
  const { staff, staffId, recoveries, candidates, invitation, problem } = props;
  const errors = problem === undefined ? [] : [{ name: 'person', message: problem }];
  const nav = staff.rooms?.includes('people') ? 'people' : 'audit';
  return (
    <StaffPage title="管理者の復旧" language="ja" staff={staff} nav={nav} hasErrors={errors.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={errors} language="ja" />
        <h1>管理者の復旧</h1>
        <p>
          「管理」の担当者が入れなくなったとき、ほかの2人の同意で、もう一度入れるようにします。同意できるのは、「管理」か「情報セキュリティ」の担当者です。本人に会うか電話で確かめてから、同意してください。
        </p>
        {invitation !== undefined && <InvitationCard name="復旧する人" link={invitation} />}
        {recoveries.map((recovery) => (
          <RecoveryCard key={recovery.id} recovery={recovery} staffId={staffId} />
        ))}
        <Card>
          <Stack>
            <h2>復旧を申し込む</h2>
            {candidates.length === 0 ? (
              <p>申し込める人はいません。</p>
            ) : (
              <Form action="/staff/recoveries">
                <SelectField
                  name="person"
                  label="入れなくなった人"
                  hint="申し込むと、あなたは同意したことになります。24時間以内に、もう1人の同意が必要です。"
                  language="ja"
                  options={candidates.map(({ id, name }) => ({ value: id, label: name }))}
                  empty="選んでください"
                  error={problem}
                />
                <Button kind="outline">申し込む</Button>
              </Form>
            )}
          </Stack>
        </Card>
      </Stack>
    </StaffPage>
  );
}

function RecoveryCard({ recovery, staffId }: { recovery: Recovery; staffId: string }) {
  const { id, name, approvals, endsAt } = recovery;
  const own = recovery.staffId === staffId;
  const agreed = approvals.some((approval) => approval.staffId === staffId);
  const ready = approvals.length >= approvalsNeeded;
  const action = `/staff/recoveries/${id}`;
  return (
    <Card kind={ready ? 'key' : undefined}>
      <Stack>
        <Inline spread>
          <h2>{`${name}さんの復旧`}</h2>
          <span>{`${moment.format(endsAt)}まで`}</span>
        </Inline>
        <p>{`同意した人: ${approvals.map((approval) => approval.name).join('、')}(${approvals.length}人 / ${approvalsNeeded}人)`}</p>
        {own ? (
          <Banner kind="soon" slim title="あなたの復旧が申し込まれています。">
            頼んでいないときは「取りやめる」を押して、情報セキュリティの担当者に知らせてください。
          </Banner>
        ) : (
          <p>
            {ready
              ? '2人が同意しました。本人がそばにいるときに、リンクを作ってください。本人の確認アプリの登録は外れ、使っている画面は閉じます。'
              : agreed
                ? 'あなたは同意しました。もう1人の同意を待っています。'
                : '本人に確かめてから、同意してください。'}
          </p>
        )}
        <Form action={own ? `${action}/withdraw` : ready ? `${action}/invite` : `${action}/approve`} layout="row">
          {!own && ready && <Button icon="qr">サインインのリンクを作る</Button>}
          {!own && !ready && !agreed && <Button>同意する</Button>}
          <Button kind="danger" formAction={`${action}/withdraw`}>
            取りやめる
          </Button>
        </Form>
      </Stack>
    </Card>
  );
}
