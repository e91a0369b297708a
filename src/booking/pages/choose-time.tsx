import { type Day, instantOf, toDay } from '#platform/clock';
import { formatDay, htmlLang, type Language, stripReadings } from '#platform/i18n';
import {
  Banner,
  Button,
  type CalendarDay,
  ChosenBar,
  DayStrip,
  ErrorSummary,
  Form,
  type Fullness,
  Icon,
  MonthTable,
  ResidentPage,
  rich,
  SlotGroup,
  Stack,
} from '#ui';
import { timeOf } from '../cell.ts';
import { messages } from '../messages.ts';
import { firstOfAfternoon, type Mark, type Start } from '../plan.ts';
import type { BookableDay } from '../timetable.ts';
import { calendarWeeks, shortWeekdays } from './month.ts';

/** What a day shows when it is not one of the few in the strip. */
export interface MonthView {
  year: number;
  month: number;
  days: readonly BookableDay[];
  earlier: string | null;
  later: string | null;
}

export interface ChooseTimeProps {
  language: Language;
  /** The address of this page without anything behind it. */
  base: string;
  /** Where the form goes to. */
  action: string;
  back: { href: string; label: string };
  commandId: string;
  count: number;
  minutes: number;
  /** Where to come to. */
  place: string;
  /** The places in the order of walking; empty where there is but one. */
  walk: readonly string[];
  /** The days beside each other, or the whole month. */
  strip: { days: readonly BookableDay[]; earlier: Day | null; later: Day | null } | null;
  month: MonthView | null;
  chosen: BookableDay | null;
  /** An appointment that is being changed: 「11月25日(水) 10:30」 and its revision. */
  present: { when: string; revision: number } | null;
  error: string | null;
  /** Beginning that was chosen before and is still free. */
  cell: number | null;
  /** What was typed on the next page before; it comes along. */
  kept: Readonly<Record<string, string | readonly string[]>>;
  /** Where one can ask for a place that becomes free. */
  waitingHref: string | null;
}

/** From here on the number that is left says less than the sign alone. */
const manyLeft = 3;

export function fullness(mark: Mark, language: Language): Fullness {
  const t = messages(language);
  const words = { open: 'markOpen', few: 'markFew', full: 'markFull', closed: 'markClosed' } as const;
  const signs = { open: '○', few: '△', full: '×', closed: '－' };
  return { sign: signs[mark], word: stripReadings(t(words[mark])) };
}

function slotFullness({ left }: Start, language: Language): Fullness {
  if (left === 0) return fullness('full', language);
  if (left >= manyLeft) return fullness('open', language);
  return { sign: '△', word: stripReadings(messages(language)('left', { count: left })) };
}

/** Choosing a day and a time: few days or a month, then the times of one day. Links and one form; no script is needed. */
export function ChooseTimePage(props: ChooseTimeProps) {
  const { language, base, back, present, error } = props;
  const t = messages(language);
  const title = t(present ? 'changeTitle' : 'chooseTitle');
  return (
    <ResidentPage title={title} language={language} path={base} back={back} hasErrors={error !== null}>
      {error !== null && <ErrorSummary errors={[{ name: 'cell', message: error }]} language={language} />}
      <Stack>
        <h1>{rich(title)}</h1>
        <p className="mut">{rich(t('chooseLead', { count: props.count, minutes: props.minutes }))}</p>
        {props.walk.length > 0 && <p>{rich(t('walk', { places: props.walk.join(' → ') }))}</p>}
        {present && <Banner kind="info" title={t('nowAt', { when: present.when })} />}
        {props.strip && <Strip {...props} strip={props.strip} />}
        {props.month && <Month {...props} month={props.month} />}
        {props.chosen && <Times {...props} chosen={props.chosen} />}
        {props.waitingHref && (
          <p>
            <a href={props.waitingHref}>{rich(t('askToWait'))}</a>
          </p>
        )}
        <p>
          <a href={back.href}>{rich(t('walkIn'))}</a>
        </p>
      </Stack>
    </ResidentPage>
  );
}

function calendarDay({ day, mark }: BookableDay, { base, chosen, language }: ChooseTimeProps): CalendarDay {
  const open = mark === 'open' || mark === 'few';
  return {
    weekday: shortWeekdays[language][new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '',
    number: String(Number(day.slice(8))),
    label: stripReadings(formatDay(day, language)),
    fullness: fullness(mark, language),
    href: open ? `${base}?day=${day}#times` : null,
    current: day === chosen?.day,
  };
}

/** 「11月24日〜30日」, short enough for one line on a phone. */
function daysText(from: Day, until: Day, language: Language): string {
  const format = new Intl.DateTimeFormat(htmlLang(language), {
    month: 'short',
    day: 'numeric',
    timeZone: 'Asia/Tokyo',
  });
  return format.formatRange(instantOf(from, '12:00'), instantOf(until, '12:00'));
}

function Strip(props: ChooseTimeProps & { strip: NonNullable<ChooseTimeProps['strip']> }) {
  const { strip, base, language } = props;
  const t = messages(language);
  const [first] = strip.days;
  const last = strip.days.at(-1);
  return (
    <section className="stack-s" aria-labelledby="days">
      <div className="row between">
        <Turn href={strip.earlier && `${base}?from=${strip.earlier}`} icon="left" label={t('earlier')} />
        <h2 id="days">{first && last ? daysText(first.day, last.day, language) : rich(t('chooseDay'))}</h2>
        <Turn href={strip.later && `${base}?from=${strip.later}`} icon="right" label={t('later')} />
      </div>
      <DayStrip days={strip.days.map((day) => calendarDay(day, props))} label={stripReadings(t('chooseDay'))} />
      <Legend language={language} />
      <p>
        <a href={`${base}?month=${(first?.day ?? toDay(new Date(0))).slice(0, 7)}`}>{rich(t('wholeMonth'))}</a>
      </p>
    </section>
  );
}

function Month(props: ChooseTimeProps & { month: MonthView }) {
  const { month, base, language } = props;
  const t = messages(language);
  const byDay = new Map(month.days.map((day) => [day.day, day]));
  const { weekdays, weeks } = calendarWeeks(month.year, month.month, [...byDay.keys()], language);
  return (
    <section className="stack-s" aria-label={stripReadings(t('chooseDay'))}>
      <div className="row between">
        <Turn href={month.earlier && `${base}?month=${month.earlier}`} icon="left" label={t('earlier')} />
        <a href={base}>{rich(t('fewDays'))}</a>
        <Turn href={month.later && `${base}?month=${month.later}`} icon="right" label={t('later')} />
      </div>
      <MonthTable
        caption={t('month', { year: month.year, month: month.month })}
        weekdays={weekdays}
        weeks={weeks.map((week) =>
          week.map((day) => {
            if (day === null) return null;
            return calendarDay(byDay.get(day) ?? { day, mark: 'closed', starts: [] }, props);
          }),
        )}
      />
      <Legend language={language} />
    </section>
  );
}

/** A way to other days; where there are none, nothing to press. */
function Turn({ href, icon, label }: { href: string | null; icon: 'left' | 'right'; label: string }) {
  const words = stripReadings(label);
  if (href === null) return <span className="tool none" aria-hidden="true" />;
  return (
    <a className="tool" href={href} aria-label={words}>
      <Icon name={icon} />
    </a>
  );
}

function Legend({ language }: { language: Language }) {
  return (
    <p className="legend">
      {(['open', 'few', 'full'] as const).map((mark) => {
        const { sign, word } = fullness(mark, language);
        return (
          <span key={mark}>
            <b>{sign}</b> {rich(word)}
          </span>
        );
      })}
    </p>
  );
}

function Times(props: ChooseTimeProps & { chosen: BookableDay }) {
  const { chosen, language, action, commandId, place, present, cell, kept } = props;
  const t = messages(language);
  const day = formatDay(chosen.day, language);
  const free = chosen.starts.some(({ left }) => left > 0);
  const slots = (accept: (start: Start) => boolean) =>
    chosen.starts.filter(accept).map((start) => ({
      value: String(start.cell),
      time: timeOf(start.cell),
      fullness: slotFullness(start, language),
      full: start.left === 0,
      checked: start.cell === cell,
    }));
  return (
    <section aria-labelledby="times">
      <h2 id="times">{rich(t('timesOf', { day }))}</h2>
      <p className="mut">{rich(free ? t('comeTo', { place }) : t('noTimes'))}</p>
      <Form action={action}>
        <input type="hidden" name="commandId" value={commandId} />
        <input type="hidden" name="day" value={chosen.day} />
        {present && <input type="hidden" name="revision" value={present.revision} />}
        {Object.entries(kept).flatMap(([name, value]) =>
          [value].flat().map((one) => <input key={`${name}-${one}`} type="hidden" name={name} value={one} />),
        )}
        <div id="field-cell" tabIndex={-1}>
          <SlotGroup name="cell" legend={t('morning')} slots={slots((start) => start.cell < firstOfAfternoon)} />
          <SlotGroup name="cell" legend={t('afternoon')} slots={slots((start) => start.cell >= firstOfAfternoon)} />
        </div>
        {free && (
          <ChosenBar label={t('chosen')} day={stripReadings(day)}>
            <Button block>{t(present ? 'moveHere' : 'goOn')}</Button>
          </ChosenBar>
        )}
      </Form>
    </section>
  );
}
