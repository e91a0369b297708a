import {
  Banner,
  Button,
  Card,
  DataTable,
  Form,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextField,
} from '#ui';
import { type DeviceKind, deviceKinds, type ListedDevice } from '../devices.ts';
import { moment } from '../times.ts';
import { StepUp } from './step-up.tsx';

const kinds = (Object.keys(deviceKinds) as DeviceKind[]).map((kind) => ({
  value: kind,
  label: deviceKinds[kind].name,
}));

export interface DevicesPageProps {
  staff: StaffIdentity;
  devices: readonly ListedDevice[];
  /** Whether they proved who they are a moment ago, so that devices may be added and taken away. */
  recent: boolean;
  code?: string;
  /** No place was given. */
  failed?: boolean;
}

/** The machines of the house, and where an administrator makes a code for a new one. */
export function DevicesPage({ staff, devices, recent, code, failed }: DevicesPageProps) {
  return (
    <StaffPage title="機器" language="ja" staff={staff} nav="devices" hasErrors={failed}>
      <Stack gap="large">
        <h1>機器</h1>
        {code !== undefined && (
          <Banner kind="ok" title={`登録番号は ${code.slice(0, 4)} ${code.slice(4)} です。`} announce>
            登録する機器で「/device」を開いて、10分以内に入力してください。
          </Banner>
        )}
        {!recent && (
          <StepUp back="/staff/devices">機器を登録したり取り消したりする前に、本人確認をしてください。</StepUp>
        )}
        <DeviceTable devices={devices} recent={recent} />
        {recent && (
          <Card>
            <Stack>
              <h2>新しい機器を登録する</h2>
              <Form action="/staff/devices">
                <SelectField name="kind" label="機器の種類" language="ja" options={kinds} />
                <TextField
                  name="place"
                  label="置く場所"
                  hint="例：1階 正面入口"
                  language="ja"
                  maxLength={40}
                  required
                  error={failed ? '置く場所を入れてください。一覧で見分けるために使います。' : undefined}
                />
                <Button>登録番号を作る</Button>
              </Form>
            </Stack>
          </Card>
        )}
      </Stack>
    </StaffPage>
  );
}

function DeviceTable({ devices, recent }: Pick<DevicesPageProps, 'devices' | 'recent'>) {
  return (
    <DataTable
      caption="登録した機器"
      columns={[
        { key: 'place', label: '場所' },
        { key: 'kind', label: '種類' },
        { key: 'enrolled', label: '登録した日時' },
        { key: 'seen', label: '最後に動いていた日時' },
        { key: 'revoke', label: '操作' },
      ]}
      rows={devices.map(({ id, place, kind, enrolledAt, seenAt }) => ({
        key: id,
        cells: [
          place,
          deviceKinds[kind].name,
          moment.format(enrolledAt),
          moment.format(seenAt),
          recent && (
            <Form action="/staff/devices/revoke" layout="row">
              <Button name="id" value={id} kind="danger">
                登録を取り消す
              </Button>
            </Form>
          ),
        ],
      }))}
      empty="登録した機器はありません。"
    />
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
