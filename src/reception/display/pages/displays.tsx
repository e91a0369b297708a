import {
  Banner,
  Button,
  ChoiceGroup,
  DataTable,
  ErrorSummary,
  Form,
  type FormError,
  Inline,
  SelectField,
  Stack,
  type StaffIdentity,
  StaffPage,
  TextField,
} from '#ui';
import type { Service } from '../../queue/hall-store.ts';
import { type VoiceLanguage, voiceLanguageNames, voiceLanguages } from '../../voice/phrases.ts';
import type { DisplayArea } from '../display.ts';

const path = '/hall/displays';
const volumes = [0, 30, 50, 70, 100];
/** How many times of silence fit on the form. */
export const quietTimes = 3;

/** A display as it was typed. */
export interface TypedDisplay {
  name: string;
  /** `all` or the number of a floor. */
  floor: string;
  places: readonly string[];
  languages: readonly string[];
  volume: string;
  quiet: readonly { from: string; to: string }[];
}

export function typedOf({ floor, volume, ...area }: DisplayArea): TypedDisplay {
  return { ...area, floor: floor === null ? 'all' : String(floor), volume: String(volume) };
}

export interface DisplaysPageProps {
  staff: StaffIdentity;
  areas: readonly DisplayArea[];
  /** Addresses of displays that somebody set up; the others are as they come. */
  setUp: readonly string[];
  /** Languages for which this machine makes clips. */
  speaks: readonly VoiceLanguage[];
}

/** What a display shows, in short. */
function shownOn({ places, floor }: DisplayArea): string {
  if (places.length > 0) return places.join('、');
  return floor === null ? 'すべての階' : `${floor}階のすべて`;
}

function soundOf({ volume, languages, quiet }: DisplayArea): string {
  if (volume === 0) return '音を出さない';
  const voice = languages.length === 0 ? 'チャイムだけ' : languages.map((one) => voiceLanguageNames[one]).join('・');
  const silent = quiet.map(({ from, to }) => `${from}〜${to}は出さない`).join('、');
  return `音量${volume}% ${voice}${silent && `(${silent})`}`;
}

/** All calling displays: what they show, how they sound, and the address to open on the device. */
export function DisplaysPage({ staff, areas, setUp, speaks }: DisplaysPageProps) {
  const silent = voiceLanguages.filter((language) => !speaks.includes(language));
  return (
    <StaffPage title="呼び出し表示" language="ja" staff={staff} nav="displays">
      <Stack gap="large">
        <h1>呼び出し表示</h1>
        <p>
          表示する機器を登録してから、その機器で下のアドレスを開きます。音を出すには、画面の「音を出す」を1回押してください。
        </p>
        {silent.length > 0 && (
          <Banner
            kind="info"
            title={`このサーバーでは、${silent.map((one) => voiceLanguageNames[one]).join('・')}の音声を作れません。`}
          >
            表示する機器のブラウザーに声があれば、その声で読みます。なければ、チャイムだけが鳴ります。
          </Banner>
        )}
        <DataTable
          caption="呼び出し表示の一覧"
          columns={[
            { key: 'name', label: '名前' },
            { key: 'address', label: 'アドレス' },
            { key: 'shows', label: '出すところ' },
            { key: 'sound', label: '音' },
            { key: 'actions', label: '操作' },
          ]}
          rows={areas.map((area) => ({
            key: area.id,
            cells: [
              area.name,
              <a key="address" href={`/display/${area.id}`}>{`/display/${area.id}`}</a>,
              shownOn(area),
              soundOf(area),
              <Inline key="actions">
                <Button kind="outline" href={`${path}/${area.id}`}>{`「${area.name}」を変える`}</Button>
                {setUp.includes(area.id) && (
                  <Form action={`${path}/${area.id}/remove`} layout="row">
                    <Button kind="danger">{`「${area.name}」の設定を消す`}</Button>
                  </Form>
                )}
              </Inline>,
            ],
          }))}
          empty="表示はありません。"
        />
        <Button href={`${path}/new`} kind="outline" icon="plus">
          表示を加える
        </Button>
      </Stack>
    </StaffPage>
  );
}

export interface DisplayFormProps {
  staff: StaffIdentity;
  /** Where the form goes: `/hall/displays/1`. */
  action: string;
  typed: TypedDisplay;
  services: readonly Service[];
  problems: readonly FormError[];
}

/** The form in which a display is set up. */
export function DisplayFormPage({ staff, action, typed, services, problems }: DisplayFormProps) {
  const floors = [...new Set(services.map(({ floor }) => floor))].sort((left, right) => left - right);
  const errorOf = (name: string) => problems.find((problem) => problem.name === name)?.message;
  const language = 'ja';
  return (
    <StaffPage title="表示の設定" language="ja" staff={staff} nav="displays" hasErrors={problems.length > 0}>
      <Stack gap="large">
        <h1>表示の設定</h1>
        {problems.length > 0 && <ErrorSummary errors={problems} language={language} />}
        <Form action={action}>
          <TextField
            name="name"
            label="名前"
            hint="例：1階 市民課前"
            language={language}
            maxLength={40}
            required
            value={typed.name}
            error={errorOf('name')}
          />
          <SelectField
            name="floor"
            label="出す階"
            hint="下で窓口を選ぶと、その窓口だけを出します。"
            language={language}
            options={[
              { value: 'all', label: 'すべての階' },
              ...floors.map((floor) => ({ value: String(floor), label: `${floor}階` })),
            ]}
            value={typed.floor}
          />
          <ChoiceGroup
            name="places"
            kind="checkbox"
            label="出す窓口"
            language={language}
            options={services.map(({ id }) => ({ value: id, label: id }))}
            selected={typed.places}
          />
          <ChoiceGroup
            name="languages"
            kind="checkbox"
            label="読み上げることば"
            hint="1つも選ばないと、チャイムだけが鳴ります。"
            language={language}
            options={voiceLanguages.map((one) => ({ value: one, label: voiceLanguageNames[one] }))}
            selected={typed.languages}
            inRow
          />
          <SelectField
            name="volume"
            label="音量"
            language={language}
            options={volumes.map((volume) => ({
              value: String(volume),
              label: volume === 0 ? '音を出さない' : `${volume}%`,
            }))}
            value={typed.volume}
          />
          {Array.from({ length: quietTimes }, (_, index) => (
            <Inline key={`quiet-${String(index)}`}>
              <TextField
                name={`quietFrom${index + 1}`}
                label={`音を出さない時間 ${index + 1} の始まり`}
                type="time"
                language={language}
                value={typed.quiet[index]?.from}
                error={errorOf(`quietFrom${index + 1}`)}
              />
              <TextField
                name={`quietTo${index + 1}`}
                label={`音を出さない時間 ${index + 1} の終わり`}
                type="time"
                language={language}
                value={typed.quiet[index]?.to}
              />
            </Inline>
          ))}
          <Button>この設定にする</Button>
          <Button kind="outline" href={path}>
            変えずに戻る
          </Button>
        </Form>
      </Stack>
    </StaffPage>
  );
}
