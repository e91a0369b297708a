import { type Language, listSeparator, localText } from '#platform/i18n';
import { Button, Card, ChoiceCard, ChoiceGroup, Details, FieldGroup, fieldId, Inline, rich, Stack } from '#ui';
import type { PersonColumn, PersonRole } from '../form.ts';
import { messages } from '../messages.ts';
import { applicantId, columnAsAsked, columnsFor, personInput, rolesOf } from '../people.ts';
import { addInput, isRelative, placesOffered, placesToAdd } from '../places.ts';
import { typed, typedList } from '../raw.ts';
import type { IntakeState } from '../state.ts';
import type { PartProps } from './entry-page.tsx';
import { QuestionField } from './question-field.tsx';

type PersonProps = PartProps & { person: string };

/** Somebody of the family, with the way to take them out again. */
export function PersonCard(props: PersonProps & { number: number }) {
  const { state, person, number, language } = props;
  const t = messages(language);
  const who = nameOrPlace(state, person, language);
  return (
    <Card>
      <Stack gap="large">
        <h2>
          {rich(t('personNumber', { number }))}
          {who !== '' && <span className="who">{rich(who)}</span>}
        </h2>
        <PersonFields {...props} />
        <Button kind="text" name="action" value={`remove:${person}`}>
          {t('removePerson')}
        </Button>
      </Stack>
    </Card>
  );
}

/** A button for each kind of person that the forms still have a place for, and one for anybody. */
export function AddPersons({ state, language }: PartProps) {
  const t = messages(language);
  return (
    <Inline>
      {placesToAdd(state.form, state.raw).map((place) => (
        <Button
          key={place.key}
          kind="outline"
          name="action"
          value={addInput(place.key)}
          icon="plus"
          id={fieldId(addInput(place.key))}
        >
          {t('addPlace', { place: plainText(place, language) })}
        </Button>
      ))}
      <Button kind="outline" name="action" value={addInput()} icon="plus" id={fieldId(addInput())}>
        {t('addPerson')}
      </Button>
    </Inline>
  );
}

/** By these somebody is known; they come first because everybody can answer them. */
const identity = new Set(['fullName', 'fullNameKana', 'dateOfBirth', 'sex']);

/** Who somebody is, which places they take, and what these places need to know about them. */
export function PersonFields(props: PersonProps) {
  const { state, person } = props;
  const roles = rolesOf(state.form, state.raw, person);
  const columns = columnsFor(state.form, roles).map((column) => columnAsAsked(column, roles));
  const known = columns.filter(({ entry }) => identity.has(entry));
  const others = columns.filter(({ entry }) => !identity.has(entry));
  const isApplicant = person === applicantId;
  return (
    <>
      {!isApplicant && <Places {...props} />}
      <Columns {...props} columns={known} />
      {isApplicant && <Places {...props} />}
      <Columns {...props} columns={others} />
    </>
  );
}

function Columns({ columns, ...props }: PersonProps & { columns: readonly PersonColumn[] }) {
  const { state, person, language, errors, inventory } = props;
  return columns.map((question) => (
    <QuestionField
      key={question.key}
      plain
      raw={state.raw}
      name={personInput(person, question.entry)}
      {...{ question, language, errors, inventory }}
    />
  ));
}

/** The few places that are asked, and below them what was taken for granted, to be opened only to change it. */
function Places({ state, person, language, errors }: PersonProps) {
  const t = messages(language);
  const { asked, folded } = placesOffered(state.form, state.raw, person);
  const name = personInput(person, 'roles');
  const selected = typedList(state.raw, name);
  const taken = folded.filter(({ key }) => selected.includes(key)).map((place) => plainText(place, language));
  const isApplicant = person === applicantId;
  const error = errors.get(name);
  return (
    <>
      {asked.length > 0 && (
        <ChoiceGroup
          kind="checkbox"
          label={t(isApplicant ? 'yourRoles' : 'whichRoles')}
          hint={t('rolesHint')}
          options={asked.map((place) => ({ value: place.key, label: plainText(place, language) }))}
          {...{ name, language, error, selected }}
        />
      )}
      {folded.length > 0 && (
        <Details summary={t('otherRoles')} open={error !== undefined}>
          {taken.length > 0 && (
            <p>
              {rich(t(isApplicant ? 'yoursAlready' : 'theirsAlready', { roles: taken.join(listSeparator(language)) }))}
            </p>
          )}
          <FieldGroup field={{ name: `${name}.folded`, label: t('otherRolesLabel'), language }}>
            <div className="choices">
              {folded.map((place, index) => (
                <ChoiceCard
                  key={place.key}
                  kind="checkbox"
                  name={name}
                  value={place.key}
                  label={plainText(place, language)}
                  checked={selected.includes(place.key)}
                  id={asked.length === 0 && index === 0 ? fieldId(name) : undefined}
                />
              ))}
            </div>
          </FieldGroup>
        </Details>
      )}
    </>
  );
}

/** What somebody is called: by name, or while there is none by the place they were added for. */
export function nameOrPlace({ form, raw }: IntakeState, person: string, language: Language): string {
  const places = form.roles.filter((place) => isRelative(place) && rolesOf(form, raw, person).includes(place.key));
  return (
    typed(raw, personInput(person, 'fullName')) ||
    places.map((place) => plainText(place, language)).join(listSeparator(language))
  );
}

function plainText({ plain }: PersonRole, language: Language): string {
  return localText(plain, language).text;
}
