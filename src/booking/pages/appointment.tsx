import type { ReactNode } from 'react';
import { type Language, listSeparator } from '#platform/i18n';
import { Banner, Button, Card, Form, Icon, type IconName, Inline, Qr, ResidentPage, rich, Stack } from '#ui';
import { messages } from '../messages.ts';
import type { Stop } from '../stops.ts';
import { StopList } from './stop-list.tsx';

export interface AppointmentProps {
  language: Language;
  /** `/booking/<token>`. */
  base: string;
  state: 'new' | 'booked' | 'moved' | 'arrived' | 'cancelled' | 'past';
  when: string;
  place: string;
  code: string;
  route: readonly Stop[];
  /** Where messages go, with the middle hidden. */
  sentTo: readonly string[];
  /** Days on which a reminder comes. */
  reminders: readonly string[];
  /** Where these stop. */
  stopHref: string;
  /** Where the resident goes on with entering, when they have the case open. */
  entryHref: string | null;
}

/** The appointment: when, where, the code, what comes next, and how to change it. */
export function AppointmentPage(props: AppointmentProps) {
  const { language, base, state } = props;
  const t = messages(language);
  if (state === 'cancelled' || state === 'past') return <EndedPage {...props} />;
  const title = t(state === 'new' ? 'bookedTitle' : 'bookingTitle');
  return (
    <ResidentPage title={title} language={language} path={base}>
      <Stack gap="large">
        <div className="done-panel">
          <Icon name={state === 'new' || state === 'moved' ? 'done' : 'calendar'} />
          <h1>{rich(title)}</h1>
          <p className="booking-when">{rich(props.when)}</p>
          <p>{rich(props.place)}</p>
        </div>
        {state === 'moved' && <Banner kind="ok" title={t('movedNote')} />}
        {state === 'arrived' && <Banner kind="ok" title={t('hereNow')} />}
        <Card>
          <div className="code-card">
            <h2>{rich(t('code'))}</h2>
            <p className="code">{props.code}</p>
            <Qr text={props.code} label={t('codeQr', { code: props.code })} />
            <p className="mut">{rich(t('showCode'))}</p>
          </div>
          <Button kind="outline" href={`${base}/appointment.ics`} icon="calendar" block>
            {t('addToCalendar')}
          </Button>
        </Card>
        <Route {...props} />
        <Next {...props} />
        {state !== 'arrived' && (
          <section className="stack-s">
            <h2>{rich(t('cannotCome'))}</h2>
            <p>{rich(t('cannotComeText'))}</p>
            <Inline>
              <Button kind="outline" href={`${base}/change`}>
                {t('changeDay')}
              </Button>
              <Button kind="danger" href={`${base}/cancel`}>
                {t('cancel')}
              </Button>
            </Inline>
          </section>
        )}
      </Stack>
    </ResidentPage>
  );
}

function Route({ route, language }: AppointmentProps) {
  const t = messages(language);
  return (
    <section className="stack-s">
      <h2>{rich(t('route'))}</h2>
      <StopList stops={route} language={language} />
    </section>
  );
}

function Next({ sentTo, reminders, stopHref, entryHref, language }: AppointmentProps) {
  const t = messages(language);
  const steps: { icon: IconName; title: string; text: ReactNode }[] = [
    ...(sentTo.length > 0
      ? [{ icon: 'mail' as const, title: t('sentTo'), text: sentTo.join(listSeparator(language)) }]
      : []),
    ...(reminders.length > 0
      ? [
          {
            icon: 'bell' as const,
            title: t('remindedOn'),
            text: (
              <>
                {rich(reminders.join(listSeparator(language)))}
                <br />
                <a href={stopHref}>{rich(t('stopButton'))}</a>
              </>
            ),
          },
        ]
      : []),
    ...(entryHref === null
      ? []
      : [{ icon: 'pen' as const, title: t('enterBefore'), text: <a href={entryHref}>{rich(t('enterNow'))}</a> }]),
  ];
  if (steps.length === 0) return null;
  return (
    <section>
      <h2>{rich(t('afterThis'))}</h2>
      <ul className="next-steps">
        {steps.map(({ icon, title, text }) => (
          <li key={icon}>
            <Icon name={icon} />
            <div>
              <b>{rich(title)}</b>
              <p>{typeof text === 'string' ? rich(text) : text}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function EndedPage({ language, base, state }: AppointmentProps) {
  const t = messages(language);
  const title = t(state === 'cancelled' ? 'cancelledTitle' : 'pastTitle');
  return (
    <ResidentPage title={title} language={language} path={base}>
      <Stack gap="large">
        <h1>{rich(title)}</h1>
        <p>{rich(t('cancelledText'))}</p>
        <Button kind="outline" href="/guide/result">
          {t('toProcedures')}
        </Button>
      </Stack>
    </ResidentPage>
  );
}

/** Asks once more before an appointment is given up. */
export function CancelPage({ language, base, when }: Pick<AppointmentProps, 'language' | 'base' | 'when'>) {
  const t = messages(language);
  return (
    <ResidentPage title={t('cancelQuestion')} language={language} path={base}>
      <Stack gap="large">
        <h1>{rich(t('cancelQuestion'))}</h1>
        <p className="booking-when">{rich(when)}</p>
        <p>{rich(t('cancelText'))}</p>
        <Form action={`${base}/cancel`}>
          <Button kind="outline" href={base} block>
            {t('keepButton')}
          </Button>
          <Button kind="danger" block>
            {t('cancelButton')}
          </Button>
        </Form>
      </Stack>
    </ResidentPage>
  );
}

/** Where nothing of what somebody needs takes bookings. */
export function NothingToBookPage({
  language,
  base,
  backHref,
}: {
  language: Language;
  base: string;
  backHref: string;
}) {
  const t = messages(language);
  return (
    <ResidentPage
      title={t('chooseTitle')}
      language={language}
      path={base}
      back={{ href: backHref, label: t('toProcedures') }}
    >
      <h1>{rich(t('chooseTitle'))}</h1>
      <p>{rich(t('nothingToBook'))}</p>
    </ResidentPage>
  );
}
