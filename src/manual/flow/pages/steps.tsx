import type { Inventory, Procedure } from '#inventory';
import { Button, ErrorSummary, Form, SelectField, Stack, type StaffIdentity, TextAreaField, TextField } from '#ui';
import { type DraftStep, people } from '../draft.ts';
import { FlowDrawing } from '../drawing.tsx';
import { controls, type Editing, type OpenStep } from '../editing.ts';
import type { Layout } from '../layout/layout.ts';
import { type ListedStep, listOf } from '../list.ts';
import type { WayFields } from '../step-fields.ts';
import { Back, FlowPage, Kept, Lines } from './parts.tsx';

export interface StepsPageProps {
  staff: StaffIdentity;
  inventory: Inventory;
  procedure: Procedure;
  /** The steps as they were when the page was opened. */
  base: readonly DraftStep[];
  editing: Editing;
  /** The flow of these steps. */
  layout: Layout;
  /** What has to be put right before the steps can be kept. */
  problems: readonly string[];
  /** How a drawing was read from which these steps come. */
  remarks: readonly string[];
  /** The sentences that conditions are chosen from; asked for only while a step is open. */
  tests: () => Iterable<string>;
}

/** The steps as a list in which each can be rewritten, moved, added and taken out: by keys as by mouse, with and without scripts. */
export function StepsPage(props: StepsPageProps) {
  const { staff, procedure, base, editing, layout, remarks } = props;
  const { draft, open, said } = editing;
  const name = procedure.name.ja;
  const address = `/manual/flows/${procedure.id}`;
  const errors = [...(open?.errors ?? [])].map(([field, message]) => ({ name: field, message }));
  return (
    <FlowPage title={`${name}の手順を一覧で直す`} staff={staff} hasErrors={errors.length > 0}>
      <Stack>
        <Back href={address}>{`${name}の流れ`}</Back>
        <h1>{`${name}の手順を一覧で直す`}</h1>
        <p>手順を1つずつ直します。まだ何も変わりません。終わったら、変わるところを確かめます。</p>
        <p className="flow-said" role="status" data-in-place-said="">
          {said}
        </p>
        <section
          id="flow-steps"
          aria-label="手順の一覧"
          data-in-place=""
          data-said={said}
          data-focus={editing.focus}
          data-unsaved={JSON.stringify(base) === JSON.stringify(draft) && open === undefined ? undefined : ''}
        >
          <Stack>
            <ErrorSummary errors={errors} language="ja" />
            <Lines title="図のこのところは、次のように読みました" kind="info" lines={remarks} />
            <Form action={`${address}/steps`}>
              <Kept
                base={base}
                steps={draft}
                more={{ undo: editing.undo && JSON.stringify(editing.undo), open: open?.id }}
              />
              <ol className="flow-steps">
                {listOf(layout.flow).map((listed, index) => {
                  const step = draft[index];
                  if (step === undefined) return null;
                  return (
                    <li key={step.id} id={`row-${step.id}`} className={step.id === open?.id ? 'open' : undefined}>
                      {open && step.id === open.id ? (
                        <StepForm {...props} open={open} number={index + 1} address={`${address}/steps`} />
                      ) : (
                        <Row listed={listed} hasButtons={open === undefined} address={`${address}/steps`} />
                      )}
                    </li>
                  );
                })}
              </ol>
              {open === undefined && <ListButtons {...props} address={address} />}
            </Form>
            <h2>この手順の図</h2>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
            <section className="flow-sheet low" tabIndex={0} aria-label="流れの図">
              <FlowDrawing layout={layout} current={open?.id} />
            </section>
          </Stack>
        </section>
      </Stack>
    </FlowPage>
  );
}

/** What can be done with the list as a whole. */
function ListButtons({ editing, problems, address }: StepsPageProps & { address: string }) {
  return (
    <Stack>
      <div className="row wrap">
        <Button
          kind="text"
          icon="plus"
          id={controls.first}
          name="action"
          value="add:"
          formAction={`${address}/steps#open-step`}
        >
          いちばん初めに加える
        </Button>
        {editing.undo && (
          <Button kind="text" name="action" value="undo">
            1つ前に戻す
          </Button>
        )}
      </div>
      <Lines title="確かめる前に直してください" kind="soon" lines={problems} />
      <div className="row wrap">
        <Button formAction={`${address}/changes`}>変わるところを確かめる</Button>
        <Button kind="outline" formAction={`${address}/again`}>
          この続きを図で直す
        </Button>
      </div>
    </Stack>
  );
}

function Row({ listed, hasButtons, address }: { listed: ListedStep; hasButtons: boolean; address: string }) {
  const { id, number, who, text, ways, things } = listed;
  const said = <span className="sr">{`(${number}番 ${text})`}</span>;
  return (
    <>
      <div className="flow-step-text">
        <p>
          <span className="flow-who">{who}</span> {text}
        </p>
        {ways.length + things.length > 0 && (
          <ul>
            {[...ways, ...things].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {hasButtons && (
        <div className="row flow-step-buttons">
          <Button
            kind="text"
            id={controls.edit(id)}
            name="action"
            value={`open:${id}`}
            formAction={`${address}#open-step`}
          >
            直す{said}
          </Button>
          <Button kind="text" name="action" value={`add:${id}`} formAction={`${address}#open-step`}>
            あとに加える{said}
          </Button>
        </div>
      )}
    </>
  );
}

interface StepFormProps extends StepsPageProps {
  open: OpenStep;
  number: number;
  address: string;
}

function StepForm(props: StepFormProps) {
  const { inventory, procedure, editing, open, number, address, tests } = props;
  const { fields, errors } = open;
  const at = `${address}#row-${open.id}`;
  const here = `${address}#open-step`;
  const screens = inventory.systems.flatMap(({ name, screens: own }) => own.map((screen) => `${name}/${screen}`));
  const isNew = editing.draft[number - 1]?.do === '';
  const isLast = number === editing.draft.length;
  const beside = editing.draft[number] ?? editing.draft[number - 2];
  return (
    <fieldset className="flow-step-form" id="open-step">
      <legend>{`${number}番の手順${isNew ? 'を加える' : 'を直す'}`}</legend>
      <Stack>
        <SelectField
          name="who"
          label="だれがする"
          language="ja"
          value={fields.who}
          options={people.map((one) => ({ value: one, label: one }))}
          error={errors.get('who')}
        />
        <TextAreaField
          name="do"
          label="何をする"
          language="ja"
          value={fields.do}
          rows={2}
          maxLength={2000}
          required
          error={errors.get('do')}
        />
        <TextField
          name="system"
          label="使うシステムと画面"
          language="ja"
          value={fields.system}
          list="flow-screens"
          required={false}
          hint="「システム/画面」の形で、一覧から選びます。"
          error={errors.get('system')}
        />
        <Papers procedure={procedure} chosen={fields.documents} />
        <TextField
          name="when"
          label="どの人のときにするか"
          language="ja"
          value={fields.when}
          list="flow-tests"
          required={false}
          hint="空のままなら、全員にします。"
          error={errors.get('when')}
        />
        <Ways {...props} />
        <div className="row wrap">
          <Button name="action" value="take" formAction={at}>
            この手順を一覧に入れる
          </Button>
          <Button kind="outline" name="action" value="cancel" formAction={at}>
            {isNew ? '加えるのをやめる' : '直すのをやめる'}
          </Button>
        </div>
        <div className="row wrap">
          {number > 1 && (
            <Button kind="text" id={controls.up} name="action" value="up" formAction={here}>
              1つ上へ動かす
            </Button>
          )}
          {!isLast && (
            <Button kind="text" id={controls.down} name="action" value="down" formAction={here}>
              1つ下へ動かす
            </Button>
          )}
          {!isNew && (
            <Button kind="text" name="action" value="remove" formAction={`${address}#row-${beside?.id ?? ''}`}>
              この手順を消す
            </Button>
          )}
        </div>
      </Stack>
      <datalist id="flow-screens">
        {screens.map((screen) => (
          <option key={screen} value={screen} />
        ))}
      </datalist>
      <datalist id="flow-tests">
        {[...tests()].map((sentence) => (
          <option key={sentence} value={sentence} />
        ))}
      </datalist>
    </fieldset>
  );
}

function Papers({ procedure, chosen }: { procedure: Procedure; chosen: readonly string[] }) {
  if (procedure.documents.length === 0) return null;
  return (
    <fieldset className="flow-papers">
      <legend className="lbl">見る書類</legend>
      {procedure.documents.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" name="documents" value={id} defaultChecked={chosen.includes(id)} />
          <span>{name.ja}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Where a step leads to, where that is not just the next of the list. */
function Ways({ editing, open, number }: StepFormProps) {
  const { fields, errors } = open;
  const targets = [
    ...editing.draft.flatMap(({ id, do: text }, index) =>
      id === open.id ? [] : [{ value: id, label: `${index + 1}番 ${shortened(text)}` }],
    ),
    { value: 'end', label: '終わり' },
  ];
  const isUsed = fields.ways.some(({ to, label, when }) => `${to}${label}${when}` !== '');
  return (
    <details className="flow-ways" open={isUsed}>
      <summary>{`このあとの分かれ道${isUsed ? '' : '(今はありません。次の番号へ進みます)'}`}</summary>
      <Stack>
        <TextField
          name="ask"
          label="何を確かめて分かれるか"
          language="ja"
          value={fields.ask}
          maxLength={200}
          hint="例: 書類がそろっている?"
          required={false}
        />
        <p className="hint">
          {`行き先を1つも選ばないと、${number}番のあとは次の番号へ進みます。条件は、台帳の答えだけで決まるときに書きます。`}
        </p>
        {fields.ways.map((way, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way has no name but its place
          <WayRow key={index} way={way} index={index} targets={targets} errors={errors} />
        ))}
      </Stack>
    </details>
  );
}

function WayRow({
  way,
  index,
  targets,
  errors,
}: {
  way: WayFields;
  index: number;
  targets: readonly { value: string; label: string }[];
  errors: ReadonlyMap<string, string>;
}) {
  const named = (part: keyof WayFields) => ({
    name: `way.${index}.${part}`,
    language: 'ja' as const,
    value: way[part],
    error: errors.get(`way.${index}.${part}`),
  });
  return (
    <fieldset className="flow-way">
      <legend>{`道 ${index + 1}`}</legend>
      <TextField {...named('label')} label="言葉" maxLength={200} />
      <SelectField {...named('to')} label="行き先" empty="(この道は使わない)" options={targets} />
      <TextField {...named('when')} label="条件" list="flow-tests" required={false} />
    </fieldset>
  );
}

const shortened = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
