import type { Problem } from '#platform/http';
import { Banner, Button, ResidentPage, rich, Stack } from '#ui';
import { serverMessages } from './messages.ts';

/** A problem as a page: what happened, what is kept, and a way on. */
export function ProblemPage({ problem }: { problem: Problem }) {
  const t = serverMessages(problem.language);
  const title = problem.status === 404 ? t('notFoundTitle') : t('problemTitle');
  return (
    <ResidentPage title={title} language={problem.language} path="/">
      <Stack>
        <h1>{rich(title)}</h1>
        <Banner kind={problem.status >= 500 ? 'err' : 'info'} announce>
          {problem.sentence}
        </Banner>
        <Button href="/" kind="outline">
          {t('toHome')}
        </Button>
      </Stack>
    </ResidentPage>
  );
}
