import { Banner, Button, Card, FileField, Form, Inline, Stack, type StaffIdentity } from '#ui';
import { InventoryPage, Way } from './parts.tsx';

export interface FilesPageProps {
  staff: StaffIdentity;
  mayEdit: boolean;
  /** Why a file was not taken in; each line a place. */
  problem: readonly string[];
  notice: string | null;
}

/** The inventory as tables, out and in. */
export function FilesPage({ staff, mayEdit, problem, notice }: FilesPageProps) {
  return (
    <InventoryPage title="表に出す・取り込む" staff={staff} hasErrors={problem.length > 0}>
      <Stack gap="large">
        <Stack>
          <Way steps={[]} />
          <h1>表に出す・取り込む</h1>
        </Stack>
        {notice !== null && <Banner kind="info" title={notice} announce />}
        <Card>
          <h2>公開している台帳を出す</h2>
          <p>手続き、持ち物、料金、手順、様式の項目、質問が、シートに分かれています。</p>
          <Inline>
            <Button kind="outline" href="/inventory/files/tanaoroshi.xlsx" icon="doc">
              棚卸し表(Excel)
            </Button>
            <Button kind="outline" href="/inventory/files/inventory.json" icon="doc">
              台帳の全部(JSON)
            </Button>
          </Inline>
        </Card>
        {mayEdit && (
          <Card>
            <h2>直した表を取り込む</h2>
            <p>
              変わったところだけを、新しい改訂の下書きにします。まだ何も公開しません。まちがいが1つでもあると、何も取り込みません。
            </p>
            <Form action="/inventory/files" hasFile>
              <FileField
                name="file"
                label="直した表"
                language="ja"
                accept=".xlsx,.csv,.json"
                hint="上で出した .xlsx と .json、そのシートを保存した .csv。20MBまで。行は増やせません。"
                error={problem.length > 0 ? problem[0] : undefined}
              />
              {problem.length > 1 && (
                <ul>
                  {problem.slice(1).map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              )}
              <Button>取り込む</Button>
            </Form>
          </Card>
        )}
      </Stack>
    </InventoryPage>
  );
}
