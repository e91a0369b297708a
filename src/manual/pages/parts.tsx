import type { ReactNode } from 'react';
import { toDay } from '#platform/clock';
import { formatDay } from '#platform/i18n';
import type { Marked } from '#platform/search';
import { Icon, type StaffIdentity, StaffPage } from '#ui';
import { type ContentsGroup, type ManualPage, pathOf } from '../page.ts';

/** Who reads, and whether they may write. */
export interface Reader {
  readonly staff: StaffIdentity;
  readonly mayWrite: boolean;
}

/** 「11月25日(水) 10:42」. */
export function momentText(instant: Date): string {
  const time = new Intl.DateTimeFormat('ja-JP', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' });
  return `${formatDay(toDay(instant), 'ja')} ${time.format(instant)}`;
}

/** What was looked for stands out. */
export function MarkedText({ parts }: { parts: readonly Marked[] }) {
  return (
    <>
      {parts.map(({ text, hit }, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
        hit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
      )}
    </>
  );
}

/** The search over the whole manual. The script shows what is found below it while one types. */
export function SearchBox({ query = '' }: { query?: string }) {
  return (
    <search>
      <form className="search" action="/manual/search" data-search="/manual/search/typed">
        <label className="sr" htmlFor="manual-q">
          マニュアルを探す
        </label>
        <input
          id="manual-q"
          name="q"
          type="search"
          defaultValue={query}
          autoComplete="off"
          maxLength={200}
          placeholder="手続き、書類、画面、ふだんの言葉で"
        />
        <button className="go" type="submit">
          <Icon name="search" />
          <span className="sr">探す</span>
        </button>
      </form>
      <div className="manual-found" data-search-found hidden />
      <p className="sr" role="status" data-search-count />
    </search>
  );
}

/** A page of the manual in one column: contents, search, forms. */
export function ManualColumn({
  title,
  reader,
  hasErrors,
  children,
}: {
  title: string;
  reader: Reader;
  hasErrors?: boolean;
  children: ReactNode;
}) {
  return (
    <StaffPage
      title={title}
      language="ja"
      staff={reader.staff}
      nav="manual"
      hasErrors={hasErrors}
      scripts={['manual']}
      status={<span data-kept-copy />}
    >
      {children}
    </StaffPage>
  );
}

/** The contents at the left edge: one department opened at what is about the same as the page. */
function Tree({ groups, current }: { groups: readonly ContentsGroup[]; current: string }) {
  return (
    <>
      {groups.map(({ id, name, sections }) => (
        <details key={id} open={sections.some(({ pages }) => pages.some(({ key }) => key === current))}>
          <summary>{name}</summary>
          {sections.map((section) => (
            <details key={section.name} open={section.pages.some(({ key }) => key === current)}>
              <summary>
                {section.name}
                <span className="n">{section.pages.length}</span>
              </summary>
              <ul>
                {section.pages.map((page) => (
                  <li key={page.key}>
                    <a href={pathOf(page)} aria-current={page.key === current ? 'page' : undefined}>
                      {page.title}
                    </a>
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </details>
      ))}
    </>
  );
}

export interface ManualDeskProps {
  page: ManualPage;
  reader: Reader;
  contents: readonly ContentsGroup[];
  /** What was searched before, to go on from. */
  query?: string;
  /** Beside the title. */
  tools?: ReactNode;
  side: ReactNode;
  children: ReactNode;
}

/** A page of the manual: contents left, the page in the middle, what belongs to it right. */
export function ManualDesk({ page, reader, contents, query, tools, side, children }: ManualDeskProps) {
  return (
    <StaffPage
      title={`${page.title} - マニュアル`}
      language="ja"
      staff={reader.staff}
      nav="manual"
      layout="desk"
      scripts={['manual']}
      status={<span data-kept-copy />}
    >
      <div className="manual-desk">
        <nav className="manual-tree" aria-label="目次">
          <a className="top" href="/manual">
            <Icon name="book" />
            目次
          </a>
          <Tree groups={contents} current={page.key} />
        </nav>
        <article className="manual-page">
          <SearchBox query={query} />
          <div className="row between manual-title">
            <h1>{page.title}</h1>
            {tools}
          </div>
          {children}
        </article>
        <aside className="manual-side" aria-label="このページについて">
          {side}
        </aside>
      </div>
    </StaffPage>
  );
}

/** A list of pages, or a sentence where there is none. */
export function PageLinks({ pages, empty }: { pages: readonly ManualPage[]; empty: string }) {
  if (pages.length === 0) return <p className="cap">{empty}</p>;
  return (
    <ul className="manual-links">
      {pages.map((page) => (
        <li key={page.key}>
          <a href={pathOf(page)}>{page.title}</a>
        </li>
      ))}
    </ul>
  );
}
