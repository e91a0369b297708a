import type { Day } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import {
  Banner,
  Button,
  Card,
  ChoiceGroup,
  DataTable,
  Form,
  type FormError,
  Inline,
  NumberField,
  Stack,
  type StaffIdentity,
  TextField,
} from '#ui';
import { type DayHours, type WeekdayName, weekdayNames } from '../hours.ts';
import type { Pool } from '../pool-store.ts';
import type { TypedRules } from '../roster-form.ts';
import { BookingStaffPage, ConflictBanner } from './staff-frame.tsx';

const path = '/booking/capacity';

export const weekdayLabels: Record<WeekdayName, string> = {
  sunday: '日曜日',
  monday: '月曜日',
  tuesday: '火曜日',
  wednesday: '水曜日',
  thursday: '木曜日',
  friday: '金曜日',
  saturday: '土曜日',
};

/** 「8:50〜12:00 3席、12:00〜13:00 2席」. */
export function hoursText(hours: DayHours): string {
  if (hours.length === 0) return '予約なし';
  return hours.map(({ from, until, desks }) => `${from}〜${until} ${desks}席`).join('、');
}

interface Common {
  staff: StaffIdentity;
  conflicts: number;
  /** Others may look and change nothing. */
  mayChange: boolean;
}

export interface CapacityListProps extends Common {
  places: readonly { pool: Pool; place: string; today: DayHours }[];
  /** When booking begins for everybody at once; null where nothing was set. */
  opening: string | null;
  closed: { typed: { day: string; reason: string }; errors: readonly FormError[] };
}

/** All places with their rules. */
export function CapacityListPage({ staff, conflicts, mayChange, places, opening, closed }: CapacityListProps) {
  const error = (name: string) => closed.errors.find((one) => one.name === name)?.message;
  return (
    <BookingStaffPage staff={staff} title="予約の枠" tab="capacity" conflicts={conflicts} errors={closed.errors}>
      <ConflictBanner count={conflicts} />
      <DataTable
        caption="場所ごとの枠"
        columns={[
          { key: 'place', label: '場所' },
          { key: 'open', label: '住民の予約' },
          { key: 'share', label: '住民の枠', numeric: true },
          { key: 'lead', label: '締め切り', numeric: true },
          { key: 'horizon', label: '何日先まで', numeric: true },
          { key: 'today', label: '今日の窓口' },
        ]}
        rows={places.map(({ pool, place, today }) => ({
          key: String(pool.id),
          cells: [
            <a key="place" href={`${path}/${pool.id}`}>
              {place}
            </a>,
            pool.isOpen ? '受け付ける' : '受け付けない',
            `${pool.publicPercent}%`,
            `${pool.leadMinutes}分前`,
            `${pool.horizonDays}日`,
            hoursText(today),
          ],
        }))}
        empty="場所がまだありません。"
      />
      {mayChange && (
        <Card>
          <h2>市役所全体を休みにする</h2>
          <p>すべての場所の枠をなくします。すでにある予約は「収まらない予約」に並びます。</p>
          <Form action={`${path}/closed`}>
            <TextField
              name="day"
              type="date"
              label="休みにする日"
              language="ja"
              width={12}
              value={closed.typed.day}
              error={error('day')}
            />
            <TextField
              name="reason"
              label="理由"
              hint="例: 庁舎の停電点検"
              language="ja"
              value={closed.typed.reason}
              error={error('reason')}
              maxLength={100}
            />
            <Button kind="danger">この日を休みにする</Button>
          </Form>
        </Card>
      )}
      {mayChange && (
        <Card>
          <h2>いっせいに予約を始める</h2>
          <p>
            申し込みが集中する受付では、始まる時刻を決めてください。15分前から待合室が開き、それまでに来た方の順番はくじ、そのあとは来た順です。
          </p>
          {opening !== null && <Banner kind="info" title={`${opening} に始まります。`} />}
          <Form action={`${path}/opening`}>
            <TextField
              name="openingDay"
              type="date"
              label="始まる日"
              hint="空にして保存すると、取りやめます。"
              language="ja"
              width={12}
              error={error('openingDay')}
            />
            <TextField name="openingTime" type="time" label="始まる時刻" language="ja" width={6} />
            <Button kind="outline">始まる時刻を保存する</Button>
          </Form>
        </Card>
      )}
    </BookingStaffPage>
  );
}

export interface PoolPageProps extends Common {
  pool: Pool;
  place: string;
  typed: TypedRules;
  errors: readonly FormError[];
  days: readonly { day: Day; hours: DayHours; reason: string | null }[];
}

/** One place: its rules, its week and the days ahead. */
export function PoolPage({ staff, conflicts, mayChange, pool, place, typed, errors, days }: PoolPageProps) {
  const base = `${path}/${pool.id}`;
  const error = (name: string) => errors.find((one) => one.name === name)?.message;
  const change = (href: string, of: string) =>
    mayChange ? (
      <a key="change" href={href}>
        変える<span className="sr">({of})</span>
      </a>
    ) : (
      ''
    );
  return (
    <BookingStaffPage staff={staff} title={place} tab="capacity" conflicts={conflicts} errors={errors}>
      <ConflictBanner count={conflicts} />
      <h2>いつもの週</h2>
      <DataTable
        caption="曜日ごとの窓口の数"
        columns={[
          { key: 'day', label: '曜日' },
          { key: 'hours', label: '時間と窓口の数' },
          { key: 'change', label: '変更' },
        ]}
        rows={weekdayNames.map((name) => ({
          key: name,
          cells: [
            weekdayLabels[name],
            hoursText(pool.week[name] ?? []),
            change(`${base}/${name}`, weekdayLabels[name]),
          ],
        }))}
        empty=""
      />
      <h2>これからの日</h2>
      <DataTable
        caption="これからの日の窓口の数"
        columns={[
          { key: 'day', label: '日' },
          { key: 'hours', label: '時間と窓口の数' },
          { key: 'reason', label: 'いつもと違う理由' },
          { key: 'change', label: '変更' },
        ]}
        rows={days.map(({ day, hours, reason }) => ({
          key: day,
          marked: reason !== null,
          cells: [formatDay(day, 'ja'), hoursText(hours), reason ?? '', change(`${base}/${day}`, formatDay(day, 'ja'))],
        }))}
        empty=""
      />
      {mayChange && (
        <Card>
          <h2>予約のきまり</h2>
          <Form action={base}>
            <input type="hidden" name="revision" value={pool.revision} />
            <ChoiceGroup
              name="isOpen"
              kind="radio"
              inRow
              label="住民の予約"
              language="ja"
              options={[
                { value: 'yes', label: '受け付ける' },
                { value: 'no', label: '受け付けない' },
              ]}
              selected={[typed.isOpen]}
            />
            <NumberField
              name="publicPercent"
              label="住民の枠"
              hint="残りは、電話や窓口で職員が使います。"
              unit="%"
              language="ja"
              value={typed.publicPercent}
              error={error('publicPercent')}
            />
            <NumberField
              name="leadMinutes"
              label="締め切り(来る時刻の何分前まで)"
              unit="分前"
              language="ja"
              value={typed.leadMinutes}
              error={error('leadMinutes')}
            />
            <NumberField
              name="horizonDays"
              label="何日先まで予約できるか"
              unit="日"
              language="ja"
              value={typed.horizonDays}
              error={error('horizonDays')}
            />
            <Button>きまりを保存する</Button>
          </Form>
        </Card>
      )}
    </BookingStaffPage>
  );
}

export interface RosterPageProps extends Common {
  pool: Pool;
  place: string;
  /** 「月曜日」, 「12月1日(火)」. */
  title: string;
  /** A weekday or a day. */
  when: string;
  isDay: boolean;
  lines: readonly { from: string; until: string; desks: string }[];
  reason: string;
  errors: readonly FormError[];
}

/** The table of desks over one weekday or one day. */
export function RosterPage(props: RosterPageProps) {
  const { staff, conflicts, pool, place, title, when, isDay, lines, reason, errors } = props;
  const base = `${path}/${pool.id}/${when}`;
  const bad = new Set(errors.map(({ name }) => name));
  const box = (name: string, index: number, value: string, label: string) => (
    <input
      key={name}
      className="in w6"
      id={`field-${name}-${index}`}
      name={`${name}-${index}`}
      defaultValue={value}
      aria-label={`${index + 1}行目 ${label}`}
      aria-invalid={bad.has(`from-${index}`) || undefined}
      maxLength={20}
      autoComplete="off"
    />
  );
  return (
    <BookingStaffPage staff={staff} title={`${place} ${title}`} tab="capacity" conflicts={conflicts} errors={errors}>
      <p>
        <a href={`${path}/${pool.id}`}>{place}の枠へ戻る</a>
      </p>
      {isDay && (
        <p>
          <a href={`${base}?copy=1`}>先週の同じ曜日から写す</a>
        </p>
      )}
      <Form action={base}>
        <input type="hidden" name="revision" value={pool.revision} />
        <DataTable
          caption="時間ごとの窓口の数"
          columns={[
            { key: 'line', label: '行' },
            { key: 'from', label: 'から' },
            { key: 'until', label: 'まで' },
            { key: 'desks', label: '窓口の数' },
          ]}
          rows={lines.map((line, index) => ({
            key: String(index),
            marked: bad.has(`from-${index}`),
            cells: [
              String(index + 1),
              box('from', index, line.from, 'から'),
              box('until', index, line.until, 'まで'),
              box('desks', index, line.desks, '窓口の数'),
            ],
          }))}
          empty=""
        />
        {isDay && (
          <TextField
            name="reason"
            label="いつもと違う理由"
            hint="例: 研修のため、1人少なくなります"
            language="ja"
            value={reason}
            error={errors.find(({ name }) => name === 'reason')?.message}
            maxLength={100}
          />
        )}
        <Inline>
          <Button name="action" value="save">
            保存する
          </Button>
          {isDay && (
            <Button kind="outline" name="action" value="usual">
              いつもの曜日に戻す
            </Button>
          )}
          {isDay && (
            <Button kind="danger" name="action" value="closed">
              この日は予約を受けない
            </Button>
          )}
        </Inline>
      </Form>
      <Stack gap="small">
        <p className="mut">
          時刻は10分きざみです。窓口の数を減らしても、予約は消えません。収まらない予約は一覧に並びます。
        </p>
      </Stack>
    </BookingStaffPage>
  );
}
