import type { Inventory } from '#inventory';
import type { Day } from '#platform/clock';
import { formatDay, type Language } from '#platform/i18n';
import { DataTable, localized, PrintPage, rich } from '#ui';
import { guideMessages } from '../messages.ts';
import type { GuideResult, ResultItem } from '../result.ts';
import { placeText } from './procedure-facts.tsx';

export interface ResultPrintPageProps {
  inventory: Inventory;
  language: Language;
  result: GuideResult;
  today: Day;
}

/** The result on paper: what to do, until when, where, and what to bring, with boxes to tick. */
export function ResultPrintPage({ inventory, language, result, today }: ResultPrintPageProps) {
  const t = guideMessages(language);
  const title = t('resultTitle', { count: result.items.length });
  return (
    <PrintPage title={title} language={language} paper="a4" atOnce>
      <p>
        {localized(inventory.city.name, language)} {formatDay(today, language, { year: true })}
      </p>
      <h1>{rich(title)}</h1>
      <p>{rich(t('notFiledYet'))}</p>
      <DataTable
        caption={title}
        empty={t('resultNone')}
        columns={[
          { key: 'procedure', label: t('procedureColumn') },
          { key: 'deadline', label: t('deadlineTitle') },
          { key: 'place', label: t('placeTitle') },
        ]}
        rows={result.items.map((item) => ({
          key: item.procedure.id,
          cells: [
            <>
              □ {item.number}. {localized(item.procedure.name, language)}
            </>,
            deadlineText(item, language),
            placeText(item.procedure, language),
          ],
        }))}
      />
      <h2>{rich(t('bringTitle'))}</h2>
      <ul>
        {result.documents.map((document) => (
          <li key={`${document.id} ${document.name.ja}`}>
            □ {localized(document.name, language)}
            {document.requiredness === 'if' && ` (${t('bringIf')})`}
            {document.requiredness === 'optional' && ` (${t('bringOptional')})`}
          </li>
        ))}
      </ul>
      {result.undecided.length > 0 && <h2>{rich(t('undecidedTitle'))}</h2>}
      <ul>
        {result.undecided.map(({ procedure }) => (
          <li key={procedure.id}>□ {localized(procedure.name, language)}</li>
        ))}
      </ul>
      <p>{rich(t('printedHelp', { phone: inventory.city.hall.phone }))}</p>
    </PrintPage>
  );
}

function deadlineText({ deadline, procedure }: ResultItem, language: Language) {
  if (deadline.lastDay === undefined) return localized(procedure.deadline.text, language);
  return rich(guideMessages(language)('untilDay', { day: formatDay(deadline.lastDay, language) }));
}
