import type { Language } from '#platform/i18n';
import { Button, Form, ResidentPage, rich, Stack } from '#ui';
import { guideMessages } from '../messages.ts';

/** What happens to the answers when one stops here. */
export function SavedPage({ language }: { language: Language }) {
  const t = guideMessages(language);
  return (
    <ResidentPage title={t('savedTitle')} language={language} path="/guide/saved">
      <Stack>
        <h1>{rich(t('savedTitle'))}</h1>
        <p>{rich(t('savedBody'))}</p>
        <p>{rich(t('savedShared'))}</p>
        <Button href="/guide/next" block>
          {t('continueButton')}
        </Button>
        <Form action="/guide/clear">
          <Button kind="danger" block>
            {t('clearAnswers')}
          </Button>
        </Form>
      </Stack>
    </ResidentPage>
  );
}
