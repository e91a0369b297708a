import { Banner, Button, Form, Inline, Stack, StaffPage, Tile, Tiles } from '#ui';
import { demoAccounts } from '../demo.ts';
import { type DeviceKind, deviceKinds } from '../devices.ts';

/** Choosing a duty, or a device, for trying the product out. Exists in demo mode only. */
export function DemoPage() {
  return (
    <StaffPage title="お試しの職員を選ぶ" language="ja">
      <Stack gap="large">
        <h1>お試しの職員を選ぶ</h1>
        <Banner kind="info" title="お試し用の画面です。">
          本番では表示されません。本物の個人情報は入力しないでください。
        </Banner>
        <Stack>
          <h2>どの担当として始めますか</h2>
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
      </Stack>
    </StaffPage>
  );
}
