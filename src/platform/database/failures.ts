import pg from 'pg';

/** SQLSTATE class 22: the message itself quotes the value that could not be read. */
const dataException = /^22/;

/** Takes out of PostgreSQL's error all that can hold a value of a row; what stays is code, names and a plain message. */
function withoutValues(error: pg.DatabaseError): void {
  error.detail = undefined;
  error.hint = undefined;
  error.where = undefined;
  error.internalQuery = undefined;
  error.dataType = undefined;
  if (dataException.test(error.code ?? '')) error.message = `a value was not accepted (${error.code})`;
}

interface Wire {
  prependListener(event: 'errorMessage', listener: (error: pg.DatabaseError) => void): void;
}

/** A client whose errors carry no personal values: they are removed where the message comes in, before anyone sees it. */
export class DiscreetClient extends pg.Client {
  constructor(options?: string | pg.ClientConfig) {
    super(options);
    const { connection } = this as unknown as { connection: Wire };
    connection.prependListener('errorMessage', withoutValues);
  }
}

/** The five signs by which PostgreSQL names an error (SQLSTATE), or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Whether `error` says that a row with the same key is there already; `constraint` asks for one constraint by name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof pg.DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  );
}

/** Whether a transaction was given up for the sake of another (serialisation failure, deadlock) and may be run again. */
export function isRepeatable(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '');
}
