import { defineMessages } from '#platform/i18n';
import { besideResultSentences } from './sentences/beside-result.ts';
import { homeSentences } from './sentences/home.ts';
import { proceduresSentences } from './sentences/procedures.ts';
import { questionSentences } from './sentences/question.ts';
import { resultSentences } from './sentences/result.ts';

/** Every sentence of the guide, in the six languages of the resident pages. */
export const guideMessages = defineMessages({
  ...homeSentences,
  ...questionSentences,
  ...resultSentences,
  ...besideResultSentences,
  ...proceduresSentences,
});
