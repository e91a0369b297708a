import type { Day } from '#platform/clock';
import { formatDay, type Language, stripReadings } from '#platform/i18n';
import type { Channel } from '#platform/notify';
import {
  Banner,
  Button,
  ChoiceGroup,
  ErrorSummary,
  Form,
  type FormError,
  PhoneField,
  ResidentPage,
  rich,
  SelectField,
  Stack,
  TextField,
} from '#ui';
import { messages } from '../messages.ts';

export interface TypedWish {
  fromDay: string;
  untilDay: string;
  partOfDay: string;
  mail: string;
  phone: string;
}

export interface WaitingProps {
  language: Language;
  /** `/case/<id>/booking/waiting`. */
  base: string;
  chooseHref: string;
  /** Days that can be wished for. */
  days: readonly Day[];
  channels: readonly Channel[];
  typed: TypedWish;
  errors: readonly FormError[];
  /** What stands on the list already. */
  present: { from: Day; until: Day } | null;
}

/** Asking to be told when a place becomes free. */
export function WaitingPage(props: WaitingProps) {
  const { language, base, present, errors, channels } = props;
  const t = messages(language);
  return (
    <ResidentPage
      title={t('waitTitle')}
      language={language}
      path={base}
      back={{ href: props.chooseHref, label: t('toTimes') }}
      hasErrors={errors.length > 0}
    >
      <ErrorSummary errors={errors} language={language} />
      <Stack gap="large">
        <Stack>
          <h1>{rich(t('waitTitle'))}</h1>
          <p>{rich(t('waitLead'))}</p>
        </Stack>
        {present && (
          <Banner
            kind="ok"
            title={t('waitingNow', {
              from: formatDay(present.from, language),
              until: formatDay(present.until, language),
            })}
          >
            <Form action={`${base}/stop`} layout="row">
              <Button kind="outline">{t('waitStop')}</Button>
            </Form>
          </Banner>
        )}
        {present && channels.length > 0 && <h2>{rich(t('waitChange'))}</h2>}
        {channels.length === 0 ? <p>{rich(t('waitNoWay'))}</p> : <WishForm {...props} />}
      </Stack>
    </ResidentPage>
  );
}

function WishForm({ language, base, days, channels, typed, errors }: WaitingProps) {
  const t = messages(language);
  const error = (name: string) => errors.find((one) => one.name === name)?.message;
  const options = days.map((day) => ({ value: day, label: stripReadings(formatDay(day, language)) }));
  return (
    <Form action={base}>
      <SelectField name="fromDay" label={t('waitFrom')} language={language} options={options} value={typed.fromDay} />
      <SelectField
        name="untilDay"
        label={t('waitUntil')}
        language={language}
        options={options}
        value={typed.untilDay}
        error={error('untilDay')}
      />
      <ChoiceGroup
        name="partOfDay"
        kind="radio"
        inRow
        label={t('waitPart')}
        language={language}
        options={[
          { value: 'any', label: t('waitAny') },
          { value: 'morning', label: t('morning') },
          { value: 'afternoon', label: t('afternoon') },
        ]}
        selected={[typed.partOfDay]}
      />
      {channels.includes('mail') && (
        <TextField
          name="mail"
          type="email"
          label={t('mail')}
          hint={t('mailHint')}
          language={language}
          value={typed.mail}
          error={error('mail')}
          autoComplete="email"
          inputMode="email"
          maxLength={254}
        />
      )}
      {channels.includes('sms') && (
        <PhoneField
          name="phone"
          label={t('phone')}
          hint={t('phoneHint')}
          language={language}
          value={typed.phone}
          error={error('phone')}
          maxLength={30}
        />
      )}
      <Button block>{t('waitSend')}</Button>
    </Form>
  );
}
