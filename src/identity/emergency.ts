import { addDays, type Day, toDay } from '#platform/clock';
import { checkFreeText, graphemeLength, problemSentence } from '#platform/japanese';

/** Why a case may be opened that is not one's own, with the words of the page. */
export const emergencyCategories = {
  life: '命や体に関わる',
  cover: '担当の職員がいない',
  law: '法令による照会に答える',
  fault: 'システムの不具合を調べる',
  other: 'そのほか',
} as const;

export type EmergencyCategory = keyof typeof emergencyCategories;

const shortestReason = 10;
export const longestReason = 400;
/** Open days within which somebody else looks at what was opened. */
const daysToReview = 3;

/** What is wrong with a reason, in a sentence; undefined when it will do. */
export function reasonProblem(reason: string): string | undefined {
  const checked = checkFreeText(reason, longestReason);
  if ('problem' in checked) return problemSentence(checked.problem, '理由', 'ja');
  return graphemeLength(checked.value) < shortestReason
    ? `理由を${shortestReason}文字以上で書いてください。何のために開くのかが、あとで読む人に分かるようにします。`
    : undefined;
}

/** The day by which somebody else has to have looked: the third open day after it. */
export function reviewDay(openedAt: Date, nextOpenDay: (day: Day) => Day): Day {
  let day = toDay(openedAt);
  for (let count = 0; count < daysToReview; count += 1) day = nextOpenDay(addDays(day, 1));
  return day;
}
