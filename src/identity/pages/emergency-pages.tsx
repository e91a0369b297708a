import {
  Banner,
  Button,
  Card,
  ChoiceGroup,
  DataTable,
  ErrorSummary,
  Form,
  type FormError,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextAreaField,
  TextField,
} from '#ui';
import { type EmergencyCategory, emergencyCategories, longestReason } from '../emergency.ts';
import type { ShownCase } from '../house.ts';
import { timeOfDay } from '../times.ts';

export interface TypedEmergency {
  code: string;
  category?: EmergencyCategory;
  reason: string;
}

export interface EmergencyPageProps {
  staff: StaffIdentity;
  typed?: TypedEmergency;
  problems?: readonly FormError[];
}

const categoryOptions = (Object.keys(emergencyCategories) as EmergencyCategory[]).map((value) => ({
  value,
  label: emergencyCategories[value],
}));

/** Where a case is opened that is not one's own. */
export function EmergencyPage({ staff, typed, problems = [] }: EmergencyPageProps) {
  const error = (name: string) => problems.find((problem) => problem.name === name)?.message;
  return (
    <StaffPage title="非常時の閲覧" language="ja" staff={staff} nav="emergency" hasErrors={problems.length > 0}>
      <Stack gap="large">
        <ErrorSummary errors={problems} language="ja" />
        <h1>非常時の閲覧</h1>
        <Banner kind="soon" title="自分の担当ではない受け付けを、1件だけ30分間開きます。">
          開いたことは、すぐに監査と情報セキュリティの担当に伝わります。ほかの人が、あとで理由を確かめます。
        </Banner>
        <Card>
          <Form action="/staff/emergency">
            <TextField
              name="code"
              label="受付コード"
              hint="例：H7K-4M2-P9X"
              language="ja"
              value={typed?.code}
              autoComplete="off"
              width={12}
              maxLength={40}
              required
              error={error('code')}
            />
            <ChoiceGroup
              name="category"
              kind="radio"
              label="何のために開きますか"
              language="ja"
              options={categoryOptions}
              selected={typed?.category === undefined ? [] : [typed.category]}
              required
              error={error('category')}
            />
            <TextAreaField
              name="reason"
              label="理由"
              hint="10文字以上で、くわしく書いてください。住民の名前や住所は書かないでください。"
              language="ja"
              value={typed?.reason}
              rows={3}
              maxLength={longestReason}
              required
              error={error('reason')}
            />
            <Button kind="danger" icon="lock">
              理由を記録して開く
            </Button>
          </Form>
        </Card>
      </Stack>
    </StaffPage>
  );
}

export interface EmergencyCasePageProps {
  staff: StaffIdentity;
  shown: ShownCase;
  endsAt: Date;
}

/** What stands in the case, for as long as the emergency lasts. */
export function EmergencyCasePage({ staff, shown, endsAt }: EmergencyCasePageProps) {
  return (
    <StaffPage title={`${shown.code}（非常時の閲覧）`} language="ja" staff={staff} nav="emergency">
      <Stack gap="large">
        <h1>{`受付コード ${shown.code}`}</h1>
        <Banner kind="err" title={`非常時の閲覧です。${timeOfDay.format(endsAt)}に閉じます。`}>
          見たことは記録に残り、ほかの人が確かめるまで赤く表示されます。
        </Banner>
        <DataTable
          caption="入力済みの内容"
          captionShown
          columns={[
            { key: 'label', label: '項目' },
            { key: 'text', label: '内容' },
          ]}
          rows={shown.entries.reveal().map(({ key, label, text }) => ({ key, cells: [label, text.join('、')] }))}
          empty="入力済みの内容はありません。"
        />
        <DataTable
          caption="申し送り"
          captionShown
          columns={[
            { key: 'author', label: '書いた人' },
            { key: 'text', label: '内容' },
          ]}
          rows={shown.notes.reveal().map(({ id, author, text }) => ({ key: id, cells: [author, text] }))}
          empty="申し送りはありません。"
        />
      </Stack>
    </StaffPage>
  );
}
