import type { ReactNode } from 'react';
import type { Language } from '#platform/i18n';
import { Button, EraDateField, ErrorSummary, Form, ResidentPage, type StaffIdentity, StaffPage, TextField } from '#ui';
import { openMessages } from '../open-messages.ts';
import { type RawAnswers, typed } from '../raw.ts';

/**
 * What a secret link shows: nothing but a button. Programs that look at links in mails do not press it, so that no link is
 * opened by a machine.
 */
export function LinkPage({ language }: { language: Language }) {
  const t = openMessages(language);
  return (
    <ResidentPage title={t('openTitle')} language={language} path="/case/open">
      <h1>{t('openTitle')}</h1>
      <p>{t('openHint')}</p>
      <Form action="">
        <Button block>{t('open')}</Button>
      </Form>
    </ResidentPage>
  );
}

/** Code and a second value. After a failure everything but the digits is still there. */
export function CodePage({
  language,
  typed: raw,
  refused,
}: {
  language: Language;
  typed: RawAnswers;
  refused: boolean;
}) {
  const t = openMessages(language);
  const part = (key: string): string => typed(raw, `birthDate.${key}`);
  return (
    <ResidentPage title={t('byCodeTitle')} language={language} path="/case/open" hasErrors={refused}>
      <ErrorSummary errors={refused ? [{ name: 'code', message: t('refused') }] : []} language={language} />
      <h1>{t('byCodeTitle')}</h1>
      <Form action="/case/open">
        <TextField
          name="code"
          label={t('code')}
          hint={t('codeHint')}
          language={language}
          required
          width={12}
          value={typed(raw, 'code')}
          autoComplete="off"
        />
        <TextField
          name="number"
          label={t('number')}
          hint={t('numberHint')}
          language={language}
          required={false}
          width={4}
          inputMode="numeric"
          autoComplete="off"
        />
        <EraDateField
          name="birthDate"
          label={t('birthDate')}
          language={language}
          required={false}
          choices={['showa', 'heisei', 'taisho', 'reiwa', 'western']}
          value={{ era: part('era') || undefined, year: part('year'), month: part('month'), day: part('day') }}
        />
        <Button block>{t('open')}</Button>
      </Form>
    </ResidentPage>
  );
}

/** Staff type in what somebody filled in by hand, under the code of the sheet. */
export function SheetCodePage({ staff, refused }: { staff: StaffIdentity; refused: boolean }) {
  return (
    <SheetFrame title="紙の事前受付シートを入力する" staff={staff} hasErrors={refused}>
      <ErrorSummary
        errors={
          refused
            ? [{ name: 'code', message: 'この受付コードの内容はありません。シートの右上のコードを確かめてください。' }]
            : []
        }
        language="ja"
      />
      <h1>紙の事前受付シートを入力する</h1>
      <Form action="/sheet">
        <TextField
          name="code"
          label="受付コード"
          hint="シートの右上にあります。例 H7K-4M2-P9X"
          language="ja"
          required
          width={12}
          autoComplete="off"
        />
        <Button>入力を始める</Button>
      </Form>
    </SheetFrame>
  );
}

/** The frame of staff around a page of the pre-entry. */
export function SheetFrame({
  title,
  staff,
  hasErrors,
  scripts,
  children,
}: {
  title: string;
  staff: StaffIdentity;
  hasErrors: boolean;
  scripts?: readonly string[];
  children: ReactNode;
}) {
  return (
    <StaffPage
      title={title}
      language="ja"
      staff={staff}
      nav={staff.rooms?.includes('concierge') ? 'concierge' : 'counter'}
      hasErrors={hasErrors}
      scripts={scripts}
    >
      {children}
    </StaffPage>
  );
}
