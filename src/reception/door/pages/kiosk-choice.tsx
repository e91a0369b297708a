import type { HomeTile, Inventory, Procedure } from '#inventory';
import { type Language, listSeparator, localText } from '#platform/i18n';
import { Button, ChoiceGroup, Form, type IconName, iconPaths, KioskPage, rich, Tile, Tiles } from '#ui';
import type { PlaceStatus } from '../../queue/board.ts';
import type { Service } from '../../queue/hall-store.ts';
import type { WaitEstimate } from '../../queue/wait.ts';
import { placePurpose, placePurposes, placeText, waitText } from '../../texts.ts';
import { kioskMessages } from '../kiosk-messages.ts';

function BackButton({ language, href }: { language: Language; href: string }) {
  return (
    <Button kind="outline" href={href} icon="left">
      {kioskMessages(language)('back')}
    </Button>
  );
}

interface PlacesProps {
  language: Language;
  places: readonly PlaceStatus[];
  inventory: Inventory;
}

/** Which floor: eighteen places do not fit on one screen. */
export function KioskFloorsPage({ language, places, inventory }: PlacesProps) {
  const t = kioskMessages(language);
  const floors = [...new Set(places.map(({ service }) => service.floor))].sort((left, right) => left - right);
  const purposes = (floor: number): string => {
    const here = places.filter(({ service }) => service.floor === floor);
    const names = here.flatMap(({ service }) => placePurposes(service, language, inventory));
    return [...new Set(names)].slice(0, 4).join(listSeparator(language));
  };
  return (
    <KioskPage
      title={t('floorTitle')}
      language={language}
      path="/kiosk/number"
      restartHref="/kiosk"
      actions={<BackButton language={language} href="/kiosk" />}
    >
      <h1>{rich(t('floorTitle'))}</h1>
      <Tiles>
        {floors.map((floor) => (
          <Tile
            key={floor}
            icon="place"
            title={t('floor', { floor })}
            note={purposes(floor)}
            href={`/kiosk/number/${floor}`}
          />
        ))}
      </Tiles>
    </KioskPage>
  );
}

/** Takes a number for a place that the visitor knows. */
export function KioskNumberPage(props: PlacesProps & { commandId: string; floor: number }) {
  const { language, commandId, floor, places, inventory } = props;
  const t = kioskMessages(language);
  const noteOf = (service: Service, wait: WaitEstimate): string => {
    const purpose = placePurpose(service, language, inventory);
    return wait.kind === 'unknown' ? purpose : `${purpose} ${waitText(wait, language)}`;
  };
  return (
    <KioskPage
      title={t('numberTitle')}
      language={language}
      path={`/kiosk/number/${floor}`}
      restartHref="/kiosk"
      actions={<BackButton language={language} href="/kiosk/number" />}
    >
      <h1>{rich(t('numberTitle'))}</h1>
      <form action="/kiosk/number" method="post">
        <input type="hidden" name="commandId" value={commandId} />
        <Tiles>
          {places.map(({ service, wait }) => (
            <Tile
              key={service.id}
              icon="ticket"
              title={placeText(service, language, inventory)}
              note={noteOf(service, wait)}
              name="service"
              value={service.id}
            />
          ))}
        </Tiles>
      </form>
    </KioskPage>
  );
}

const isIcon = (name: string): name is IconName => Object.hasOwn(iconPaths, name);

/** What brings the visitor here, as on the home page. */
export function KioskPurposePage({ language, tiles }: { language: Language; tiles: readonly HomeTile[] }) {
  const t = kioskMessages(language);
  return (
    <KioskPage
      title={t('purposeTitle')}
      language={language}
      path="/kiosk/purpose"
      restartHref="/kiosk"
      actions={<BackButton language={language} href="/kiosk" />}
    >
      <h1>{rich(t('purposeTitle'))}</h1>
      <Tiles>
        {tiles.map(({ id, icon, name }) => (
          <Tile
            key={id}
            icon={isIcon(icon) ? icon : 'list'}
            title={localText(name, language).text}
            href={`/kiosk/purpose/${id}`}
          />
        ))}
      </Tiles>
    </KioskPage>
  );
}

/** The procedures of a purpose; わからない leads to the information desk. */
export function KioskProceduresPage(props: {
  language: Language;
  commandId: string;
  tile: HomeTile;
  procedures: readonly Procedure[];
}) {
  const { language, commandId, tile, procedures } = props;
  const t = kioskMessages(language);
  return (
    <KioskPage
      title={t('proceduresTitle')}
      language={language}
      path={`/kiosk/purpose/${tile.id}`}
      restartHref="/kiosk"
      actions={
        <>
          <BackButton language={language} href="/kiosk/purpose" />
          <Button icon="ticket" form="procedures-form">
            {t('issue')}
          </Button>
        </>
      }
    >
      <Form action="/kiosk/purpose" id="procedures-form">
        <input type="hidden" name="commandId" value={commandId} />
        <ChoiceGroup
          name="procedures"
          kind="checkbox"
          label={t('proceduresTitle')}
          hint={t('proceduresHint')}
          language={language}
          heading
          options={procedures.map(({ id, name }) => ({ value: id, label: localText(name, language).text }))}
          unknown
        />
      </Form>
    </KioskPage>
  );
}
