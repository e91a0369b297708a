import type { ReactNode } from 'react';
import type { Inventory } from '#inventory';
import { type Language, localText } from '#platform/i18n';
import { Button, Card, Icon, type IconName, Qr, rich, Stack } from '#ui';
import { endMessages } from '../end-messages.ts';
import type { PageId } from '../form.ts';
import { messages } from '../messages.ts';
import type { IntakeState } from '../state.ts';

/** What every page about a whole case is given. */
export interface CasePageProps {
  state: IntakeState;
  language: Language;
  /** `/case/<id>`. */
  base: string;
  /** Four digits that open the case together with the code. */
  number: string;
}

/** The sign of each page of the form. */
export const pageIcons: Readonly<Record<PageId, IconName>> = {
  applicant: 'person',
  family: 'people',
  place: 'move',
  procedures: 'doc',
  account: 'money',
};

/** A heading with a sign and a strong line, where a long page is read in parts. */
export function SectionHeading({ icon, children }: { icon: IconName; children: string }) {
  return (
    <h2 className="section-heading">
      <Icon name={icon} />
      <span>{rich(children)}</span>
    </h2>
  );
}

/** Code and QR, to be shown on the day, and the digits that open the case again. */
export function CodeCard({ state, language, base, number }: CasePageProps) {
  const t = messages(language);
  const say = endMessages(language);
  const { code } = state.overview;
  return (
    <Card>
      <div className="code-card">
        <h2>{rich(say('code'))}</h2>
        <p className="code">{code}</p>
        <Qr text={code} label={say('qrLabel', { code })} />
        <p className="mut">{rich(say('showCode'))}</p>
        <p>
          {rich(t('secondNumber'))} <b className="digits">{number}</b>
          <br />
          <small>{rich(say('numberUse'))}</small>
        </p>
      </div>
      <Stack gap="small">
        <Button kind="outline" href={`${base}/booking`} icon="calendar" block>
          {say('bookTime')}
        </Button>
        <Button kind="outline" href={`${base}/sheet.pdf`} icon="print" block>
          {say('printSheet')}
        </Button>
      </Stack>
    </Card>
  );
}

/** The filled-in form of every procedure of the case. */
export function Papers({ state, language, base, inventory }: CasePageProps & { inventory: Inventory }) {
  const say = endMessages(language);
  return (
    <section>
      <h2>{rich(say('printForms'))}</h2>
      <ul className="links">
        {state.form.procedures.map((id) => {
          const name = inventory.procedureById.get(id)?.name;
          return (
            <li key={id}>
              <a href={`${base}/forms/${id}.pdf`}>
                <span>{rich(`${name ? localText(name, language).text : id} (PDF)`)}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What comes next, one thing with its sign each. */
export function NextSteps({ title, steps }: { title: string; steps: readonly NextStep[] }) {
  return (
    <section>
      <h2>{rich(title)}</h2>
      <ul className="next-steps">
        {steps.map(({ icon, title: what, text }) => (
          <li key={icon}>
            <Icon name={icon} />
            <div>
              <b>{rich(what)}</b>
              <Stack gap="small">{rich(text)}</Stack>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface NextStep {
  icon: IconName;
  title: string;
  text: ReactNode;
}
