import type { Inventory, Procedure } from '#inventory';

/** What a page of the manual is about. */
export type PageKind = 'procedure' | 'system' | 'counter';

/** A page of the manual. */
export interface ManualPage {
  /** 'procedure/tennyu_todoke', 'system/住民記録', 'counter/1階 3番窓口': what blocks, questions and readings are kept under. */
  readonly key: string;
  readonly kind: PageKind;
  /** The record that the page is made from, by its id or name. */
  readonly id: string;
  readonly title: string;
}

const folders: Readonly<Record<PageKind, string>> = {
  procedure: 'procedures',
  system: 'systems',
  counter: 'counters',
};

const pageOf = (kind: PageKind, id: string, title: string): ManualPage => ({ key: `${kind}/${id}`, kind, id, title });

/** The system of a step: 「住民記録/支援措置照会」 is a screen of 「住民記録」. */
export const systemOf = (system: string): string => system.split('/')[0] ?? system;

/** Counters of the floor plans, from the ground up. */
function countersOf({ floors }: Inventory): string[] {
  return floors.flatMap(({ points }) =>
    points.flatMap(({ kind, place }) => (kind === 'counter' && place ? [place] : [])),
  );
}

/** Every page of the manual, as the records have them. */
export function pagesOf(inventory: Inventory): ManualPage[] {
  return [
    ...inventory.procedures.map(({ id, name }) => pageOf('procedure', id, name.ja)),
    ...inventory.systems.map(({ name }) => pageOf('system', name, name)),
    ...countersOf(inventory).map((place) => pageOf('counter', place, place)),
  ];
}

const known = new WeakMap<Inventory, ReadonlyMap<string, ManualPage>>();

/** The page with a key; undefined where the records have none. */
export function findPage(inventory: Inventory, key: string): ManualPage | undefined {
  let pages = known.get(inventory);
  if (pages === undefined) {
    pages = new Map(pagesOf(inventory).map((page) => [page.key, page]));
    known.set(inventory, pages);
  }
  return pages.get(key);
}

/** The page about a system or a counter of that name. */
export const pageOfKind = (inventory: Inventory, kind: PageKind, id: string): ManualPage | undefined =>
  findPage(inventory, `${kind}/${id}`);

/** The address of a page. */
export const pathOf = ({ kind, id }: Pick<ManualPage, 'kind' | 'id'>): string =>
  `/manual/${folders[kind]}/${encodeURIComponent(id)}`;

/** The address of the page with a key, whether the records still have it or not. */
export function pathOfKey(key: string): string {
  const [kind = '', ...rest] = key.split('/');
  return kind in folders ? pathOf({ kind: kind as PageKind, id: rest.join('/') }) : '/manual';
}

/** The mark of a page within the copy for reading without a network. */
export const markOf = (key: string): string => `page-${encodeURIComponent(key)}`;

/** Where on a page a block or a question stands: 'step-3' for the third step. */
export const stepPlace = (index: number): string => `step-${index + 1}`;

/** The steps of the procedure that a page is about; other pages have none. */
const stepsOf = ({ procedureById }: Inventory, page: string): Procedure['staffSteps'] =>
  procedureById.get(page.slice(page.indexOf('/') + 1))?.staffSteps ?? [];

/** What the step at a place says; null where the place is no step, or the page has none there. */
export function stepAt(inventory: Inventory, page: string, place: string): string | null {
  const number = Number(/^step-(\d+)$/.exec(place)?.[1]);
  return stepsOf(inventory, page)[number - 1]?.do ?? null;
}

/** Where a text stands now that was written beside a step: with that step, wherever it is today. */
export interface PlaceNow {
  readonly place: string;
  /** Its step is no more, or was rewritten: somebody has to look where the text belongs. */
  readonly isAdrift: boolean;
}

/** Finds the place of a text that was written about `step`. Without its step it stays where it was, or goes to the page as a whole. */
export function placeNow(
  inventory: Inventory,
  { page, place, step }: { page: string; place: string; step: string | null },
): PlaceNow {
  if (step === null || stepAt(inventory, page, place) === step) return { place, isAdrift: false };
  const index = stepsOf(inventory, page).findIndex((one) => one.do === step);
  if (index >= 0) return { place: stepPlace(index), isAdrift: false };
  return { place: stepAt(inventory, page, place) === null ? '' : place, isAdrift: true };
}

/** 「手順3」, 「ページ全体」. */
export function placeName(place: string): string {
  const step = /^step-(\d+)$/.exec(place)?.[1];
  if (step !== undefined) return `手順${step}`;
  return partNames[place] ?? 'ページ全体';
}

const partNames: Readonly<Record<string, string>> = {
  bring: '持ち物',
  facts: '要点',
  cautions: '気をつけること',
  law: '根拠',
};

/** Places of a page that people may ask about. */
export const isPlace = (place: string): boolean => place === '' || place in partNames || /^step-[1-9]\d?$/.test(place);

/** The counter of the floor plans at which a procedure is received; null where no plan shows it. */
export function counterOf(inventory: Inventory, { counter }: Pick<Procedure, 'counter'>): string | null {
  const bare = counter.place.replace(/^総合庁舎/u, '');
  const places = countersOf(inventory).sort((one, other) => other.length - one.length);
  const plain = (text: string): string => text.replace(/[\s\u3000]/gu, '');
  return places.find((place) => plain(bare).startsWith(plain(place))) ?? null;
}

/** A group of the contents. */
export interface ContentsGroup {
  readonly id: string;
  readonly name: string;
  readonly sections: readonly { readonly name: string; readonly pages: readonly ManualPage[] }[];
}

const procedurePage = ({ id, name }: Procedure): ManualPage => pageOf('procedure', id, name.ja);

function grouped(procedures: readonly Procedure[]): ContentsGroup['sections'] {
  const sections = new Map<string, Procedure[]>();
  for (const procedure of procedures) {
    sections.set(procedure.gifCategory, [...(sections.get(procedure.gifCategory) ?? []), procedure]);
  }
  return [...sections].map(([name, list]) => ({ name, pages: list.map(procedurePage) }));
}

/** The procedures by department, and within it by what they are about. */
export function contentsByDepartment(inventory: Inventory): ContentsGroup[] {
  return inventory.departments
    .map(({ id, name }) => ({
      id,
      name: name.ja,
      sections: grouped(inventory.procedures.filter(({ department }) => department === id)),
    }))
    .filter(({ sections }) => sections.length > 0);
}

/** The procedures by what has happened to the resident. */
export function contentsByEvent(inventory: Inventory): ContentsGroup[] {
  return inventory.lifeEvents
    .map(({ id, name, procedures }) => ({
      id,
      name: name.ja,
      sections: [
        {
          name: '',
          pages: procedures.flatMap((one) => {
            const procedure = inventory.procedureById.get(one);
            return procedure ? [procedurePage(procedure)] : [];
          }),
        },
      ],
    }))
    .filter(({ sections }) => sections.some(({ pages }) => pages.length > 0));
}

/** A step in which a system is used, with the procedure that it belongs to. */
export interface SystemUse {
  readonly procedure: ManualPage;
  readonly screen: string;
  readonly step: number;
  readonly work: string;
}

/** The steps of all procedures that use a system. */
export function usesOf(inventory: Inventory, name: string): SystemUse[] {
  return inventory.procedures.flatMap((procedure) =>
    procedure.staffSteps.flatMap(({ system, do: work }, index) =>
      system !== undefined && systemOf(system) === name
        ? [{ procedure: procedurePage(procedure), screen: system.split('/').slice(1).join('/'), step: index + 1, work }]
        : [],
    ),
  );
}

/** What is received at a counter of the floor plans. */
export const proceduresAt = (inventory: Inventory, place: string): Procedure[] =>
  inventory.procedures.filter((procedure) => counterOf(inventory, procedure) === place);
