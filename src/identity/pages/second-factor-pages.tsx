import { Banner, Button, Card, ErrorSummary, Form, Qr, Stack, type StaffIdentity, StaffPage, TextField } from '#ui';
import type { SecondFactorState, ShownSecret } from '../second-factors.ts';
import { moment } from '../times.ts';

/** Few codes are left: time for new ones. */
const fewCodes = 3;

/** On one's own account: whether an app is registered, and what can be done about it. */
export function SecondFactorCard({ state, recent }: { state?: SecondFactorState; recent: boolean }) {
  return (
    <Card>
      <Stack>
        <h2>確認アプリ</h2>
        {state === undefined ? (
          <p>
            スマートフォンのアプリに出る6けたの数字で、パスワードのあとにもう一度、本人であることを確かめます。まだ登録していません。
          </p>
        ) : (
          <>
            <p>{`${moment.format(state.since)}に登録しました。使っていない回復コードは、あと${state.codesLeft}個です。`}</p>
            {state.codesLeft <= fewCodes && (
              <Banner kind="soon" slim title="回復コードが少なくなっています。">
                新しい回復コードを作って、紙に控えてください。
              </Banner>
            )}
          </>
        )}
        {recent && (
          <Form action="/staff/account/second-factor" layout="row">
            <Button kind="outline" icon="mobile">
              {state === undefined ? '確認アプリを登録する' : '別のスマートフォンに登録し直す'}
            </Button>
            {state && (
              <Button kind="outline" formAction="/staff/account/second-factor/codes">
                回復コードを作り直す
              </Button>
            )}
            {state && (
              <Button kind="danger" formAction="/staff/account/second-factor/remove">
                登録を外す
              </Button>
            )}
          </Form>
        )}
      </Stack>
    </Card>
  );
}

export interface EnrolPageProps {
  staff: StaffIdentity;
  secret: ShownSecret;
  /** What was typed, when it did not fit. */
  typed?: string;
}

/** Registers an app: the secret as a QR code and as text, and the first code as the proof that it arrived. */
export function EnrolPage({ staff, secret, typed }: EnrolPageProps) {
  const error =
    typed === undefined
      ? undefined
      : '数字が合いません。アプリに今出ている6けたの数字を入れてください。スマートフォンの時計が合っているかも確かめてください。';
  return (
    <StaffPage title="確認アプリを登録する" language="ja" staff={staff} nav="account" hasErrors={error !== undefined}>
      <Stack gap="large">
        <ErrorSummary errors={error === undefined ? [] : [{ name: 'code', message: error }]} language="ja" />
        <h1>確認アプリを登録する</h1>
        <Card>
          <Stack>
            <h2>1. スマートフォンのアプリで読み取る</h2>
            <p>
              「Google Authenticator」「Microsoft
              Authenticator」など、6けたの数字を出すアプリを使ってください。この画面を、ほかの人に見せないでください。
            </p>
            <Qr text={secret.address} label="確認アプリに登録するための二次元コード" />
            <p>読み取れないときは、次の文字をアプリに入れてください。</p>
            <p>
              <code>{secret.groups}</code>
            </p>
          </Stack>
        </Card>
        <Card>
          <Stack>
            <h2>2. アプリに出た数字を入れる</h2>
            <p>15分以内に入れてください。</p>
            <Form action="/staff/account/second-factor/confirm">
              <TextField
                name="code"
                label="6けたの数字"
                language="ja"
                value={typed}
                inputMode="numeric"
                autoComplete="one-time-code"
                width={6}
                error={error}
              />
              <Button>登録する</Button>
            </Form>
          </Stack>
        </Card>
        <p>
          <a href="/staff/account">登録しないで戻る</a>
        </p>
      </Stack>
    </StaffPage>
  );
}

export interface CodesPageProps {
  staff: StaffIdentity;
  login: string;
  codes: readonly string[];
  now: Date;
  /** The app was registered with this. */
  registered?: boolean;
}

/** The recovery codes, shown this once, to be printed or copied by hand. */
export function CodesPage({ staff, login, codes, now, registered }: CodesPageProps) {
  return (
    <StaffPage title="回復コード" language="ja" staff={staff} nav="account">
      <Stack gap="large">
        <h1>回復コード</h1>
        {registered && (
          <div className="no-print">
            <Banner kind="ok" title="確認アプリを登録しました。" announce>
              次から、パスワードのあとに、アプリの数字を入れてください。
            </Banner>
          </div>
        )}
        <Card kind="key">
          <Stack>
            <h2>{`${login}の回復コード(${moment.format(now)})`}</h2>
            <p>
              スマートフォンが使えないときに、アプリの数字の代わりに入れます。1つのコードは1回だけ使えます。この画面を閉じると、もう表示できません。
            </p>
            <ol className="codes">
              {codes.map((code) => (
                <li key={code}>
                  <code>{code}</code>
                </li>
              ))}
            </ol>
            <p>
              印刷するか書き写して、かぎのかかるところにしまってください。パスワードと同じところには置かないでください。
            </p>
          </Stack>
        </Card>
        <div className="no-print row">
          <Button kind="outline" icon="print" type="button" action="print">
            印刷する
          </Button>
          <Button href="/staff/account">控えたので、アカウントに戻る</Button>
        </div>
      </Stack>
    </StaffPage>
  );
}
