import { create } from 'qrcode';

/** A QR code as rows of modules, true where it is dark, without the quiet zone. */
export type QrModules = boolean[][];

/** ISO/IEC 18004 asks for four light modules around the code. */
const quietZone = 4;

/** The QR code of `text` at error correction level M (15 % may be lost). Throws when `text` does not fit (2,331 bytes). */
export function qrModules(text: string): QrModules {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => data[row * size + column] === 1),
  );
}

/**
 * The QR code of `text` as an SVG element with its quiet zone, dark on white whatever the theme, without styles or
 * identifiers. Its size comes from the page; the page also gives it a name for readers of the screen.
 */
export function qrSvg(text: string): string {
  const modules = qrModules(text);
  const size = modules.length + 2 * quietZone;
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + quietZone} ${y + quietZone}h1v1h-1z` : '')))
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`
  );
}
