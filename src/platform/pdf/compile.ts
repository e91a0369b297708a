import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { packageRoot } from '#platform/package';
import { readCoverage } from './glyphs.ts';

const fontFolder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/biz-udpgothic/package.json'));
const fontFiles = ['400Regular/BIZUDPGothic_400Regular.ttf', '700Bold/BIZUDPGothic_700Bold.ttf'].map((file) =>
  join(fontFolder, file),
);

/** Stands for a character that the font cannot draw: 〓, as printers have always set it. */
export const missingSign = '〓';

interface Engine {
  readonly compiler: NodeCompiler;
  readonly covers: (codePoint: number) => boolean;
}

const loaded: { engine?: Engine } = {};

/** Made at the first use: reading two fonts takes a while and most processes never print. */
function engine(): Engine {
  loaded.engine ??= {
    compiler: NodeCompiler.create({
      workspace: packageRoot,
      fontArgs: [{ fontPaths: fontFiles.map((file) => dirname(file)) }],
    }),
    covers: remembered(readCoverage(fontFiles[0] ?? '')),
  };
  return loaded.engine;
}

function remembered(covers: (codePoint: number) => boolean): (codePoint: number) => boolean {
  const known = new Map<number, boolean>();
  return (codePoint) => {
    const found = known.get(codePoint) ?? covers(codePoint);
    known.set(codePoint, found);
    return found;
  };
}

/** Characters of a text that the font cannot draw, each once. Selectors of variants only choose a form and never count. */
export function missingGlyphs(text: string): string[] {
  const { covers } = engine();
  return [...new Set(text)].filter((sign) => {
    const codePoint = sign.codePointAt(0) ?? 0;
    return codePoint >= 0x20 && !isVariationSelector(codePoint) && !covers(codePoint);
  });
}

function isVariationSelector(codePoint: number): boolean {
  return (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
}

/** The text with 〓 for what cannot be drawn, so that no character vanishes from paper without a trace. */
export function printable(text: string): string {
  const missing = new Set(missingGlyphs(text));
  return missing.size === 0 ? text : [...text].map((sign) => (missing.has(sign) ? missingSign : sign)).join('');
}

/**
 * Draws a Typst template of this package (`src/intake/templates/sheet.typ`) with data as PDF. The data reaches the template as
 * a JSON text and is never part of its source, so that nothing typed can be run; templates load no packages. Texts are
 * made printable first. Throws when the template does not compile. About 5 ms a page once warm.
 */
export function compile(templatePath: string, data: object): Uint8Array {
  const { compiler } = engine();
  const json = JSON.stringify(data, (_, value) => (typeof value === 'string' ? printable(value) : value));
  const pdf = compiler.pdf({ mainFilePath: join(packageRoot, templatePath), inputs: { data: json } });
  // What was printed must not stay in the compiler's cache longer than needed.
  compiler.evictCache(0);
  return pdf;
}
