import { Banner, Button, Card, Form, Inline, Stack, StaffPage, Tile, Tiles } from '#ui';
import { type DemoAccount, demoAccounts } from '../demo.ts';
import { type DeviceKind, deviceKinds } from '../devices.ts';

export interface DemoPageProps {
  /** Who is signed in here and has to say again who they are before they go on to `back`. */
  again?: { account: DemoAccount; back: string };
  /** Where invented visitors can be let into the hall. */
  visitorsPath?: string;
}

/** Choosing a duty, or a device, for trying the product out. Exists in demo mode only. */
export function DemoPage({ again, visitorsPath }: DemoPageProps) {
  return (
    <StaffPage title="お試しの職員を選ぶ" language="ja">
      <Stack gap="large">
        <h1>お試しの職員を選ぶ</h1>
        <Banner kind="info" title="お試し用の画面です。">
          本番では表示されません。本物の個人情報は入力しないでください。
        </Banner>
        {again && <Again {...again} />}
        <Stack>
          <h2>{again ? 'ほかの担当として始める' : 'どの担当として始めますか'}</h2>
          <Form action="/staff/demo">
            <Tiles>
              {demoAccounts.map(({ login, duty, name }) => (
                <Tile key={login} icon="person" title={duty} note={name} name="login" value={login} />
              ))}
            </Tiles>
          </Form>
        </Stack>
        <Stack>
          <h2>この画面を機器として使う</h2>
          <Form action="/staff/demo/device">
            <Inline>
              {(Object.keys(deviceKinds) as DeviceKind[]).map((kind) => (
                <Button key={kind} name="kind" value={kind} kind="outline">
                  {`${deviceKinds[kind].name}にする`}
                </Button>
              ))}
            </Inline>
          </Form>
        </Stack>
        {visitorsPath !== undefined && (
          <Stack>
            <h2>来庁者を入れてみる</h2>
            <p>作り話の来庁者が、順番を待ちます。窓口や総合案内の画面を試せます。</p>
            <p>
              <Button href={visitorsPath} kind="outline" icon="people">
                お試しの来庁者を入れる
              </Button>
            </p>
          </Stack>
        )}
      </Stack>
    </StaffPage>
  );
}

/** The place of the new proof of identity that the product asks for before anything dangerous. */
function Again({ account, back }: { account: DemoAccount; back: string }) {
  return (
    <Card kind="key">
      <Stack>
        <h2>もう一度、本人確認をしてください</h2>
        <p>大切な操作の前には、5分以内の本人確認が必要です。本番では、パスキーを使います。</p>
        <Form action="/staff/demo" layout="row">
          <input type="hidden" name="return" value={back} />
          <Button name="login" value={account.login} icon="lock">
            {`${account.name}（${account.duty}）として続ける`}
          </Button>
        </Form>
      </Stack>
    </Card>
  );
}
