import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { Button, Icon, KioskPage, rich, Tile, Tiles } from '#ui';
import type { PlaceStatus } from '../../queue/board.ts';
import { dayAndTime, placeText, waitText } from '../../texts.ts';
import { kioskMessages } from '../kiosk-messages.ts';

export interface KioskStartProps {
  language: Language;
  now: Date;
  /** The place that most people wait for, if it is worth saying. */
  busiest: PlaceStatus | null;
  inventory: Inventory;
}

/** The first page of the kiosk: four choices, reservation first. */
export function KioskStartPage({ language, now, busiest, inventory }: KioskStartProps) {
  const t = kioskMessages(language);
  const numberNote = busiest && (
    <>
      {rich(t('takeNumberNote'))}
      <span className="line" data-wait>
        {rich(
          t('busiest', {
            place: placeText(busiest.service, language, inventory),
            wait: waitText(busiest.wait, language),
          }),
        )}
      </span>
    </>
  );
  return (
    <KioskPage
      title={t('startTitle')}
      language={language}
      path="/kiosk"
      time={dayAndTime(now, language)}
      scripts={['kiosk-offline']}
    >
      <h1>{rich(t('startTitle'))}</h1>
      <form action="/kiosk/help" method="post">
        <Tiles>
          <Tile icon="qr" title={t('haveCode')} note={t('haveCodeNote')} href="/kiosk/code" primary />
          <Tile icon="ticket" title={t('takeNumber')} note={numberNote ?? t('takeNumberNote')} href="/kiosk/number" />
          <Tile icon="help" title={t('findOut')} note={t('findOutNote')} href="/kiosk/purpose" />
          <Tile icon="hand" title={t('askStaff')} note={t('askStaffNote')} name="help" value="yes" />
        </Tiles>
      </form>
    </KioskPage>
  );
}

/** Somebody has been asked to come. */
export function KioskHelpPage({ language }: { language: Language }) {
  const t = kioskMessages(language);
  return (
    <KioskPage title={t('helpTitle')} language={language} path="/kiosk" restartHref="/kiosk">
      <div className="kiosk-word">
        <Icon name="hand" />
        <h1>{rich(t('helpTitle'))}</h1>
        <p>{rich(t('helpText'))}</p>
        <Button href="/kiosk">{t('finish')}</Button>
      </div>
    </KioskPage>
  );
}
