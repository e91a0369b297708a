export { answerDocuments, answerGuide } from './answers.ts';
export { describeInventory, describeProcedure, listProcedures } from './public-inventory.ts';
export { documentsQuestion, guideQuestion } from './questions.ts';
export { documentsAnswer, guideAnswer, procedureDetail, procedureList, publicInventory } from './shapes.ts';
