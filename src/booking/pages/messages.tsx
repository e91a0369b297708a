import type { Channel, Listed, ListKind, State } from '#platform/notify';
import { dayAndTime } from '#reception';
import {
  Badge,
  type BadgeState,
  Banner,
  Button,
  Card,
  DataTable,
  Details,
  Form,
  Inline,
  Stack,
  type StaffIdentity,
  StaffPage,
  Tabs,
} from '#ui';
import { adviceOf, channelNames } from '../message-advice.ts';

export const messagesPath = '/messages';

/** A message with what it is about, as staff call it: the code of the case and the time of the appointment. */
export interface ShownMessage extends Listed {
  readonly about: string;
  /** The page of the appointment, for those who may open it. */
  readonly href: string | null;
}

export interface MessagesPageProps {
  staff: StaffIdentity;
  now: Date;
  shown: ListKind;
  messages: readonly ShownMessage[];
  counts: readonly { readonly channel: Channel; readonly state: State; readonly count: number }[];
  /** How many have to be decided about. */
  open: number;
  /** Ways that are not set up. */
  off: readonly Channel[];
  /** What is typed into the settings of the provider of SMS; null where there is nothing to type, or for others. */
  receiptAddress: string | null;
  mayTend: boolean;
  mayWord: boolean;
  /** Somebody else was faster, or it was too late. */
  isMissed: boolean;
}

const kindNames: readonly (readonly [RegExp, string])[] = [
  [/^booking\.confirmed$/, '予約の知らせ'],
  [/^booking\.reminder/, '予約の前のお知らせ'],
  [/^booking\.moved$/, '変更の知らせ'],
  [/^booking\.calledOff$/, '市の都合による取り消し'],
  [/^booking\.cancelled$/, '取り消しの知らせ'],
  [/^booking\.offer$/, '空きの知らせ'],
];
const kindName = (kind: string): string => kindNames.find(([pattern]) => pattern.test(kind))?.[1] ?? '順番の知らせ';

const states: Readonly<Record<State, { readonly badge: BadgeState; readonly name: string }>> = {
  pending: { badge: 'waiting', name: '待っています' },
  sending: { badge: 'serving', name: '送っています' },
  sent: { badge: 'done', name: '送りました' },
  delivered: { badge: 'done', name: '届きました' },
  failed: { badge: 'caution', name: '届きませんでした' },
  skipped: { badge: 'planned', name: '送りませんでした' },
  unknown: { badge: 'look', name: '届いたか分かりません' },
};
const stateOrder: readonly State[] = ['pending', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'skipped'];

/** Why a message was left out, or waits. */
const reasons: Readonly<Record<string, string>> = {
  withdrawn: '予約が変わったか、取り消されたため',
  over: '予約が変わったため',
  late: '送る時間を過ぎたため',
};

function Counts({ counts }: Pick<MessagesPageProps, 'counts'>) {
  const channels = [...new Set(counts.map(({ channel }) => channel))];
  const countOf = (channel: Channel, state: State) =>
    counts.find((one) => one.channel === channel && one.state === state)?.count ?? 0;
  return (
    <DataTable
      caption="この7日間の数"
      captionShown
      columns={[
        { key: 'channel', label: '送り方' },
        ...stateOrder.map((state) => ({ key: state, label: states[state].name, numeric: true })),
      ]}
      rows={channels.map((channel) => ({
        key: channel,
        cells: [channelNames[channel], ...stateOrder.map((state) => String(countOf(channel, state)))],
      }))}
      empty="この7日間に送ったものはありません。"
    />
  );
}

function Actions({ message }: { message: ShownMessage }) {
  return (
    <Form action={`${messagesPath}/${message.id}`} layout="row">
      <input type="hidden" name="resends" value={message.resends} />
      {message.canGoAgain && adviceOf(message).again && (
        <Button kind="outline" name="decision" value="again">
          もう一度送る
        </Button>
      )}
      <Button kind="outline" name="decision" value="settle">
        済みにする
      </Button>
    </Form>
  );
}

/** What somebody has to decide about, one below the other: what it is about, what happened, what to do. */
function OpenMessages({ messages, mayTend }: MessagesPageProps) {
  if (messages.length === 0) {
    return (
      <Card kind="tint">
        <p>いま確かめるものはありません。</p>
      </Card>
    );
  }
  return (
    <Stack>
      {messages.map((message) => {
        const { what, todo } = adviceOf(message);
        const { badge, name } = states[message.state];
        const since = message.endedAt === null ? '' : ` ${dayAndTime(message.endedAt, 'ja')}`;
        return (
          <Card key={message.id}>
            <Stack>
              <h2>{message.about}</h2>
              <Inline>
                <Badge state={badge} language="ja">
                  {name}
                </Badge>
                <span>{`${kindName(message.kind)}(${channelNames[message.channel]})${since}`}</span>
              </Inline>
              <p>
                {what}
                <b>{todo}</b>
              </p>
              <Inline>
                {mayTend && <Actions message={message} />}
                {message.href !== null && (
                  <Button kind="text" href={message.href}>
                    予約を開く
                  </Button>
                )}
              </Inline>
            </Stack>
          </Card>
        );
      })}
    </Stack>
  );
}

function AllMessages({ messages, shown }: MessagesPageProps) {
  return (
    <DataTable
      caption={shown === 'waiting' ? '待っているもの' : 'すべての知らせ'}
      columns={[
        { key: 'about', label: '受付コードと予約の時刻' },
        { key: 'what', label: '知らせ' },
        { key: 'due', label: '送る時刻' },
        { key: 'state', label: 'いま' },
      ]}
      rows={messages.map(({ id, about, kind, channel, dueAt, state, code, attempts }) => ({
        key: id,
        cells: [
          about,
          `${kindName(kind)}(${channelNames[channel]})`,
          dayAndTime(dueAt, 'ja'),
          <Inline key="state">
            <Badge state={states[state].badge} language="ja">
              {states[state].name}
            </Badge>
            {state === 'skipped' && <span>{reasons[code ?? ''] ?? ''}</span>}
            {state === 'pending' && code !== null && <span>{`${attempts}回断られました。また送ります。`}</span>}
          </Inline>,
        ],
      }))}
      empty={shown === 'waiting' ? 'いま待っているものはありません。' : 'まだ何も送っていません。'}
    />
  );
}

/** What became of the messages to residents, and what somebody has to do about it. No address stands on it. */
export function MessagesPage(props: MessagesPageProps) {
  const { staff, shown, open, off, receiptAddress, mayWord, isMissed, now } = props;
  return (
    <StaffPage title="知らせ" language="ja" staff={staff} nav="messages">
      <Stack gap="large">
        <h1>住民への知らせ</h1>
        {isMissed && (
          <Banner kind="soon" title="その操作はできませんでした。" announce>
            ほかの人が先に済ませたか、送る時間を過ぎています。いまの様子は、下の一覧のとおりです。
          </Banner>
        )}
        {off.length > 0 && (
          <Banner kind="info" title={`${off.map((channel) => channelNames[channel]).join('と')}は、送らない設定です。`}>
            送るには、情報システムの担当が設定します。
          </Banner>
        )}
        {mayWord && (
          <Inline>
            <Button kind="outline" href={`${messagesPath}/templates`} icon="pen">
              文を見る・直す
            </Button>
            <Button kind="outline" href={`${messagesPath}/reminders`} icon="bell">
              お知らせの日の初めの設定
            </Button>
          </Inline>
        )}
        <Tabs
          label="知らせの一覧"
          current={shown}
          tabs={[
            { id: 'open', label: '確かめるもの', count: open, href: messagesPath },
            { id: 'waiting', label: '待っているもの', href: `${messagesPath}?show=waiting` },
            { id: 'all', label: 'すべて', href: `${messagesPath}?show=all` },
          ]}
        />
        <p className="mut">{`${dayAndTime(now, 'ja')} 現在。新しいものから200件まで。あて先は表示しません。`}</p>
        {shown === 'open' ? <OpenMessages {...props} /> : <AllMessages {...props} />}
        <Counts {...props} />
        {receiptAddress !== null && (
          <Details summary="SMSの会社に伝えるアドレス">
            <p>届いたかどうかの知らせを、SMSの会社がこのアドレスに送ります。ほかの人に見せないでください。</p>
            <code>{receiptAddress}</code>
          </Details>
        )}
      </Stack>
    </StaffPage>
  );
}
