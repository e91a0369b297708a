import type { Language } from '#platform/i18n';
import { stripReadings } from '#platform/i18n';
import type { Channel } from '#platform/notify';
import { Button, ChoiceGroup, ErrorSummary, Form, ResidentPage, rich, SelectField, Stack, TextField } from '#ui';
import { turnMessages } from '../turn-messages.ts';
import { type NoticeRule, noticeChoices } from '../turn-notice.ts';

export interface NoticePageProps {
  language: Language;
  token: string;
  /** Ways that are set up. */
  channels: readonly Channel[];
  pushKey: string;
  /** What was asked for before. */
  notice: (NoticeRule & { channel: Channel }) | null;
  /** What was typed and could not be taken. */
  typed?: { when?: string; channel: Channel; address: string };
}

/** Where a visitor says how and when they want to be told that it is nearly their turn. */
export function NoticePage({ language, token, channels, pushKey, notice, typed }: NoticePageProps) {
  const t = turnMessages(language);
  const action = `/turn/${token}/notice`;
  const options = noticeChoices.map((value) => ({ value, label: stripReadings(t(value)) }));
  const chosen = typed?.when ?? (notice ? `${notice.measure}-${notice.amount}` : 'people-3');
  const written = channels.filter((channel) => channel !== 'push');
  const errors = {
    mail: { name: 'address', message: t('wrongMail') },
    sms: { name: 'address', message: t('wrongPhone') },
    push: { name: 'pushWhen', message: t('wrongPush') },
  };
  const error = typed && errors[typed.channel];
  return (
    <ResidentPage
      title={t('noticeTitle')}
      language={language}
      path={action}
      back={{ href: `/turn/${token}`, label: t('back') }}
      hasErrors={error !== undefined}
    >
      <Stack gap="large">
        <h1>{rich(t('noticeTitle'))}</h1>
        {error && <ErrorSummary errors={[error]} language={language} />}
        <p>{rich(t('noticeText'))}</p>
        {channels.includes('push') && (
          <div data-push={pushKey} hidden>
            <Form action={action}>
              <input type="hidden" name="channel" value="push" />
              <input type="hidden" name="subscription" value="" />
              <SelectField name="pushWhen" label={t('when')} language={language} options={options} value={chosen} />
              <Button icon="bell" block>
                {t('pushAsk')}
              </Button>
            </Form>
          </div>
        )}
        {written.length > 0 && (
          <Form action={action}>
            <SelectField name="when" label={t('when')} language={language} options={options} value={chosen} />
            <ChoiceGroup
              name="channel"
              kind="radio"
              label={t('how')}
              language={language}
              options={written.map((value) => ({ value, label: t(value) }))}
              selected={[typed?.channel ?? notice?.channel ?? written[0] ?? 'mail']}
            />
            <TextField
              name="address"
              label={t('address')}
              language={language}
              value={typed?.address}
              maxLength={300}
              required
              error={error?.name === 'address' ? error.message : undefined}
            />
            <Button kind={channels.includes('push') ? 'outline' : 'filled'} block>
              {t('save')}
            </Button>
          </Form>
        )}
        {notice && (
          <Form action={`${action}/stop`}>
            <Button kind="danger" block>
              {t('noticeStop')}
            </Button>
          </Form>
        )}
      </Stack>
    </ResidentPage>
  );
}
