import { Button, Form, Stack, type StaffIdentity, TextField } from '#ui';
import { type Scope, scopeNames } from '../flow.ts';
import { FlowPage } from './parts.tsx';

export interface FlowsPageProps {
  staff: StaffIdentity;
  query: string;
  departments: readonly {
    id: string;
    name: string;
    procedures: readonly { id: string; name: string; scopes: readonly Scope[] }[];
  }[];
}

/** All flows by department, found by any part of a name. */
export function FlowsPage({ staff, query, departments }: FlowsPageProps) {
  const count = departments.reduce((sum, { procedures }) => sum + procedures.length, 0);
  return (
    <FlowPage title="業務の流れ" staff={staff}>
      <Stack gap="large">
        <h1>業務の流れ</h1>
        <p>台帳の手順・書類・システムから作った図です。台帳を直すと、図も変わります。</p>
        <Form action="/manual/flows" method="get" layout="row">
          <TextField name="q" label="手続きの名前" language="ja" value={query} />
          <Button>さがす</Button>
        </Form>
        {query !== '' && (
          <p role="status">
            {count === 0
              ? `「${query}」に当たる手続きはありません。短い言葉でさがしてください。`
              : `${count}件あります。`}
          </p>
        )}
        <div className="flow-departments">
          {departments.map(({ id, name, procedures }) => (
            <section key={id} aria-labelledby={`department-${id}`}>
              <Stack gap="small">
                <h2 id={`department-${id}`}>{`${name}(${procedures.length})`}</h2>
                <ul>
                  {procedures.map((procedure) => (
                    <li key={procedure.id}>
                      <a href={`/manual/flows/${procedure.id}`}>{procedure.name}</a>
                      {procedure.scopes.includes('online') && (
                        <span className="mut">{` ${scopeNames.online}あり`}</span>
                      )}
                    </li>
                  ))}
                </ul>
              </Stack>
            </section>
          ))}
        </div>
      </Stack>
    </FlowPage>
  );
}
