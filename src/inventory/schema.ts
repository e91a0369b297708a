import type { z } from 'zod';
import { citySchema, departmentsSchema } from './schema/city.ts';
import {
  datesSchema,
  factsSchema,
  floorsSchema,
  homeSchema,
  implicationsSchema,
  lifeEventsSchema,
  neighboursSchema,
  situationsSchema,
  synonymsSchema,
  wordsSchema,
} from './schema/facts.ts';
import { flowsSchema } from './schema/flows.ts';
import { entriesSchema, optionsSchema } from './schema/form.ts';
import { itemsSchema } from './schema/items.ts';
import { lawChangesSchema } from './schema/law-changes.ts';
import { procedureSchema } from './schema/procedure.ts';
import { translationsSchema } from './schema/translations.ts';

/** The files of a pack that stand once, by their name without `.yaml`, with what each must look like. */
export const fileSchemas = {
  city: citySchema,
  departments: departmentsSchema,
  facts: factsSchema,
  implications: implicationsSchema,
  'life-events': lifeEventsSchema,
  entries: entriesSchema,
  options: optionsSchema,
  home: homeSchema,
  dates: datesSchema,
  neighbours: neighboursSchema,
  floors: floorsSchema,
  flows: flowsSchema,
  'law-changes': lawChangesSchema,
  words: wordsSchema,
  synonyms: synonymsSchema,
  situations: situationsSchema,
  items: itemsSchema,
} as const;

export { procedureSchema, translationsSchema };

/** Languages that stand in `translations/`. Japanese and English stand with the records. */
export const translatedLanguages = ['easy', 'zh', 'ko', 'vi'] as const;
export type TranslatedLanguage = (typeof translatedLanguages)[number];

export type CityRecord = z.infer<typeof citySchema>;
export type DepartmentRecord = z.infer<typeof departmentsSchema>['departments'][number];
export type System = z.infer<typeof departmentsSchema>['systems'][number];
export type FactRecord = z.infer<typeof factsSchema>['facts'][number];
export type ImplicationRecord = z.infer<typeof implicationsSchema>['implications'][number];
export type LifeEventRecord = z.infer<typeof lifeEventsSchema>['lifeEvents'][number];
export type RoleRecord = z.infer<typeof entriesSchema>['roles'][number];
export type EntryRecord = z.infer<typeof entriesSchema>['entries'][number];
export type OptionWord = z.infer<typeof optionsSchema>['options'][number];
export type HomeTile = z.infer<typeof homeSchema>['tiles'][number];
export type NamedDate = z.infer<typeof datesSchema>['dates'][number];
export type Neighbour = z.infer<typeof neighboursSchema>['neighbours'][number];
export type FloorPlan = z.infer<typeof floorsSchema>['floors'][number];
export type FlowTemplate = z.infer<typeof flowsSchema>['flows'][number];
export type LawChange = z.infer<typeof lawChangesSchema>['lawChanges'][number];
export type Words = z.infer<typeof wordsSchema>;
export type Situation = z.infer<typeof situationsSchema>['situations'][number];
/** An item that the city added to a kind of records. */
export type CustomItem = z.infer<typeof itemsSchema>['items'][number];
export type ProcedureRecord = z.infer<typeof procedureSchema>;
export type Field = ProcedureRecord['form']['fields'][number];
export type StaffStep = ProcedureRecord['staffSteps'][number];
export type Need = ProcedureRecord['need'];
export type Anchor = NonNullable<ProcedureRecord['deadline']['anchors']>[number];
export type Translations = z.infer<typeof translationsSchema>;

/** Everything that a city wrote down, as one value: the content of a revision. */
export interface InventoryRecords {
  city: CityRecord;
  departments: DepartmentRecord[];
  systems: System[];
  facts: FactRecord[];
  implications: ImplicationRecord[];
  lifeEvents: LifeEventRecord[];
  roles: RoleRecord[];
  entries: EntryRecord[];
  options: OptionWord[];
  procedures: ProcedureRecord[];
  home: HomeTile[];
  dates: NamedDate[];
  neighbours: Neighbour[];
  /** Cities without a plan, and revisions from before there were plans, have none. */
  floors?: FloorPlan[];
  /** Flows that a city draws otherwise than the product does. */
  flows?: FlowTemplate[];
  /** Laws that change, by which pages have to be looked at. */
  lawChanges?: LawChange[];
  words: Words;
  /** Words that the search takes for the same; revisions from before there was such a list have none. */
  synonyms?: string[][];
  situations: Situation[];
  /** Items of the city's own; revisions from before there were any have none. */
  items?: CustomItem[];
  translations: Partial<Record<TranslatedLanguage, Translations>>;
}
