import { z } from 'zod';
import { day, identifier, sentence } from './values.ts';

/**
 * `law-changes.yaml`: laws, rules and prices that change, so that the manual lists what has to be looked at. A procedure is one of
 * them where a line of its `legalBasis` begins with `law`, and as long as its `checkedOn` lies before `knownOn`. Optional.
 */
export const lawChangesSchema = z.strictObject({
  lawChanges: z.array(
    z.strictObject({
      id: identifier,
      /** As the lines of `legalBasis` begin: a law, or an article of one (`住民基本台帳法22条`). */
      law: sentence,
      what: sentence,
      inForceOn: day,
      /** The day on which the city learned of it. */
      knownOn: day,
      source: sentence.optional(),
    }),
  ),
});
