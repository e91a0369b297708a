import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { compile } from '#platform/pdf';
import { FlowDrawing, sentenceOf } from './drawing.tsx';
import type { Layout } from './layout/layout.ts';
import { listOf } from './list.ts';

/** The drawing as an SVG file of its own. */
export function svgOf(layout: Layout): string {
  return renderToStaticMarkup(createElement(FlowDrawing, { layout }));
}

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/biz-udpgothic/package.json'));
const fontFiles = ['400Regular/BIZUDPGothic_400Regular.ttf', '700Bold/BIZUDPGothic_700Bold.ttf'].map((file) =>
  join(fonts, file),
);

/** A side of a picture is never longer than this, whatever is drawn. */
const mostPixels = 12_000;

/** The drawing as a PNG picture, twice as fine as the screen where its size allows. */
export function pngOf(layout: Layout): Uint8Array {
  const zoom = Math.min(2, mostPixels / Math.max(layout.width, layout.height));
  const resvg = new Resvg(svgOf(layout), {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'BIZ UDPGothic' },
    fitTo: { mode: 'zoom', value: zoom },
  });
  return resvg.render().asPng();
}

/** What an A4 page holds, in millimetres, below the title. */
const page = { tall: { width: 190, height: 255 }, wide: { width: 277, height: 168 } };
/** Text of 14 px is not printed larger than this. */
const mostMillimetresPerPixel = 0.24;

/** The drawing on A4, cut between rows where it is longer than a page, with the list of its steps. */
export function pdfOf(layout: Layout, title: string): Uint8Array {
  const wide = layout.width > 1.15 * layout.height;
  const { width, height } = wide ? page.wide : page.tall;
  const scale = Math.min(width / layout.width, mostMillimetresPerPixel);
  const slices = cuts(layout, height / scale).map(([from, to]) => ({
    svg: sliceOf(layout, from, to),
    width: layout.width * scale,
  }));
  return compile('src/manual/flow/paper/flow.typ', {
    title,
    wide,
    sentence: sentenceOf(layout.flow),
    slices,
    listTitle: '手順の一覧',
    head: ['番号', 'だれが', 'すること', '書類・入力・システム'],
    rows: listOf(layout.flow).map(({ number, who, text, ways, things }) => [
      String(number),
      who,
      [text, ...ways].join('\n'),
      things.join('\n'),
    ]),
  });
}

/** Where the drawing is cut: as late as a page allows, between two rows. */
function cuts({ nodes, height }: Layout, most: number): [number, number][] {
  const between = nodes
    .map(({ box }) => box.y - 14)
    .sort((one, other) => one - other)
    .filter((y) => y > 0);
  const slices: [number, number][] = [];
  let from = 0;
  while (height - from > most) {
    const fitting = between.filter((y) => y > from + 1 && y - from <= most);
    const to = fitting.at(-1) ?? from + most;
    slices.push([from, to]);
    from = to;
  }
  return [...slices, [from, height]];
}

function sliceOf(layout: Layout, from: number, to: number): string {
  const [width, height] = [Math.round(layout.width), Math.round(to - from)];
  const whole = `width="${width}" height="${Math.round(layout.height)}" viewBox="0 0 ${width} ${Math.round(layout.height)}"`;
  const part = `width="${width}" height="${height}" viewBox="0 ${Math.round(from)} ${width} ${height}"`;
  return svgOf(layout).replace(whole, part);
}
