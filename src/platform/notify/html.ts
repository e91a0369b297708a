import { htmlLang, type Language } from '#platform/i18n';

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);

/** Addresses of pages as they stand in a text: up to a blank, a quotation mark or a bracket. */
const address = /https?:\/\/[^\s<>"'、。）」]+/g;

/** One line, with its addresses as links. */
function lineOf(line: string): string {
  let written = '';
  let end = 0;
  for (const { 0: url, index } of line.matchAll(address)) {
    written += `${escaped(line.slice(end, index))}<a href="${escaped(url)}">${escaped(url)}</a>`;
    end = index + url.length;
  }
  return written + escaped(line.slice(end));
}

/**
 * The page of a mail, made of its text: paragraphs, lines and links, nothing that is loaded from elsewhere and nothing of
 * the text that could be a tag.
 */
export function htmlOf(text: string, language: Language): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(lineOf).join('<br>')}</p>`);
  return `<!doctype html><html lang="${htmlLang(language)}"><head><meta charset="utf-8"></head><body>${paragraphs.join('\n')}</body></html>`;
}
