import {
  Banner,
  Button,
  Card,
  ChoiceGroup,
  Details,
  ErrorSummary,
  Form,
  Inline,
  Qr,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextField,
} from '#ui';
import type { House } from '../house.ts';
import { type ListedAccount, needsTwoPersons } from '../people.ts';
import { type Role, roles } from '../permissions.ts';
import type { PersonProblem, TypedPerson } from '../person.ts';
import { PersonState } from './people-page.tsx';

export interface PersonPageProps {
  staff: StaffIdentity;
  typed: TypedPerson;
  /** The account as it is kept; absent for a person to be added. */
  account?: ListedAccount;
  /** The account is that of the administrator who looks. */
  own: boolean;
  departments: ReturnType<House['departments']>;
  counters: Awaited<ReturnType<House['counters']>>;
  problems?: readonly PersonProblem[];
  /** The link that was made a moment ago; it is shown this once. */
  invitation?: string;
  /** Whether codes of an app are asked of them after the password. */
  secondFactor?: boolean;
}

const roleOptions = (Object.keys(roles) as Role[]).map((value) => ({ value, label: roles[value] }));

/** One person: what is registered, how they get in, and the end of it. */
export function PersonPage(props: PersonPageProps) {
  const { staff, account, problems = [], invitation } = props;
  const title = account === undefined ? '職員を登録する' : `${account.name}さんの登録`;
  return (
    <StaffPage title={title} language="ja" staff={staff} nav="people" hasErrors={problems.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={problems} language="ja" />
        <Inline spread>
          <h1>{title}</h1>
          <a href="/staff/people">職員の一覧</a>
        </Inline>
        {account && invitation !== undefined && <InvitationCard name={account.name} link={invitation} />}
        <PersonForm {...props} />
        {account && <Access account={account} own={props.own} secondFactor={props.secondFactor ?? false} />}
      </Stack>
    </StaffPage>
  );
}

function PersonForm({ typed, account, departments, counters, problems = [] }: PersonPageProps) {
  const error = (name: PersonProblem['name']) => problems.find((problem) => problem.name === name)?.message;
  return (
    <Card>
      <Form action={account === undefined ? '/staff/people/new' : `/staff/people/${account.id}`}>
        <TextField
          name="name"
          label="氏名"
          language="ja"
          value={typed.name}
          required
          width={12}
          error={error('name')}
        />
        <TextField
          name="login"
          label="職員番号"
          hint={account === undefined ? '半角の英字と数字。あとから変えられません。' : undefined}
          language="ja"
          value={typed.login}
          readOnly={account !== undefined}
          required={account === undefined ? true : undefined}
          autoComplete="off"
          width={12}
          error={error('login')}
        />
        <SelectField
          name="department"
          label="課"
          language="ja"
          options={departments.map(({ id, name }) => ({ value: id, label: name.ja }))}
          value={typed.department}
          empty="選んでください"
          required
          error={error('department')}
        />
        <ChoiceGroup
          name="roles"
          kind="checkbox"
          label="担当"
          hint="できることは、担当で決まります。必要なものだけを選んでください。"
          language="ja"
          options={roleOptions}
          selected={typed.roles}
          required
          error={error('roles')}
        />
        <Details summary="担当する窓口を決める" icon="place" open={typed.counters.length > 0}>
          <ChoiceGroup
            name="counters"
            kind="checkbox"
            label="担当する窓口"
            language="ja"
            options={counters.map(({ id, name }) => ({ value: id, label: name }))}
            selected={typed.counters}
            required={false}
            error={error('counters')}
          />
        </Details>
        <Button>{account === undefined ? '登録する' : '変更を保存する'}</Button>
      </Form>
    </Card>
  );
}

/** The link as text and as a code for the person's own telephone; whoever has it is let in as this person. */
export function InvitationCard({ name, link }: { name: string; link: string }) {
  return (
    <Card kind="key">
      <Stack>
        <h2>{`${name}さんに、その場で見せてください`}</h2>
        <p>
          このリンクは1回だけ、15分以内に使えます。この画面を閉じると、もう表示できません。メールでは送らないでください。
        </p>
        <Qr text={link} label={`${name}さんのサインインのリンク`} />
        <p>
          <code>{link}</code>
        </p>
      </Stack>
    </Card>
  );
}

function Access({ account, own, secondFactor }: { account: ListedAccount; own: boolean; secondFactor: boolean }) {
  const action = `/staff/people/${account.id}`;
  const two = needsTwoPersons(account);
  return (
    <Card>
      <Stack>
        <Inline>
          <h2>サインイン</h2>
          <PersonState {...account} />
        </Inline>
        {own ? (
          <p>自分のサインインは「自分の設定」で変えてください。自分の利用は止められません。</p>
        ) : account.disabled ? (
          <Form action={`${action}/enable`} layout="row">
            <Button kind="outline">利用を再開する</Button>
          </Form>
        ) : (
          <Form action={two ? `${action}/sign-out` : `${action}/invite`} layout="row">
            {!two && (
              <Button kind="outline" icon="qr">
                サインインのリンクを作る
              </Button>
            )}
            {!two && secondFactor && (
              <Button kind="outline" formAction={`${action}/reset-second-factor`}>
                確認アプリの登録を外す
              </Button>
            )}
            <Button kind="outline" formAction={`${action}/sign-out`}>
              すべての場所からサインアウトさせる
            </Button>
            <Button kind="danger" formAction={`${action}/disable`}>
              利用を止める
            </Button>
          </Form>
        )}
        {!own && !account.disabled && two && (
          <p>
            「管理」の担当者が入れなくなったときは、ほかの2人の同意が必要です。
            <a href="/staff/recoveries">管理者の復旧</a>から申し込んでください。
          </p>
        )}
        {!own && !account.disabled && !two && secondFactor && (
          <p>
            スマートフォンをなくした方は、「確認アプリの登録を外す」を押してから、サインインのリンクを作って、その場で見せてください。
          </p>
        )}
        {!own && !account.disabled && (
          <Banner kind="info" slim>
            利用を止めると、使っている画面もすぐに使えなくなります。記録は残ります。
          </Banner>
        )}
      </Stack>
    </Card>
  );
}
