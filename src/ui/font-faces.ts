/** The slices of @fontsource/biz-udpgothic: name of a slice → the characters in it, from the package's unicode.json. */
export type FontSlices = Readonly<Record<string, string>>;

const weights = [
  { weight: 400, installed: 'BIZ UDPGothic' },
  { weight: 700, installed: 'BIZ UDPGothic Bold' },
] as const;

/**
 * The text of `styles/fonts.css`: one rule for each slice and weight, so that a browser fetches only the slices whose
 * characters stand on the page, and none where the font is installed. Whole alphabets, which the slices repeat, are left out.
 */
export function fontFaces(slices: FontSlices): string {
  const numbered = Object.entries(slices).filter(([name]) => name.startsWith('['));
  const rules = weights.flatMap(({ weight, installed }) =>
    numbered.map(([name, range]) => {
      const file = `fonts/biz-udpgothic-${name.slice(1, -1)}-${weight}-normal.woff2`;
      return [
        '@font-face{font-family:"BIZ UDPGothic";font-display:swap;',
        `font-weight:${weight};src:local("${installed}"),url("${file}") format("woff2");`,
        `unicode-range:${range}}`,
      ].join('');
    }),
  );
  return ['/* Written by fontFaces() from @fontsource/biz-udpgothic (SIL OFL 1.1). */', ...rules, ''].join('\n');
}
