import { Button, Stack } from '#ui';
import type { ConflictInWords } from '../differences.ts';
import { NewText } from './parts.tsx';

/** Where two people wrote different things: who the other is, and each place with what was chosen so far. */
export interface ShownConflicts {
  by: string;
  at: string;
  /** The other's words are public already; else they stand in the same change set. */
  isPublished: boolean;
  places: readonly (ConflictInWords & { chosen: 'mine' | 'theirs' | undefined })[];
  /** Somebody has tried to save and left some open. */
  isAgain: boolean;
}

const gone = '(消しました)';

/** Both texts beside each other, and one choice for each place. It belongs to the form of the record below. */
export function Conflicts({ by, at, isPublished, places, isAgain }: ShownConflicts) {
  const open = places.filter(({ chosen }) => chosen === undefined).length;
  const other = `${by}さんの内容`;
  return (
    <section className="card err-card conflicts" aria-labelledby="conflicts-title" tabIndex={-1} data-focus-first>
      <Stack>
        <h2 id="conflicts-title">{`${by}さんも同じところを直しました`}</h2>
        <p>
          {`${at}に、${by}さんが${isPublished ? '公開した内容' : '保存した内容'}と、${places.length}か所で違います。`}
          まだ保存していません。どちらにするかを、1か所ずつ選んでください。
        </p>
        <p className="mut">
          入力した内容は、下の欄にもそのまま残っています。ほかの欄は、2人の直しがいっしょに入ります。
        </p>
        {isAgain && open > 0 && <p className="err-msg" role="alert">{`あと${open}か所を選んでください。`}</p>}
        {places.map(({ place, label, base, mine, theirs, chosen }) => (
          <fieldset className="conflict" key={place}>
            <legend>{label || 'この記録の全体'}</legend>
            {isAgain && chosen === undefined && <p className="err-msg">どちらにするかを選んでください。</p>}
            <div className="sides">
              {(
                [
                  ['mine', '自分の内容', mine],
                  ['theirs', other, theirs],
                ] as const
              ).map(([value, title, text]) => (
                <label className="choice" key={value}>
                  <input
                    type="radio"
                    name={`choose.${place}`}
                    value={value}
                    form="record"
                    defaultChecked={chosen === value}
                  />
                  <span>
                    <b>{title}</b>
                    <span className="reason">
                      {text === undefined ? gone : <NewText before={base ?? ''} after={text} />}
                    </span>
                  </span>
                </label>
              ))}
            </div>
            <p className="before">
              <b>直す前</b> <span className="reason">{base ?? '(ありませんでした)'}</span>
            </p>
          </fieldset>
        ))}
        <div className="row">
          <Button form="record" name="action" value="save">
            選んだ内容で保存する
          </Button>
        </div>
      </Stack>
    </section>
  );
}
