import { z } from 'zod';
import { type MessageKind, messageKinds } from './message.ts';

/** The name of a machine as it stands in addresses. */
export const machineName = /^[a-z0-9][a-z0-9-]{0,31}$/;

const word = z.string().trim().min(1).max(64);
const kinds = Object.keys(messageKinds) as [MessageKind, ...MessageKind[]];

/** The fields that a column of a record can hold. */
export const columnNames = ['id', 'kind', 'ticket', 'series', 'number', 'date', 'time', 'counter', 'service'] as const;
export type ColumnName = (typeof columnNames)[number];

/** How a machine is connected and what its words mean here. */
export const machineSettings = z.strictObject({
  /** The machine's letters with ours, and who gives the numbers. */
  series: z
    .array(
      z.strictObject({
        /** As the machine prints it; empty where it prints numbers only. */
        machine: z.string().max(4),
        /** Our letter. */
        ours: z.string().min(1).max(4),
        /** `machine`: it gives numbers, we follow. `hitomado`: we give numbers, it is told. */
        leads: z.enum(['machine', 'hitomado']),
        /** The place of these numbers where the machine names none. */
        serviceId: word.nullable().default(null),
      }),
    )
    .max(60)
    .default([]),
  /** The machine's keys of places: our ids of places. */
  services: z.record(word, word).default({}),
  /** The machine's names of seats: our ids of seats. */
  counters: z.record(word, z.int()).default({}),
  /** Its own words for what happens. */
  words: z.record(word, z.enum(kinds)).default({}),
  /** Which column of a record holds what, in order; null is not read. */
  columns: z
    .array(z.enum(columnNames).nullable())
    .min(1)
    .max(30)
    .default(['id', 'kind', 'ticket', 'time', 'counter', 'service']),
  /** Between the columns. */
  separator: z.enum([',', '\t', ';']).default(','),
  /** A folder into which the machine writes its files. */
  folder: z.string().max(400).nullable().default(null),
  /** A folder into which we write what happens here. */
  outFolder: z.string().max(400).nullable().default(null),
  /** `host:port` of a machine that we connect to. */
  connect: z.string().max(200).nullable().default(null),
});
export type MachineSettings = z.output<typeof machineSettings>;
export type MachineSeries = MachineSettings['series'][number];

/** A ticket machine of the house. */
export interface Machine {
  readonly id: string;
  readonly facilityId: string;
  readonly name: string;
  readonly secretVersion: number;
  readonly settings: MachineSettings;
}

/** The series by the machine's letters; undefined for one that nobody has entered. */
export function seriesOf(settings: MachineSettings, letters: string): MachineSeries | undefined {
  return settings.series.find(({ machine }) => machine === letters);
}
