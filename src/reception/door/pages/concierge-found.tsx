import { Button, Card, Form, Pane, Stack } from '#ui';
import type { Snapshot } from '../../queue/board.ts';
import { legsOf } from '../../queue/board.ts';
import { stateNames } from '../../queue/errors.ts';
import { currentLeg } from '../../queue/visit.ts';
import { dayAndTime } from '../../texts.ts';
import type { FoundCaller } from '../finding.ts';

interface FoundPaneProps {
  snapshot: Snapshot;
  callers: readonly FoundCaller[];
  /** A command for each form of the page. */
  commandId: () => string;
}

/** 「11月29日(日) 10:00 予約」「A012 待ち」: what tells two of the same name apart. */
function standing({ visit, appointmentAt }: FoundCaller, snapshot: Snapshot): string {
  const state = visit && currentLeg(legsOf(snapshot, visit.id))?.state;
  return [
    appointmentAt && `予約 ${dayAndTime(appointmentAt, 'ja')}`,
    visit && `${visit.ticket} ${state ? stateNames[state] : '終わりました'}`,
  ]
    .filter(Boolean)
    .join('・');
}

function Caller({ caller, snapshot, commandId }: Omit<FoundPaneProps, 'callers'> & { caller: FoundCaller }) {
  const { name, phoneEnd } = caller.person.reveal();
  return (
    <Card>
      <div className="row between">
        <div>
          <h3>{name || '名前の入力なし'}</h3>
          <p className="mut">
            {[phoneEnd && `電話の終わり ${phoneEnd}`, standing(caller, snapshot)].filter(Boolean).join('・')}
          </p>
        </div>
        {caller.visit?.state === 'active' ? (
          <Button kind="outline" href={`/concierge?visit=${caller.visit.id}`}>
            開く
          </Button>
        ) : (
          <Form action="/concierge/check-in" layout="row">
            <input type="hidden" name="commandId" value={commandId()} />
            <input type="hidden" name="code" value={caller.code} />
            <Button icon="ticket">番号札を出す</Button>
          </Form>
        )}
      </div>
    </Card>
  );
}

/** In the middle, the few who may be meant: only what tells them apart stands on the tablet. */
export function FoundPane({ callers, ...props }: FoundPaneProps) {
  return (
    <Pane
      kind="work"
      title="この方ですか"
      head={<p className="mut">名前と、予約の時刻か電話の終わり2けたを、ご本人に聞いて確かめてください。</p>}
      foot={
        <Button kind="outline" href="/concierge">
          さがし直す
        </Button>
      }
    >
      <Stack>
        {callers.map((caller) => (
          <Caller key={caller.caseId} caller={caller} {...props} />
        ))}
      </Stack>
    </Pane>
  );
}
