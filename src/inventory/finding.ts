import type { Facts } from '#rules';

/** Where in a file something stands: keys and list positions from the top (`['facts', 3, 'askWhen']`). */
export type FilePath = readonly (string | number)[];

/** `error` keeps a pack from being used, `warning` is probably wrong, `information` is good to know. */
export type Level = 'error' | 'warning' | 'information';

/** Something a check has to say about a place in a pack. */
export interface Remark {
  level: Level;
  /** Short name of the rule (`unknown-fact`), for filtering. */
  code: string;
  /** A sentence in Japanese: what is wrong and, where it is not plain, what to do. */
  message: string;
  /** Path of the file inside the pack. */
  file: string;
  path: FilePath;
  /** Answers of a resident who shows it, where logic found one. */
  example?: Facts;
}

/** A remark with the line it is about (counted from 1), where the file was read this time. */
export interface Finding extends Omit<Remark, 'path' | 'example'> {
  line?: number;
}

/** The file of the pack that holds a procedure. */
export function procedureFile(procedure: { id: string; department: string }): string {
  return `procedures/${procedure.department}/${procedure.id}.yaml`;
}
