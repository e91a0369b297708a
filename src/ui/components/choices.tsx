import type { ReactNode } from 'react';
import { messages } from '../messages.ts';
import { FieldGroup, type FieldProps, fieldId } from './field.tsx';
import { rich } from './text.tsx';

/** The values that the two last choices send. They are no value of any fact. */
export const choiceNone = '_none';
export const choiceUnknown = '_unknown';

export interface ChoiceOption {
  value: string;
  label: ReactNode;
  /** A small second line. */
  note?: ReactNode;
}

export interface ChoiceCardProps extends ChoiceOption {
  name: string;
  kind: 'checkbox' | 'radio';
  checked?: boolean;
  /** Picking it clears all others of the group. */
  exclusive?: boolean;
  id?: string;
  describedBy?: string;
}

/** One choice as a card that can be pressed anywhere. */
export function ChoiceCard(props: ChoiceCardProps) {
  const { name, value, kind, label, note, checked, exclusive, id } = props;
  return (
    <label className="choice">
      <input
        type={kind}
        name={name}
        value={value}
        id={id}
        defaultChecked={checked}
        data-exclusive={exclusive ? '' : undefined}
      />
      <span>
        {rich(label)}
        {note && <small>{rich(note)}</small>}
      </span>
    </label>
  );
}

export interface ChoiceGroupProps extends FieldProps {
  kind: 'checkbox' | 'radio';
  options: readonly ChoiceOption[];
  /** The values chosen before. */
  selected?: readonly string[];
  /** 「どれも当てはまらない」: true for the usual words, or other words. Sends `choiceNone`. */
  none?: boolean | Partial<Omit<ChoiceOption, 'value'>>;
  /** 「わからない」: true for the usual words, or other words. Sends `choiceUnknown`. */
  unknown?: boolean | Partial<Omit<ChoiceOption, 'value'>>;
  /** The question is the heading of the page. */
  heading?: boolean;
  why?: ReactNode;
  /** Short choices stand beside each other where there is room: はい・いいえ. */
  inRow?: boolean;
}

function lastOptions({ none, unknown, language }: ChoiceGroupProps): ChoiceOption[] {
  const t = messages(language);
  return [
    ...(none ? [{ value: choiceNone, label: t('none'), ...(none === true ? {} : none) }] : []),
    ...(unknown
      ? [{ value: choiceUnknown, label: t('unknown'), note: t('unknownNote'), ...(unknown === true ? {} : unknown) }]
      : []),
  ];
}

/**
 * Choices that answer one question. The last two, 「どれも当てはまらない」 and 「わからない」, exclude all others: the script
 * clears them and says so; without a script the server must read an exclusive value as the whole answer.
 */
export function ChoiceGroup(props: ChoiceGroupProps) {
  const { name, kind, options, selected = [], language } = props;
  const t = messages(language);
  const last = lastOptions(props);
  const card = (option: ChoiceOption, exclusive: boolean, first: boolean) => (
    <ChoiceCard
      key={option.value}
      {...option}
      name={name}
      kind={kind}
      checked={selected.includes(option.value)}
      exclusive={exclusive}
      id={first ? fieldId(name) : undefined}
    />
  );
  return (
    <FieldGroup field={props} heading={props.heading} why={props.why}>
      <div
        className={props.inRow ? 'choices in-row' : 'choices'}
        data-choices={kind === 'checkbox' ? t('othersCleared') : undefined}
      >
        {options.map((option, index) => card(option, false, index === 0))}
        {last.length > 0 && options.length > 0 && kind === 'checkbox' && (
          <p className="or" aria-hidden="true">
            {rich(t('or'))}
          </p>
        )}
        {last.map((option) => card(option, kind === 'checkbox', false))}
      </div>
    </FieldGroup>
  );
}

/**
 * What a group of checkboxes answered: an exclusive value stands for the whole answer, わからない before どれも当てはまらない,
 * as a doubt must never be read as a no.
 */
export function readChoices(values: readonly string[]): string[] {
  const exclusive = [choiceUnknown, choiceNone].find((value) => values.includes(value));
  return exclusive === undefined ? [...new Set(values)] : [exclusive];
}
