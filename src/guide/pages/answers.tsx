import type { ReactNode } from 'react';
import type { Fact, Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import type { Facts, FactValue } from '#rules';
import { Button, Details, Form, KeyValue, localized, ResidentPage, rich, Stack } from '#ui';
import { answerText } from '../answers.ts';
import { guideMessages } from '../messages.ts';
import { addressOfFacts } from '../screen.ts';

interface AnswersProps {
  inventory: Inventory;
  language: Language;
  facts: Facts;
}

/** All answers so far, each with a way to change it; closed, below the question. */
export function AnswerList(props: AnswersProps) {
  const count = answered(props).length;
  if (count === 0) return null;
  return (
    <Details summary={guideMessages(props.language)('answersSoFar', { count })} icon="list">
      <AnswerTable {...props} />
    </Details>
  );
}

/** The page where any earlier answer can be changed from any point. */
export function AnswersPage(props: AnswersProps) {
  const { language } = props;
  const t = guideMessages(language);
  return (
    <ResidentPage title={t('answersTitle')} language={language} path="/guide/answers">
      <Stack>
        <h1>{rich(t('answersTitle'))}</h1>
        <AnswerTable {...props} />
        <Button href="/guide/next" block>
          {t('backToResult')}
        </Button>
        <Form action="/guide/clear">
          <Button kind="danger" block>
            {t('clearAnswers')}
          </Button>
        </Form>
      </Stack>
    </ResidentPage>
  );
}

function answered({ inventory, facts }: AnswersProps): { fact: Fact; value: FactValue }[] {
  return inventory.facts.flatMap((fact) => {
    const value = facts[fact.id];
    return value === undefined ? [] : [{ fact, value }];
  });
}

function AnswerTable(props: AnswersProps) {
  const { language } = props;
  const t = guideMessages(language);
  const rows = answered(props).map(({ fact, value }) => ({
    key: fact.id,
    label: localized(fact.label, language),
    value: <AnswerValue fact={fact} value={value} language={language} />,
    action: (
      <a href={`/guide/questions/${addressOfFacts([fact.id])}`}>
        {rich(t('changeAnswer'))}
        <span className="sr"> {localized(fact.label, language)}</span>
      </a>
    ),
  }));
  return <KeyValue rows={rows} tight />;
}

/** An answer in words. */
export function AnswerValue({
  fact,
  value,
  language,
}: {
  fact: Fact;
  value: FactValue;
  language: Language;
}): ReactNode {
  const t = guideMessages(language);
  const answer = answerText(fact, value);
  switch (answer.kind) {
    case 'labels':
      return (
        <ul>
          {answer.labels.map((label) => (
            <li key={label.ja}>{localized(label, language)}</li>
          ))}
        </ul>
      );
    case 'number':
      return t('exactly', { from: answer.value });
    case 'none':
      return rich(t('noneApplies'));
    default:
      return rich(t(answer.kind));
  }
}
