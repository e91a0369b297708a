import type { ReactNode } from 'react';
import { stripReadings } from '#platform/i18n';
import { described, Field, type FieldProps, fieldId } from './field.tsx';
import { rich } from './text.tsx';

/** The width of a box tells how much belongs into it: characters of a full-width text. */
export type InputWidth = 4 | 6 | 12;

export interface TextFieldProps extends FieldProps {
  value?: string;
  type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'date' | 'time';
  width?: InputWidth;
  /** The token of the HTML standard, so that browsers can fill in what they know. */
  autoComplete?: string;
  inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  maxLength?: number;
  /** Handed over from elsewhere: shown dashed, not to be changed here. */
  readOnly?: boolean;
  /** Behind the box: 「人」. */
  unit?: ReactNode;
  /** The id of a `datalist` with values to choose from. */
  list?: string;
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { name, value, type = 'text', width, unit } = props;
  const input = (
    <input
      className={width === undefined ? 'in' : `in w${width}`}
      id={fieldId(name)}
      name={name}
      type={type}
      defaultValue={value}
      autoComplete={props.autoComplete}
      inputMode={props.inputMode}
      maxLength={props.maxLength}
      readOnly={props.readOnly}
      list={props.list}
      {...described(props)}
    />
  );
  return (
    <Field field={props}>
      {unit === undefined ? (
        input
      ) : (
        <div className="unit">
          {input}
          <span>{rich(unit)}</span>
        </div>
      )}
    </Field>
  );
}

/** A whole number. The server takes full-width digits and spaces too, so no browser check stands in the way. */
export function NumberField(props: Omit<TextFieldProps, 'type' | 'inputMode'>) {
  return <TextField {...props} width={props.width ?? 4} inputMode="numeric" />;
}

/** A phone number in any writing. Say in the hint what it is for. */
export function PhoneField(props: Omit<TextFieldProps, 'type' | 'inputMode' | 'autoComplete'>) {
  return <TextField {...props} type="tel" width={props.width ?? 12} autoComplete="tel" inputMode="tel" />;
}

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectFieldProps extends FieldProps {
  options: readonly SelectOption[];
  value?: string;
  /** The first, empty line: 「えらんでください」. */
  empty?: string;
}

/** One of many, where cards would be too long. Options cannot carry furigana, so readings are left out. */
export function SelectField(props: SelectFieldProps) {
  const { name, options, value, empty } = props;
  return (
    <Field field={props}>
      <select className="in" id={fieldId(name)} name={name} defaultValue={value} {...described(props)}>
        {empty !== undefined && <option value="">{stripReadings(empty)}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {stripReadings(option.label)}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A file to be chosen; `accept` says which kinds the window of the browser shows. */
export function FileField(props: FieldProps & { accept: string }) {
  return (
    <Field field={props}>
      <input
        className="in"
        id={fieldId(props.name)}
        name={props.name}
        type="file"
        accept={props.accept}
        {...described(props)}
      />
    </Field>
  );
}

export interface TextAreaFieldProps extends FieldProps {
  value?: string;
  rows?: number;
  maxLength?: number;
}

/** Several lines of text. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { name, value, rows = 4, maxLength } = props;
  return (
    <Field field={props}>
      <textarea
        className="in"
        id={fieldId(name)}
        name={name}
        rows={rows}
        maxLength={maxLength}
        defaultValue={value}
        {...described(props)}
      />
    </Field>
  );
}
