export { csvOf, readCsv } from './csv.ts';
export { governmentData } from './government.ts';
export { packJson, packJsonSchema, readPackJson } from './json.ts';
export { packFiles } from './pack-files.ts';
export { changesInFile, changesInSheets, sheetOf } from './read-file.ts';
export { readSheets, type Sheet, type SheetProblem, sheetsOf } from './sheets.ts';
export { siteOf } from './site.ts';
export { readWorkbook, workbookOf } from './workbook.ts';
