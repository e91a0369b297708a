import holidays from '@holiday-jp/holiday_jp';

/** Today in Asahikawa as `YYYY-MM-DD`. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date());
}

/** The day that lies so many days after `day`, or before it. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** Whether city hall is closed: weekends, holidays, and 29 December to 3 January (Local Autonomy Act, article 4-2). */
export function isClosed(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  const [month, weekday] = [day.slice(5), date.getUTCDay()];
  return (
    weekday === 0 ||
    weekday === 6 ||
    month >= '12-29' ||
    month <= '01-03' ||
    holidays.isHoliday(new Date(`${day}T12:00:00`))
  );
}

/** The last day of a period of `count` days that begins on the day after `start` (Civil Code, articles 140 and 142). */
export function lastDayAfter(start: string, count: number): string {
  let day = addDays(start, count);
  while (isClosed(day)) day = addDays(day, 1);
  return day;
}

/** As a page writes it: 「11月30日(月)」. */
export function written(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  const weekday = '日月火水木金土'[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return `${month}月${date}日(${weekday})`;
}
