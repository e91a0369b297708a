/** A PDF of the given objects, the first of which is its catalogue; written by hand where no program writes what has to be read. */
export function pdfOf(objects: readonly string[]): Buffer {
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = file.length;
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');

/** A run of text in one of the two fonts of `pdfOfRuns`, where it begins, in points from the lower left corner. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Down with the font for vertical lines; beside each other and half as wide within such a line (縦中横). */
  readonly way: 'down' | 'across' | 'beside';
}

/**
 * A PDF as Japanese word processors print it: its fonts are named and not held in the file, and vertical lines have a font of their
 * own. One list of runs for each page.
 */
export function pdfOfRuns(pages: readonly (readonly Run[])[]): Buffer {
  const fonts = { down: 'V', across: 'H', beside: 'H' } as const;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${7 + index * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /MS-Mincho /Encoding /UniJIS-UTF16-V /DescendantFonts [5 0 R] >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /MS-Mincho /Encoding /UniJIS-UTF16-H /DescendantFonts [5 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /MS-Mincho /DW 1000 /FontDescriptor 6 0 R /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 5 >> >>',
    '<< /Type /FontDescriptor /FontName /MS-Mincho /Flags 4 /FontBBox [0 -141 1000 859] /ItalicAngle 0 /Ascent 859 /Descent -141 /CapHeight 700 /StemV 80 >>',
  ];
  for (const [index, runs] of pages.entries()) {
    const shown = runs.map(
      ({ text, x, y, size, way }) =>
        `/${fonts[way]} ${size} Tf ${way === 'beside' ? 50 : 100} Tz 1 0 0 1 ${x} ${y} Tm <${hex(text)}> Tj`,
    );
    const stream = `BT ${shown.join(' ')} ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /V 3 0 R /H 4 0 R >> >> /Contents ${8 + index * 2} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
  }
  return pdfOf(objects);
}
