import type { ReactNode } from 'react';
import { htmlLang, type Language } from '#platform/i18n';
import { messages } from '../messages.ts';
import { described, FieldGroup, type FieldProps, fieldId, type Typed } from './field.tsx';
import { Icon } from './icon.tsx';
import { type InputWidth, TextField } from './inputs.tsx';
import { rich } from './text.tsx';

/** The eras that a date may be given in; `western` is 西暦. */
export const eras = ['reiwa', 'heisei', 'showa', 'taisho', 'western'] as const;
export type Era = (typeof eras)[number];

/** A date as it was typed, part by part. */
export interface EraDateValue {
  era?: string;
  year?: string;
  month?: string;
  day?: string;
}

export interface EraDateFieldProps extends FieldProps {
  value?: EraDateValue;
  /**
   * The eras that make sense here; a day to come needs no 昭和. The first is chosen when nothing was typed, and the Western
   * year where the page is not in Japanese.
   */
  choices?: readonly Era[];
  /** What the date means in other words, when it is known: 「2026年11月24日(火)」. */
  echo?: ReactNode;
  /** 'bday' lets the browser fill in a birthday. */
  autoComplete?: 'bday';
  heading?: boolean;
  why?: ReactNode;
}

/** The eras in the order in which a reader of the language looks for them. */
function inOrderFor(language: Language, choices: readonly Era[]): readonly Era[] {
  if (htmlLang(language) === 'ja' || !choices.includes('western')) return choices;
  return ['western', ...choices.filter((era) => era !== 'western')];
}

/** A day by Japanese era or by the Western year. The body has `name.era`, `name.year`, `name.month` and `name.day`. */
export function EraDateField(props: EraDateFieldProps) {
  const { name, language, value = {}, echo, autoComplete } = props;
  const choices = inOrderFor(language, props.choices ?? eras);
  const t = messages(language);
  const state = described(props);
  const box = (part: 'year' | 'month' | 'day') => (
    <label>
      <span>{rich(t(part))}</span>
      <input
        className="in w4"
        id={part === 'year' ? fieldId(name) : undefined}
        name={`${name}.${part}`}
        inputMode="numeric"
        maxLength={8}
        defaultValue={value[part]}
        autoComplete={autoComplete && `${autoComplete}-${part}`}
        {...state}
      />
    </label>
  );
  return (
    <FieldGroup field={props} heading={props.heading} why={props.why}>
      <div className="date" data-date>
        <label>
          <span>{rich(t('era'))}</span>
          <select className="in" name={`${name}.era`} defaultValue={value.era ?? choices[0]} {...state}>
            {choices.map((era) => (
              <option key={era} value={era}>
                {t(`era_${era}`)}
              </option>
            ))}
          </select>
        </label>
        {box('year')}
        {box('month')}
        {box('day')}
      </div>
      {echo && <p className="echo">{rich(echo)}</p>}
    </FieldGroup>
  );
}

/** An address as it was typed. `block` is 番地. */
export interface AddressValue {
  postalCode?: string;
  prefecture?: string;
  city?: string;
  town?: string;
  block?: string;
  building?: string;
}

export interface AddressFieldProps extends Omit<FieldProps, 'error'> {
  value?: AddressValue;
  errors?: Partial<Record<keyof AddressValue, string>>;
  /** Said below the postal code after a look-up: 「住所を入れました」 or what to do instead. */
  status?: ReactNode;
  /** The look-up sends the form with `lookup=<name>`, to this address when it differs from the form's own. */
  lookupAction?: string;
}

const addressParts: readonly { part: keyof AddressValue; autoComplete: string; width?: InputWidth; needed: boolean }[] =
  [
    { part: 'prefecture', autoComplete: 'address-level1', width: 12, needed: true },
    { part: 'city', autoComplete: 'address-level2', needed: true },
    { part: 'town', autoComplete: 'address-level3', needed: true },
    { part: 'block', autoComplete: 'address-line1', width: 12, needed: true },
    { part: 'building', autoComplete: 'address-line2', needed: false },
  ];

/**
 * An address: the postal code fills in the town by a plain submit, and every part can be changed by hand. The body has
 * `name.postalCode`, `.prefecture`, `.city`, `.town`, `.block` and `.building`.
 */
export function AddressField(props: AddressFieldProps) {
  const { name, language, value = {}, errors = {}, status, lookupAction, required } = props;
  const t = messages(language);
  const postal = {
    name: `${name}.postalCode`,
    hint: t('postalCodeHint'),
    error: errors.postalCode,
    language,
    required,
    label: t('postalCode'),
  };
  return (
    <FieldGroup field={{ ...props, required: undefined }}>
      <div className="inner">
        <TextField
          {...postal}
          value={value.postalCode}
          width={6}
          inputMode="numeric"
          autoComplete="postal-code"
          maxLength={20}
          unit={
            <button className="btn sub" type="submit" name="lookup" value={name} formAction={lookupAction}>
              {rich(t('findAddress'))}
            </button>
          }
        />
        {status && (
          <p className="note-in" role="status">
            <Icon name="info" size="small" />
            <span>{rich(status)}</span>
          </p>
        )}
        {addressParts.map(({ part, autoComplete, width, needed }) => (
          <TextField
            key={part}
            name={`${name}.${part}`}
            label={t(part)}
            hint={part === 'block' ? t('blockHint') : undefined}
            error={errors[part]}
            required={needed ? required : false}
            language={language}
            value={value[part]}
            width={width}
            autoComplete={autoComplete}
            maxLength={120}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

export interface NameFieldsProps extends Pick<FieldProps, 'language' | 'required'> {
  /** 氏名, as it is written on papers; long names, middle names and names without kanji fit. */
  fullName: Typed;
  /** フリガナ. */
  kana: Typed;
  /** True when the name is the visitor's own, so that the browser may fill it in. */
  own?: boolean;
}

/** A person's name and how it is read. */
export function NameFields({ fullName, kana, language, required, own }: NameFieldsProps) {
  const t = messages(language);
  const common = { language, required, maxLength: 120 };
  return (
    <>
      <TextField
        {...common}
        {...fullName}
        label={t('fullName')}
        hint={t('fullNameHint')}
        autoComplete={own ? 'name' : 'off'}
      />
      <TextField {...common} {...kana} label={t('kana')} hint={t('kanaHint')} autoComplete="off" />
    </>
  );
}
