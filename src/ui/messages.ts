import { defineMessages } from '#platform/i18n';
import { badgeSentences } from './sentences/badges.ts';
import { fieldSentences } from './sentences/fields.ts';
import { frameSentences } from './sentences/frames.ts';
import { partSentences } from './sentences/parts.ts';

/** Every sentence that the components say by themselves. Sentences that only stand in attributes need no readings. */
export const messages = defineMessages({ ...badgeSentences, ...fieldSentences, ...frameSentences, ...partSentences });
