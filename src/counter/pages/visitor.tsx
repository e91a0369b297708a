import type { Inventory } from '#inventory';
import {
  companionsOf,
  currentLeg,
  type Leg,
  legsOf,
  stateNames,
  timeText,
  type Visit,
  type VisitStep,
} from '#reception';
import { Badge, Banner, Button, Card, DataTable, Form, Inline, Stack, Tabs, Tag, TextAreaField } from '#ui';
import type { Desk, DeskCase, DeskEntry, DeskVisitor } from '../service.ts';
import { deskPath } from './frame.ts';

export const visitorTabs = ['entries', 'procedures', 'notes', 'record'] as const;
export type VisitorTab = (typeof visitorTabs)[number];

interface VisitorProps {
  desk: Desk;
  visitor: DeskVisitor;
  tab: VisitorTab;
}

/** How the visitor is addressed: by name where it may be shown, by number always. */
export function VisitorTitle({ visitor }: { visitor: DeskVisitor }) {
  const { visit, case: shown } = visitor;
  const person = shown?.person;
  const hidden = visit.caseId !== null && !person;
  return (
    <>
      <span className="desk-number">{visit.ticket}</span>{' '}
      <span className="desk-name">{person ? `${person.name} 様` : hidden ? '名前を出しません' : '番号札のみの方'}</span>
    </>
  );
}

/** When they came, how the name is read, and the code of what they entered. */
function arrivalLine({ visit, case: shown }: DeskVisitor): string {
  const reading = shown?.person?.kana;
  const parts = [
    reading,
    visit.appointmentAt && `予約 ${timeText(visit.appointmentAt)}`,
    `${timeText(visit.arrivedAt)} 受付`,
    shown && `受付コード ${shown.code}`,
  ];
  return parts.filter(Boolean).join('・');
}

/** Those who came with the visitor: who of them comes to this seat next, and where the others are. */
function Together({ desk, visitor }: Pick<VisitorProps, 'desk' | 'visitor'>) {
  const companions = companionsOf(desk.snapshot, visitor.visit).filter(({ state }) => state === 'active');
  if (companions.length === 0) return null;
  const whereIs = (visit: Visit): string => {
    const leg = currentLeg(legsOf(desk.snapshot, visit.id));
    if (!leg) return visit.ticket;
    const isNext = leg.state === 'waiting' && leg.targetCounterId === desk.seat.id;
    return `${visit.ticket}(${isNext ? 'この席で続けて呼びます' : `${leg.serviceId} ${stateNames[leg.state]}`})`;
  };
  return <p className="desk-line">{`いっしょに来た方 ${companions.map(whereIs).join('、')}`}</p>;
}

/** Every procedure of the visit with the place where it is; who is handed on takes theirs along. */
function proceduresAt({ legs, withheld }: DeskVisitor): { leg: Leg; id: string }[] {
  const here = withheld ? [] : legs.filter(({ state }) => state !== 'transferred');
  return here.flatMap((leg) => leg.procedures.map((id) => ({ leg, id })));
}

/** What was told, as badges, and the four views of the visitor. */
export function VisitorHead({ desk, visitor, tab }: VisitorProps) {
  const { visit, leg, case: shown } = visitor;
  const href = (id: VisitorTab): string => deskPath(desk, { leg: leg.id, tab: id });
  return (
    <>
      <p className="mut desk-line">{arrivalLine(visitor)}</p>
      <Inline>
        {visit.priorityReason !== null && (
          <Badge state="priority" language="ja">
            {visit.priorityReason}
          </Badge>
        )}
        {shown?.badges.map((badge) => (
          <Tag key={badge}>{badge}</Tag>
        ))}
      </Inline>
      <Together desk={desk} visitor={visitor} />
      <Tabs
        label="表示の切り替え"
        current={tab}
        tabs={[
          { id: 'entries', label: '入力済みの内容', href: href('entries') },
          { id: 'procedures', label: '手続き', count: proceduresAt(visitor).length, href: href('procedures') },
          { id: 'notes', label: '申し送り', count: shown?.notes.length ?? 0, href: href('notes') },
          { id: 'record', label: '記録', href: href('record') },
        ]}
      />
    </>
  );
}

/** まだ, 済 or 見る, with the buttons that change it. */
function CheckCell({ desk, visitor, entry, revision }: VisitorProps & { entry: DeskEntry; revision: number }) {
  const { check } = entry;
  const state = check === null ? 'unconfirmed' : check === 'look' ? 'look' : 'confirmed';
  return (
    <Form action={`/counter/${desk.seat.id}/check`} layout="row">
      <input type="hidden" name="visit" value={visitor.visit.id} />
      <input type="hidden" name="leg" value={visitor.leg.id} />
      <input type="hidden" name="entry" value={entry.entry.key} />
      <input type="hidden" name="revision" value={revision} />
      <Badge state={state} language="ja" />
      <span className="check-buttons">
        {check !== 'confirmed' && (
          <Button kind="outline" name="state" value="confirmed">
            済
          </Button>
        )}
        {check !== 'look' && (
          <Button kind="text" name="state" value="look">
            見る
          </Button>
        )}
      </span>
    </Form>
  );
}

function Entries({ shown, ...props }: VisitorProps & { shown: DeskCase }) {
  const confirmed = shown.entries.filter(({ check }) => check === 'confirmed').length;
  return (
    <Stack>
      <p className="mut">{`職員の確認は ${confirmed} / ${shown.entries.length}`}</p>
      <DataTable
        caption="入力済みの内容"
        empty="事前の入力はありません。"
        columns={[
          { key: 'label', label: '項目' },
          { key: 'text', label: '内容' },
          { key: 'check', label: '確認' },
        ]}
        rows={shown.entries.map((entry) => ({
          key: entry.entry.key,
          marked: entry.check === 'look',
          cells: [
            entry.entry.label,
            entry.entry.text.join('、') || '直すところがあります。窓口で聞いてください。',
            <CheckCell key="check" {...props} entry={entry} revision={shown.revision} />,
          ],
        }))}
      />
      {shown.withheld && (
        <Banner kind="info" slim>
          ほかの課の職員だけが見る項目もあります。
        </Banner>
      )}
    </Stack>
  );
}

const withheldText = 'この方の用件と入力した内容は、呼んだ席の職員だけが見られます。';

/** All places of the visit with their procedures: what other departments do stands here too. */
function Procedures({ visitor, inventory }: { visitor: DeskVisitor; inventory: Inventory }) {
  return (
    <DataTable
      caption="この方の手続き"
      empty={visitor.withheld ? withheldText : '手続きは窓口で聞いてください。'}
      columns={[
        { key: 'name', label: '手続き' },
        { key: 'place', label: '窓口' },
        { key: 'state', label: '状態' },
      ]}
      rows={proceduresAt(visitor).map(({ leg, id }) => ({
        key: `${leg.id} ${id}`,
        cells: [inventory.procedureById.get(id)?.name.ja ?? id, leg.serviceId, stateNames[leg.state]],
      }))}
    />
  );
}

function Notes({ desk, visitor }: Pick<VisitorProps, 'desk' | 'visitor'>) {
  const notes = visitor.case?.notes ?? [];
  return (
    <Stack>
      {notes.length === 0 && <p>申し送りはまだありません。</p>}
      {notes.map(({ id, text, author, department, at }) => (
        <Card key={id}>
          <p>{text}</p>
          <p className="mut">{`${department} ${author} ${timeText(new Date(at))}`}</p>
        </Card>
      ))}
      <Form action={`/counter/${desk.seat.id}/note`}>
        <input type="hidden" name="visit" value={visitor.visit.id} />
        <input type="hidden" name="leg" value={visitor.leg.id} />
        <TextAreaField
          name="note"
          label="次の窓口への申し送り"
          hint="この方の次の窓口の職員だけが読みます。"
          language="ja"
          rows={3}
          maxLength={400}
        />
        <Button kind="outline">申し送りを残す</Button>
      </Form>
    </Stack>
  );
}

const stepNames: Readonly<Record<string, string>> = {
  arrived: '受付',
  queued: '次の窓口で待つ',
  unqueued: '前の窓口に戻る',
  call: '呼び出し',
  recall: '呼び直し',
  noAnswer: '不在',
  putBack: '列に戻す',
  hold: '保留',
  holdOver: '保留の時間になり、列に戻る',
  startServing: '対応開始',
  done: '完了',
  transfer: '別の窓口へ',
  leave: '取り消し',
  grouped: 'いっしょに来た方とまとめる',
  ungrouped: 'いっしょに来た方と別にする',
  keptOvernight: '列を次の日に移す',
  dayEnded: 'その日の終わり',
  undone: '操作の取り消し',
};

function Record({ desk, visitor }: Pick<VisitorProps, 'desk' | 'visitor'>) {
  const isHere = visitor.leg.id === desk.queue.current?.leg.id;
  return (
    <Stack>
      <Steps history={visitor.history} />
      {isHere && visitor.case && (
        <Inline>
          <Button kind="outline" icon="lock" href={`/counter/${desk.seat.id}/protect?leg=${visitor.leg.id}`}>
            名前を出さない扱いを変える
          </Button>
          <Button kind="text" href={`/counter/${desk.seat.id}/remove?leg=${visitor.leg.id}`}>
            入力した内容を消す
          </Button>
        </Inline>
      )}
    </Stack>
  );
}

function Steps({ history }: { history: readonly VisitStep[] }) {
  return (
    <DataTable
      caption="この来庁の記録"
      empty="記録はまだありません。"
      columns={[
        { key: 'time', label: '時刻' },
        { key: 'what', label: 'できごと' },
        { key: 'where', label: '窓口' },
      ]}
      rows={history.map(({ kind, at, serviceId, reason }, index) => ({
        key: String(index),
        cells: [timeText(at), [stepNames[kind] ?? kind, reason].filter(Boolean).join(':'), serviceId ?? ''],
      }))}
    />
  );
}

/** The view that is chosen. */
export function VisitorBody(props: VisitorProps & { inventory: Inventory }) {
  const { desk, visitor, tab, inventory } = props;
  switch (tab) {
    case 'procedures':
      return <Procedures visitor={visitor} inventory={inventory} />;
    case 'notes':
      return <Notes desk={desk} visitor={visitor} />;
    case 'record':
      return <Record desk={desk} visitor={visitor} />;
    case 'entries':
      if (visitor.case) return <Entries desk={desk} visitor={visitor} tab={tab} shown={visitor.case} />;
      return (
        <p>{visitor.visit.caseId === null ? '事前の入力はありません。用件は窓口で聞いてください。' : withheldText}</p>
      );
  }
}
