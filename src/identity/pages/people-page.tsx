import { Badge, Button, DataTable, Inline, Stack, type StaffIdentity, StaffPage } from '#ui';
import type { House } from '../house.ts';
import type { ListedAccount } from '../people.ts';
import { type Role, roles } from '../permissions.ts';

export interface PeoplePageProps {
  staff: StaffIdentity;
  people: readonly ListedAccount[];
  departments: ReturnType<House['departments']>;
}

/** The duties of somebody in words. */
export const dutyNames = (chosen: readonly string[]): string =>
  chosen.map((role) => roles[role as Role] ?? role).join('、');

/** Everyone who works here. */
export function PeoplePage({ staff, people, departments }: PeoplePageProps) {
  return (
    <StaffPage title="職員" language="ja" staff={staff} nav="people">
      <Stack gap="large">
        <Inline spread>
          <h1>職員</h1>
          <a href="/staff/recoveries">管理者の復旧</a>
          <Button href="/staff/people/new" icon="plus">
            職員を登録する
          </Button>
        </Inline>
        <DataTable
          caption="登録した職員"
          columns={[
            { key: 'name', label: '氏名' },
            { key: 'login', label: '職員番号' },
            { key: 'department', label: '課' },
            { key: 'duties', label: '担当' },
            { key: 'state', label: '状態' },
          ]}
          rows={people.map((person) => ({
            key: person.id,
            cells: [
              <a key="name" href={`/staff/people/${person.id}`}>
                {person.name}
              </a>,
              person.login,
              departments.find(({ id }) => id === person.department)?.name.ja ?? '決まっていません',
              dutyNames(person.roles),
              <PersonState key="state" {...person} />,
            ],
          }))}
          empty="登録した職員はいません。"
        />
      </Stack>
    </StaffPage>
  );
}

/** Whether somebody can come in. */
export function PersonState({ disabled, canSignIn }: Pick<ListedAccount, 'disabled' | 'canSignIn'>) {
  if (disabled) {
    return (
      <Badge state="held" language="ja">
        利用を止めています
      </Badge>
    );
  }
  return canSignIn ? (
    <Badge state="confirmed" language="ja">
      サインインできます
    </Badge>
  ) : (
    <Badge state="unconfirmed" language="ja">
      まだサインインできません
    </Badge>
  );
}
