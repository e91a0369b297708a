import { Banner, Button, Card, DataTable, Form, Stack, type StaffIdentity, StaffPage, TextField } from '#ui';
import type { Passkey } from '../passkey-store.ts';
import { type Role, roles } from '../permissions.ts';
import type { SecondFactorState } from '../second-factors.ts';
import type { SessionRow } from '../session-store.ts';
import { moment } from '../times.ts';
import { SecondFactorCard } from './second-factor-pages.tsx';
import { StepUp } from './step-up.tsx';

export interface AccountPageProps {
  staff: StaffIdentity;
  roles: readonly string[];
  sessionId: string;
  passkeys: readonly Passkey[];
  sessions: readonly SessionRow[];
  /** Whether they proved who they are a moment ago, so that ways to sign in may be changed. */
  recent: boolean;
  passwords: boolean;
  secondFactor?: SecondFactorState;
  /** Whether a password alone lets nobody in. */
  secondFactorNeeded: boolean;
  passwordProblem?: string;
  passwordChanged?: boolean;
}

/** What a member of staff sees of their own account. */
export function AccountPage(props: AccountPageProps) {
  const { staff, recent, passwords } = props;
  const duties = props.roles.map((role) => roles[role as Role] ?? role).join('、');
  return (
    <StaffPage title="アカウント" language="ja" staff={staff} nav="account" scripts={['passkey']}>
      <h1>{staff.name}さんのアカウント</h1>
      <Stack gap="large">
        <p>担当：{duties}</p>
        {!recent && (
          <StepUp back="/staff/account">サインインの方法を変えるには、もう一度本人確認をしてください。</StepUp>
        )}
        <Passkeys passkeys={props.passkeys} recent={recent} />
        {passwords && recent && (
          <Password
            problem={props.passwordProblem}
            changed={props.passwordChanged}
            alone={!props.secondFactorNeeded || props.secondFactor !== undefined}
          />
        )}
        {passwords && <SecondFactorCard state={props.secondFactor} recent={recent} />}
        <Sessions sessions={props.sessions} current={props.sessionId} />
      </Stack>
    </StaffPage>
  );
}

function Passkeys({ passkeys, recent }: Pick<AccountPageProps, 'passkeys' | 'recent'>) {
  return (
    <Card>
      <Stack>
        <h2>パスキー</h2>
        <p>なくしたときに困らないように、2つ以上登録してください。</p>
        <DataTable
          caption="登録したパスキー"
          columns={[
            { key: 'label', label: '名前' },
            { key: 'created', label: '登録した日時' },
            { key: 'used', label: '最後に使った日時' },
            { key: 'remove', label: '操作' },
          ]}
          rows={passkeys.map(({ id, label, createdAt, usedAt }) => ({
            key: id,
            cells: [
              label,
              moment.format(createdAt),
              usedAt === null ? 'まだ使っていません' : moment.format(usedAt),
              recent && (
                <Form action="/staff/account/passkey/remove" layout="row">
                  <Button name="id" value={id} kind="danger">
                    削除する
                  </Button>
                </Form>
              ),
            ],
          }))}
          empty="まだ登録していません。"
        />
        {recent && (
          <div data-passkey="add">
            <Button type="button">パスキーを登録する</Button>
            <p className="cap" role="status" />
          </div>
        )}
      </Stack>
    </Card>
  );
}

/** `alone`: whether the password does what it is for as things are. */
function Password({ problem, changed, alone }: { problem?: string; changed?: boolean; alone: boolean }) {
  return (
    <Card>
      <Stack>
        <h2>パスワード</h2>
        {changed && (
          <Banner kind="ok" slim announce>
            パスワードを変えました。
          </Banner>
        )}
        {!alone && <p>パスワードだけではサインインできません。下の「確認アプリ」も登録してください。</p>}
        <Form action="/staff/account/password">
          <TextField
            name="password"
            label="新しいパスワード"
            hint="15文字以上にしてください。いくつかの言葉をつなげると覚えやすくなります。"
            language="ja"
            type="password"
            autoComplete="new-password"
            error={problem}
          />
          <Button kind="outline">パスワードを変える</Button>
        </Form>
      </Stack>
    </Card>
  );
}

function Sessions({ sessions, current }: { sessions: readonly SessionRow[]; current: string }) {
  return (
    <Card>
      <Stack>
        <h2>サインインしている場所</h2>
        <DataTable
          caption="サインインしている場所"
          columns={[
            { key: 'started', label: 'サインインした日時' },
            { key: 'seen', label: '最後に使った日時' },
            { key: 'state', label: '状態' },
          ]}
          rows={sessions.map(({ id, startedAt, seenAt, lockedAt }) => ({
            key: id,
            cells: [
              moment.format(startedAt),
              moment.format(seenAt),
              id === current ? 'この画面' : lockedAt === null ? '使用中' : 'ロック中',
            ],
          }))}
          empty="サインインしている場所はありません。"
        />
        <Form action="/staff/lock" layout="row">
          <Button kind="outline">交代する（画面をロックする）</Button>
          <Button kind="outline" formAction="/staff/sign-out">
            サインアウトする
          </Button>
          <Button kind="danger" formAction="/staff/account/sign-out-everywhere">
            すべての場所からサインアウトする
          </Button>
        </Form>
      </Stack>
    </Card>
  );
}
