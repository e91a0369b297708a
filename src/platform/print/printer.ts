/** Kinds of printers with the name they are shown by. */
export const printerKinds = {
  escpos: 'ネットワークのレシートプリンター(ESC/POS、9100番)',
  cloudprnt: 'スター精密 CloudPRNT',
  epson: 'エプソン サーバーダイレクトプリント',
  virtual: '画面に出すプリンター(紙なし)',
} as const;

export type PrinterKind = keyof typeof printerKinds;

/** How a printer was when it was last heard of. `unseen`: never. `silent`: it was asked and did not answer. */
export type PrinterState = 'unseen' | 'ready' | 'paperLow' | 'paperOut' | 'coverOpen' | 'error' | 'silent';

export interface Printer {
  readonly id: string;
  readonly name: string;
  readonly kind: PrinterKind;
  /** `host:port` of a printer that we connect to; null where the printer asks us. */
  readonly address: string | null;
  /** Half-width characters in a line. */
  readonly columns: number;
  readonly state: PrinterState;
  readonly seenAt: Date | null;
}

/**
 * What became of a job. `unknown`: it was handed over and nobody said whether it is on paper; a person looks. `failed`: it is
 * surely not on paper and is not tried again by itself.
 */
export type JobState = 'queued' | 'sending' | 'printed' | 'failed' | 'unknown';

export interface PrintJob {
  readonly id: string;
  readonly printerId: string;
  readonly label: string;
  readonly document: string;
  readonly state: JobState;
  /** How often it was handed to the printer. */
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly printedAt: Date | null;
}

/** A printer that asks by itself is not there when it has not asked for this long; milliseconds. */
const silentAfter = 60_000;

/** The state to show: a printer that should have asked and did not is silent. */
export function stateNow({ kind, state, seenAt }: Pick<Printer, 'kind' | 'state' | 'seenAt'>, now: Date): PrinterState {
  const asks = kind === 'cloudprnt' || kind === 'epson';
  return asks && seenAt !== null && now.getTime() - seenAt.getTime() > silentAfter ? 'silent' : state;
}

/** Whether a printer in this state takes a job. */
export const canPrint = (state: PrinterState): boolean => state === 'ready' || state === 'paperLow';

const defaultPort = 9100;
const hostAndPort = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(\d{1,5}))?$/i;

/** The address of a printer as `host:port` from what a person typed; undefined when it cannot be one. */
export function printerAddress(typed: string): string | undefined {
  const [, host, port = String(defaultPort)] = hostAndPort.exec(typed.normalize('NFKC').trim()) ?? [];
  const number = Number(port);
  return host === undefined || number < 1 || number > 65_535 ? undefined : `${host.toLowerCase()}:${number}`;
}
