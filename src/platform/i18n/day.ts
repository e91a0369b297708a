import type { Day } from '#platform/clock';
import type { Language } from './language.ts';

interface DayParts {
  readonly date: Date;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 0 = Sunday. */
  readonly weekday: number;
}

type DayFormat = (parts: DayParts, withYear: boolean) => string;

const weekdays: Record<Language, readonly string[]> = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  easy: [
    '日曜日(にちようび)',
    '月曜日(げつようび)',
    '火曜日(かようび)',
    '水曜日(すいようび)',
    '木曜日(もくようび)',
    '金曜日(きんようび)',
    '土曜日(どようび)',
  ],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  ko: ['일', '월', '화', '수', '목', '금', '토'],
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const eraFormat = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone: 'UTC' });

/** The Japanese year, 令和8年 or 令和元年. */
function eraYear({ date }: DayParts): string {
  return eraFormat.format(date);
}

/** How 日 is read behind a number: ふつか to とおか, 14, 20 and 24 end in か, the first is ついたち. */
function dayReading(day: number): string {
  if (day === 1) return 'ついたち';
  return day <= 10 || [14, 20, 24].includes(day) ? 'か' : 'にち';
}

const formats: Record<Language, DayFormat> = {
  ja: (parts, withYear) =>
    `${withYear ? eraYear(parts) : ''}${parts.month}月${parts.day}日(${weekdays.ja[parts.weekday]})`,
  easy: ({ year, month, day, weekday }, withYear) =>
    `${withYear ? `${year}年(ねん)` : ''}${month}月(がつ)${day}日(${dayReading(day)})(${weekdays.easy[weekday]})`,
  en: ({ year, month, day, weekday }, withYear) =>
    `${weekdays.en[weekday]} ${day} ${months[month - 1]}${withYear ? ` ${year}` : ''}`,
  zh: ({ year, month, day, weekday }, withYear) =>
    `${withYear ? `${year}年` : ''}${month}月${day}日(${weekdays.zh[weekday]})`,
  ko: ({ year, month, day, weekday }, withYear) =>
    `${withYear ? `${year}년 ` : ''}${month}월 ${day}일(${weekdays.ko[weekday]})`,
  vi: ({ year, month, day, weekday }, withYear) =>
    `${weekdays.vi[weekday]}, ${day}/${month}${withYear ? `/${year}` : ''}`,
};

/**
 * A day as people write it: 「11月25日(水)」, with the year 「令和8年11月25日(水)」. Only Japanese counts years by era; easy
 * Japanese carries readings and the Western year. Throws a RangeError when `day` is no `YYYY-MM-DD`.
 */
export function formatDay(day: Day, language: Language, options: { year?: boolean } = {}): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new RangeError(`Not a day: ${day}`);
  const parts = {
    date,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
  return formats[language](parts, options.year ?? false);
}
