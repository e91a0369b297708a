import { readFileSync } from 'node:fs';

/** Which characters a font can draw, read from its `cmap` table (OpenType, formats 4 and 12). */
export function readCoverage(fontPath: string): (codePoint: number) => boolean {
  const font = readFileSync(fontPath);
  const table = findTable(font, 'cmap');
  const subtables = Array.from(
    { length: font.readUInt16BE(table + 2) },
    (_, index) => table + font.readUInt32BE(table + 4 + index * 8 + 4),
  );
  const ranges = subtables.flatMap((offset) => rangesOf(font, offset)).sort(([left], [right]) => left - right);
  return (codePoint) => ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
}

type Range = readonly [first: number, last: number];

function findTable(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const record = 12 + index * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`the font has no ${tag} table`);
}

function rangesOf(font: Buffer, offset: number): Range[] {
  const format = font.readUInt16BE(offset);
  if (format === 12) {
    return Array.from({ length: font.readUInt32BE(offset + 12) }, (_, index) => {
      const group = offset + 16 + index * 12;
      return [font.readUInt32BE(group), font.readUInt32BE(group + 4)] as const;
    });
  }
  return format === 4 ? segmentsOf(font, offset) : [];
}

/** Segments of format 4. A code within a segment may still have no glyph, so each is looked up. */
function segmentsOf(font: Buffer, offset: number): Range[] {
  const count = font.readUInt16BE(offset + 6) / 2;
  const at = (array: number, index: number): number => offset + 14 + (array * count + index) * 2 + (array > 0 ? 2 : 0);
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const [last, first] = [font.readUInt16BE(at(0, index)), font.readUInt16BE(at(1, index))];
    const [delta, rangeOffset] = [font.readInt16BE(at(2, index)), font.readUInt16BE(at(3, index))];
    const hasGlyph = (code: number): boolean => {
      if (code === 0xffff) return false;
      if (rangeOffset === 0) return ((code + delta) & 0xffff) !== 0;
      const glyph = at(3, index) + rangeOffset + (code - first) * 2;
      return glyph + 1 < font.length && font.readUInt16BE(glyph) !== 0;
    };
    return Array.from({ length: last - first + 1 }, (_, step) => first + step)
      .filter(hasGlyph)
      .map((code) => [code, code] as const);
  });
}
