import type { Language } from '#platform/i18n';
import { Button, ErrorSummary, Form, Inline, KioskPage, rich, TextField } from '#ui';
import { codeSigns } from '../code-typing.ts';
import { kioskMessages } from '../kiosk-messages.ts';

export interface KioskCodePageProps {
  language: Language;
  commandId: string;
  /** What was typed so far. */
  code: string;
  /** The code was tried and opened nothing. */
  wrong: boolean;
}

/** The camera of the kiosk, where it has one; the script fills it. */
function Camera({ language }: { language: Language }) {
  const t = kioskMessages(language);
  return (
    <div className="scan" data-scan="field-code" data-no-camera={t('codeNoCamera')} hidden>
      <p>{rich(t('codeCamera'))}</p>
      <video muted playsInline />
    </div>
  );
}

/** The 31 signs as large buttons: each press is a form, so that it works without a script; the script types at once. */
function Keyboard({ language }: { language: Language }) {
  const t = kioskMessages(language);
  return (
    <fieldset className="sign-keys" data-sign-keys="field-code">
      <legend className="sr">{rich(t('codeKeys'))}</legend>
      <Inline>
        {codeSigns.map((sign) => (
          <Button key={sign} kind="outline" name="press" value={sign}>
            {sign}
          </Button>
        ))}
        <Button kind="outline" name="press" value="erase">
          {t('codeErase')}
        </Button>
      </Inline>
    </fieldset>
  );
}

/** Check-in with the code of pre-entry or booking: by camera, by buttons, or typed. */
export function KioskCodePage({ language, commandId, code, wrong }: KioskCodePageProps) {
  const t = kioskMessages(language);
  const error = wrong ? t('codeWrong') : undefined;
  return (
    <KioskPage
      title={t('codeTitle')}
      language={language}
      path="/kiosk/code"
      restartHref="/kiosk"
      scripts={['scan']}
      hasErrors={wrong}
      actions={
        <Button kind="outline" href="/kiosk" icon="left">
          {t('back')}
        </Button>
      }
    >
      <ErrorSummary language={language} errors={error === undefined ? [] : [{ name: 'code', message: error }]} />
      <h1>{rich(t('codeTitle'))}</h1>
      <Form action="/kiosk/code">
        <input type="hidden" name="commandId" value={commandId} />
        <Camera language={language} />
        <div className="code-line">
          <TextField
            name="code"
            label={t('codeLabel')}
            hint={t('codeHint')}
            language={language}
            value={code}
            error={error}
            width={12}
            autoComplete="off"
            maxLength={200}
          />
          <Button>{t('codeSend')}</Button>
        </div>
        <Keyboard language={language} />
      </Form>
    </KioskPage>
  );
}
