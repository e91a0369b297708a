import type { Language } from '#platform/i18n';
import {
  AddressField,
  Badge,
  Band,
  Banner,
  BringList,
  Button,
  badgeStates,
  Card,
  ChoiceGroup,
  DataTable,
  DeadlineBadge,
  Details,
  EraDateField,
  ErrorSummary,
  Inline,
  KeyValue,
  localized,
  NameFields,
  NumberField,
  PhoneField,
  ProcedureCard,
  Progress,
  Qr,
  rich,
  SearchBox,
  SelectField,
  Stack,
  Steps,
  Tabs,
  TextAreaField,
  TextField,
  Ticket,
  Tile,
  Tiles,
} from '../design.ts';
import { Group, samples } from './samples.tsx';

/** The components of forms, in rest, with errors and filled in. */
export function FormSamples({ language }: { language: Language }) {
  const common = { language };
  const errors = [
    { name: 'moved', message: '住み始めた日は、今日(11月20日)か、それより前の日を入れてください' },
    { name: 'new.block', message: '番地を入れてください。ないときは「なし」と入れてください' },
  ];
  return (
    <Group title="入力">
      <ErrorSummary errors={errors} language={language} />
      <NameFields
        {...common}
        required
        own
        fullName={{ name: 'name', value: 'アレクサンドラ・マリア・フェルナンデス・デ・ラ・クルス' }}
        kana={{ name: 'kana' }}
      />
      <EraDateField
        {...common}
        name="moved"
        label="新しい家に住み始めた日"
        hint="例 令和8年11月14日"
        error={errors[0]?.message}
        required
        value={{ era: 'reiwa', year: '8', month: '11', day: '24' }}
        echo="2026年11月24日(火)"
      />
      <AddressField
        {...common}
        name="new"
        label="新しい住所"
        required
        status="住所を入れました"
        value={{ postalCode: '0708048', prefecture: '北海道', city: '旭川市', town: '豊岡48条12丁目' }}
        errors={{ block: errors[1]?.message }}
      />
      <PhoneField {...common} name="phone" label="電話番号" hint="確かめたいことがあるときだけ電話します" required />
      <NumberField {...common} name="people" label="引っ越す人の数" unit="人" value="4" />
      <SelectField
        {...common}
        name="relation"
        label="続き柄"
        empty="選んでください"
        options={[
          { value: 'wife', label: '妻' },
          { value: 'child', label: '子' },
        ]}
      />
      <TextField {...common} name="handed" label="引き継いだ内容" value="旭川市豊岡48条12丁目" readOnly />
      <TextAreaField {...common} name="note" label="伝えたいこと" required={false} />
    </Group>
  );
}

/** Choices in both kinds, with the two last ones. */
export function ChoiceSamples({ language }: { language: Language }) {
  const t = samples(language);
  return (
    <Group title="選択">
      <Progress label={t('question')} detail={t('remaining')} value={3} max={5} language={language} />
      <ChoiceGroup
        name="family"
        language={language}
        kind="checkbox"
        label={t('familyQuestion')}
        hint={t('chooseAll')}
        selected={['child']}
        none
        unknown
        why={<Details summary={t('whyAsked')}>{t('whyText')}</Details>}
        options={[
          { value: 'child', label: t('child'), note: t('childNote') },
          { value: 'school', label: t('school') },
          { value: 'certificate', label: t('certificate') },
        ]}
      />
      <ChoiceGroup
        name="card"
        language={language}
        kind="radio"
        label={t('cardQuestion')}
        error={t('cardError')}
        selected={['yes']}
        unknown
        options={[
          { value: 'yes', label: t('yes') },
          { value: 'no', label: t('no') },
        ]}
      />
    </Group>
  );
}

/** What a resident reads. */
export function ReadingSamples({ language }: { language: Language }) {
  const t = samples(language);
  return (
    <>
      <Group title="お知らせ・期限">
        <Stack>
          <Banner kind="info">木曜日は19時まで開いています。</Banner>
          <Banner kind="ok" title="予約を変えました。" />
          <Banner kind="soon" title="11月30日(月)までに来てください。">
            14日目の28日(土)は閉庁日のため、次に開く日が最終日です。
          </Banner>
          <Banner kind="err" title="送れませんでした。">
            入力した内容は残っています。もう一度押してください。
          </Banner>
          <Banner kind="stale" title="つながっていません。" slim>
            10:42 までの内容を出しています。
          </Banner>
          <Inline>
            <DeadlineBadge state="plain" text="12月25日(金)まで" detail="あと35日" />
            <DeadlineBadge state="soon" text="11月30日(月)まで" detail="あと10日" />
            <DeadlineBadge state="over" text="11月13日(金)まで" detail="7日過ぎました" />
            <DeadlineBadge state="none" text="期限はありません" />
          </Inline>
          <Inline>
            {badgeStates.map((state) => (
              <Badge key={state} state={state} language={language} />
            ))}
          </Inline>
        </Stack>
      </Group>
      <Group title="手続き・持ち物">
        <Stack>
          <ProcedureCard
            number={1}
            name={t('tennyu')}
            language={language}
            whyOpen
            deadline={<DeadlineBadge state="soon" text={t('until')} detail={t('daysLeft')} />}
            facts={[
              { icon: 'place', text: t('place') },
              { icon: 'clock', text: t('duration') },
            ]}
            why={t('whyTennyu')}
          />
          <Card>
            <BringList
              storageKey="gallery"
              items={[
                { id: 'identity', name: t('identity'), note: t('identityNote') },
                { id: 'cards', name: t('cards'), usedBy: t('usedBy') },
              ]}
            />
          </Card>
          <KeyValue
            rows={[
              { key: 'day', label: '住み始めた日', value: '令和8年11月14日(土)', action: <a href="#day">直す</a> },
              { key: 'address', label: '新しい住所', value: '旭川市豊岡48条12丁目3-8 コーポ雪見 203' },
            ]}
          />
        </Stack>
      </Group>
      <Group title="流れ・一覧">
        <Stack>
          <Steps
            language={language}
            current={1}
            steps={[t('stepEntry'), t('stepCheck'), t('stepBook'), t('stepEnd')]}
          />
          <Tabs
            label="例"
            current="entries"
            tabs={[
              { id: 'entries', label: '内容', href: '#entries' },
              { id: 'procedures', label: '手続き', count: 5, href: '#procedures' },
            ]}
          />
          <DataTable
            caption="待ちの一覧"
            empty="いま待っている方はいません。"
            columns={[
              { key: 'number', label: '番号' },
              { key: 'purpose', label: '用件' },
              { key: 'wait', label: '待ち', numeric: true },
            ]}
            rows={[
              { key: 'A128', cells: ['A128', '転居', '4分'] },
              { key: 'A124', cells: ['A124', '世帯変更', '11分'], marked: true },
            ]}
          />
          <DataTable caption="空の一覧" empty="いま待っている方はいません。" columns={[]} rows={[]} />
          <Ticket number="A127" place={t('place')} wait={t('range')} language={language} />
          <Inline>
            <Qr text="https://example.test/c/H7K-4M2-P9X" label="受付コードの二次元コード" />
            <p className="code">H7K-4M2-P9X</p>
          </Inline>
          <p>{localized({ ja: '窓口は月曜日から金曜日まで開いています。' }, language)}</p>
        </Stack>
      </Group>
    </>
  );
}

/** Buttons, search and tiles. */
export function ActionSamples({ language }: { language: Language }) {
  const t = samples(language);
  return (
    <>
      <Band>
        <h2>{rich(t('howCanWeHelp'))}</h2>
        <SearchBox action="/guide/search" label={t('howCanWeHelp')} placeholder={t('example')} language={language} />
      </Band>
      <Group title="ボタン">
        <Stack>
          <Inline>
            <Button href="#next">{t('next')}</Button>
            <Button kind="outline" icon="print" action="print">
              {t('print')}
            </Button>
            <Button kind="text" type="button">
              {t('save')}
            </Button>
            <Button kind="danger" type="button">
              {t('cancel')}
            </Button>
            <Button kind="call" icon="sound" type="button" shortcut="F8">
              呼ぶ
            </Button>
          </Inline>
          <Button id="blocked" disabledReason={t('blockedReason')}>
            {t('next')}
          </Button>
        </Stack>
      </Group>
      <Group title="できごと">
        <Tiles>
          <Tile icon="move" title={t('move')} href="#move" />
          <Tile icon="baby" title={t('birth')} href="#birth" />
          <Tile icon="rings" title={t('marriage')} href="#marriage" />
          <Tile icon="flower" title={t('death')} href="#death" />
          <Tile icon="idcard" title={t('myNumberCard')} href="#card" />
        </Tiles>
      </Group>
      <p className="mut s">{rich(t('note'))}</p>
    </>
  );
}
