import type { Inventory } from '#inventory';
import { formatDay, type Language, localText, stripReadings } from '#platform/i18n';
import {
  AddressField,
  ChoiceGroup,
  Details,
  type Era,
  EraDateField,
  eras,
  FieldGroup,
  interfaceMessages,
  NumberField,
  PhoneField,
  SelectField,
  TextAreaField,
  TextField,
} from '#ui';
import { dayTyped } from '../check-answer.ts';
import { countryOptions } from '../countries.ts';
import { yesOrNo } from '../display.ts';
import { proceduresOf, type Question } from '../form.ts';
import { messages } from '../messages.ts';
import { type RawAnswers, typed, typedList } from '../raw.ts';

export interface QuestionFieldProps {
  question: Question;
  /** The name of the input; the id of its error is made from it. */
  name: string;
  raw: RawAnswers;
  language: Language;
  /** Sentences by the name of the input that they are about. */
  errors: ReadonlyMap<string, string>;
  inventory: Inventory;
  /** Leaves out why it is asked, where the page says it once for several questions. */
  plain?: boolean;
  /** Says when the field may stay empty although an answer is needed: it is taken from elsewhere then. */
  mayStayEmpty?: string;
  /** Said below a postal code after a look-up. */
  lookupStatus?: string;
}

/** One question as the field that fits its kind, with why it is asked. */
export function QuestionField(props: QuestionFieldProps) {
  return (
    <>
      <Control {...props} />
      {!props.plain && <Why {...props} />}
    </>
  );
}

function Why({ question, language, inventory }: QuestionFieldProps) {
  const t = messages(language);
  const procedures = proceduresOf(question.covers).flatMap((id) => inventory.procedureById.get(id) ?? []);
  if (procedures.length < 2) return null;
  return (
    <Details summary={t('whyAsked')}>
      <p>{t('usedBy')}</p>
      <ul>
        {procedures.map(({ id, name }) => (
          <li key={id}>{localText(name, language).text}</li>
        ))}
      </ul>
    </Details>
  );
}

/** What every field of `#ui` is given. */
function common({ question, name, language, errors, mayStayEmpty }: QuestionFieldProps) {
  // Options speak for themselves; their help is about codes.
  const help = question.options.length > 0 ? undefined : question.help?.[language];
  return {
    name,
    language,
    label: localText(question.label, language).text,
    hint: mayStayEmpty ?? help,
    required: mayStayEmpty === undefined ? question.required : undefined,
    error: errors.get(name),
  };
}

function Control(props: QuestionFieldProps) {
  const { question, name, raw, language } = props;
  const t = messages(language);
  const field = common(props);
  const value = typed(raw, name);
  switch (question.kind) {
    case 'date':
      return <DateField {...props} />;
    case 'datetime':
      return <InstantField {...props} />;
    case 'daterange':
      return <RangeField {...props} />;
    case 'yearmonth':
      return <MonthField {...props} />;
    case 'address':
      return <PlaceField {...props} />;
    case 'bankAccount':
      return <AccountField {...props} />;
    case 'lines':
      return <LinesField {...props} />;
    case 'textarea':
      return <TextAreaField {...field} value={value} />;
    case 'number':
      return <NumberField {...field} value={value} />;
    case 'tel':
      return <PhoneField {...field} value={value} />;
    case 'boolean':
      return (
        <ChoiceGroup
          {...field}
          kind="radio"
          inRow
          selected={[value]}
          options={[
            { value: 'yes', label: yesOrNo(question, true, language) },
            { value: 'no', label: yesOrNo(question, false, language) },
          ]}
        />
      );
    case 'checkbox':
      return (
        <ChoiceGroup
          {...field}
          kind="checkbox"
          selected={typedList(raw, name)}
          options={optionsOf(question, language)}
        />
      );
    case 'select':
      return question.options.length > 6 ? (
        <SelectField {...field} value={value} empty={t('chooseOne')} options={optionsOf(question, language)} />
      ) : (
        <ChoiceGroup
          {...field}
          kind="radio"
          inRow={isShort(question, language)}
          selected={[value]}
          options={optionsOf(question, language)}
        />
      );
    case 'country':
      return (
        <SelectField
          {...field}
          value={value}
          empty={t('chooseOne')}
          options={countryOptions(language).map((option) => ({ value: option.value, label: option.label.ja }))}
        />
      );
    default:
      return <TextField {...field} value={value} autoComplete={autoCompleteOf(question, name)} />;
  }
}

/** Browsers may fill in only what is the visitor's own. */
function autoCompleteOf({ kind }: Question, name: string): string {
  return kind === 'name' && name.startsWith('people.p1.') ? 'name' : 'off';
}

/** Up to four choices of a word each. */
function isShort(question: Question, language: Language): boolean {
  const options = optionsOf(question, language);
  return options.length <= 4 && options.every(({ label }) => stripReadings(label).length <= 6);
}

function optionsOf(question: Question, language: Language): { value: string; label: string }[] {
  return question.options.map(({ value, label }) => ({ value, label: localText(label, language).text }));
}

function dateValue(raw: RawAnswers, name: string) {
  const part = (key: string): string => typed(raw, `${name}.${key}`);
  return { era: part('era') || undefined, year: part('year'), month: part('month'), day: part('day') };
}

function DateField(props: QuestionFieldProps) {
  const { question, name, raw, language } = props;
  const day = dayTyped(raw, name);
  return (
    <EraDateField
      {...common(props)}
      value={dateValue(raw, name)}
      choices={question.entry === 'dateOfBirth' && name.startsWith('people.p1.') ? birthEras : undefined}
      echo={day === null ? undefined : echoOf(day, language)}
      autoComplete={question.entry === 'dateOfBirth' && name.startsWith('people.p1.') ? 'bday' : undefined}
    />
  );
}

/** Most who file were born in 昭和; it stands first so that they need not choose. */
const birthEras: readonly Era[] = ['showa', 'heisei', 'taisho', 'reiwa', 'western'];

/** The same day by the Western year, so that a wrong era is noticed. */
function echoOf(day: string, language: Language): string {
  return language === 'ja'
    ? `${Number(day.slice(0, 4))}年${formatDay(day, 'ja')}`
    : formatDay(day, language, { year: true });
}

function InstantField(props: QuestionFieldProps) {
  const { name, raw, language } = props;
  const t = messages(language);
  return (
    <>
      <DateField {...props} />
      <TextField
        name={`${name}.hour`}
        label={t('hour')}
        language={language}
        width={4}
        inputMode="numeric"
        value={typed(raw, `${name}.hour`)}
      />
      <TextField
        name={`${name}.minute`}
        label={t('minute')}
        language={language}
        width={4}
        inputMode="numeric"
        value={typed(raw, `${name}.minute`)}
      />
    </>
  );
}

function RangeField(props: QuestionFieldProps) {
  const { name, raw, language, errors } = props;
  const t = messages(language);
  const side = (part: 'from' | 'to') => (
    <EraDateField
      {...common(props)}
      name={`${name}.${part}`}
      label={`${localText(props.question.label, language).text} ${t(part)}`}
      error={errors.get(`${name}.${part}`)}
      value={dateValue(raw, `${name}.${part}`)}
    />
  );
  return (
    <>
      {side('from')}
      {side('to')}
    </>
  );
}

/** A month has the boxes of a date without the day. */
function MonthField(props: QuestionFieldProps) {
  const { name, raw, language } = props;
  const t = interfaceMessages(language);
  const value = dateValue(raw, name);
  const eraOptions = eras.map((era) => ({ value: era, label: t(`era_${era}`) }));
  const box = { language, width: 4, inputMode: 'numeric' } as const;
  return (
    <FieldGroup field={common(props)}>
      <div className="inner">
        <SelectField name={`${name}.era`} label={t('era')} language={language} value={value.era} options={eraOptions} />
        <TextField {...box} name={`${name}.year`} label={t('year')} value={value.year} />
        <TextField {...box} name={`${name}.month`} label={t('month')} value={value.month} />
      </div>
    </FieldGroup>
  );
}

function PlaceField(props: QuestionFieldProps) {
  const { name, raw, errors, lookupStatus } = props;
  const parts = ['postalCode', 'prefecture', 'city', 'town', 'block', 'building'] as const;
  const { error, ...field } = common(props);
  const partErrors = Object.fromEntries(parts.map((part) => [part, errors.get(`${name}.${part}`)]));
  return (
    <AddressField
      {...field}
      value={Object.fromEntries(parts.map((part) => [part, typed(raw, `${name}.${part}`)]))}
      errors={{ ...partErrors, postalCode: partErrors.postalCode ?? error }}
      status={lookupStatus}
    />
  );
}

function AccountField(props: QuestionFieldProps) {
  const { name, raw, language, errors, question } = props;
  const t = messages(language);
  const part = (key: string) => ({
    name: `${name}.${key}`,
    language,
    required: question.required,
    value: typed(raw, `${name}.${key}`),
    error: errors.get(`${name}.${key}`),
  });
  const { value: kind, ...kindField } = part('kind');
  const kinds = [
    { value: 'ordinary', label: t('ordinaryAccount') },
    { value: 'current', label: t('currentAccount') },
  ];
  return (
    <FieldGroup field={{ ...common(props), required: undefined }}>
      <div className="inner">
        <TextField {...part('bank')} label={t('bank')} />
        <TextField {...part('branch')} label={t('branch')} />
        <ChoiceGroup {...kindField} kind="radio" label={t('accountKind')} selected={[kind]} options={kinds} />
        <TextField {...part('number')} label={t('accountNumber')} inputMode="numeric" width={12} />
        <TextField {...part('holder')} label={t('holder')} />
      </div>
    </FieldGroup>
  );
}

/** As many boxes as may be filled; they share one name. */
function LinesField(props: QuestionFieldProps) {
  const { question, name, raw, language } = props;
  const lines = typedList(raw, name);
  const label = localText(question.label, language).text;
  const rows = Array.from({ length: question.maximum ?? Math.max(3, lines.length + 1) }, (_, index) => index);
  return (
    <FieldGroup field={common(props)}>
      <div className="inner">
        {rows.map((index) => (
          <input
            key={index}
            className="in"
            name={name}
            aria-label={`${label} ${index + 1}`}
            defaultValue={lines[index]}
          />
        ))}
      </div>
    </FieldGroup>
  );
}
