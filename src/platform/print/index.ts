export { findJob, jobsByKey, jobsSince, type NewJob } from './job-store.ts';
export { type Decision, decideJob, enqueuePrint, expireJobs, printTopic } from './jobs.ts';
export { drawSvg, drawText, plain, propertyValue, wrapText } from './paper.ts';
export { addPollingRoutes } from './polling-routes.ts';
export {
  canPrint,
  type JobState,
  type Printer,
  type PrinterKind,
  type PrinterState,
  type PrintJob,
  printerAddress,
  printerKinds,
  stateNow,
} from './printer.ts';
export { findPrinter, listPrinters } from './printer-store.ts';
export { addPrinter, type NewPrinter, removePrinter } from './printers.ts';
export { type SpoolerParts, startSpooler } from './spooler.ts';
