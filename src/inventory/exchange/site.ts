import { type Condition, leavesOf } from '#rules';
import type { Inventory, Procedure } from '../inventory.ts';
import { conditionSentence } from '../procedures.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/gu, (sign) => escapes[sign] ?? sign);

const sheet = `body { max-width: 46rem; margin: 0 auto; padding: 1rem; color: #1a1a1a; font: 1.0625rem/1.8 "BIZ UDPGothic", "Noto Sans JP", sans-serif; }
a { color: #00428c; }
h1 { font-size: 1.75rem; line-height: 1.4; }
h2 { margin-top: 2rem; border-bottom: 2px solid #00428c; font-size: 1.25rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .5rem; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top; }
th { width: 8em; }
small { color: #4d4d4d; }
@media print { body { max-width: none; } }
`;

/**
 * The public part of the inventory as plain pages: by file name. They need no server and no script, and can be opened from a folder
 * or put on any web server. Pure.
 */
export function siteOf(inventory: Inventory, isPublic: (procedure: Procedure) => boolean): Map<string, string> {
  const shown = inventory.procedures.filter(isPublic);
  const files = new Map<string, string>([
    ['style.css', sheet],
    ['index.html', indexPage(inventory, shown)],
  ]);
  for (const procedure of shown) {
    files.set(`${procedure.id}.html`, procedurePage(inventory, procedure, new Set(shown.map(({ id }) => id))));
  }
  return files;
}

function pageOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
${body}
</body>
</html>
`;
}

const link = ({ id, name }: Procedure): string => `<li><a href="${id}.html">${escaped(name.ja)}</a></li>`;

function indexPage({ city, lifeEvents }: Inventory, shown: readonly Procedure[]): string {
  const title = `${city.name.ja}の手続き`;
  const sections = lifeEvents.flatMap(({ id, name }) => {
    const own = shown.filter((procedure) => procedure.lifeEvents.includes(id));
    return own.length === 0 ? [] : [`<h2>${escaped(name.ja)}</h2>\n<ul>\n${own.map(link).join('\n')}\n</ul>`];
  });
  return pageOf(title, `<main>\n<h1>${escaped(title)}</h1>\n${sections.join('\n')}\n</main>`);
}

function procedurePage(inventory: Inventory, procedure: Procedure, known: ReadonlySet<string>): string {
  const department = inventory.departmentById.get(procedure.department);
  const rows: readonly (readonly [string, string])[] = [
    ['だれが', procedure.who],
    ['期限', procedure.deadline.text.ja],
    ['場所', procedure.counter.place],
    ['料金', procedure.fee.text],
    ['オンライン', procedure.channels.online.available ? (procedure.channels.online.via ?? 'できます') : 'できません'],
    ['担当', [department?.name.ja ?? '', department?.phone ?? inventory.city.hall.phone].join(' ')],
  ];
  // What only staff may ask about is told to nobody here.
  const mayTell = (when: Condition): boolean =>
    leavesOf(when).every(({ fact }) => inventory.factById.get(fact)?.staffOnly === false && fact !== 'dv');
  const documents = procedure.documents.map(({ name, description, when }) => {
    const only = when && mayTell(when) ? `<br><small>${escaped(conditionSentence(inventory, when))}</small>` : '';
    const more = description.ja === name.ja ? '' : `<br>${escaped(description.ja)}`;
    return `<li><strong>${escaped(name.ja)}</strong>${more}${only}</li>`;
  });
  const related = procedure.related.flatMap((id) => {
    const other = known.has(id) ? inventory.procedureById.get(id) : undefined;
    return other ? [link(other)] : [];
  });
  const body = `<p><a href="index.html">手続きの一覧</a></p>
<main>
<h1>${escaped(procedure.name.ja)}</h1>
<p>${escaped(procedure.summary.ja)}</p>
<table>
${rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${escaped(value)}</td></tr>`).join('\n')}
</table>
${documents.length > 0 ? `<h2>持ち物</h2>\n<ul>\n${documents.join('\n')}\n</ul>` : ''}
${related.length > 0 ? `<h2>いっしょに見る手続き</h2>\n<ul>\n${related.join('\n')}\n</ul>` : ''}
<p><small>確かめた日: ${escaped(procedure.checkedOn)}</small></p>
</main>`;
  return pageOf(`${procedure.name.ja} | ${inventory.city.name.ja}`, body);
}
