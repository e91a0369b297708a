/** A part of a mail: its headers by lower-case name, and its body as it stands (headers unfolded, body not decoded). */
export interface MimePart {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Longer mails are cut: what a report says stands at its beginning. */
const longest = 1024 * 1024;
const mostParts = 20;
const deepest = 5;

/** Reads `Name: value` lines, with continued lines joined. The first of a name counts. */
export function readFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** Splits headers from body at the first empty line. */
export function readPart(raw: string | Buffer): MimePart {
  const text = raw.slice(0, longest).toString();
  const [whole = ''] = /\r?\n\r?\n/.exec(text) ?? [''];
  const end = whole === '' ? text.length : text.indexOf(whole);
  return { headers: readFields(text.slice(0, end)), body: text.slice(end + whole.length) };
}

/** The media type of a part, in lower case. */
export function typeOf({ headers }: MimePart): string {
  const [type = ''] = (headers.get('content-type') ?? 'text/plain').split(';');
  return type.trim().toLowerCase();
}

/** All parts of a mail that are not multipart themselves. */
export function leavesOf(part: MimePart, depth = 0): readonly MimePart[] {
  if (!typeOf(part).startsWith('multipart/')) return [part];
  const [, quoted, bare] =
    /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(part.headers.get('content-type') ?? '') ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined || depth === deepest) return [];
  const pieces = `\n${part.body}`.split(`\n--${boundary}`).slice(1, mostParts);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .flatMap((piece) => leavesOf(readPart(piece.replace(/^[^\n]*\n/, '')), depth + 1));
}

/** The body of a part as text; quoted-printable and base64 are undone. */
export function textOf({ headers, body }: MimePart): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  return body
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
