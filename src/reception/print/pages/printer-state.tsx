import { type Printer, type PrinterState, stateNow } from '#platform/print';
import { Badge, type BadgeState } from '#ui';
import { timeText } from '../../texts.ts';

/** A state in words and what to do about it. */
const states: Readonly<
  Record<PrinterState, { readonly badge: BadgeState; readonly name: string; readonly advice: string }>
> = {
  unseen: {
    badge: 'unconfirmed',
    name: 'まだつながっていません',
    advice: '「試しに印刷」を押すか、プリンターの設定を確かめてください。',
  },
  ready: { badge: 'confirmed', name: '使えます', advice: '' },
  paperLow: { badge: 'look', name: '紙が残り少ないです', advice: '替えの紙を用意してください。' },
  paperOut: {
    badge: 'caution',
    name: '紙がありません',
    advice: '紙を入れてください。入れると、待っている番号札が出ます。',
  },
  coverOpen: { badge: 'caution', name: 'ふたが開いています', advice: 'ふたを閉めてください。' },
  error: {
    badge: 'caution',
    name: 'プリンターの異常',
    advice: '電源を入れ直してください。直らないときは、係に連絡してください。',
  },
  silent: { badge: 'caution', name: '応答がありません', advice: '電源とケーブルを確かめてください。' },
};

/** How a printer is, since when that is known, and what to do. */
export function StateText({ printer, now }: { printer: Printer; now: Date }) {
  const { badge, name, advice } = states[stateNow(printer, now)];
  return (
    <>
      <Badge state={badge} language="ja">
        {name}
      </Badge>
      {advice !== '' && <p className="cap">{advice}</p>}
      {printer.seenAt !== null && <p className="cap num">{`最後の応答 ${timeText(printer.seenAt)}`}</p>}
    </>
  );
}
