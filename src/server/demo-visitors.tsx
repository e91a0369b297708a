import { z } from 'zod';
import { createIntakeService, type IntakeParts, type PageId } from '#intake';
import { type Application, page, redirect } from '#platform/http';
import { type DemoAnswers, type DemoParts, letDemoVisitorsIn } from '#reception';
import { Banner, Button, Form, Inline, Stack, StaffPage } from '#ui';

/** Where invented visitors are let in. Exists in demo mode only. */
export const demoVisitorsPath = '/staff/demo/visitors';

/** Asks whether invented visitors should come, and says how many came. */
function DemoVisitorsPage({ arrived }: { arrived?: number }) {
  return (
    <StaffPage title="お試しの来庁者" language="ja">
      <Stack gap="large">
        <h1>お試しの来庁者</h1>
        {arrived !== undefined && (
          <Banner kind="ok" title={`${arrived}人が来庁しました。`} announce>
            担当を選ぶと、待っている方が見えます。
          </Banner>
        )}
        <p>架空の方が来庁し、一部の方は窓口で手続きを始めます。名前も住所も、実在しません。</p>
        <Form action={demoVisitorsPath}>
          <Inline>
            <Button icon="people">お試しの来庁者を入れる</Button>
            <Button kind="outline" href="/staff/demo">
              担当を選ぶ
            </Button>
          </Inline>
        </Form>
      </Stack>
    </StaffPage>
  );
}

/** Lets the invented visitors enter at home what they prepared, as residents do: page by page, then handed in. */
function enteringAtHome(parts: IntakeParts): DemoParts['fillIn'] {
  const intake = createIntakeService(parts);
  return async (caseId, answers) => {
    const resident = { kind: 'resident', caseId } as const;
    let state = await intake.open(resident, caseId);
    const send = async (page: PageId, sent: DemoAnswers, kind: 'next' | 'addPerson'): Promise<void> => {
      const revision = state.overview.entriesRevision;
      ({ state } = await intake.save(resident, caseId, { page, answers: sent, action: { kind }, revision }));
    };
    for (const { id } of state.form.pages) {
      const others = id === 'family' ? [answers.people ?? []].flat() : [];
      for (const _ of others) await send(id, {}, 'addPerson');
      await send(id, answers, 'next');
    }
    await parts.cases.deposit(resident, caseId);
  };
}

/** Adds the page that lets invented visitors in. For demo mode. */
export function addDemoVisitors(app: Application, parts: Omit<DemoParts, 'fillIn' | 'cases'> & IntakeParts): void {
  const demo = { url: demoVisitorsPath, action: 'demo:enter', rate: 'public' } as const;
  app.route({
    ...demo,
    method: 'GET',
    schema: { query: z.object({ arrived: z.coerce.number().int().min(0).max(1000).optional() }) },
    handle: ({ query }) => page(<DemoVisitorsPage arrived={query.arrived} />),
  });
  app.route({
    ...demo,
    method: 'POST',
    handle: async () => {
      const arrived = await letDemoVisitorsIn({ ...parts, fillIn: enteringAtHome(parts) });
      return redirect(`${demoVisitorsPath}?arrived=${arrived}`);
    },
  });
}
