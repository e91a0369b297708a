import { formatDay, type Language, type LocalText, localText } from '#platform/i18n';
import { formatEraMonth, formatPostalCode } from '#platform/japanese';
import type { Answer } from './answer.ts';
import { countryName } from './countries.ts';
import type { Question } from './form.ts';
import { messages } from './messages.ts';

/** How an answer is shown: lines of text. Japanese days by era with weekday; nothing is abbreviated. */
export function displayAnswer(
  question: Pick<Question, 'kind' | 'options' | 'label'>,
  answer: Answer,
  language: Language,
): string[] {
  if (typeof answer === 'boolean') return [yesOrNo(question, answer, language)];
  if (typeof answer === 'number') return [answer.toLocaleString('ja-JP')];
  if (typeof answer === 'string') return [displayText(question, answer, language)];
  if (isList(answer)) return answer.map((value) => displayText(question, value, language));
  if ('bank' in answer) return displayAccount(answer, language);
  if ('from' in answer)
    return [`${formatDay(answer.from, language, { year: true })} 〜 ${formatDay(answer.to, language, { year: true })}`];
  return displayAddress(answer);
}

/** 「はい」 and 「いいえ」, or what answers a label like 「配偶者の有無」. */
export function yesOrNo({ label }: Pick<Question, 'label'>, answer: boolean, language: Language): string {
  const t = messages(language);
  return localText(label, language).text.endsWith('の有無')
    ? t(answer ? 'there' : 'notThere')
    : t(answer ? 'yes' : 'no');
}

function isList(answer: Answer): answer is readonly string[] {
  return Array.isArray(answer);
}

function displayText({ kind, options }: Pick<Question, 'kind' | 'options'>, text: string, language: Language): string {
  switch (kind) {
    case 'date':
      return formatDay(text, language, { year: true });
    case 'datetime':
      return `${formatDay(text.slice(0, 10), language, { year: true })} ${text.slice(11)}`;
    case 'yearmonth':
      return language === 'ja' ? formatEraMonth(text) : text;
    case 'country':
      return countryName(text, language);
    default:
      return optionLabel(options, text, language);
  }
}

function optionLabel(options: Question['options'], value: string, language: Language): string {
  const label: LocalText | undefined = options.find((option) => option.value === value)?.label;
  return label ? localText(label, language).text : value;
}

function displayAccount(account: Extract<Answer, { bank: string }>, language: Language): string[] {
  const t = messages(language);
  return [
    `${account.bank} ${account.branch}`,
    `${t(account.kind === 'ordinary' ? 'ordinaryAccount' : 'currentAccount')} ${account.number}`,
    account.holder,
  ];
}

function displayAddress(address: Extract<Answer, { block: string }>): string[] {
  const lines = [
    address.postalCode === '' ? '' : `〒${formatPostalCode(address.postalCode)}`,
    `${address.prefecture}${address.city}${address.town}${address.block}`,
    address.building,
  ];
  return lines.filter((line) => line !== '');
}
