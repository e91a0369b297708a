import { Banner, Button, Card, Form, rich, Stack, StaffPage, TextField } from '#ui';

export interface SignInPageProps {
  /** Where to go on afterwards. */
  back: string;
  demo: boolean;
  passwords: boolean;
  /** Whose screen is covered, if a session waits on this device. */
  locked: boolean;
  /** What was typed, when it did not fit. */
  login?: string;
  /** `late`: the code came more than five minutes after the password. */
  failed?: keyof typeof failures;
}

const failures = {
  wrong: {
    title: 'サインインできませんでした。',
    whatToDo:
      '職員番号とパスワードを確かめてください。何度か続けて間違えたときは、15分ほどたってからお試しください。確認アプリをまだ登録していない方は、パスワードではサインインできません。',
  },
  late: {
    title: '時間がたったので、はじめからやり直してください。',
    whatToDo: 'パスワードを入れてから5分以内に、確認コードを入れてください。',
  },
} as const;

/** Staff sign in: by passkey, or by password where the city allows it. */
export function SignInPage({ back, demo, passwords, locked, login, failed }: SignInPageProps) {
  return (
    <StaffPage title="職員のサインイン" language="ja" scripts={['passkey']} hasErrors={failed !== undefined}>
      <Stack gap="large">
        <h1>職員のサインイン</h1>
        {locked && (
          <Banner kind="info" title="画面をロックしています。">
            サインインすると、続きから使えます。ほかの方もここからサインインできます。
          </Banner>
        )}
        {failed && (
          <Banner kind="err" title={failures[failed].title} announce>
            {failures[failed].whatToDo}
          </Banner>
        )}
        <PasskeyCard back={back} />
        {passwords && <PasswordCard back={back} login={login} />}
        {demo && (
          <p>
            <Button href={`/staff/demo?return=${encodeURIComponent(back)}`} kind="outline">
              お試しの職員を選ぶ
            </Button>
          </p>
        )}
      </Stack>
    </StaffPage>
  );
}

function PasskeyCard({ back }: { back: string }) {
  return (
    <Card>
      <Stack>
        <h2>パスキーでサインイン</h2>
        <p>{rich('登録したセキュリティキー、スマートフォン、またはこのパソコンの指紋や暗証番号を使います。')}</p>
        <div data-passkey="sign-in" data-return={back}>
          <Button type="button" icon="lock">
            パスキーでサインイン
          </Button>
          <p className="cap" role="status" />
        </div>
        <noscript>
          <p>パスキーを使うには、ブラウザーのJavaScriptを有効にしてください。</p>
        </noscript>
      </Stack>
    </Card>
  );
}

function PasswordCard({ back, login }: { back: string; login?: string }) {
  return (
    <Card>
      <h2>パスワードでサインイン</h2>
      <Form action="/staff/sign-in">
        <input type="hidden" name="return" value={back} />
        <TextField name="login" label="職員番号" language="ja" value={login} autoComplete="username" width={12} />
        <TextField
          name="password"
          label="パスワード"
          language="ja"
          type="password"
          autoComplete="current-password"
          width={12}
        />
        <Button kind="outline">サインイン</Button>
      </Form>
    </Card>
  );
}

export interface CodePageProps {
  /** The sign-in that waits for its code. */
  begun: string;
  back: string;
  failed?: boolean;
}

/** The second step after a password: a code of the app, or a recovery code. */
export function CodePage({ begun, back, failed }: CodePageProps) {
  return (
    <StaffPage title="確認コードを入れる" language="ja" hasErrors={failed}>
      <Stack gap="large">
        <h1>確認コードを入れる</h1>
        {failed && (
          <Banner kind="err" title="コードが合いませんでした。" announce>
            アプリに今出ている数字を入れてください。同じコードは2回使えません。何度か続けて間違えたときは、15分ほどたってからお試しください。
          </Banner>
        )}
        <Card>
          <Form action="/staff/sign-in/code">
            <input type="hidden" name="begun" value={begun} />
            <input type="hidden" name="return" value={back} />
            <TextField
              name="code"
              label="確認コード"
              hint="確認アプリに出ている6けたの数字。スマートフォンが手元にないときは、紙に控えた回復コード(例: H7K-4M2-P9X)。"
              language="ja"
              autoComplete="one-time-code"
              width={12}
            />
            <Button>サインイン</Button>
          </Form>
        </Card>
        <p>
          <a href={`/staff/sign-in?return=${encodeURIComponent(back)}`}>はじめからやり直す</a>
        </p>
      </Stack>
    </StaffPage>
  );
}
