import { documentsFor, type Inventory } from '#inventory';
import { languages } from '#platform/i18n';
import {
  Badge,
  Banner,
  BringList,
  Button,
  Card,
  Form,
  Inline,
  LiveRegion,
  Pane,
  SelectField,
  Stack,
  Steps,
  TextField,
} from '#ui';
import { companionsOf, legsOf, type Snapshot, turnOf } from '../../queue/board.ts';
import { stateNames } from '../../queue/errors.ts';
import { apply, seatStates } from '../../queue/leg.ts';
import { currentLeg, type Leg, type Visit } from '../../queue/visit.ts';
import { namesForVisitor, purposeText, shownInHall, timeText, waitText } from '../../texts.ts';

const path = '/concierge';

/** How the ticket is printed once more: as that copy by a receipt printer, or by the browser. */
export type TicketAgain =
  | { readonly kind: 'printer'; readonly visitId: string; readonly copy: number }
  | { readonly kind: 'browser'; readonly path: string };

export interface VisitPaneProps {
  snapshot: Snapshot;
  inventory: Inventory;
  visit: Visit;
  ticket: TicketAgain;
  /** A command for each form of the page. */
  commandId: () => string;
  /** The place from which they left, while that can still be taken back. */
  left: Leg | null;
  /** Where they can be sent. */
  targets: readonly { value: string; label: string }[];
  /** A number that could not be joined, as it was typed, and why. */
  wrongCompanion?: WrongCompanion | undefined;
}

export interface WrongCompanion {
  readonly typed: string;
  readonly message: string;
}

/** What is known of the visitor before a word is said. */
function VisitBadges({ visit }: { visit: Visit }) {
  const language = languages.find(({ id }) => id === visit.language);
  return (
    <Inline>
      {visit.caseId !== null && (
        <Badge state="confirmed" language="ja">
          事前入力あり
        </Badge>
      )}
      {language && language.id !== 'ja' && (
        <Badge state="interpreter" language="ja">
          <span lang={language.id === 'easy' ? 'ja' : language.id}>{language.name}</span>
        </Badge>
      )}
    </Inline>
  );
}

/** A place of the way, with what is done there in short. */
function stepText({ serviceId, procedures }: Leg, inventory: Inventory) {
  return (
    <>
      <a href={`${path}/map?place=${encodeURIComponent(serviceId)}`}>{serviceId}</a>
      <br />
      <span className="s">{purposeText(procedures, inventory)}</span>
    </>
  );
}

function Way({ snapshot, inventory, legs }: Pick<VisitPaneProps, 'snapshot' | 'inventory'> & { legs: readonly Leg[] }) {
  const current = currentLeg(legs);
  const turn = current ? turnOf(snapshot, current.id) : null;
  const position = current ? legs.indexOf(current) : legs.length;
  const minutes = legs
    .filter(({ state }) => !['done', 'transferred'].includes(state))
    .reduce((sum, leg) => sum + leg.minutes, 0);
  return (
    <Card>
      <div className="row between">
        <h3>回るところ</h3>
        <span className="mut num">{minutes > 0 && `窓口で 約${minutes}分`}</span>
      </div>
      <Steps language="ja" current={position} steps={legs.map((leg) => stepText(leg, inventory))} />
      {turn && (
        <p>
          前に<b className="num">{turn.ahead}</b>人、呼ぶまで <b className="num">{waitText(turn.wait, 'ja')}</b>
        </p>
      )}
    </Card>
  );
}

/** One step of the entrance as a form of its own. */
function StepForm(props: {
  step: string;
  legId: string;
  commandId: string;
  kind: 'outline' | 'danger';
  label: string;
}) {
  return (
    <Form action={`${path}/${props.step}`} layout="row">
      <input type="hidden" name="commandId" value={props.commandId} />
      <input type="hidden" name="leg" value={props.legId} />
      <Button kind={props.kind}>{props.label}</Button>
    </Form>
  );
}

function PrintAction({ ticket }: Pick<VisitPaneProps, 'ticket'>) {
  if (ticket.kind === 'browser') {
    return (
      <Button icon="print" href={ticket.path}>
        番号札を印刷
      </Button>
    );
  }
  return (
    <Form action={`${path}/print`} layout="row">
      <input type="hidden" name="visit" value={ticket.visitId} />
      <input type="hidden" name="copy" value={ticket.copy} />
      <Button icon="print">{ticket.copy === 1 ? '番号札を印刷' : '番号札をもう一度印刷'}</Button>
    </Form>
  );
}

function Actions({
  ticket,
  commandId,
  current,
  left,
}: Pick<VisitPaneProps, 'ticket' | 'commandId' | 'left'> & { current?: Leg }) {
  return (
    <Inline>
      <PrintAction ticket={ticket} />
      {current && ['on_hold', 'no_answer'].includes(current.state) && (
        <StepForm step="return" legId={current.id} commandId={commandId()} kind="outline" label="列に戻す" />
      )}
      {current && !['called', 'serving'].includes(current.state) && (
        <StepForm step="leave" legId={current.id} commandId={commandId()} kind="danger" label="順番を取り消す" />
      )}
      {left && (
        <StepForm step="take-back" legId={left.id} commandId={commandId()} kind="outline" label="取り消しを元に戻す" />
      )}
    </Inline>
  );
}

/** One of those who came together, with where they are now. */
function Companion({ snapshot, visit }: { snapshot: Snapshot; visit: Visit }) {
  const leg = currentLeg(legsOf(snapshot, visit.id));
  return (
    <li>
      <a href={`${path}?visit=${visit.id}`}>{visit.ticket}</a>{' '}
      <span className="mut">{leg ? `${leg.serviceId} ${stateNames[leg.state]}` : '終わりました'}</span>
    </li>
  );
}

/** Those who came together: joined by their numbers, and taken apart again. */
function Together({ snapshot, visit, wrongCompanion }: Pick<VisitPaneProps, 'snapshot' | 'visit' | 'wrongCompanion'>) {
  const companions = companionsOf(snapshot, visit);
  return (
    <Card>
      <div className="row between">
        <h3>いっしょに来た方</h3>
        {companions.length > 0 && (
          <Form action={`${path}/part`} layout="row">
            <input type="hidden" name="visit" value={visit.id} />
            <Button kind="text">{`${visit.ticket}を別にする`}</Button>
          </Form>
        )}
      </div>
      {companions.length > 0 && (
        <>
          <ul className="plain">
            {companions.map((one) => (
              <Companion key={one.id} snapshot={snapshot} visit={one} />
            ))}
          </ul>
          <p className="mut">同じ窓口では、同じ席から続けて呼びます。順番は、いちばん後に来た方に合わせます。</p>
        </>
      )}
      {visit.state === 'active' && (
        <Form action={`${path}/join`} layout="row">
          <input type="hidden" name="visit" value={visit.id} />
          <TextField
            name="companion"
            label="いっしょに来た方の番号"
            language="ja"
            width={6}
            maxLength={12}
            autoComplete="off"
            value={wrongCompanion?.typed ?? ''}
            error={wrongCompanion?.message}
          />
          <Button kind="outline">いっしょにする</Button>
        </Form>
      )}
    </Card>
  );
}

/** Sends the visitor straight to a counter, a seat or a person, or only leaves a word for who serves them. */
function HandOver({
  visit,
  commandId,
  current,
  targets,
}: Pick<VisitPaneProps, 'visit' | 'commandId' | 'targets'> & { current?: Leg }) {
  const maySend =
    current !== undefined && apply(current.state, 'transfer') !== null && !seatStates.includes(current.state);
  return (
    <Card>
      <h3>窓口につなぐ</h3>
      <Form action={`${path}/hand-over`}>
        <input type="hidden" name="visit" value={visit.id} />
        {maySend && (
          <>
            <input type="hidden" name="commandId" value={commandId()} />
            <input type="hidden" name="leg" value={current.id} />
            <SelectField
              name="service"
              label="行き先"
              language="ja"
              hint="番号と順番は、そのままです。"
              empty={`いまのまま(${current.serviceId})`}
              required={false}
              options={targets}
            />
          </>
        )}
        <TextField name="note" label="窓口への申し送り" language="ja" maxLength={400} required={false} />
        <Button kind="outline">{maySend ? 'つなぐ・申し送りを残す' : '申し送りを残す'}</Button>
      </Form>
    </Card>
  );
}

/** In the middle, a visitor who has a number: the way, what to bring, a word for the counters. */
export function VisitPane({
  snapshot,
  inventory,
  visit,
  ticket,
  left,
  targets,
  commandId,
  wrongCompanion,
}: VisitPaneProps) {
  const legs = legsOf(snapshot, visit.id).filter(({ state }) => state !== 'cancelled');
  // The tablet lies open on the desk of the entrance: what is known to staff alone is not named on it.
  const ids = shownInHall(
    legs.flatMap((leg) => leg.procedures),
    inventory,
  );
  const procedures = ids.flatMap((id) => inventory.procedureById.get(id) ?? []);
  const documents = documentsFor(procedures, {}, 'no').filter(({ requiredness }) => requiredness === 'required');
  const names = namesForVisitor(ids, 'ja', inventory);
  return (
    <Pane
      kind="work"
      title={`${visit.ticket}の方`}
      tools={<VisitBadges visit={visit} />}
      head={<p className="mut">{`${timeText(visit.arrivedAt)} 受付 ${names.join('・') || '用件は聞いていません'}`}</p>}
      foot={
        <LiveRegion id="actions" source={`${path}/events`}>
          <Actions ticket={ticket} left={left} commandId={commandId} current={currentLeg(legs)} />
        </LiveRegion>
      }
    >
      <Stack>
        {visit.people > 1 && <Banner kind="info" title={`${visit.people}人で来ています`} slim />}
        {visit.priorityReason !== null && <Banner kind="info" title={`優先:${visit.priorityReason}`} slim />}
        <LiveRegion id="way" source={`${path}/events`}>
          <Way snapshot={snapshot} inventory={inventory} legs={legs} />
        </LiveRegion>
        <Card>
          <h3>持ち物を確かめる</h3>
          {documents.length === 0 ? (
            <p>決まった持ち物はありません。</p>
          ) : (
            <BringList
              storageKey={`visit-${visit.id}`}
              items={documents.map(({ id, name }) => ({ id, name: name.ja }))}
            />
          )}
        </Card>
        <Together snapshot={snapshot} visit={visit} wrongCompanion={wrongCompanion} />
        <HandOver visit={visit} commandId={commandId} current={currentLeg(legs)} targets={targets} />
      </Stack>
    </Pane>
  );
}
