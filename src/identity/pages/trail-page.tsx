import type { Verification } from '#platform/audit';
import {
  Badge,
  Banner,
  Button,
  Card,
  DataTable,
  Form,
  Inline,
  LiveRegion,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
  Tabs,
  TextField,
} from '#ui';
import type { ListedAccount } from '../people.ts';
import { moment } from '../times.ts';
import type { EmergencyLine, TrailLine, TrailQuery } from '../trail-reader.ts';
import { EmergencyTable } from './emergency-table.tsx';

export interface TrailPageProps {
  staff: StaffIdentity;
  query: Omit<TrailQuery, 'caseId'> & { readonly code: string };
  /** No case has the code that was typed. */
  unknownCode: boolean;
  lines: readonly TrailLine[];
  /** Whether there are older lines. */
  more: boolean;
  people: readonly ListedAccount[];
  unreviewed: readonly EmergencyLine[];
  verification?: Verification;
  /** Whether they may agree to let an administrator in again. */
  recoveries: boolean;
}

const aboutOptions = [
  { value: 'looks', label: '受け付けの閲覧' },
  { value: 'other', label: '職員と機器の管理' },
  { value: 'all', label: 'すべて' },
];

/** The two views of the trail. */
export function TrailTabs({ current }: { current: 'trail' | 'week' }) {
  return (
    <Tabs
      label="記録の見方"
      current={current}
      tabs={[
        { id: 'trail', label: '記録', href: '/staff/audit' },
        { id: 'week', label: '週ごとの確認', href: '/staff/audit/week' },
      ]}
    />
  );
}

/** Who looked at which case and when, for those who watch over it. */
export function TrailPage(props: TrailPageProps) {
  const { staff, query, unknownCode, unreviewed, verification, recoveries } = props;
  return (
    <StaffPage title="閲覧の記録" language="ja" staff={staff} nav="audit" hasErrors={unknownCode}>
      <Stack gap="large">
        <h1>閲覧の記録</h1>
        <TrailTabs current="trail" />
        {recoveries && (
          <p>
            <a href="/staff/recoveries">管理者の復旧</a>
          </p>
        )}
        <LiveRegion id="emergencies" source="/staff/audit/events" topic="security" polite>
          {unreviewed.length > 0 && (
            <Stack>
              <Banner kind="err" title={`確認していない「非常時の閲覧」が${unreviewed.length}件あります。`}>
                理由を読んで、本人と上司に確かめてください。
              </Banner>
              <EmergencyTable lines={unreviewed} />
            </Stack>
          )}
        </LiveRegion>
        {verification && <VerificationBanner verification={verification} />}
        <Filter query={query} people={props.people} unknownCode={unknownCode} />
        <Lines {...props} />
        <Form action="/staff/audit/verify" layout="row">
          <Button kind="outline" icon="shield">
            記録が書き換えられていないか調べる
          </Button>
        </Form>
      </Stack>
    </StaffPage>
  );
}

function Filter({ query, people, unknownCode }: Pick<TrailPageProps, 'query' | 'people' | 'unknownCode'>) {
  return (
    <Card kind="tint">
      <Form action="/staff/audit" method="get" layout="row">
        <TextField name="day" label="日" language="ja" type="date" value={query.day ?? ''} />
        <SelectField
          name="person"
          label="職員"
          language="ja"
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={query.person}
          empty="すべて"
        />
        <TextField
          name="code"
          label="受付コード"
          language="ja"
          value={query.code}
          autoComplete="off"
          width={6}
          maxLength={20}
          error={unknownCode ? 'このコードの受け付けは見つかりません。コードを確かめてください。' : undefined}
        />
        <SelectField name="about" label="記録の種類" language="ja" options={aboutOptions} value={query.about} />
        <Button icon="filter">この条件で見る</Button>
      </Form>
    </Card>
  );
}

function Lines({ lines, more, query }: TrailPageProps) {
  return (
    <Stack>
      <DataTable
        caption="記録"
        columns={[
          { key: 'at', label: '日時' },
          { key: 'who', label: 'だれが' },
          { key: 'department', label: '課' },
          { key: 'what', label: '何を' },
          { key: 'action', label: 'したこと' },
          { key: 'why', label: '理由' },
          { key: 'mark', label: '注意' },
        ]}
        rows={lines.map((line) => ({
          key: line.key,
          marked: line.mark !== undefined,
          cells: [
            moment.format(line.at),
            line.who,
            line.department,
            <span key="what" className="nw">
              {line.what}
            </span>,
            line.action,
            line.why,
            <LineMark key="mark" mark={line.mark} />,
          ],
        }))}
        empty="この条件の記録はありません。"
      />
      <Inline>
        {query.page > 1 && <a href={pagePath(query, query.page - 1)}>新しい記録</a>}
        {more && <a href={pagePath(query, query.page + 1)}>もっと前の記録</a>}
      </Inline>
    </Stack>
  );
}

function LineMark({ mark }: Pick<TrailLine, 'mark'>) {
  if (mark === 'denied') {
    return (
      <Badge state="look" language="ja">
        開けなかった
      </Badge>
    );
  }
  if (mark === 'emergency') {
    return (
      <Badge state="caution" language="ja">
        非常時
      </Badge>
    );
  }
  return mark === 'outside' ? (
    <Badge state="look" language="ja">
      担当の外
    </Badge>
  ) : null;
}

function pagePath({ day, person, code, about }: TrailPageProps['query'], page: number): string {
  const query = new URLSearchParams({ day: day ?? '', person: person ?? '', code, about, page: String(page) });
  return `/staff/audit?${query}`;
}

const brokenSentences: Readonly<Record<Exclude<Verification['state'], 'ok'>, string>> = {
  broken: '記録の途中が、書き換えられたか消されています。',
  truncated: '記録の終わりの部分が消されています。',
  headMismatch: '記録が作り直されています。外に保存した控えと合いません。',
  forgedHeads: '控えのファイルが、この市のものではありません。',
};

function VerificationBanner({ verification }: { verification: Verification }) {
  if (verification.state === 'ok') {
    return (
      <Banner kind="ok" title="書き換えられた記録はありません。" announce>
        {`${verification.rows.toLocaleString('ja-JP')}件の記録と、外に保存した控えを調べました。`}
      </Banner>
    );
  }
  return (
    <Banner kind="err" title={brokenSentences[verification.state]} announce>
      {'seq' in verification && `場所は、鎖${verification.stream}の${verification.seq}番です。`}
      だれも記録に触れないようにして、情報セキュリティの担当に知らせてください。
    </Banner>
  );
}
