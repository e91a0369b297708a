import { Banner, Button, ErrorSummary, FileField, Form, Stack, type StaffIdentity } from '#ui';
import { Back, FlowPage } from './parts.tsx';

export interface EditPageProps {
  staff: StaffIdentity;
  procedure: { id: string; name: string };
  /** A drawing that came back, so that nothing drawn is lost. */
  kept?: string;
  problem?: string;
}

/** The flow of the counter in the editor; or a file that was drawn with another program. */
export function EditPage({ staff, procedure, kept, problem }: EditPageProps) {
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
        <p>
          作業をダブルクリックすると、文を直せます。別のレーンに動かすと、する人が変わります。まだ何も変わりません。次のページで、変わるところを確かめます。
        </p>
        <section
          className="flow-editor"
          data-flow-editor={`/manual/flows/${id}/files/counter.bpmn`}
          aria-label="作図"
        />
        {kept !== undefined && (
          <textarea className="sr" data-flow-kept="" readOnly tabIndex={-1} aria-label="かいた図" value={kept} />
        )}
        <p data-flow-said="" role="status" />
        <Form action={`/manual/flows/${id}/changes`} hasFile id="flow-form">
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

export interface ChangesPageProps {
  staff: StaffIdentity;
  procedure: { id: string; name: string };
  changes: readonly string[];
  problems: readonly string[];
  remarks: readonly string[];
  xml: string;
  /** Whether drafts can be kept. */
  canKeep: boolean;
  reasonProblem?: string;
}

/** What a drawing would change, before it is kept as a draft. */
export function ChangesPage(props: ChangesPageProps) {
  const { staff, procedure, changes, problems, remarks, xml, canKeep, reasonProblem } = props;
  const { id, name } = procedure;
  const isReady = changes.length > 0 && problems.length === 0 && canKeep;
  return (
    <FlowPage
      title={`${name}の変わるところ`}
      staff={staff}
      hasErrors={problems.length > 0 || reasonProblem !== undefined}
    >
      <Stack gap="large">
        <ErrorSummary
          errors={reasonProblem === undefined ? [] : [{ name: 'reason', message: reasonProblem }]}
          language="ja"
        />
        <h1>{`${name}の変わるところ`}</h1>
        {problems.length > 0 && (
          <Banner kind="err" title="図を直してから、残してください">
            <ul>
              {problems.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Banner>
        )}
        <Stack>
          <h2>{`変わるところ(${changes.length})`}</h2>
          {changes.length === 0 ? (
            <p>台帳の手順と同じです。変わるところはありません。</p>
          ) : (
            <ol>
              {changes.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ol>
          )}
        </Stack>
        {remarks.length > 0 && (
          <Stack>
            <h2>図の読み方</h2>
            <ul>
              {remarks.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Stack>
        )}
        {!canKeep && (
          <Banner kind="info">
            いまは、図で直したことを下書きに残せません。図をBPMNのファイルで持ち出して、取っておいてください。
          </Banner>
        )}
        {isReady && (
          <Form action={`/manual/flows/${id}/proposal`}>
            <textarea className="sr" name="xml" readOnly tabIndex={-1} aria-label="かいた図" value={xml} />
            <label className="field" htmlFor="f-reason">
              <span>直すわけ</span>
              <input className="in" id="f-reason" name="reason" maxLength={200} required />
            </label>
            <Button>下書きに残す</Button>
          </Form>
        )}
        <Form action={`/manual/flows/${id}/again`}>
          <textarea className="sr" name="xml" readOnly tabIndex={-1} aria-label="かいた図" value={xml} />
          <Button kind="outline">図に戻って直す</Button>
        </Form>
      </Stack>
    </FlowPage>
  );
}
