import type { Generated, Kysely } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor } from '#platform/database';
import type { Reading } from '#platform/search';

/** The tables of the manual as the stores see them. */
export type ManualTables = {
  manual_block: {
    id: string;
    page: string;
    place: string;
    step: string | null;
    owner: string;
    owner_name: string;
    review_on: Day | null;
    published: number | null;
    withdrawn: Generated<boolean>;
    created_at: Date;
  };
  manual_block_version: {
    block: string;
    number: number;
    title: string;
    body: string;
    author: string;
    author_name: string;
    written_at: Date;
  };
  manual_question: {
    id: string;
    page: string;
    place: string;
    question: string;
    asked_at: Date;
    answer: string | null;
    answered_by: string | null;
    answered_at: Date | null;
  };
  manual_reading: { page: string; day: Day; count: number };
  manual_file: { id: string; name: string; type: string; bytes: Buffer; author_name: string; added_at: Date };
  manual_search_text: {
    number: Generated<number>;
    id: string;
    kind: string;
    title: string;
    /** Written as JSON text, read as the value. */
    sayings: string[];
    /** Written as JSON text, read as the value. */
    readings: Reading[] | null;
    weight: number;
    hash: string;
    original: string;
    words: string;
    spellings: string;
    word_grams: string[];
    spelling_grams: string[];
  };
  manual_search_state: { single: boolean; version: number };
  manual_import: {
    id: string;
    /** Written as JSON text, read as the value. */
    draft: unknown;
    page: string | null;
    choices: unknown;
    author: string;
    author_name: string;
    read_at: Date;
    finished_at: Date | null;
    outcome: string | null;
  };
  manual_hearing_answer: {
    id: string;
    page: string;
    question: string;
    answer: string;
    answered_by: string;
    written_by: string;
    answered_at: Date;
  };
};

/** Queries on the tables of the manual. */
export const tables = (executor: Executor): Kysely<ManualTables> => executor.withTables<ManualTables>();
