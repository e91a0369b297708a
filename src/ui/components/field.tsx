import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import { messages } from '../messages.ts';
import { Icon } from './icon.tsx';
import { rich } from './text.tsx';

/** What every field has. */
export interface FieldProps {
  /** The name in the form's body; the id is made from it. */
  name: string;
  label: ReactNode;
  language: Language;
  /** An example or a help in one sentence, between label and box. */
  hint?: ReactNode;
  /** What to do, when the value could not be taken. The value stays. */
  error?: string;
  /** Written as 「必須」 or 「あれば」; nothing is written when not given. */
  required?: boolean;
}

/** The value as it was typed, and what is to be put right about it. */
export interface Typed {
  name: string;
  value?: string;
  error?: string;
}

/** The id of the control that a name belongs to; links of the error summary lead there. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

const hintId = (name: string) => `${fieldId(name)}-hint`;
const errorId = (name: string) => `${fieldId(name)}-error`;

/** The sentence at a field that is to be put right. */
export function FieldError({ name, message, language }: { name: string; message: string; language: Language }) {
  return (
    <p className="err-msg" id={errorId(name)}>
      <Icon name="alert" size="small" />
      <span>
        <span className="sr">{messages(language)('errorPrefix')} </span>
        {rich(message)}
      </span>
    </p>
  );
}

/** 「必須」 or 「あれば」 behind a label. */
export function RequiredMark({ required, language }: { required?: boolean; language: Language }) {
  if (required === undefined) return null;
  return (
    <span className={required ? 'req' : 'opt'}>{rich(messages(language)(required ? 'required' : 'optional'))}</span>
  );
}

/** The attributes that tie a control to its hint and its error. */
export function described({ name, hint, error, required }: Pick<FieldProps, 'name' | 'hint' | 'error' | 'required'>) {
  const ids = [hint && hintId(name), error && errorId(name)].filter(Boolean);
  return {
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
    'aria-invalid': error ? (true as const) : undefined,
    'aria-required': required ? (true as const) : undefined,
  };
}

function HintAndError({ name, hint, error, language }: FieldProps) {
  return (
    <>
      {hint && (
        <p className="hint" id={hintId(name)}>
          {rich(hint)}
        </p>
      )}
      {error && <FieldError name={name} message={error} language={language} />}
    </>
  );
}

/** Label, hint and error around one control. */
export function Field({ field, children }: { field: FieldProps; children: ReactNode }) {
  return (
    <div className={field.error ? 'fld has-err' : 'fld'}>
      <label className="lbl" htmlFor={fieldId(field.name)}>
        {rich(field.label)}
        <RequiredMark required={field.required} language={field.language} />
      </label>
      <HintAndError {...field} />
      {children}
    </div>
  );
}

export interface FieldGroupProps {
  field: FieldProps;
  children: ReactNode;
  /** The legend is the heading of the page: one question, one page. */
  heading?: boolean;
  /** Stands between hint and controls: 「なぜ聞くのですか」. */
  why?: ReactNode;
}

/** Legend, hint and error around several controls that answer one question. */
export function FieldGroup({ field, children, heading, why }: FieldGroupProps) {
  const label = (
    <>
      {rich(field.label)}
      <RequiredMark required={field.required} language={field.language} />
    </>
  );
  return (
    <fieldset className={field.error ? 'fld has-err' : 'fld'} aria-describedby={described(field)['aria-describedby']}>
      <legend className={heading ? 'lbl-h1' : 'lbl'}>{heading ? <h1>{label}</h1> : label}</legend>
      <HintAndError {...field} />
      {why}
      {children}
    </fieldset>
  );
}
