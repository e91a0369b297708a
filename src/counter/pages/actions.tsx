import { type Queued, undoMinutes } from '#reception';
import { Button, Form, Inline } from '#ui';
import type { Desk, DeskVisitor } from '../service.ts';
import { deskPath, minutesSince } from './frame.ts';

interface ActionsProps {
  desk: Desk;
  /** A new command for each button: pressed twice, it is carried out once. */
  commandId: () => string;
}

interface StepButtonProps {
  desk: Desk;
  legId: string;
  commandId: string;
  step: string;
  label: string;
  kind?: 'filled' | 'outline' | 'text' | 'call';
  shortcut?: string;
}

/** One step of the desk as a form of its own. */
function StepButton({ desk, legId, commandId, step, label, kind = 'outline', shortcut }: StepButtonProps) {
  return (
    <Form action={`/counter/${desk.seat.id}/${step}`} layout="row">
      <input type="hidden" name="commandId" value={commandId} />
      <input type="hidden" name="leg" value={legId} />
      <Button kind={kind} shortcut={shortcut}>
        {label}
      </Button>
    </Form>
  );
}

/** Calls whoever is next. */
function CallNext({ desk, commandId }: ActionsProps) {
  const nobody = desk.queue.waiting.length === 0;
  return (
    <Form action={`/counter/${desk.seat.id}/next`} layout="row">
      <input type="hidden" name="commandId" value={commandId()} />
      <Button kind="call" icon="bell" shortcut="F2" disabledReason={nobody ? '待っている方はいません。' : undefined}>
        次の方を呼ぶ
      </Button>
    </Form>
  );
}

/** What can be done now with the visitor who is open: the next step first, what is rarely needed as text at the right. */
function VisitorActions({ desk, visitor, commandId }: ActionsProps & { visitor: DeskVisitor }) {
  const { leg } = visitor;
  const tooOften = leg.callCount >= desk.snapshot.rules.mostCalls;
  const button = (step: string, label: string, more: Pick<StepButtonProps, 'kind' | 'shortcut'> = {}) => (
    <StepButton key={step} desk={desk} legId={leg.id} commandId={commandId()} step={step} label={label} {...more} />
  );
  const putAside = (
    <Button kind="outline" shortcut="F4" href={`/counter/${desk.seat.id}/hold?leg=${leg.id}`}>
      保留
    </Button>
  );
  const sendOn = (
    <Button kind="outline" shortcut="F6" href={`/counter/${desk.seat.id}/transfer?leg=${leg.id}`}>
      別の窓口へ
    </Button>
  );
  switch (leg.state) {
    case 'serving':
      return (
        <>
          {button('finish', '完了して次へ', { kind: 'filled', shortcut: 'F2' })}
          {sendOn}
          {putAside}
          <span className="rare">{button('undo', '1つ前に戻す', { kind: 'text' })}</span>
        </>
      );
    case 'called':
      return (
        <>
          {button('serve', '対応を始める', { kind: 'filled', shortcut: 'F2' })}
          {sendOn}
          {putAside}
          {button('recall', `もう一度呼ぶ(${leg.callCount}回呼びました)`, { shortcut: 'F8' })}
          {tooOften && button('absent', '不在')}
          <span className="rare">
            {!tooOften && button('absent', '不在', { kind: 'text' })}
            {button('undo', '1つ前に戻す', { kind: 'text' })}
          </span>
        </>
      );
    default:
      return (
        <>
          {desk.queue.current === null && button('call', 'この方を呼ぶ')}
          {leg.state !== 'waiting' && button('return', '列に戻す')}
          {leg.state === 'waiting' && putAside}
          {leg.state !== 'no_answer' && sendOn}
          <span className="rare">
            {button('leave', '取り消し', { kind: 'text' })}
            {desk.queue.current !== null && (
              <Button kind="text" shortcut="Esc" href={deskPath(desk, {})}>
                対応中の方に戻る
              </Button>
            )}
          </span>
        </>
      );
  }
}

const undoNames: Readonly<Record<string, string>> = { done: '完了', transferred: '引き継ぎ', cancelled: '取り消し' };

/** The last visitor who was finished here or sent on. */
function lastServed({ seat, snapshot }: Desk): Queued | null {
  const [leg] = snapshot.legs
    .filter(({ counterId, state }) => counterId === seat.id && (state === 'done' || state === 'transferred'))
    .sort((left, right) => (right.endedAt?.getTime() ?? 0) - (left.endedAt?.getTime() ?? 0));
  const visit = leg && snapshot.visits.get(leg.visitId);
  if (!leg?.endedAt || !visit || minutesSince(leg.endedAt, snapshot.at) >= undoMinutes) return null;
  return { leg, visit };
}

/** Takes back whoever was finished, sent on or cancelled by mistake, each the last one. */
function UndoLast({ desk, commandId }: ActionsProps) {
  const last = [lastServed(desk), desk.left].filter((one) => one !== null);
  if (last.length === 0) return null;
  return (
    <span className="rare">
      {last.map(({ leg, visit }) => (
        <StepButton
          key={leg.id}
          desk={desk}
          legId={leg.id}
          commandId={commandId()}
          step="undo"
          label={`${visit.ticket}の${undoNames[leg.state]}を元に戻す`}
          kind="text"
        />
      ))}
    </span>
  );
}

/** The lower edge of the desk: one row of what can be done now. */
export function DeskActions({ desk, commandId }: ActionsProps) {
  const { visitor, queue } = desk;
  return (
    <Inline>
      {queue.current === null && <CallNext desk={desk} commandId={commandId} />}
      {visitor && <VisitorActions desk={desk} visitor={visitor} commandId={commandId} />}
      {queue.current === null && !visitor && <UndoLast desk={desk} commandId={commandId} />}
    </Inline>
  );
}
