import type { Language } from '#platform/i18n';
import {
  ActionBar,
  Badge,
  Button,
  CallList,
  CallTile,
  Columns,
  DataTable,
  DisplayPage,
  Inline,
  KioskPage,
  Pane,
  PrintPage,
  QueueList,
  QueueRow,
  ResidentPage,
  rich,
  SearchBox,
  StaffPage,
  type Surface,
  TabletPage,
  Tabs,
  Tag,
  Ticket,
  Tile,
  Tiles,
  Timeline,
  WaitRow,
} from '../design.ts';
import { ActionSamples, ChoiceSamples, FormSamples, ReadingSamples } from './resident.tsx';
import { samples } from './samples.tsx';

function ResidentGallery({ language }: { language: Language }) {
  const t = samples(language);
  return (
    <ResidentPage
      title={t('title')}
      language={language}
      path="/gallery"
      wide
      hasErrors
      actions={
        <ActionBar label={t('next')}>
          <Button icon="calendar" href="#book">
            {t('stepBook')}
          </Button>
        </ActionBar>
      }
    >
      <h1>{rich(t('title'))}</h1>
      <ActionSamples language={language} />
      <Columns asideLabel={t('stepCheck')} aside={<ReadingSamples language={language} />}>
        <ChoiceSamples language={language} />
        <FormSamples language={language} />
      </Columns>
    </ResidentPage>
  );
}

function KioskGallery({ language }: { language: Language }) {
  const t = samples(language);
  return (
    <KioskPage title={t('title')} language={language} path="/gallery" time="11月25日(水) 10:21" restartHref="/kiosk">
      <h1>{rich(t('howCanWeHelp'))}</h1>
      <Tiles>
        <Tile icon="qr" title={t('stepBook')} note={t('example')} href="#booked" primary />
        <Tile icon="ticket" title={t('tennyu')} note={t('range')} href="#ticket" />
        <Tile icon="help" title={t('move')} note={t('note')} href="#guide" />
        <Tile icon="hand" title={t('print')} href="#help" />
      </Tiles>
    </KioskPage>
  );
}

function QueueSamples({ language }: { language: Language }) {
  return (
    <>
      <QueueList title="対応中">
        <QueueRow
          number="A127"
          title="北川 美咲"
          note="転入・国保"
          trailing={<Badge state="serving" language={language} />}
          href="#A127"
          current
        />
      </QueueList>
      <QueueList title="次に呼ぶ順">
        <QueueRow number="A128" title="番号札のみ" note="転居・予約 10:40" trailing="4分" href="#A128" />
        <QueueRow
          number="C204"
          title="アレクサンドラ・マリア・フェルナンデス"
          note="国外からの転入"
          trailing={<Badge state="interpreter" language={language} />}
          href="#C204"
        />
      </QueueList>
    </>
  );
}

function StepSamples({ language }: { language: Language }) {
  return (
    <Timeline
      language={language}
      steps={[
        { id: 'identity', title: '本人確認と代理権の確認', state: 'done' },
        { id: 'import', title: '転出情報の取り込みと確認', state: 'now', children: '住基ネットの転出情報を開きます。' },
        { id: 'register', title: '住民記録に登録し、審査者が確認', state: 'todo' },
      ]}
    />
  );
}

function EntrySamples({ language }: { language: Language }) {
  return (
    <DataTable
      caption="入力済みの内容"
      empty="入力はありません。"
      columns={[
        { key: 'item', label: '項目' },
        { key: 'state', label: '確認' },
        { key: 'content', label: '内容' },
      ]}
      rows={[
        {
          key: 'day',
          cells: ['異動日', <Badge key="s" state="confirmed" language={language} />, '令和8年11月14日(土)'],
        },
        {
          key: 'old',
          cells: ['前の住所', <Badge key="s" state="look" language={language} />, '宮城県仙台市青葉区 町名なし'],
          marked: true,
        },
      ]}
    />
  );
}

function StaffGallery({ language }: { language: Language }) {
  return (
    <StaffPage
      title="窓口"
      language={language}
      nav="counter"
      layout="desk"
      staff={{ name: '佐藤', department: '市民課 1階 3番窓口' }}
      status={<span>席3</span>}
    >
      <h1 className="sr">窓口</h1>
      <Pane kind="list" title="待っている方 12">
        <QueueSamples language={language} />
      </Pane>
      <Pane
        kind="work"
        title="A127 北川 美咲 様"
        tools={<Badge state="serving" language={language} />}
        head={
          <>
            <Inline>
              <Tag>市外から転入</Tag>
              <Tag>国保に加入</Tag>
              <Tag tone="soon">口座の書類がまだ</Tag>
            </Inline>
            <Tabs
              label="来た方の内容"
              current="entries"
              tabs={[
                { id: 'entries', label: '入力済みの内容', href: '#entries' },
                { id: 'procedures', label: '手続き', count: 5, href: '#procedures' },
              ]}
            />
          </>
        }
        foot={
          <>
            <Button icon="check" type="button" shortcut="F2">
              完了して次へ
            </Button>
            <Button kind="outline" icon="pause" type="button" shortcut="F4">
              保留
            </Button>
            <Button kind="call" icon="sound" type="button" shortcut="F8">
              もう一度呼ぶ
            </Button>
          </>
        }
      >
        <EntrySamples language={language} />
      </Pane>
      <Pane kind="side" title="転入届の手順" tools={<Tag tone="plain">第12版</Tag>}>
        <StepSamples language={language} />
      </Pane>
    </StaffPage>
  );
}

function TabletGallery({ language }: { language: Language }) {
  return (
    <TabletPage title="総合案内" language={language} duty="入口1 担当 鈴木" status={<b className="num">10:22</b>}>
      <Pane
        kind="list"
        title="来る予定"
        head={<SearchBox action="/concierge" label="受付コード・名前・電話で探す" language={language} />}
      >
        <QueueSamples language={language} />
      </Pane>
      <Pane kind="work" title="北川 美咲 様" foot={<Button icon="ticket">番号札を出す</Button>}>
        <EntrySamples language={language} />
      </Pane>
      <Pane kind="side" title="窓口">
        <StepSamples language={language} />
      </Pane>
    </TabletPage>
  );
}

function DisplayGallery({ language }: { language: Language }) {
  return (
    <DisplayPage
      title="お呼び出し"
      language={language}
      time="11月25日(水) 10:31"
      side={
        <>
          <h2>待ち時間の目安</h2>
          <ul>
            <WaitRow series="A" name="住所・国保" wait="25〜40分" />
            <WaitRow series="B" name="証明書" wait="5〜10分" />
          </ul>
          <p className="mut">10:31 現在</p>
          <div className="absent-list">
            <h2>いらっしゃらなかった方</h2>
            <p className="num">A119 A122 B036</p>
          </div>
        </>
      }
      notice={{
        title: '予約の方と、お手伝いが必要な方を先にお呼びすることがあります。',
        text: '番号が前後します。お急ぎの方は総合案内へ。',
      }}
    >
      <CallList>
        <CallTile number="A127" counter="3" place="1階 住所・国保" language={language} newest />
        <CallTile number="B041" counter="5" place="1階 証明書" language={language} />
        <CallTile number="A126" counter="4" place="1階 住所・国保" language={language} />
      </CallList>
    </DisplayPage>
  );
}

function PrintGallery({ language }: { language: Language }) {
  return (
    <PrintPage title="番号札" language={language} paper="roll">
      <h1 className="sr">番号札</h1>
      <Ticket number="A127" place="1階 3番窓口" wait="25〜40分" language={language} />
    </PrintPage>
  );
}

const galleries: Record<Surface, (props: { language: Language }) => React.JSX.Element> = {
  resident: ResidentGallery,
  kiosk: KioskGallery,
  tablet: TabletGallery,
  staff: StaffGallery,
  display: DisplayGallery,
  print: PrintGallery,
};

/** Every component in its states on one surface: what designers look at and what tests measure. */
export function GalleryPage({ language, surface }: { language: Language; surface: Surface }) {
  const Gallery = galleries[surface];
  return <Gallery language={language} />;
}
