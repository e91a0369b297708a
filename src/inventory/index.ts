export { isShownToResidents, isStaffOnlyEvent } from './audience.ts';
export { type Calendar, calendar } from './calendar.ts';
export { type ChannelChoice, type ChannelName, channelsFor } from './channels.ts';
export { checkPack, isSound, unconfirmed } from './check.ts';
export { testOf, testSentence, testsOf } from './condition-tests.ts';
export { anchorsFor, type DeadlineStatus, deadlineFor, deadlineOf, lastDayOf } from './deadline.ts';
export { type DocumentToBring, documentsFor, type Requiredness } from './documents.ts';
export type { ProposedProcedure, RecordEditor } from './editor.ts';
export {
  changesInFile,
  changesInSheets,
  csvOf,
  governmentData,
  packFiles,
  packJson,
  packJsonSchema,
  readCsv,
  readPackJson,
  readSheets,
  readWorkbook,
  type Sheet,
  type SheetProblem,
  sheetOf,
  sheetsOf,
  siteOf,
  workbookOf,
} from './exchange/index.ts';
export type { Finding, Level, Remark } from './finding.ts';
export { type PackRest, takeOver } from './import.ts';
export {
  compileInventory,
  type Deadline,
  type Department,
  type Entry,
  type Fact,
  type FactOption,
  type Inventory,
  type LifeEvent,
  type Procedure,
  type ProcedureDocument,
  type Role,
  revisionOf,
  vocabularyOf,
} from './inventory.ts';
export { itemsForResidents, type ShownItem } from './items.ts';
export { jsonSchemas } from './json-schema.ts';
export { type Choose, isSame, type MergeConflict, type Merged, mergeChanges, namedItems } from './merge.ts';
export { loadInventory, loadPack, type Pack, readPack, readPackSources } from './pack.ts';
export {
  changesBetween,
  type Parts,
  putTogether,
  type RecordChange,
  type RecordDifference,
  type RecordKind,
  type RecordValue,
  recordId,
  recordKinds,
  recordSchemas,
  takeApart,
  withChanges,
} from './parts.ts';
export {
  conditionSentence,
  groupByPlace,
  orderProcedures,
  procedureNeed,
  type Stop,
  type Totals,
  totalsOf,
} from './procedures.ts';
export type {
  Anchor,
  CityRecord,
  CustomItem,
  Field,
  FloorPlan,
  FlowTemplate,
  HomeTile,
  InventoryRecords,
  LawChange,
  NamedDate,
  Need,
  Neighbour,
  ProcedureRecord,
  Situation,
  StaffStep,
  System,
  Words,
} from './schema.ts';
export { type InventoryService, openInventory, type Publication } from './service.ts';
export { sentenceOf } from './shape.ts';
export type { Revision } from './store.ts';
export { findByWords, type Match, type WordMatches } from './words.ts';
