import type { ReactNode } from 'react';
import { type Language, localText } from '#platform/i18n';
import {
  Banner,
  Button,
  ChoiceCard,
  ErrorSummary,
  Form,
  KeyValue,
  type KeyValueRow,
  Progress,
  ResidentPage,
  Stack,
} from '#ui';
import { displayAnswer } from '../display.ts';
import { endMessages } from '../end-messages.ts';
import type { PageId } from '../form.ts';
import { messages } from '../messages.ts';
import { applicantId } from '../people.ts';
import { typedUnder } from '../raw.ts';
import { answersOfPerson, type IntakeState, placesOf, type ShownAnswer } from '../state.ts';

export interface CheckPageProps {
  state: IntakeState;
  language: Language;
  /** `/case/<id>`. */
  base: string;
  /** The box was not ticked. */
  unconfirmed: boolean;
}

/** Everything that was entered, to be read once more; each line leads back to where it can be put right. */
export function CheckPage({ state, language, base, unconfirmed }: CheckPageProps) {
  const t = messages(language);
  const say = endMessages(language);
  const { form, validation } = state;
  const steps = form.pages.length + 1;
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
        <h1>{title}</h1>
        <p>{say('checkHint')}</p>
        {validation.errors.length > 0 && (
          <Banner kind="soon" title={say('asTyped')}>
            {say('openFirst')}
          </Banner>
        )}
        {form.pages.map(({ id, questions }) => (
          <section key={id}>
            <h2>{t(`page_${id}`)}</h2>
            {peopleOf(state, id).map((rows) => (
              <KeyValue key={rows.key} rows={rows.list(language, base)} />
            ))}
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
            <h2>{say('atCounterTitle')}</h2>
            <ul>
              {[...new Set(form.atCounter.map(({ label }) => label))].map((label) => (
                <li key={label}>{label}</li>
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
        </Form>
      </Stack>
    </ResidentPage>
  );
}

/** The persons that stand on a page, each with the rows about them. */
function peopleOf(
  state: IntakeState,
  page: PageId,
): { key: string; list(language: Language, base: string): KeyValueRow[] }[] {
  const { people } = state.validation;
  const here = page === 'applicant' ? people.slice(0, 1) : page === 'family' ? people.slice(1) : [];
  return here.map((person) => ({
    key: person.id,
    list: (language, base) => {
      const t = messages(language);
      const places = placesOf(state.form, person).map(({ label }) => localText(label, language).text);
      const label = t(person.id === applicantId ? 'yourRoles' : 'whichRoles');
      const name = `people.${person.id}.roles`;
      const shown =
        places.length === 0
          ? []
          : [{ key: name, label, value: lines(places), action: changeLink(page, name, label, language, base) }];
      return [
        ...shown,
        ...answersOfPerson(state.form, person).map((answer) => row(answer, page, state, language, base)),
      ];
    },
  }));
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
      <span className={error ? 'soon' : 'mut'}>{missing}</span>
    ) : (
      lines(displayAnswer(question, answer, language))
    );
  return { key: name, label, value, action: changeLink(page, name, label, language, base) };
}

/** Comes back to the check page once the answer is put right. */
function changeLink(page: PageId, name: string, label: string, language: Language, base: string): ReactNode {
  return (
    <a href={`${base}/entry/${page}?return=check#field-${name}`}>
      {endMessages(language)('change')}
      <span className="sr">: {label}</span>
    </a>
  );
}

function lines(texts: readonly string[]): ReactNode {
  return texts.map((text) => <div key={text}>{text}</div>);
}
