import type { ReactNode } from 'react';
import type { Fact, FactOption, Inventory } from '#inventory';
import { type Language, localText } from '#platform/i18n';
import type { Facts } from '#rules';
import {
  Banner,
  Button,
  ChoiceCard,
  ChoiceGroup,
  type ChoiceOption,
  choiceNone,
  Details,
  Form,
  Icon,
  localized,
  Progress,
  ResidentPage,
  rich,
  Stack,
} from '#ui';
import { guideMessages } from '../messages.ts';
import {
  chosenValues,
  fieldOf,
  type GuideScreen,
  type IntegerRange,
  type QuestionGroup,
  tickedOption,
} from '../screen.ts';
import { AnswerList } from './answers.tsx';

export interface QuestionPageProps {
  inventory: Inventory;
  language: Language;
  /** Address of this page, without answers. */
  path: string;
  screen: GuideScreen;
  /** All answers so far; those of this screen are shown as chosen. */
  facts: Facts;
  /** How many screens were answered before this one. */
  number: number;
  /** About how many screens are left after this one. */
  remaining: number;
  previous: string;
  /** Ids of the procedures that this screen decides. */
  why: readonly string[];
  /** The fields in which nothing was chosen when the screen was sent. */
  missing: readonly string[];
}

/** One screen of the guide: one question, a list of things that may apply, or a few of these below each other. */
export function QuestionPage(props: QuestionPageProps) {
  const { language, screen, number, remaining, inventory } = props;
  const t = guideMessages(language);
  const [only] = screen;
  const isOne = screen.length === 1 && only !== undefined;
  const title = isOne ? questionTitle(only, language) : { text: t('someQuestions'), shown: rich(t('someQuestions')) };
  return (
    <ResidentPage title={title.text} language={language} path={props.path} hasErrors={props.missing.length > 0}>
      <Stack>
        <div className="row between">
          <a className="back" href={props.previous}>
            <Icon name="left" size="small" />
            <span>{rich(number === 1 ? t('toHome') : t('previousQuestion'))}</span>
          </a>
          <a className="back" href="/guide/saved">
            {rich(t('stopAndSave'))}
          </a>
        </div>
        <Progress
          language={language}
          label={t('questionNumber', { number })}
          detail={`(${remaining > 0 ? t('questionsLeft', { count: remaining }) : t('lastQuestion')})`}
          value={number}
          max={number + remaining}
        />
        {!isOne && <h1>{title.shown}</h1>}
        <Form action={props.path}>
          {screen.map((group) =>
            group.kind === 'wants' ? (
              <WantsChoices key={group.kind} {...props} group={group} />
            ) : (
              <Choices key={fieldOf(group)} {...props} group={group} heading={isOne} />
            ),
          )}
          <Why {...props} />
          <Button block>{t('next')}</Button>
        </Form>
        <AnswerList inventory={inventory} language={language} facts={props.facts} />
      </Stack>
    </ResidentPage>
  );
}

function questionTitle(group: QuestionGroup, language: Language): { text: string; shown: ReactNode } {
  if (group.kind === 'several') {
    const text = guideMessages(language)('whichOf');
    return { text, shown: text };
  }
  const { question } = group.fact;
  return { text: localText(question, language).text, shown: localized(question, language) };
}

function Choices(props: QuestionPageProps & { group: QuestionGroup; heading: boolean }) {
  const { group, heading, language } = props;
  const t = guideMessages(language);
  const several = group.kind === 'several' || group.kind === 'list';
  return (
    <ChoiceGroup
      heading={heading}
      name={fieldOf(group)}
      kind={several ? 'checkbox' : 'radio'}
      label={questionTitle(group, language).shown}
      language={language}
      hint={several ? t('asMany') : undefined}
      error={props.missing.includes(fieldOf(group)) ? t(several ? 'chooseSomething' : 'chooseOne') : undefined}
      inRow={!heading && group.kind === 'boolean'}
      options={optionsOf(group, language)}
      selected={chosenValues(group, props.facts)}
      none={several}
      unknown
    />
  );
}

function optionsOf(group: QuestionGroup, language: Language): ChoiceOption[] {
  const t = guideMessages(language);
  switch (group.kind) {
    case 'several':
      return group.facts.flatMap((fact) => tickedOptions(fact, language));
    case 'boolean':
      return [
        { value: 'yes', label: t('yes') },
        { value: 'no', label: t('no') },
      ];
    case 'integer':
      return group.ranges.map((range) => ({ value: String(range.from), label: rangeLabel(range, language) }));
    default:
      return visibleOptions(group.fact).map((option) => optionOf(option, language));
  }
}

/** A fact among others: one box for a yes-no fact, one for each option of a list, 「今の健康保険: 国保」. */
function tickedOptions(fact: Fact, language: Language): ChoiceOption[] {
  if (fact.type === 'boolean') return [{ value: fact.id, label: statementOf(fact, language) }];
  return visibleOptions(fact).map((option) => ({
    value: tickedOption(fact, option.value),
    label: (
      <>
        {localized(fact.label, language)}: {localized(option.label, language)}
      </>
    ),
  }));
}

/** A yes-no fact as something that one can tick: 「犬を飼っている」, or its question where no such sentence is written. */
function statementOf(fact: Fact, language: Language): ReactNode {
  return localized(fact.statement ?? fact.question, language);
}

function rangeLabel({ from, to }: IntegerRange, language: Language): string {
  const t = guideMessages(language);
  if (to === null) return t('atLeast', { from });
  return from === to ? t('exactly', { from }) : t('fromTo', { from, to });
}

function visibleOptions(fact: Fact): readonly FactOption[] {
  return fact.options.filter((option) => !option.staffOnly);
}

function optionOf(option: FactOption, language: Language): ChoiceOption {
  return { value: option.value, label: localized(option.label, language) };
}

/** The long list of other wishes, folded by group; a group with something chosen is open. */
function WantsChoices({ group, ...props }: QuestionPageProps & { group: Extract<QuestionGroup, { fact: Fact }> }) {
  const { language } = props;
  const { fact } = group;
  const t = guideMessages(language);
  const chosen = chosenValues(group, props.facts);
  return (
    <>
      <h1>{localized(fact.question, language)}</h1>
      <p className="hint">{rich(t('wantsLead'))}</p>
      {props.missing.length > 0 && <Banner kind="err" title={t('chooseSomething')} announce />}
      <Button kind="outline" block name={fieldOf(group)} value={choiceNone}>
        {t('skip')}
      </Button>
      {[...groupOptions(visibleOptions(fact))].map(([name, options]) => (
        <details key={name} className="group" open={options.some(({ value }) => chosen.includes(value))}>
          <summary>
            {options[0]?.group ? localized(options[0].group, language) : rich(t('lateGroup'))}
            <small className="mut">{rich(t('countThings', { count: options.length }))}</small>
            <span className="chev">
              <Icon name="down" size="small" />
            </span>
          </summary>
          <fieldset className="choices">
            <legend className="sr">
              {options[0]?.group ? localized(options[0].group, language) : rich(t('lateGroup'))}
            </legend>
            {options.map((option) => (
              <ChoiceCard
                key={option.value}
                kind="checkbox"
                name={fieldOf(group)}
                checked={chosen.includes(option.value)}
                {...optionOf(option, language)}
              />
            ))}
          </fieldset>
        </details>
      ))}
    </>
  );
}

const groupName = (option: FactOption): string => option.group?.ja ?? '';

function groupOptions(options: readonly FactOption[]): Map<string, FactOption[]> {
  const groups = new Map<string, FactOption[]>();
  for (const option of options) groups.set(groupName(option), [...(groups.get(groupName(option)) ?? []), option]);
  return groups;
}

/** How many procedures 「なぜ聞くのですか」 names; more would not be read. */
const whyLimit = 4;

function Why({ inventory, language, why }: QuestionPageProps) {
  const t = guideMessages(language);
  const procedures = why.map((id) => inventory.procedureById.get(id)).filter((one) => one !== undefined);
  if (procedures.length === 0) return null;
  return (
    <Details summary={t('whyAsked')}>
      <p>{rich(t('whyAskedBody'))}</p>
      <ul className="bullets">
        {procedures.slice(0, whyLimit).map((procedure) => (
          <li key={procedure.id}>{localized(procedure.name, language)}</li>
        ))}
      </ul>
      {procedures.length > whyLimit && <p>{rich(t('andMore', { count: procedures.length - whyLimit }))}</p>}
      <p>{rich(t('notSentYet'))}</p>
    </Details>
  );
}
