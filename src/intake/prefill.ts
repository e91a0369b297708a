import type { NamedDate } from '#inventory';
import type { Day } from '#platform/clock';
import { toTypedDate } from '#platform/japanese';
import type { Facts } from '#rules';
import type { IntakeForm, Option, Prefill, Question } from './form.ts';
import type { RawAnswers } from './raw.ts';

/** Where an answer in the guide and an entry say the same thing. `texts` are the entry's values; none = it does not say. */
interface SameThing {
  readonly entry: string;
  readonly texts: (facts: Facts) => readonly string[];
}

const insuranceNames: Readonly<Record<string, string>> = {
  kokuho: '国保',
  shaho: '社保',
  kouki: '後期高齢',
  seiho: '生活保護',
};
const bookNames: Readonly<Record<string, string>> = { shintai: '身体', ryouiku: '療育', seishin: '精神' };

/** What a fact says about the deceased, by the item of the form that asks for it. */
const deceasedItems: Readonly<Record<string, (facts: Facts) => boolean>> = {
  国保: (facts) => facts['deceased.insurance'] === 'kokuho',
  後期高齢: (facts) => facts['deceased.insurance'] === 'kouki',
  介護保険: (facts) => facts['deceased.kaigoHihokensha'] === true,
  年金受給: (facts) => facts['deceased.pension'] === 'receiving',
  障害者手帳: (facts) => listOf(facts, 'deceased.disabilityBook').length > 0,
  児童: (facts) => facts['deceased.isTeateRecipient'] === true,
  土地家屋: (facts) => facts['deceased.ownsRealEstate'] === true,
  原付: (facts) => facts['deceased.hasMoped'] === true,
  水道: (facts) => facts['deceased.waterContract'] === true,
  犬: (facts) => facts['deceased.hasDog'] === true,
};

/** A fact about several people fills an entry of one of them only where it says the same for all. */
const sameThings: readonly SameThing[] = [
  {
    entry: 'relationToSubject',
    // Hardly anybody comes for somebody else, and nobody is asked on the way: whoever does says so.
    texts: ({ isAgent }) => (isAgent === true ? ['任意代理人'] : isAgent === null ? [] : ['本人']),
  },
  { entry: 'hasMyNumberCard', texts: (facts) => (facts.hasMyNumberCard === false ? ['no'] : []) },
  {
    entry: 'healthInsurance',
    texts: (facts) => onlyOne(listOf(facts, 'insurance')).map((id) => insuranceNames[id] ?? ''),
  },
  { entry: 'disabilityBooks', texts: (facts) => listOf(facts, 'disabilityBook').map((id) => bookNames[id] ?? '') },
  {
    entry: 'applicableItems',
    texts: (facts) => Object.keys(deceasedItems).filter((item) => deceasedItems[item]?.(facts)),
  },
];

/** What the guide's answers and the days that were given there already say, by the names of inputs. */
export function prefillFrom(
  form: Pick<IntakeForm, 'pages' | 'columns'>,
  facts: Facts,
  namedDates: readonly NamedDate[],
  dates: Readonly<Record<string, Day>>,
): Prefill {
  const questions = form.pages.flatMap((page) => page.questions);
  return {
    questions: {
      ...merged(questions.map((question) => factAnswers(question, question.key, facts))),
      ...merged(givenDays(namedDates, dates).map((given) => dayAnswers(questions, given))),
    },
    persons: merged(form.columns.map((column) => factAnswers(column, column.entry, facts))),
    places: Object.fromEntries(
      givenDays(namedDates, dates)
        .filter(({ entry }) => form.columns.some((column) => column.entry === entry))
        .map(({ role, entry, day }) => [role, typedDay(entry, day)]),
    ),
  };
}

function factAnswers(question: Question, name: string, facts: Facts): RawAnswers {
  const texts = sameThings.find(({ entry }) => entry === question.entry)?.texts(facts) ?? [];
  const known = texts.filter((text) => question.kind === 'boolean' || hasOption(question.options, text));
  return known.length === 0 ? {} : { [name]: question.kind === 'checkbox' ? known : known[0] };
}

interface GivenDay {
  readonly role: string;
  readonly entry: string;
  readonly day: Day;
}

/** The entries that the given days are; the inventory's first day of an entry comes last, so that it counts. */
function givenDays(namedDates: readonly NamedDate[], dates: Readonly<Record<string, Day>>): GivenDay[] {
  return namedDates
    .flatMap(({ id, entries }) => {
      const day = Object.hasOwn(dates, id) ? dates[id] : undefined;
      return day === undefined ? [] : entries.map((place) => ({ ...place, day }));
    })
    .reverse();
}

function dayAnswers(questions: readonly Question[], { role, entry, day }: GivenDay): RawAnswers {
  const same = questions.filter((each) => each.kind === 'date' && each.role === role && each.entry === entry);
  return merged(same.map(({ key }) => typedDay(key, day)));
}

/** A day as it would have been typed into the boxes of a date. */
function typedDay(name: string, day: Day): RawAnswers {
  return Object.fromEntries(Object.entries(toTypedDate(day)).map(([part, text]) => [`${name}.${part}`, text]));
}

function merged(answers: readonly RawAnswers[]): RawAnswers {
  return Object.assign({}, ...answers);
}

function hasOption(options: readonly Option[], text: string): boolean {
  return options.some(({ value }) => value === text);
}

function listOf(facts: Facts, fact: string): readonly string[] {
  const value = facts[fact];
  return Array.isArray(value) ? value : [];
}

function onlyOne(list: readonly string[]): readonly string[] {
  return list.length === 1 ? list : [];
}
