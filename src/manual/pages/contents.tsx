import { Button, Form, Inline, Stack, Tabs } from '#ui';
import { type ContentsGroup, type ManualPage, pathOf } from '../page.ts';
import { ManualColumn, PageLinks, type Reader, SearchBox } from './parts.tsx';

export interface ContentsPageProps {
  reader: Reader;
  by: 'department' | 'event';
  groups: readonly ContentsGroup[];
  systems: readonly ManualPage[];
  counters: readonly ManualPage[];
  openQuestions: number;
}

/** The contents: every page of the manual, by who looks after it or by what has happened. */
export function ContentsPage({ reader, by, groups, systems, counters, openQuestions }: ContentsPageProps) {
  return (
    <ManualColumn title="マニュアル" reader={reader}>
      <Stack gap="large">
        <h1>マニュアル</h1>
        <SearchBox />
        <Inline>
          <Button kind="outline" href="/manual/care" icon="chat">
            {openQuestions === 0 ? '質問と見直し' : `質問と見直し(答えを待つ質問 ${openQuestions})`}
          </Button>
          <Button kind="outline" href="/manual/flows" icon="flow">
            業務の流れ
          </Button>
          <Button kind="outline" href="/manual/hearings" icon="list">
            ヒアリング
          </Button>
          {reader.mayWrite && (
            <Button kind="outline" href="/manual/import" icon="doc">
              ファイルから取り込む
            </Button>
          )}
        </Inline>
        <Tabs
          label="並べ方"
          current={by}
          tabs={[
            { id: 'department', label: '課から', href: '/manual' },
            { id: 'event', label: 'できごとから', href: '/manual?by=event' },
          ]}
        />
        <div className="manual-contents">
          {groups.map(({ id, name, sections }) => (
            <section key={id} className="card">
              <h2>{name}</h2>
              {sections.map((section) => (
                <div key={section.name}>
                  {section.name !== '' && <h3>{section.name}</h3>}
                  <ul>
                    {section.pages.map((page) => (
                      <li key={page.key}>
                        <a href={pathOf(page)}>{page.title}</a>
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
            </section>
          ))}
          <section className="card">
            <h2>窓口と階</h2>
            <PageLinks pages={counters} empty="まだ登録されていません。" />
          </section>
          <section className="card">
            <h2>業務システム</h2>
            <PageLinks pages={systems} empty="まだ登録されていません。" />
          </section>
        </div>
        <section className="card no-print" data-offline hidden>
          <Stack>
            <h2>ネットワークがないときに備える</h2>
            <p>
              公開しているマニュアルの控えを、この端末に残します。住民の情報は入りません。サインアウトすると、控えは消えます。
            </p>
            <p role="status" data-offline-said />
            <Form action="/manual/copy" method="get" layout="row">
              <Button kind="outline" icon="offline" id="keep-copy">
                この端末に控えを残す
              </Button>
            </Form>
          </Stack>
        </section>
        <p className="no-print">
          <a href="/manual/copy">公開しているマニュアルを1ページで見る(印刷・控え用)</a>
        </p>
      </Stack>
    </ManualColumn>
  );
}
