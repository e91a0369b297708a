export { answerDocuments, answerGuide } from './answers.ts';
export { describeInventory, describeProcedure, listProcedures } from './public-inventory.ts';
export { documentsQuestion, guideQuestion, searchQuestion } from './questions.ts';
export { answerSearch, indexWithReadings, readSearchDocument, searchInventory } from './search.ts';
export {
  documentsAnswer,
  guideAnswer,
  procedureDetail,
  procedureList,
  publicInventory,
  searchAnswer,
} from './shapes.ts';
