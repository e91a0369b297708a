import type { Fact, FactOption, HomeTile, Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { Button, ChoiceGroup, Form, localized, ResidentPage, Stack } from '#ui';
import { guideMessages } from '../messages.ts';

export interface StartPageProps {
  inventory: Inventory;
  language: Language;
  path: string;
  tile: HomeTile;
  nothingChosen: boolean;
}

/** Behind a tile of the home page: which of its events it is. Several may have happened at once. */
export function StartPage({ inventory, language, path, tile, nothingChosen }: StartPageProps) {
  const t = guideMessages(language);
  const choices = [
    ...optionsNamed(inventory.factById.get('events'), tile.events).map((option) => ({ prefix: 'event', option })),
    ...optionsNamed(inventory.factById.get('wants'), tile.wants).map((option) => ({ prefix: 'want', option })),
  ];
  return (
    <ResidentPage
      title={t('chooseInEvent')}
      language={language}
      path={path}
      back={{ href: '/', label: t('toHome') }}
      hasErrors={nothingChosen}
    >
      <Stack>
        <Form action={path}>
          <ChoiceGroup
            heading
            name="choice"
            kind="checkbox"
            label={t('chooseInEvent')}
            language={language}
            hint={t('asMany')}
            error={nothingChosen ? t('chooseSomething') : undefined}
            options={choices.map(({ prefix, option }) => ({
              value: `${prefix}:${option.value}`,
              label: localized(option.label, language),
            }))}
            selected={choices.length === 1 ? choices.map(({ prefix, option }) => `${prefix}:${option.value}`) : []}
          />
          <Button block>{t('next')}</Button>
        </Form>
      </Stack>
    </ResidentPage>
  );
}

function optionsNamed(fact: Fact | undefined, values: readonly string[]): FactOption[] {
  return (fact?.options ?? []).filter((option) => values.includes(option.value) && !option.staffOnly);
}
