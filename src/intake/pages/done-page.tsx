import type { Inventory } from '#inventory';
import { toDay } from '#platform/clock';
import { formatDay, type Language, localText } from '#platform/i18n';
import { Banner, Button, Card, Qr, ResidentPage, Stack } from '#ui';
import { endMessages } from '../end-messages.ts';
import { messages } from '../messages.ts';
import type { IntakeState } from '../state.ts';

interface FramedProps {
  state: IntakeState;
  language: Language;
  base: string;
}

/** The end: code and QR, papers, and what happens next. */
export function DonePage({ state, language, base, inventory }: FramedProps & { inventory: Inventory }) {
  const say = endMessages(language);
  const { code, expiresAt } = state.overview;
  const title = say('doneTitle');
  return (
    <ResidentPage title={title} language={language} path={`${base}/done`}>
      <Stack gap="large">
        <Banner kind="ok" title={say('doneUntil', { day: formatDay(toDay(expiresAt), language) })} announce />
        <h1>{title}</h1>
        <Card>
          <Stack>
            <h2>{say('code')}</h2>
            <p className="code">{code}</p>
            <Qr text={code} label={say('qrLabel', { code })} />
            <p>{say('showCode')}</p>
            <Button href={`${base}/sheet.pdf`} icon="print" block>
              {say('printSheet')}
            </Button>
          </Stack>
        </Card>
        <section>
          <h2>{say('afterThis')}</h2>
          <ul className="todo">
            <li>
              <b>{say('afterComeTitle')}</b> {say('afterCome')}
            </li>
            <li>
              <b>{say('afterChangeTitle')}</b> {say('afterChange')} <a href={`${base}/check`}>{say('change')}</a>
            </li>
          </ul>
        </section>
        <section>
          <h2>{say('printForms')}</h2>
          <ul>
            {state.form.procedures.map((id) => {
              const name = inventory.procedureById.get(id)?.name;
              return (
                <li key={id}>
                  <a href={`${base}/forms/${id}.pdf`}>{name ? localText(name, language).text : id} (PDF)</a>
                </li>
              );
            })}
          </ul>
        </section>
        <Banner kind="info" title={say('notFiledYet')}>
          {say('notFiledWhy')}
        </Banner>
      </Stack>
    </ResidentPage>
  );
}

/** After 「ここまでを保存する」: how to come back. The digits are shown here and nowhere else. */
export function SavedPage({ state, language, base, number }: FramedProps & { number: string }) {
  const t = messages(language);
  const say = endMessages(language);
  const { code } = state.overview;
  return (
    <ResidentPage title={t('saved')} language={language} path={`${base}/saved`}>
      <h1>{t('saved')}</h1>
      <p>{t('savedHow', { code })}</p>
      <Card>
        <h2>{say('code')}</h2>
        <p className="code">{code}</p>
        <h2>{t('secondNumber')}</h2>
        <p className="code">{number}</p>
      </Card>
      <Button href={base} block>
        {t('continueEntry')}
      </Button>
    </ResidentPage>
  );
}
