/** Limits on what a request may bring (notes: limits of HTTP). Sizes in bytes. */
export const limits = {
  url: 4096,
  form: 64 * 1024,
  json: 256 * 1024,
  fields: 200,
  depth: 16,
} as const;

/** A request that is too large or not shaped as its type says. */
export class BadRequest extends Error {
  readonly status: 400 | 404 | 413 | 414;

  constructor(status: BadRequest['status']) {
    super(`request refused with ${status}`);
    this.name = 'BadRequest';
    this.status = status;
  }
}

/** Fields of a form or query: one value is a text, several under one name are a list. */
export function parseFields(source: string, most: number = limits.fields): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  let count = 0;
  for (const [name, value] of new URLSearchParams(source)) {
    count += 1;
    if (count > most) throw new BadRequest(413);
    const before = fields[name];
    if (Array.isArray(before)) before.push(value);
    else fields[name] = before === undefined ? value : [before, value];
  }
  return fields;
}

/** Whether a parsed JSON value stays within `depth` levels. */
export function isShallow(value: unknown, depth: number = limits.depth): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  return depth > 0 && Object.values(value).every((child) => isShallow(child, depth - 1));
}
