import { Banner, Button, Form, StaffPage } from '#ui';

/** Opens an account by a link. Opening is a step of its own, because mail scanners and previews follow links. */
export function InvitationPage({ token, failed }: { token: string; failed?: boolean }) {
  return (
    <StaffPage title="アカウントを開く" language="ja" hasErrors={failed}>
      <h1>アカウントを開く</h1>
      {failed ? (
        <Banner kind="err" title="このリンクは使えません。" announce>
          期限が過ぎたか、すでに使われています。管理の担当者に、新しいリンクを頼んでください。
        </Banner>
      ) : (
        <>
          <p>次の画面で、パスキーを登録してください。このリンクは1回だけ使えます。</p>
          <Form action={`/staff/invitation/${token}`}>
            <Button>アカウントを開く</Button>
          </Form>
        </>
      )}
    </StaffPage>
  );
}
