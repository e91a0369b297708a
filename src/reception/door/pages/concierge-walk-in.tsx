import type { HomeTile, Inventory, Procedure } from '#inventory';
import { languages } from '#platform/i18n';
import { Button, ChoiceCard, Form, Pane, SelectField, Stack, TextField } from '#ui';
import type { PlaceStatus } from '../../queue/board.ts';
import { placePurpose } from '../../texts.ts';

/** Why somebody is called earlier, or needs somebody beside them. */
export const needs = ['車いす・つえ', '小さいお子さん連れ', '体調がわるい', '通訳・筆談・手話'] as const;

const formId = 'walk-in';

interface WalkInPaneProps {
  inventory: Inventory;
  places: readonly PlaceStatus[];
  commandId: () => string;
  /** The purpose that was chosen. */
  tile: HomeTile | null;
  /** The procedures that usually belong to it. */
  procedures: readonly Procedure[];
  hasMachines: boolean;
  wrongNumber?: WrongNumber | undefined;
}

/** A number of a ticket machine that could not be taken. */
export interface WrongNumber {
  readonly typed: string;
  readonly message: string;
  /** It came with a code, not with a purpose. */
  readonly isWithCode: boolean;
  /** The procedures that were chosen beside it. */
  readonly procedures: readonly string[];
}

/** For those who hold a number of the ticket machine already; typed, or read by a scanner that types. */
export function MachineNumberField({ name, wrong }: { name: string; wrong: WrongNumber | undefined }) {
  return (
    <TextField
      name={name}
      label="発券機の番号"
      hint="発券機の番号札を持っている方だけ。例：A012"
      language="ja"
      width={6}
      maxLength={20}
      autoComplete="off"
      value={wrong?.typed ?? ''}
      error={wrong?.message}
    />
  );
}

/** In the middle, a visitor without a code: the purpose, then the procedures or the place, then the number. */
export function WalkInPane({
  inventory,
  places,
  commandId,
  tile,
  procedures,
  hasMachines,
  wrongNumber,
}: WalkInPaneProps) {
  const wrong = wrongNumber?.isWithCode === false ? wrongNumber : undefined;
  return (
    <Pane
      kind="work"
      title="予約なしの受付"
      foot={
        <Button icon="ticket" form={formId}>
          番号札を出す
        </Button>
      }
    >
      <Stack>
        <nav aria-label="用件" className="chips">
          {inventory.home.map(({ id, name }) => (
            <a key={id} href={`/concierge?tile=${id}`} aria-current={id === tile?.id ? 'true' : undefined}>
              {name.ja}
            </a>
          ))}
        </nav>
        <Form action="/concierge/walk-in" id={formId}>
          <input type="hidden" name="commandId" value={commandId()} />
          {tile !== null && <input type="hidden" name="tile" value={tile.id} />}
          {hasMachines && <MachineNumberField name="machineNumber" wrong={wrong} />}
          {procedures.length > 0 && (
            <fieldset>
              <legend className="sr">手続き</legend>
              <div className="choices pairs">
                {procedures.map(({ id, name }) => (
                  <ChoiceCard
                    key={id}
                    kind="checkbox"
                    name="procedures"
                    value={id}
                    label={name.ja}
                    checked={wrong?.procedures.includes(id)}
                  />
                ))}
              </div>
            </fieldset>
          )}
          <SelectField
            name="service"
            label={tile === null ? '行き先' : '行き先(手続きを選ばないとき)'}
            language="ja"
            empty="総合案内"
            options={places.map(({ service }) => ({
              value: service.id,
              label: `${service.id} ${placePurpose(service, 'ja', inventory)}`,
            }))}
          />
          <div className="pairs">
            <SelectField
              name="language"
              label="ことば"
              language="ja"
              value="ja"
              options={languages.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <SelectField
              name="need"
              label="先に呼ぶ理由"
              language="ja"
              empty="なし"
              options={needs.map((need) => ({ value: need, label: need }))}
            />
            <SelectField
              name="people"
              label="いっしょに来た人数"
              language="ja"
              value="1"
              options={[1, 2, 3, 4, 5, 6, 7, 8].map((count) => ({ value: String(count), label: `${count}人` }))}
            />
          </div>
        </Form>
      </Stack>
    </Pane>
  );
}
