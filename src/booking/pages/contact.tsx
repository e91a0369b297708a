import { type Language, stripReadings } from '#platform/i18n';
import type { Channel } from '#platform/notify';
import { Banner, Button, ChoiceGroup, ErrorSummary, Form, PhoneField, ResidentPage, rich, Stack, TextField } from '#ui';
import type { ContactProblem, TypedContact } from '../contact.ts';
import { messages } from '../messages.ts';
import { type ReminderChoice, reminderChoices } from '../reminder.ts';

export interface ContactPageProps {
  language: Language;
  /** Where the form goes to, and where another time is chosen. */
  action: string;
  chooseHref: string;
  bookingId: string;
  /** 「11月25日(水) 10:30」. */
  when: string;
  /** Time of day until which the place is kept. */
  until: string;
  /** The same as an instant; the script counts down to it. */
  heldUntil: Date;
  typed: TypedContact;
  reminders: readonly string[];
  /** Only what is set up is asked for. */
  channels: readonly Channel[];
  problems: Partial<Record<'mail' | 'phone', ContactProblem | 'tooMany'>>;
}

const sentences = {
  notMail: 'notMail',
  notPhone: 'notPhone',
  notMobile: 'notMobile',
  nothing: 'noAddress',
  tooMany: 'tooMany',
} as const;

/** Where reminders go, and when. The place is kept meanwhile. */
export function ContactPage(props: ContactPageProps) {
  const { language, typed, problems, channels } = props;
  const t = messages(language);
  const problem = (name: 'mail' | 'phone') => problems[name] && t(sentences[problems[name]]);
  const errors = (['mail', 'phone'] as const).flatMap((name) => {
    const message = problem(name);
    return message ? [{ name, message }] : [];
  });
  const label: Record<ReminderChoice, string> = {
    week: t('remind_week'),
    threeDays: t('remind_threeDays'),
    dayBefore: t('remind_dayBefore'),
    hours: t('remind_hours'),
  };
  return (
    <ResidentPage
      title={t('contactTitle')}
      language={language}
      path={props.action}
      back={{ href: props.chooseHref, label: t('otherTime') }}
      hasErrors={errors.length > 0}
    >
      <ErrorSummary errors={errors} language={language} />
      <Stack>
        <h1>{rich(t('contactTitle'))}</h1>
        <Banner kind="info" title={t('heldUntil', { when: props.when, time: props.until })}>
          <span
            data-until={props.heldUntil.toISOString()}
            data-left={stripReadings(messages.table.minutesLeft[language])}
          />
        </Banner>
        {channels.length > 0 && <p>{rich(t('contactLead'))}</p>}
      </Stack>
      <Form action={props.action}>
        <input type="hidden" name="booking" value={props.bookingId} />
        {channels.includes('mail') && (
          <TextField
            name="mail"
            type="email"
            label={t('mail')}
            hint={t('mailHint')}
            language={language}
            value={typed.mail}
            error={problem('mail')}
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
            error={problem('phone')}
            maxLength={30}
          />
        )}
        {channels.length > 0 && (
          <ChoiceGroup
            name="reminders"
            kind="checkbox"
            label={t('remindWhen')}
            language={language}
            options={reminderChoices.map((value) => ({ value, label: label[value] }))}
            selected={props.reminders}
          />
        )}
        <Button block>{t('book')}</Button>
      </Form>
    </ResidentPage>
  );
}
