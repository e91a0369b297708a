import { Stack } from '#ui';
import type { FoundText } from '../search.ts';
import { ManualColumn, MarkedText, type Reader, SearchBox } from './parts.tsx';

/** A text that was found, and where it leads. */
export interface ShownHit {
  readonly hit: FoundText;
  readonly path: string;
  /** 「手続き」「手順」. */
  readonly kind: string;
}

export interface SearchPageProps {
  reader: Reader;
  query: string;
  count: number;
  hits: readonly ShownHit[];
}

/** How much was found, in words. */
export function saidOf(count: number, shown: number): string {
  if (count === 0) return '見つかりませんでした。';
  return count > shown ? `${count}件のうち、よく合う${shown}件` : `${count}件`;
}

/** What was found, the best first. */
export function SearchPage({ reader, query, count, hits }: SearchPageProps) {
  return (
    <ManualColumn title={query === '' ? 'マニュアルを探す' : `「${query}」の検索`} reader={reader}>
      <Stack>
        <h1>マニュアルを探す</h1>
        <SearchBox query={query} />
        {query !== '' && <p>{saidOf(count, hits.length)}</p>}
        {query !== '' && count === 0 && (
          <p>別の言い方や、短い言葉で探してください。見つからない言葉は、目次からも探せます。</p>
        )}
        <ol className="manual-hits">
          {hits.map(({ hit, path, kind }) => (
            <li key={hit.id}>
              <a href={path}>
                <span className="kind">{kind}</span>
                <b>
                  <MarkedText parts={hit.title} />
                </b>
                {hit.excerpt && (
                  <span className="excerpt">
                    <MarkedText parts={hit.excerpt} />
                  </span>
                )}
              </a>
            </li>
          ))}
        </ol>
        <p>
          <a href="/manual">目次へ</a>
        </p>
      </Stack>
    </ManualColumn>
  );
}
