import { accepted, type Checked, refused } from './checked.ts';
import { problems } from './messages.ts';
import { foldWidth } from './width.ts';

const withUnit = /^(\d{1,12})(?:円|人|歳|才|週|通|g|cc|cm|年|点|枚|月)?$/i;

/** A whole number as people write it: any width, with commas, spaces or its unit. Bounds include their ends. */
export function checkWholeNumber(typed: string, bounds: { minimum?: number; maximum?: number } = {}): Checked<number> {
  const folded = foldWidth(typed).replace(/[ ,、,]/g, '');
  if (folded === '') return refused(problems.empty);
  const digits = withUnit.exec(folded)?.[1];
  if (digits === undefined) return refused(problems.notNumber);
  const value = Number(digits);
  if (bounds.minimum !== undefined && value < bounds.minimum)
    return refused(problems.numberTooSmall, { minimum: bounds.minimum });
  if (bounds.maximum !== undefined && value > bounds.maximum)
    return refused(problems.numberTooLarge, { maximum: bounds.maximum });
  return accepted(value);
}
