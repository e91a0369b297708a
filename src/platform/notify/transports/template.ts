/** How a value is written so that it stays a value where it is put. */
export type Escape = (value: string) => string;

/** Values by name; none of them is read as a template again. */
export type Values = Readonly<Record<string, string>>;

/** `template` with each `{name}` of `values` replaced; other braces stay. */
export function fill(template: string, values: Values, written: Escape): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? written(values[name] ?? '') : whole,
  );
}

export const inJson: Escape = (value) => JSON.stringify(value).slice(1, -1);
export const inForm: Escape = encodeURIComponent;
/** Control signs would end a header. */
export const inHeader: Escape = (value) => value.replaceAll(/[^\x20-\x7e]/g, '');
export const inXml: Escape = (value) =>
  value.replaceAll(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll(/(?![\t\n\r])\p{Cc}/gu, '');

/** How values are written in a body of this content type. */
export function escapeFor(contentType: string): Escape {
  if (/x-www-form-urlencoded/i.test(contentType)) return inForm;
  return /xml/i.test(contentType) ? inXml : inJson;
}

/** The value at `path` (`messages.0.id`) of parsed JSON, as text; undefined when there is none. */
export function valueAt(json: unknown, path: string): string | undefined {
  const found = path
    .split('.')
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      json,
    );
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/** Parsed JSON, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
