export { addJob, type JobOptions, removeJob } from './job.ts';
export type { Schedule } from './schedule.ts';
export { defineJobs, type JobHandler, type Jobs, type JobsOptions } from './worker.ts';
