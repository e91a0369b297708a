import type { ReactNode } from 'react';
import { type Language, localText, stripReadings } from '#platform/i18n';
import {
  Banner,
  Button,
  ChoiceCard,
  ErrorSummary,
  Form,
  KeyValue,
  type KeyValueRow,
  localized,
  Progress,
  ResidentPage,
  rich,
  Stack,
} from '#ui';
import type { Person } from '../answer.ts';
import { displayAnswer } from '../display.ts';
import { endMessages } from '../end-messages.ts';
import type { PageId } from '../form.ts';
import { messages } from '../messages.ts';
import { applicantId, personInput } from '../people.ts';
import { typedUnder } from '../raw.ts';
import { answersOfPerson, type IntakeState, personsOn, placesOf, type ShownAnswer } from '../state.ts';
import { pageIcons, SectionHeading } from './case-parts.tsx';
import { nameOrPlace } from './person-fields.tsx';

interface RowsProps {
  state: IntakeState;
  language: Language;
  /** `/case/<id>`. */
  base: string;
}

export interface CheckPageProps extends RowsProps {
  /** The box was not ticked. */
  unconfirmed: boolean;
}

/** Everything that was entered, to be read once more; each line leads back to where it can be put right. */
export function CheckPage({ state, language, base, unconfirmed }: CheckPageProps) {
  const t = messages(language);
  const say = endMessages(language);
  const { form, validation } = state;
  const steps = form.pages.length + 1;
  const labels = new Map(form.atCounter.map(({ label }) => [label.ja, label]));
  const title = say('checkTitle');
  const errors = unconfirmed ? [{ name: 'confirm', message: say('confirmMissing') }] : [];
  return (
    <ResidentPage
      title={title}
      language={language}
      path={`${base}/check`}
      back={{ href: `${base}/entry/${form.pages.at(-1)?.id}` }}
      hasErrors={unconfirmed}
    >
      <Stack>
        <ErrorSummary errors={errors} language={language} />
        <Progress
          label={t('stepOf', { step: steps, steps })}
          detail={t('check')}
          value={steps}
          max={steps}
          language={language}
        />
        <h1>{rich(title)}</h1>
        <p>{rich(say('checkHint'))}</p>
        {validation.errors.length > 0 && (
          <Banner kind="soon" title={say('asTyped')}>
            {say('openFirst')}
          </Banner>
        )}
        {form.pages.map(({ id, questions }) => (
          <section key={id}>
            <SectionHeading icon={pageIcons[id]}>{t(`page_${id}`)}</SectionHeading>
            {personsOn(id, validation).map((person) => (
              <PersonRows key={person.id} page={id} {...{ person, state, language, base }} />
            ))}
            {id === 'family' && personsOn(id, validation).length === 0 && (
              <KeyValue rows={[nobodyElse(id, language, base)]} />
            )}
            <KeyValue
              rows={questions.map((question) =>
                row(
                  { name: question.key, question, answer: validation.values.get(question.key) },
                  id,
                  state,
                  language,
                  base,
                ),
              )}
            />
          </section>
        ))}
        {form.atCounter.length > 0 && (
          <section>
            <SectionHeading icon="pen">{say('atCounterTitle')}</SectionHeading>
            <ul className="bullets">
              {[...labels].map(([key, label]) => (
                <li key={key}>{localized(label, language)}</li>
              ))}
            </ul>
          </section>
        )}
        <Banner kind="info" title={say('notFiledYet')}>
          {say('notFiledWhy')}
        </Banner>
        <Form action={`${base}/deposit`}>
          <ChoiceCard kind="checkbox" name="confirm" value="yes" id="field-confirm" label={say('confirmDeposit')} />
          <Button block>{say('deposit')}</Button>
          <Button kind="text" href={`${base}/sheet.pdf`} block>
            {say('printOnly')}
          </Button>
        </Form>
      </Stack>
    </ResidentPage>
  );
}

/** What was entered about somebody, below their name. */
function PersonRows({ person, page, state, language, base }: RowsProps & { person: Person; page: PageId }) {
  const t = messages(language);
  const number = state.validation.people.indexOf(person) + 1;
  const places = placesOf(state.form, person).map(({ plain }) => localText(plain, language).text);
  const name = personInput(person.id, 'roles');
  const roles: KeyValueRow = {
    key: name,
    label: t('otherRolesLabel'),
    value: lines(places),
    action: changeLink(page, name, t('otherRolesLabel'), language, base),
  };
  const answers = answersOfPerson(state.form, person).map((answer) => row(answer, page, state, language, base));
  return (
    <>
      {person.id !== applicantId && (
        <h3>
          {rich(t('personNumber', { number }))} {rich(nameOrPlace(state, person.id, language))}
        </h3>
      )}
      <KeyValue rows={places.length === 0 ? answers : [...answers, roles]} />
    </>
  );
}

function row(
  { name, question, answer }: ShownAnswer,
  page: PageId,
  state: IntakeState,
  language: Language,
  base: string,
): KeyValueRow {
  const say = endMessages(language);
  const label = localText(question.label, language).text;
  const error = state.validation.errors.find(({ key }) => key === name || key.startsWith(`${name}.`));
  const wasTyped = Object.keys(typedUnder(state.raw, name)).length > 0;
  const missing = error && (wasTyped || question.required) ? error.sentence(language) : say('notEntered');
  const value =
    answer === undefined ? (
      <span className={error ? 'missing' : 'mut'}>{rich(missing)}</span>
    ) : (
      lines(displayAnswer(question, answer, language))
    );
  return { key: name, label, value, action: changeLink(page, name, label, language, base) };
}

/** Says that nobody else was entered, so that the page of the family is not left out in silence. */
function nobodyElse(page: PageId, language: Language, base: string): KeyValueRow {
  const say = endMessages(language);
  const label = say('otherPersons');
  return { key: page, label, value: say('nobodyElse'), action: changeLink(page, 'people', label, language, base) };
}

/** Comes back to the check page once the answer is put right. */
function changeLink(page: PageId, name: string, label: string, language: Language, base: string): ReactNode {
  return (
    <a href={`${base}/entry/${page}?return=check#field-${name}`}>
      {rich(endMessages(language)('change'))}
      <span className="sr">: {stripReadings(label)}</span>
    </a>
  );
}

function lines(texts: readonly string[]): ReactNode {
  return texts.map((text) => <div key={text}>{rich(text)}</div>);
}
