import { Banner, Button, Form, SelectField, StaffPage, TextField } from '#ui';
import { type DeviceKind, deviceKinds } from '../devices.ts';
import type { SignedIn } from '../route-parts.ts';

const kinds = (Object.keys(deviceKinds) as DeviceKind[]).map((kind) => ({
  value: kind,
  label: deviceKinds[kind].name,
}));

/** Where an administrator makes a code for a new device. */
export function DevicesPage({ staff, code }: { staff: SignedIn; code?: string }) {
  return (
    <StaffPage title="機器の登録" language="ja" staff={staff} nav="account">
      <h1>機器の登録</h1>
      {code !== undefined && (
        <Banner kind="ok" title={`登録番号は ${code.slice(0, 4)} ${code.slice(4)} です。`} announce>
          登録する機器で「/device」を開いて、10分以内に入力してください。
        </Banner>
      )}
      <Form action="/staff/devices">
        <SelectField name="kind" label="機器の種類" language="ja" options={kinds} />
        <TextField name="place" label="置く場所" hint="例：1階 正面入口" language="ja" maxLength={40} />
        <Button>登録番号を作る</Button>
      </Form>
    </StaffPage>
  );
}

/** Where a new device is given its code. */
export function DevicePage({ failed }: { failed?: boolean }) {
  return (
    <StaffPage title="この機器を登録する" language="ja" hasErrors={failed}>
      <h1>この機器を登録する</h1>
      <Form action="/device">
        <TextField
          name="code"
          label="登録番号（8けた）"
          language="ja"
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          error={failed ? 'この登録番号は使えません。期限が過ぎたときは、新しい番号を作ってください。' : undefined}
        />
        <Button>登録する</Button>
      </Form>
    </StaffPage>
  );
}
