import type { Day } from '#platform/clock';
import { formatDay, type Language } from '#platform/i18n';
import type { Channel } from '#platform/notify';
import {
  Banner,
  Button,
  Card,
  ChoiceGroup,
  Form,
  type FormError,
  SelectField,
  type StaffIdentity,
  TextField,
} from '#ui';
import type { Stop } from '../stops.ts';
import type { BookableDay } from '../timetable.ts';
import { BookingStaffPage } from './staff-frame.tsx';
import { StaffDays, StaffTimes } from './staff-times.tsx';
import { StopList } from './stop-list.tsx';

interface Common {
  staff: StaffIdentity;
  conflicts: number;
}

export interface StaffChangeProps extends Common {
  /** `/booking/appointments/<id>`. */
  base: string;
  when: string;
  revision: number;
  days: readonly BookableDay[];
  chosen: BookableDay;
  error: string | null;
}

/** Another time for an appointment, chosen by staff at the desk or on the phone. */
export function StaffChangePage({ base, when, revision, days, chosen, error, ...frame }: StaffChangeProps) {
  const errors = error === null ? [] : [{ name: 'cell', message: error }];
  return (
    <BookingStaffPage {...frame} title={`${when}の予約を変える`} tab="day" errors={errors}>
      <p>
        <a href={base}>予約の内容へ戻る</a>
      </p>
      <StaffDays days={days} chosen={chosen} hrefOf={(day) => `${base}/change?day=${day}`} />
      <h2>{`${formatDay(chosen.day, 'ja')}の時間`}</h2>
      <Form action={`${base}/move`}>
        <input type="hidden" name="day" value={chosen.day} />
        <input type="hidden" name="revision" value={revision} />
        <StaffTimes chosen={chosen} cell={null} />
        <Button>この時間に変える</Button>
      </Form>
    </BookingStaffPage>
  );
}

/** What was typed on the way to a booking. */
export interface TypedStaffBooking {
  code: string;
  q: string;
  procedures: readonly string[];
  mail: string;
  phone: string;
  language: Language;
  cell: number | null;
}

export interface StaffNewProps extends Common {
  typed: TypedStaffBooking;
  errors: readonly FormError[];
  /** What the words of the search found. */
  found: readonly { id: string; name: string }[];
  chosen: readonly { id: string; name: string }[];
  minutes: number;
  stops: readonly Stop[];
  days: readonly BookableDay[];
  day: BookableDay | null;
  channels: readonly Channel[];
  commandId: string;
}

const languageOptions = [
  { value: 'ja', label: '日本語' },
  { value: 'easy', label: 'やさしい日本語' },
  { value: 'en', label: 'English' },
  { value: 'zh', label: '中文' },
  { value: 'ko', label: '한국어' },
  { value: 'vi', label: 'Tiếng Việt' },
];

/** Booking for somebody on the phone or at the desk: what for, when, and where messages go. */
export function StaffNewPage(props: StaffNewProps) {
  const { staff, conflicts, typed, errors, found, chosen, days, day } = props;
  const error = (name: string) => errors.find((one) => one.name === name)?.message;
  const address = (on: Day) => {
    const query = new URLSearchParams([
      ['code', typed.code],
      ...typed.procedures.map((id) => ['procedures', id]),
      ['day', on],
    ]);
    return `/booking/new?${query}#times`;
  };
  return (
    <BookingStaffPage staff={staff} conflicts={conflicts} title="予約をとる" tab="new" errors={errors}>
      <Card>
        <h2>1. 用件</h2>
        <Form action="/booking/new" method="get">
          <TextField
            name="code"
            label="受付コード(あれば)"
            hint="事前に入力した方は、コードだけで用件が分かります。"
            language="ja"
            width={12}
            value={typed.code}
            error={error('code')}
            maxLength={20}
          />
          <TextField
            name="q"
            type="search"
            label="手続きをさがす"
            hint="例: 転入、印鑑登録、国保"
            language="ja"
            value={typed.q}
            error={error('q')}
            maxLength={60}
          />
          {(found.length > 0 || chosen.length > 0) && (
            <ChoiceGroup
              name="procedures"
              kind="checkbox"
              label="この方の手続き"
              language="ja"
              options={[...chosen, ...found].map(({ id, name }) => ({ value: id, label: name }))}
              selected={typed.procedures}
            />
          )}
          <Button kind="outline">さがす・選ぶ</Button>
        </Form>
      </Card>
      {props.stops.length > 0 && (
        <Card>
          <h2 id="times">2. 時間</h2>
          <p>{`${props.minutes}分くらい。次の順に回ります。`}</p>
          <StopList stops={props.stops} language="ja" />
          <StaffDays days={days} chosen={day} hrefOf={address} />
          {day === null ? <Banner kind="info" title="近い日に空きがありません。" /> : <BookForm {...props} day={day} />}
        </Card>
      )}
    </BookingStaffPage>
  );
}

function BookForm({ typed, errors, day, channels, commandId }: StaffNewProps & { day: BookableDay }) {
  const error = (name: string) => errors.find((one) => one.name === name)?.message;
  return (
    <Form action="/booking/new">
      <input type="hidden" name="commandId" value={commandId} />
      <input type="hidden" name="code" value={typed.code} />
      <input type="hidden" name="day" value={day.day} />
      {typed.procedures.map((id) => (
        <input key={id} type="hidden" name="procedures" value={id} />
      ))}
      <h3>{`${formatDay(day.day, 'ja')}の時間`}</h3>
      <StaffTimes chosen={day} cell={typed.cell} />
      {channels.includes('mail') && (
        <TextField
          name="mail"
          type="email"
          label="メールアドレス"
          hint="あれば入れます。"
          language="ja"
          value={typed.mail}
          error={error('mail')}
          maxLength={254}
        />
      )}
      {channels.includes('sms') && (
        <TextField
          name="phone"
          type="tel"
          label="携帯電話の番号"
          hint="あれば入れます。予約の内容と、前の日のお知らせを送ります。"
          language="ja"
          width={12}
          value={typed.phone}
          error={error('phone')}
          maxLength={30}
        />
      )}
      <SelectField
        name="language"
        label="お知らせの言葉"
        language="ja"
        options={languageOptions}
        value={typed.language}
      />
      <Button>この内容で予約する</Button>
    </Form>
  );
}
