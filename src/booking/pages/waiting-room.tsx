import type { Language } from '#platform/i18n';
import { Banner, Button, Form, ResidentPage, rich, Stack } from '#ui';
import { messages } from '../messages.ts';

/** What the page of the waiting room says; times are in words. */
export type Shown =
  | { kind: 'closed' | 'gathering'; time: string; refresh: number }
  | { kind: 'waiting'; position: number | string; minutes: number | string; refresh: number }
  | { kind: 'work'; challenge: string }
  | { kind: 'refused' | 'used' };

/** The waiting room before the booking. It asks again by itself, with a script and without. */
export function WaitingRoomPage({ language, shown }: { language: Language; shown: Shown }) {
  const t = messages(language);
  return (
    <ResidentPage
      title={t('roomTitle')}
      language={language}
      path="/booking/queue"
      scripts={['queue']}
      refreshSeconds={'refresh' in shown ? shown.refresh : undefined}
    >
      <Stack gap="large">
        <h1>{rich(t('roomTitle'))}</h1>
        <div
          id="queue"
          data-queue={'refresh' in shown ? shown.refresh : undefined}
          data-state={shown.kind}
          data-work={shown.kind === 'work' ? shown.challenge : undefined}
        >
          <Words language={language} shown={shown} />
        </div>
        <p>
          <a href="/case">{rich(t('walkIn'))}</a>
        </p>
      </Stack>
    </ResidentPage>
  );
}

function Words({ language, shown }: { language: Language; shown: Shown }) {
  const t = messages(language);
  switch (shown.kind) {
    case 'closed':
      return <p>{rich(t('roomClosed', { time: shown.time }))}</p>;
    case 'gathering':
      return (
        <Stack>
          <p>{rich(t('roomGathering', { time: shown.time }))}</p>
          <p>{rich(t('roomStay'))}</p>
        </Stack>
      );
    case 'waiting':
      return (
        <Stack>
          <p role="status" className="booking-when">
            <Numbered sentence={messages.table.roomPosition[language]} name="position" value={shown.position} />
          </p>
          <p>
            <Numbered sentence={messages.table.roomMinutes[language]} name="minutes" value={shown.minutes} />
          </p>
          <p>{rich(t('roomStay'))}</p>
        </Stack>
      );
    case 'work':
      return (
        <Form action="/booking/queue" id="work">
          <p>{rich(t('roomWork'))}</p>
          <input type="hidden" name="solution" value="" />
          <Button block>{t('roomTake')}</Button>
        </Form>
      );
    case 'refused':
    case 'used':
      return (
        <Stack>
          <Banner kind="err" title={t(shown.kind === 'used' ? 'roomUsed' : 'roomRefused')} announce />
          <Form action="/booking/queue/anew">
            <Button block>{t('roomTake')}</Button>
          </Form>
        </Stack>
      );
  }
}

/** A sentence with one number that the script exchanges. */
function Numbered({
  sentence,
  name,
  value,
}: {
  sentence: string;
  name: 'position' | 'minutes';
  value: number | string;
}) {
  const [before = '', after = ''] = sentence.split(`{${name}}`);
  return (
    <>
      {rich(before)}
      <span data-number={name}>{value}</span>
      {rich(after)}
    </>
  );
}
