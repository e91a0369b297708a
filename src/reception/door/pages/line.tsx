import { languages } from '#platform/i18n';
import { Button, Pane, TabletPage } from '#ui';
import { needs } from './concierge-walk-in.tsx';

/**
 * The tablet that staff carry along the line. The page holds no visitor; its script draws the steps from the plan that it
 * keeps, so that it works without a network.
 */
export function LinePage() {
  return (
    <TabletPage
      title="列での受付"
      language="ja"
      scripts={['line']}
      status={
        <>
          <p className="line-state" role="status" data-line-state>
            用意しています…
          </p>
          <Button kind="outline" href="/concierge">
            総合案内へ
          </Button>
        </>
      }
    >
      <Pane
        kind="work"
        title={<span data-line-title>ご用件</span>}
        foot={
          <div className="row between line-foot">
            <button className="btn sub" type="button" data-line-back hidden>
              <span>もどる</span>
            </button>
            <button className="btn" type="button" data-line-give hidden>
              <span>番号を出す</span>
            </button>
          </div>
        }
      >
        <div data-line-work>
          <noscript>この画面にはスクリプトが必要です。「総合案内」の画面で受け付けてください。</noscript>
        </div>
      </Pane>
      <Pane kind="side" title="この方のこと">
        <div className="line-side">
          <div data-line-side aria-live="polite" />
          <form className="form column" data-line-more hidden>
            <label className="line-field">
              ことば
              <select className="in" name="language">
                {languages.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label className="line-field">
              先に呼ぶ理由
              <select className="in" name="need">
                <option value="">なし</option>
                {needs.map((need) => (
                  <option key={need}>{need}</option>
                ))}
              </select>
            </label>
            <label className="line-field">
              いっしょに来た人数
              <select className="in" name="people">
                {[1, 2, 3, 4, 5, 6, 7, 8].map((count) => (
                  <option key={count} value={count}>
                    {`${count}人`}
                  </option>
                ))}
              </select>
            </label>
          </form>
          <div data-line-refused />
        </div>
      </Pane>
    </TabletPage>
  );
}
