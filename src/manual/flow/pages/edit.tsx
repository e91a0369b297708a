import { Button, ErrorSummary, FileField, Form, Stack, type StaffIdentity } from '#ui';
import type { DraftStep } from '../draft.ts';
import { Back, FlowPage, Kept } from './parts.tsx';

export interface EditPageProps {
  staff: StaffIdentity;
  procedure: { id: string; name: string };
  /** The drawing that the editor opens, as BPMN. */
  drawing: string;
  /** The steps as they were when somebody began, and as they are in the drawing. */
  base: readonly DraftStep[];
  steps?: readonly DraftStep[];
  problem?: string;
}

/** The flow of the counter in the editor; or a file that was drawn with another program. */
export function EditPage({ staff, procedure, drawing, base, steps, problem }: EditPageProps) {
  const { id, name } = procedure;
  return (
    <FlowPage
      title={`${name}の流れを図で直す`}
      staff={staff}
      scripts={['flow-editor']}
      styles={['flow-editor']}
      hasErrors={problem !== undefined}
    >
      <Stack>
        <ErrorSummary errors={problem === undefined ? [] : [{ name: 'drawing', message: problem }]} language="ja" />
        <Back href={`/manual/flows/${id}`}>{`${name}の流れ`}</Back>
        <h1>{`${name}の流れを図で直す`}</h1>
        <div className="row wrap between">
          <p>
            作業をダブルクリックすると、文を直せます。別の列に動かすと、する人が変わります。
            <br />
            まだ何も変わりません。次のページで、変わるところを確かめます。
          </p>
          <Button kind="outline" icon="list" form="flow-form" formAction={`/manual/flows/${id}/steps`}>
            この続きを一覧で直す
          </Button>
        </div>
        <section className="flow-editor" data-flow-editor="" aria-label="作図" />
        <p data-flow-said="" role="status" />
        <Form action={`/manual/flows/${id}/changes`} hasFile id="flow-form">
          <Kept base={base} steps={steps} />
          <input type="hidden" data-flow-drawing="" value={drawing} />
          <Button>変わるところを確かめる</Button>
          <FileField
            name="drawing"
            label="ほかの道具で直した図を使うとき(BPMN 2.0のファイル、2MBまで)"
            language="ja"
            accept=".bpmn,.xml,application/xml"
            hint="ファイルを選ぶと、上の図の代わりに使います。"
            error={problem}
          />
        </Form>
      </Stack>
    </FlowPage>
  );
}
