import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import {
  Band,
  Banner,
  Button,
  Icon,
  type IconName,
  localized,
  ResidentPage,
  rich,
  SearchBox,
  Stack,
  Tile,
  Tiles,
} from '#ui';
import { guideMessages } from '../messages.ts';

/** One line of 「いまの混みぐあい」: how long people wait at a counter now. */
export interface CongestionRow {
  id: string;
  name: string;
  place: string;
  waiting: number;
  /** Minutes from–to, or null where nothing can be said. */
  minutes: { from: number; to: number } | null;
}

export interface Congestion {
  /** 「10:42 現在」 */
  at: string;
  rows: readonly CongestionRow[];
}

export interface HomePageProps {
  inventory: Inventory;
  language: Language;
  path: string;
  /** Answers of an earlier visit are there to go on with. */
  hasDraft: boolean;
  congestion: Congestion | null;
  search?: string;
}

const examples = ['引っ越してきた', '保険証をなくした', '会社をやめた'];

/** The first page: say what happened in words, or choose it. */
export function HomePage(props: HomePageProps) {
  const { inventory, language } = props;
  const t = guideMessages(language);
  return (
    <ResidentPage title={t('homeTitle')} language={language} path={props.path} wide>
      <Band>
        <SearchBand {...props} />
      </Band>
      <Stack gap="large">
        {props.hasDraft && (
          <Banner kind="info" title={t('continueTitle')}>
            <a href="/guide/next">{rich(t('continueButton'))}</a>
          </Banner>
        )}
        <section className="stack" aria-labelledby="events">
          <h2 id="events">{rich(t('chooseEvent'))}</h2>
          <p className="mut">{rich(t('chooseEventLead'))}</p>
          <Tiles>
            {inventory.home.map((tile) => (
              <Tile
                key={tile.id}
                icon={tile.icon as IconName}
                title={localized(tile.name, language)}
                href={`/guide/start/${tile.id}`}
              />
            ))}
          </Tiles>
          <p>
            <a href="/procedures">{rich(t('allProcedures'))}</a>
          </p>
        </section>
        <div className="halves">
          <section className="card key stack" aria-labelledby="code">
            <h2 className="row" id="code">
              <Icon name="pen" />
              <span>{rich(t('codeTitle'))}</span>
            </h2>
            <p>{rich(t('codeLead'))}</p>
            <Button kind="outline" href="/case/open">
              {t('codeButton')}
            </Button>
          </section>
          <CongestionCard {...props} />
        </div>
        <section className="stack" aria-labelledby="without">
          <h2 id="without">{rich(t('withoutVisit'))}</h2>
          <p className="row wrap">
            <Icon name="phone" size="small" /> {rich(t('phoneAsk'))}{' '}
            <span className="num">{inventory.city.hall.phone}</span>
          </p>
        </section>
      </Stack>
    </ResidentPage>
  );
}

function SearchBand({ language, search }: HomePageProps) {
  const t = guideMessages(language);
  return (
    <Stack>
      <h1>{rich(t('homeTitle'))}</h1>
      <SearchBox
        action="/search"
        method="post"
        name="words"
        label={t('searchLabel')}
        placeholder={t('searchExample')}
        value={search}
        language={language}
      />
      {language === 'ja' && (
        <form action="/search" method="post" className="chips" aria-label={t('tryThese')}>
          {examples.map((words) => (
            <button key={words} className="chip" type="submit" name="words" value={words}>
              {words}
            </button>
          ))}
        </form>
      )}
    </Stack>
  );
}

function CongestionCard({ language, congestion }: HomePageProps) {
  const t = guideMessages(language);
  if (congestion === null || congestion.rows.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="congestion">
      <h2 className="row" id="congestion">
        <Icon name="clock" />
        <span>{rich(t('congestionTitle'))}</span>
      </h2>
      <p className="mut s">{rich(t('asOf', { time: congestion.at }))}</p>
      <ul className="cong">
        {congestion.rows.map((row) => (
          <li key={row.id}>
            <span>
              <b lang="ja">{row.name}</b>
              <br />
              <span className="mut s" lang="ja">
                {row.place}
              </span>
            </span>
            <span className="w num">
              {row.minutes === null ? '—' : rich(t('minutesRange', row.minutes))}
              <br />
              <small>{rich(t('peopleWaiting', { count: row.waiting }))}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
