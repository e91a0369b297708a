import type { Language } from '#platform/i18n';
import type { Facts } from '#rules';

/** Answers of the pre-entry by the names of its inputs, as a browser would send them. */
export type DemoAnswers = Readonly<Record<string, string | readonly string[]>>;

/** Somebody invented who comes to city hall today. */
export interface DemoVisitor {
  /** Minutes before now at which they come. */
  minutesAgo: number;
  /** What they told the guide and entered at home; without it they come with nothing but their wish. */
  prepared?: { facts: Facts; answers: DemoAnswers };
  /** What somebody unprepared comes for. */
  procedures?: readonly string[];
  language?: Language;
  priorityReason?: string;
}

interface DemoPerson {
  fullName: string;
  fullNameKana: string;
  born: { era: 'showa' | 'heisei' | 'reiwa'; year: number; month: number; day: number };
  /** 1 is male, 2 is female, as the forms number them. */
  sex: '1' | '2';
  roles: readonly string[];
  relationToHead: string;
}

function personAnswers(id: string, person: DemoPerson): DemoAnswers {
  const { era, year, month, day } = person.born;
  const answers = {
    roles: person.roles,
    fullName: person.fullName,
    fullNameKana: person.fullNameKana,
    'dateOfBirth.era': era,
    'dateOfBirth.year': String(year),
    'dateOfBirth.month': String(month),
    'dateOfBirth.day': String(day),
    sex: person.sex,
    relationToHead: person.relationToHead,
    hasMyNumberCard: 'yes',
    healthInsurance: '国保',
  };
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [`people.${id}.${name}`, answer]));
}

interface DemoAddress {
  postalCode: string;
  prefecture: string;
  city: string;
  town: string;
  block: string;
}

const addressAnswers = (name: string, address: DemoAddress): DemoAnswers =>
  Object.fromEntries(Object.entries(address).map(([part, text]) => [`applicant.${name}.${part}`, text]));

const newHome: DemoAddress = {
  postalCode: '0700037',
  prefecture: '北海道',
  city: '旭川市',
  town: '7条通9丁目',
  block: '48',
};
const oldHome: DemoAddress = {
  postalCode: '9800811',
  prefecture: '宮城県',
  city: '仙台市青葉区',
  town: '一番町',
  block: '3-7-1',
};

/** What a family that moved enters: those who move, from where, to where, when. The first of them comes. */
function movingAnswers([first, ...others]: readonly [DemoPerson, ...DemoPerson[]]): DemoAnswers {
  const ids = others.map((_, index) => `p${index + 2}`);
  return {
    people: ids,
    ...personAnswers('p1', first),
    ...Object.assign({}, ...others.map((person, index) => personAnswers(ids[index] ?? '', person))),
    ...addressAnswers('newAddress', newHome),
    ...addressAnswers('previousAddress', oldHome),
    'applicant.relationToSubject': '本人',
    'applicant.contactPoint': '090-0000-1187',
    'applicant.moveDate.era': 'reiwa',
    'applicant.moveDate.year': '8',
    'applicant.moveDate.month': '11',
    'applicant.moveDate.day': '14',
    'head.previousHeadName': first.fullName,
  };
}

function head(fullName: string, fullNameKana: string, sex: '1' | '2', year: number): DemoPerson {
  const born = { era: 'showa', year, month: 9, day: 30 } as const;
  return { fullName, fullNameKana, sex, born, roles: ['mover', 'head', 'insured'], relationToHead: '世帯主' };
}

const family: readonly [DemoPerson, ...DemoPerson[]] = [
  head('北川 美咲', 'きたがわ みさき', '2', 63),
  {
    fullName: '北川 陽菜',
    fullNameKana: 'きたがわ ひな',
    born: { era: 'heisei', year: 28, month: 5, day: 8 },
    sex: '2',
    roles: ['mover', 'insured', 'child'],
    relationToHead: '子',
  },
  {
    fullName: '北川 蓮',
    fullNameKana: 'きたがわ れん',
    born: { era: 'reiwa', year: 4, month: 2, day: 17 },
    sex: '1',
    roles: ['mover', 'insured', 'child'],
    relationToHead: '子',
  },
];

const movesIn: Facts = { events: ['tennyu'], hasMyNumberCard: true, insurance: ['kokuho'] };

/** A morning at the counters: some prepared at home, some did not. All names, addresses and numbers are invented. */
export const demoVisitors: readonly DemoVisitor[] = [
  { minutesAgo: 48, procedures: ['tenshutsu_todoke'] },
  { minutesAgo: 44, procedures: ['setai_henkou_todoke'] },
  { minutesAgo: 41, procedures: ['mynumber_uketori'] },
  { minutesAgo: 37, procedures: ['inkan_touroku', 'juminhyo_koufu'] },
  { minutesAgo: 33, procedures: ['juminhyo_koufu'] },
  {
    minutesAgo: 29,
    prepared: {
      facts: { ...movesIn, hasChild0to18: true },
      answers: movingAnswers(family),
    },
  },
  { minutesAgo: 24, procedures: ['kokuho_kanyu'] },
  {
    minutesAgo: 19,
    prepared: {
      facts: { events: ['tenkyo'], hasMyNumberCard: true },
      answers: movingAnswers([head('高橋 進', 'たかはし すすむ', '1', 50)]),
    },
  },
  { minutesAgo: 16, procedures: ['setai_henkou_todoke'], priorityReason: '車いす・つえ' },
  {
    minutesAgo: 13,
    prepared: {
      facts: { ...movesIn, nationality: 'chuuchouki' },
      answers: movingAnswers([head('グエン ティ ラン', 'ぐえん てぃ らん', '2', 62)]),
    },
    language: 'vi',
  },
  {
    minutesAgo: 9,
    prepared: {
      facts: { ...movesIn, dv: true },
      answers: movingAnswers([head('佐々木 葵', 'ささき あおい', '2', 60)]),
    },
  },
  { minutesAgo: 6, procedures: ['jidou_teate_nintei'] },
  { minutesAgo: 4, procedures: ['mynumber_pin'] },
];
