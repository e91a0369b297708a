import type { Language } from '#platform/i18n';
import { Button, Form, ResidentPage, rich, Stack } from '#ui';
import { messages } from '../messages.ts';

/** Asks whether reminders shall stop, or says that none come. */
export function ReminderStopPage({
  language,
  base,
  isStopped,
}: {
  language: Language;
  /** `/booking/stop/<token>`. */
  base: string;
  isStopped: boolean;
}) {
  const t = messages(language);
  const title = t(isStopped ? 'stoppedTitle' : 'stopTitle');
  return (
    <ResidentPage title={title} language={language} path={base}>
      <Stack gap="large">
        <Stack>
          <h1>{rich(title)}</h1>
          <p>{rich(t(isStopped ? 'stoppedText' : 'stopText'))}</p>
        </Stack>
        {!isStopped && (
          <Form action={`${base}/now`}>
            <Button block>{t('stopButton')}</Button>
          </Form>
        )}
      </Stack>
    </ResidentPage>
  );
}
