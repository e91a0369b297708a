import { addDays, type Day, weekday } from '#platform/clock';
import type { Language } from '#platform/i18n';

/** Weekdays as they stand above a column, Sunday first. */
export const shortWeekdays: Record<Language, readonly string[]> = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  easy: ['日', '月', '火', '水', '木', '金', '土'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  zh: ['日', '一', '二', '三', '四', '五', '六'],
  ko: ['일', '월', '화', '수', '목', '금', '토'],
  vi: ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'],
};

const longWeekdays: Record<Language, readonly string[]> = {
  ja: ['日曜日', '月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日'],
  easy: ['日曜日', '月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  zh: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  ko: ['일요일', '월요일', '화요일', '수요일', '목요일', '금요일', '토요일'],
  vi: ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
};

const mondayFirst = [1, 2, 3, 4, 5, 6, 0];

/**
 * A month in weeks from Monday on. Only weekdays have a column on which the hall is open at least once: no empty weekend
 * columns. Days outside the month are null.
 */
export function calendarWeeks(
  year: number,
  month: number,
  openDays: readonly Day[],
  language: Language,
): { weekdays: { short: string; long: string }[]; weeks: (Day | null)[][] } {
  const openWeekdays = new Set(openDays.map(weekday));
  const columns = mondayFirst.filter((day) => (day !== 0 && day !== 6) || openWeekdays.has(day));
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const monday = addDays(first, -((weekday(first) + 6) % 7));
  const weeks: (Day | null)[][] = [];
  for (let start = monday; start.slice(0, 7) <= first.slice(0, 7); start = addDays(start, 7)) {
    const week = columns.map((column) => {
      const day = addDays(start, (column + 6) % 7);
      return day.slice(0, 7) === first.slice(0, 7) ? day : null;
    });
    if (week.some((day) => day !== null)) weeks.push(week);
  }
  return {
    weekdays: columns.map((column) => ({
      short: shortWeekdays[language][column] ?? '',
      long: longWeekdays[language][column] ?? '',
    })),
    weeks,
  };
}
