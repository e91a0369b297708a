import { formatDay, type Language } from '#platform/i18n';
import { Button, DataTable, localized, ResidentPage, rich, Stack } from '#ui';
import type { House } from '../house.ts';
import type { Look } from '../looks.ts';
import { messages } from '../messages.ts';
import { timeOfDay } from '../times.ts';

export interface LooksPageProps {
  looks: readonly Look[];
  caseId: string;
  language: Language;
  departments: ReturnType<House['departments']>;
}

/** Who looked at a resident's case: when, which department, why. No names of staff. */
export function LooksPage({ looks, caseId, language, departments }: LooksPageProps) {
  const t = messages(language);
  const who = ({ by, department }: Look) => {
    const found = departments.find(({ id }) => id === department);
    if (found !== undefined) return localized(found.name, language);
    return t(by === 'device' ? 'device' : 'unknownDepartment');
  };
  return (
    <ResidentPage title={t('looksTitle')} language={language} path={`/case/${caseId}/looks`}>
      <Stack gap="large">
        <h1>{rich(t('looksTitle'))}</h1>
        <p>{rich(t('looksIntro'))}</p>
        <DataTable
          caption={t('looksTitle')}
          columns={[
            { key: 'when', label: t('when') },
            { key: 'who', label: t('who') },
            { key: 'why', label: t('why') },
          ]}
          rows={looks.map((look) => ({
            key: `${look.from.toISOString()} ${look.by} ${look.department} ${look.reason}`,
            cells: [whenOf(look, language), who(look), t(`reason_${look.reason}`)],
          }))}
          empty={t('looksEmpty')}
        />
        <Button href={`/case/${caseId}`} kind="outline">
          {t('backToCase')}
        </Button>
      </Stack>
    </ResidentPage>
  );
}

/** 「11月20日(金) 10:05〜10:12」; one time when it was within a minute. */
function whenOf({ day, from, until }: Look, language: Language): string {
  const [first, last] = [timeOfDay.format(from), timeOfDay.format(until)];
  return `${formatDay(day, language)} ${first === last ? first : `${first}〜${last}`}`;
}
