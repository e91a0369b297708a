import { htmlLang, type Language, languages } from '#platform/i18n';
import { dayAndTime } from '#reception';
import {
  Banner,
  Button,
  Card,
  ChoiceGroup,
  DataTable,
  ErrorSummary,
  Form,
  Inline,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextAreaField,
  TextField,
} from '#ui';
import type { TemplateVersion } from '../message-store.ts';
import { type ReminderChoice, reminderChoices } from '../reminder.ts';
import { fillIn, type NoticeKind, noticeKinds, type Template, type Values } from '../templates.ts';
import { longestWording, smsLength, type WordingProblem, wordingWarnings } from '../wording.ts';
import { messagesPath } from './messages.tsx';

const templatesPath = `${messagesPath}/templates`;

export const noticeNames: Readonly<Record<NoticeKind, string>> = {
  confirmed: '予約ができたとき',
  reminder: '予約の前のお知らせ',
  moved: '予約が変わったとき',
  cancelled: '取り消したとき',
  calledOff: '市の都合で取り消すとき',
  offer: '空きが出たとき',
};

const languageName = (language: Language): string => languages.find(({ id }) => id === language)?.name ?? language;

/** All notices in all languages, and whose words are used. */
export function TemplatesPage({ staff, newest }: { staff: StaffIdentity; newest: readonly TemplateVersion[] }) {
  const stateOf = (kind: NoticeKind, language: Language) => {
    const found = newest.find((one) => one.kind === kind && one.language === language);
    return found?.words ? `市の文(${found.version}版)` : 'はじめの文';
  };
  return (
    <StaffPage title="知らせの文" language="ja" staff={staff} nav="messages">
      <Stack gap="large">
        <h1>知らせの文</h1>
        <p>
          <a href={messagesPath}>知らせの一覧へ戻る</a>
        </p>
        <p>直したい文を選んでください。いつでも、はじめの文に戻せます。</p>
        <DataTable
          caption="知らせの文の一覧"
          columns={[{ key: 'kind', label: '知らせ' }, ...languages.map(({ id, name }) => ({ key: id, label: name }))]}
          rows={noticeKinds.map((kind) => ({
            key: kind,
            cells: [
              noticeNames[kind],
              ...languages.map(({ id, name }) => (
                <a
                  key={id}
                  href={`${templatesPath}/${kind}/${id}`}
                  aria-label={`${noticeNames[kind]} ${name} ${stateOf(kind, id)}`}
                >
                  {stateOf(kind, id)}
                </a>
              )),
            ],
          }))}
          empty=""
        />
      </Stack>
    </StaffPage>
  );
}

export interface TemplatePageProps {
  staff: StaffIdentity;
  kind: NoticeKind;
  language: Language;
  /** What stands in the boxes. */
  words: Template;
  versions: readonly TemplateVersion[];
  example: Values;
  problems: readonly WordingProblem[];
  /** `saved`, or another person saved first. */
  notice: 'saved' | 'conflict' | null;
}

function Preview({ words, example, language, kind }: TemplatePageProps) {
  const { signs, segments } = smsLength(words.sms, example);
  const warnings = wordingWarnings(kind, words, example);
  const lines = (text: string) =>
    fillIn(text, example)
      .split('\n')
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text have no other name
      .map((line, index) => <span key={index}>{index === 0 ? line : [<br key="break" />, line]}</span>);
  return (
    <Card kind="tint">
      <Stack>
        <h2>送るとこうなります(例)</h2>
        {warnings.length > 0 && (
          <Banner kind="soon" title="確かめてください。" slim>
            <ul>
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Banner>
        )}
        <h3>メール</h3>
        <p>
          <b>{fillIn(words.subject, example)}</b>
        </p>
        <p lang={htmlLang(language)}>{lines(words.mail)}</p>
        <h3>{`SMS(${signs}字、${segments}通分)`}</h3>
        <p lang={htmlLang(language)}>{lines(words.sms)}</p>
      </Stack>
    </Card>
  );
}

/** Enough to know a version by. */
const excerptOf = (text: string): string => (text.length > 40 ? `${[...text].slice(0, 40).join('')}…` : text);

/** The words of one notice in one language, as they will look, and the versions before. */
export function TemplatePage(props: TemplatePageProps) {
  const { staff, kind, language, words, versions, problems, notice } = props;
  const [newest] = versions;
  const errorOf = (name: string) => problems.find((problem) => problem.name === name)?.message;
  const box = (name: 'subject' | 'mail' | 'sms') => ({
    name,
    language: 'ja' as const,
    value: words[name],
    error: errorOf(name),
    maxLength: longestWording[name],
  });
  return (
    <StaffPage title="知らせの文を直す" language="ja" staff={staff} nav="messages" hasErrors={problems.length > 0}>
      <Stack gap="large">
        {problems.length > 0 && <ErrorSummary errors={problems} language="ja" />}
        <h1>{`${noticeNames[kind]}(${languageName(language)})`}</h1>
        <p>
          <a href={templatesPath}>文の一覧へ戻る</a>
        </p>
        {notice === 'saved' && <Banner kind="ok" title="保存しました。これから送る知らせに使います。" announce />}
        {notice === 'conflict' && (
          <Banner kind="soon" title="ほかの人が先に保存しました。" announce>
            入れた文は、下に残っています。いまの文と見比べて、よければもう一度「保存する」を押してください。
          </Banner>
        )}
        <Preview {...props} />
        <Form action={`${templatesPath}/${kind}/${language}`}>
          <input type="hidden" name="after" value={newest?.version ?? 0} />
          <p>
            {`{city}には市の名前、{when}には日時、{place}には場所、{link}には予約のページのアドレス${kind === 'offer' ? '、{until}にはお返事の期限' : ''}が入ります。`}
            氏名や手続きの名前は書かないでください。
          </p>
          <TextField {...box('subject')} label="件名" />
          <TextAreaField {...box('mail')} label="メールの文" rows={12} />
          <TextAreaField
            {...box('sms')}
            label="SMSの文"
            rows={3}
            hint="70字までが1通です。それより長いと、67字ずつに分かれます。"
          />
          <Inline>
            <Button name="decision" value="save">
              保存する
            </Button>
            <Button kind="outline" name="decision" value="preview">
              保存せずに見てみる
            </Button>
            {newest?.words && (
              <Button kind="danger" name="decision" value="restore">
                はじめの文に戻す
              </Button>
            )}
          </Inline>
        </Form>
        <DataTable
          caption="これまでの版"
          captionShown
          columns={[
            { key: 'version', label: '版' },
            { key: 'at', label: '保存した時刻' },
            { key: 'by', label: '保存した人' },
            { key: 'words', label: 'SMSの文の初め' },
          ]}
          rows={versions.map(({ version, changedAt, changedBy, words: earlier }) => ({
            key: String(version),
            cells: [
              `${version}版`,
              dayAndTime(changedAt, 'ja'),
              changedBy,
              earlier ? (
                <Inline key="words">
                  <span>{excerptOf(earlier.sms)}</span>
                  <a href={`${templatesPath}/${kind}/${language}?version=${version}`}>{`${version}版を下敷きにする`}</a>
                </Inline>
              ) : (
                'はじめの文に戻しました'
              ),
            ],
          }))}
          empty="まだ直していません。はじめの文を使っています。"
        />
      </Stack>
    </StaffPage>
  );
}

const choiceNames: Readonly<Record<ReminderChoice, string>> = {
  week: '7日前の17時',
  threeDays: '3日前の17時',
  dayBefore: '前の日の17時',
  hours: '当日の1〜2時間前',
};

/** Which reminders are ticked beforehand at each place. */
export function ReminderDefaultsPage({
  staff,
  places,
  isSaved,
}: {
  staff: StaffIdentity;
  places: readonly { readonly id: string; readonly choices: readonly string[] }[];
  isSaved: boolean;
}) {
  return (
    <StaffPage title="お知らせの日" language="ja" staff={staff} nav="messages">
      <Stack gap="large">
        <h1>お知らせの日の初めの設定</h1>
        <p>
          <a href={messagesPath}>知らせの一覧へ戻る</a>
        </p>
        <p>予約する方の画面で、初めから印が付いている日です。予約する方は、自分で選び直せます。</p>
        {isSaved && <Banner kind="ok" title="保存しました。" announce />}
        {places.map(({ id, choices }) => (
          <Card key={id}>
            <Form action={`${messagesPath}/reminders`}>
              <input type="hidden" name="service" value={id} />
              <ChoiceGroup
                kind="checkbox"
                name={`choices-${id}`}
                label={id}
                language="ja"
                options={reminderChoices.map((choice) => ({ value: choice, label: choiceNames[choice] }))}
                selected={choices}
                inRow
              />
              <Button kind="outline">{`${id}の設定を保存する`}</Button>
            </Form>
          </Card>
        ))}
      </Stack>
    </StaffPage>
  );
}
