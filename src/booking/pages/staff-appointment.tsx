import type { Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import {
  Banner,
  Button,
  Card,
  ChoiceGroup,
  Form,
  type FormError,
  Inline,
  KeyValue,
  type StaffIdentity,
  TextField,
} from '#ui';
import { timeOf } from '../cell.ts';
import { messages } from '../messages.ts';
import { reminderChoices } from '../reminder.ts';
import type { Stop } from '../stops.ts';
import type { BookingState } from '../tables.ts';
import { stateLabels } from './day.tsx';
import { BookingStaffPage } from './staff-frame.tsx';
import { StopList } from './stop-list.tsx';

export interface StaffAppointmentProps {
  staff: StaffIdentity;
  conflicts: number;
  id: string;
  revision: number;
  state: BookingState;
  when: string;
  code: string;
  /** Null: nothing was entered, or it must not be shown. */
  name: string | null;
  isProtected: boolean;
  /** With the middle hidden; empty where nobody can be told. */
  contact: readonly string[];
  /** When reminders are still to come. */
  reminders: readonly string[];
  /** Which reminders are wanted. */
  wanted: readonly string[];
  /** What did not reach them, in words. */
  troubles: readonly string[];
  stops: readonly Stop[];
  history: readonly string[];
  keptReason: string | null;
  /** It has no desk any more: free times in its place. */
  nearby: readonly { day: Day; cell: number }[] | null;
  mayChange: boolean;
  errors: readonly FormError[];
  reason: string;
}

/** One appointment, for staff: what it is, and what can be done about it. */
export function StaffAppointmentPage(props: StaffAppointmentProps) {
  const { id, state, when, code, contact, isProtected } = props;
  const base = `/booking/appointments/${id}`;
  return (
    <BookingStaffPage {...props} title={`${when}の予約`} tab={props.nearby ? 'conflicts' : 'day'}>
      {isProtected && <Banner kind="soon" title="名前と用件を出さない方です。声に出して読み上げないでください。" />}
      <Card>
        <KeyValue
          rows={[
            { key: 'code', label: '受付コード', value: code },
            { key: 'state', label: '状態', value: stateLabels[state] },
            { key: 'name', label: '氏名', value: isProtected ? '出しません' : (props.name ?? '入力なし') },
            {
              key: 'contact',
              label: '連絡先',
              value: contact.length > 0 ? contact.join('・') : 'なし(知らせるには電話などで)',
            },
            {
              key: 'reminders',
              label: '前のお知らせ',
              value: props.reminders.length > 0 ? props.reminders.join('、') : 'なし',
            },
            ...(props.keptReason === null
              ? []
              : [{ key: 'kept', label: 'そのまま受ける理由', value: props.keptReason }]),
          ]}
        />
      </Card>
      {props.troubles.length > 0 && (
        <Banner kind="soon" title="知らせが届いていません。電話か、来たときに伝えてください。">
          {props.troubles.join(' ')}
        </Banner>
      )}
      {!isProtected && <StopList stops={props.stops} language="ja" />}
      {props.nearby && <Solve {...props} nearby={props.nearby} base={base} />}
      {props.mayChange && props.nearby === null && (
        <Inline>
          <Button kind="outline" href={`${base}/change`} icon="calendar">
            日と時間を変える
          </Button>
        </Inline>
      )}
      {props.mayChange && contact.length > 0 && <RemindersForm {...props} base={base} />}
      {props.mayChange && <CancelForm {...props} base={base} />}
      <h2>これまでの記録</h2>
      <ul>
        {props.history.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </BookingStaffPage>
  );
}

function Told({ contact }: Pick<StaffAppointmentProps, 'contact'>) {
  return (
    <p className="mut">
      {contact.length > 0
        ? '変えると、予約した方にメールかSMSで知らせます。'
        : 'この方には連絡先がありません。当日、受付で説明してください。'}
    </p>
  );
}

function Solve(props: StaffAppointmentProps & { base: string; nearby: readonly { day: Day; cell: number }[] }) {
  const { base, nearby, revision, errors, reason } = props;
  const error = (name: string) => errors.find((one) => one.name === name)?.message;
  return (
    <>
      <Banner kind="soon" title="この予約には、席がなくなりました。どれかを選んでください。" />
      <Card>
        <h2>近い時間に移す</h2>
        {nearby.length === 0 ? (
          <p>近い日に空きがありません。</p>
        ) : (
          <Form action={`${base}/move`}>
            <input type="hidden" name="revision" value={revision} />
            <ChoiceGroup
              name="to"
              kind="radio"
              label="移す先"
              language="ja"
              error={error('to')}
              options={nearby.map(({ day, cell }) => ({
                value: `${day}.${cell}`,
                label: `${formatDay(day, 'ja')} ${timeOf(cell)}`,
              }))}
            />
            <Told {...props} />
            <Button>この時間に移す</Button>
          </Form>
        )}
        <p>
          <a href={`${base}/change`}>ほかの日と時間をさがす</a>
        </p>
      </Card>
      <Card>
        <h2>そのまま受ける</h2>
        <Form action={`${base}/keep`}>
          <TextField
            name="reason"
            label="理由"
            hint="例: 係長が窓口に入ります"
            language="ja"
            value={reason}
            error={error('reason')}
            maxLength={200}
          />
          <Button kind="outline">席を超えて受ける</Button>
        </Form>
      </Card>
    </>
  );
}

/** For who asks by telephone; on their own they choose when they book, and stop by the link of a mail. */
function RemindersForm({ base, wanted }: StaffAppointmentProps & { base: string }) {
  const t = messages('ja');
  return (
    <Card>
      <h2>前のお知らせを変える</h2>
      <Form action={`${base}/reminders`}>
        <ChoiceGroup
          name="reminders"
          kind="checkbox"
          label="お知らせする時"
          hint="印がないときは、前のお知らせを送りません。変更と取り消しは知らせます。"
          language="ja"
          options={reminderChoices.map((choice) => ({ value: choice, label: t(`remind_${choice}`) }))}
          selected={wanted}
        />
        <Button kind="outline">この内容にする</Button>
      </Form>
    </Card>
  );
}

function CancelForm({ base, contact, nearby }: StaffAppointmentProps & { base: string }) {
  return (
    <Card>
      <h2>取り消す</h2>
      <Form action={`${base}/cancel`}>
        <ChoiceGroup
          name="by"
          kind="radio"
          label="だれの都合ですか"
          language="ja"
          options={[
            { value: 'resident', label: '予約した方の都合' },
            { value: 'city', label: '市役所の都合', note: 'お詫びと、別の時間の選び方を知らせます' },
          ]}
          selected={[nearby ? 'city' : 'resident']}
        />
        <Told contact={contact} />
        <Button kind="danger">この予約を取り消す</Button>
      </Form>
    </Card>
  );
}
