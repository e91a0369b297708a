import type { ReactNode } from 'react';
import type { Inventory } from '#inventory';
import { type Language, localText } from '#platform/i18n';
import { Banner, Button, ErrorSummary, Form, Progress, ResidentPage, rich, Stack } from '#ui';
import { sameAddressAs } from '../derived.ts';
import type { FormPage, PageId, Question } from '../form.ts';
import { messages } from '../messages.ts';
import { applicantId, personIds } from '../people.ts';
import type { SaveResult } from '../service.ts';
import type { IntakeState } from '../state.ts';
import type { AnswerError } from '../validate.ts';
import { AddPersons, PersonCard, PersonFields } from './person-fields.tsx';
import { QuestionField } from './question-field.tsx';

export interface EntryPageProps {
  state: IntakeState;
  page: FormPage;
  /** Address of this page; the form goes back to it. */
  path: string;
  /** Address of the page before, if any. */
  back?: string;
  language: Language;
  inventory: Inventory;
  /** What is to be put right here; nothing before the page was sent. */
  errors: readonly AnswerError[];
  /** What was ticked brought questions that were not on the page before. */
  asksMore?: boolean;
  conflict?: boolean;
  lookup?: SaveResult['lookup'];
  /** Where the page goes on when all is well. */
  goesTo?: 'check';
  /** Draws the page around the form; residents and staff have different ones. */
  frame?: (title: string, content: ReactNode, hasErrors: boolean) => ReactNode;
}

const pageTitle = (language: Language, id: PageId): string => messages(language)(`page_${id}`);

/** One page of the pre-entry: everything on it is sent as a plain form, whichever button is pressed. */
export function EntryPage(props: EntryPageProps) {
  const { state, page, path, language } = props;
  const t = messages(language);
  const title = pageTitle(language, page.id);
  const errors = new Map(props.errors.map((error) => [error.key, error.sentence(language)]));
  const step = state.form.pages.findIndex(({ id }) => id === page.id) + 1;
  const steps = state.form.pages.length + 1;
  const content = (
    <Stack>
      <ErrorSummary errors={[...errors].map(([name, message]) => ({ name, message }))} language={language} />
      {props.conflict && (
        <Banner kind="soon" title={t('conflictTitle')} announce>
          {t('conflictWhat')}
        </Banner>
      )}
      {props.asksMore && (
        <Banner kind="info" title={t('asksMoreTitle')} announce>
          {t('asksMore')}
        </Banner>
      )}
      <Progress label={t('stepOf', { step, steps })} detail={title} value={step} max={steps} language={language} />
      <h1>{rich(title)}</h1>
      <Form action={path}>
        <input type="hidden" name="revision" value={state.overview.entriesRevision} />
        {props.goesTo && <input type="hidden" name="return" value={props.goesTo} />}
        <FirstButton />
        <Questions {...props} errors={errors} />
        <Stack>
          <Button name="action" value="next" block>
            {t('next')}
          </Button>
          <Button kind="outline" name="action" value="later" block>
            {t('saveForLater')}
          </Button>
        </Stack>
      </Form>
      <Banner kind="info" icon="lock" slim>
        {t('noMyNumber')}
      </Banner>
    </Stack>
  );
  if (props.frame) return props.frame(title, content, errors.size > 0);
  return (
    <ResidentPage
      title={title}
      language={language}
      path={path}
      back={props.back === undefined ? undefined : { href: props.back }}
      hasErrors={errors.size > 0}
    >
      {content}
    </ResidentPage>
  );
}

/** The Enter key presses the first button of a form: it must go on, not look an address up or take a person out. */
function FirstButton() {
  return <button className="sr" type="submit" name="action" value="next" tabIndex={-1} aria-hidden="true" />;
}

export type PartProps = Omit<EntryPageProps, 'errors'> & { errors: ReadonlyMap<string, string> };

function Questions(props: PartProps) {
  const { page, state, language, inventory, errors, lookup } = props;
  const t = messages(language);
  const status = (key: string): string | undefined =>
    lookup?.key === key ? t(lookup.found ? 'addressFilled' : 'addressUnknown') : undefined;
  const mayStayEmpty = (question: Question): string | undefined => {
    const source = sameAddressAs(state.form, state.raw, question);
    return source && t('sameAddress', { label: localText(source.label, language).text });
  };
  const persons = personIds(state.raw);
  const list = page.questions.map((question) => (
    <QuestionField
      key={question.key}
      {...{
        question,
        raw: state.raw,
        language,
        errors,
        inventory,
        name: question.key,
        mayStayEmpty: mayStayEmpty(question),
        lookupStatus: status(question.key),
      }}
    />
  ));
  if (page.id === 'procedures') return <ByProcedure {...props}>{list}</ByProcedure>;
  return (
    <>
      {page.id === 'applicant' && <PersonFields {...props} person={applicantId} />}
      {page.id === 'family' && (
        <>
          <p>{rich(t('familyHint'))}</p>
          {persons.slice(1).map((person, index) => (
            <PersonCard key={person} {...props} person={person} number={index + 2} />
          ))}
          <AddPersons {...props} />
        </>
      )}
      {list}
    </>
  );
}

/** What only one form asks stands below the name of its procedure. */
function ByProcedure({ page, language, inventory, children }: PartProps & { children: ReactNode[] }) {
  const procedures = [...new Set(page.questions.map(({ covers }) => covers[0]?.procedure ?? ''))];
  return procedures.map((id) => {
    const name = inventory.procedureById.get(id)?.name;
    return (
      <section key={id}>
        {name && <h2>{localText(name, language).text}</h2>}
        {children.filter((_, index) => page.questions[index]?.covers[0]?.procedure === id)}
      </section>
    );
  });
}
