import type { Inventory } from '#inventory';
import { DisplayPage, LiveRegion } from '#ui';
import { dayAndTime } from '../../texts.ts';
import { visitorMessages } from '../../visitor-messages.ts';
import type { ClipAddresses } from '../../voice/clips.ts';
import type { Board, DisplayArea } from '../display.ts';
import { BoardCalls, BoardSide } from './board-parts.tsx';

export interface BoardProps {
  area: DisplayArea;
  board: Board;
  inventory: Inventory;
  clips: ClipAddresses;
  now: Date;
}

const t = visitorMessages('ja');
const english = visitorMessages('en');

/** A calling display: the last three calls, waiting times with their time, who was not there. No names, no adverts. */
export function BoardPage(props: BoardProps) {
  const { area, board, inventory, now } = props;
  const source = `/display/${area.id}/events`;
  return (
    <DisplayPage
      title={`${t('boardTitle')} ${english('boardTitle')}`}
      language="ja"
      time={dayAndTime(now, 'ja')}
      scripts={['announce']}
      notice={{ title: t('boardNotice'), text: `${t('boardOrder')} ${english('boardOrder')}` }}
      soundOn="音を出す"
      side={
        <LiveRegion id="waits" source={source}>
          <BoardSide board={board} inventory={inventory} now={now} />
        </LiveRegion>
      }
    >
      <LiveRegion id="calls" source={source} polite>
        <BoardCalls {...props} />
      </LiveRegion>
    </DisplayPage>
  );
}
