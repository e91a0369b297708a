import { Banner, Button, ErrorSummary, Form, Stack, type StaffIdentity, TextField } from '#ui';
import type { Reviewed, StepConflict } from '../proposal.ts';
import { Back, FlowPage, Kept, Lines } from './parts.tsx';

/** A text of the manual that was written beside a step. */
export interface TextBesideStep {
  /** What the step says. */
  step: string;
  title: string;
  path: string;
}

export interface ChangesPageProps {
  staff: StaffIdentity;
  procedure: { id: string; name: string };
  reviewed: Reviewed;
  /** How a drawing was read. */
  remarks: readonly string[];
  /** What the drawing says that steps cannot hold. */
  problems: readonly string[];
  /** The drawing as it was sent, where there was one: it comes back as it is. */
  xml?: string;
  /** Texts whose step is no more, or says something else. */
  adrift: readonly TextBesideStep[];
  /** Whether drafts can be kept. */
  canKeep: boolean;
  /** What choices between two writings are made against. */
  against: string;
  reason?: string;
  reasonProblem?: string;
}

/** What a drawing or a list would change, before it is kept as a draft. */
export function ChangesPage(props: ChangesPageProps) {
  const { staff, procedure, reviewed, remarks, problems, canKeep, reasonProblem } = props;
  const { id, name } = procedure;
  const { changes, conflicts, theirs } = reviewed;
  const isReady = changes.length > 0 && problems.length === 0 && conflicts.length === 0 && canKeep;
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
        <Back href={`/manual/flows/${id}`}>{`${name}の流れ`}</Back>
        <h1>{`${name}の変わるところ`}</h1>
        <Lines kind="err" title="直してから、残してください" lines={problems} />
        <Lines
          kind="soon"
          title={`あなたが開いたあとに、ほかの人の直しが公開されました。${conflicts.length === 0 ? 'あなたの直しを、それに合わせました。' : ''}`}
          lines={theirs}
        />
        {conflicts.length > 0 && <Conflicts {...props} conflicts={conflicts} />}
        <Stack>
          <h2>{conflicts.length > 0 ? '「あなたの案」を選ぶと変わるところ' : `変わるところ(${changes.length})`}</h2>
          {changes.length === 0 ? (
            <p>台帳の手順と同じです。変わるところはありません。</p>
          ) : (
            <ol className="flow-changes">
              {changes.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ol>
          )}
        </Stack>
        <Adrift {...props} />
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
            <Kept base={reviewed.base} steps={reviewed.draft} />
            <TextField
              name="reason"
              label="直すわけ"
              language="ja"
              value={props.reason}
              maxLength={200}
              required
              hint="改訂に残り、確認する人が読みます。例: 4月から届書の様式が変わるため"
              error={reasonProblem}
            />
            <Button>下書きに残す</Button>
          </Form>
        )}
        <Form action={`/manual/flows/${id}/steps`} layout="row">
          <Kept base={reviewed.base} steps={reviewed.draft} more={{ xml: props.xml }} />
          <Button kind="outline">一覧に戻って直す</Button>
          <Button kind="outline" formAction={`/manual/flows/${id}/again`}>
            図に戻って直す
          </Button>
        </Form>
      </Stack>
    </FlowPage>
  );
}

/** Texts of the manual that lose their step: whoever looks after them has to find another place. */
function Adrift({ adrift }: ChangesPageProps) {
  if (adrift.length === 0) return null;
  return (
    <Banner kind="soon" title="マニュアルの説明のもとの手順が変わります">
      公開すると、次の説明は「見直すページ」に出ます。新しい手順に合うかを見て、置く場所を選び直してください。
      <ul>
        {adrift.map(({ step, title, path }) => (
          <li key={path}>
            <a href={path}>{title}</a>
            {`(もとの手順「${step}」)`}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

/** Places where two people wrote different things: a person chooses, never the program. */
function Conflicts({
  procedure,
  reviewed,
  conflicts,
  against,
}: ChangesPageProps & { conflicts: readonly StepConflict[] }) {
  return (
    <Form action={`/manual/flows/${procedure.id}/changes`}>
      <Kept base={reviewed.sent.base} steps={reviewed.sent.draft} more={{ against }} />
      <h2>両方で直したところ</h2>
      <p>どちらにするかを選んで、合わせてください。</p>
      {conflicts.map(({ name, where, mine, theirs }) => (
        <fieldset key={name} className="flow-papers">
          <legend className="lbl">{where}</legend>
          <label>
            <input type="radio" name={name} value="mine" defaultChecked />
            <span>{`あなたの案: ${mine}`}</span>
          </label>
          <label>
            <input type="radio" name={name} value="theirs" />
            <span>{`公開された手順: ${theirs}`}</span>
          </label>
        </fieldset>
      ))}
      <Button>選んだとおりに合わせる</Button>
    </Form>
  );
}
