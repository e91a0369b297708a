import type { Inventory } from '#inventory';
import type { Language } from '#platform/i18n';
import { Button, KioskPage, rich } from '#ui';
import type { Service } from '../../queue/hall-store.ts';
import { comparePlaces } from '../../queue/place.ts';
import { placePurpose, placeText } from '../../texts.ts';
import { kioskMessages } from '../kiosk-messages.ts';
import { offlineMessages } from '../offline-messages.ts';

export interface KioskOfflineProps {
  language: Language;
  services: readonly Service[];
  inventory: Inventory;
}

/** The kiosk without a network: numbers of its own block. The browser keeps this page; its script gives the numbers. */
export function KioskOfflinePage({ language, services, inventory }: KioskOfflineProps) {
  const t = offlineMessages(language);
  const floors = [...new Set(services.map(({ floor }) => floor))].sort((left, right) => left - right);
  const placesOn = (floor: number) => services.filter((service) => service.floor === floor).sort(comparePlaces);
  return (
    <KioskPage
      title={t('title')}
      language={language}
      path="/kiosk/offline"
      restartHref="/kiosk"
      scripts={['kiosk-offline']}
      actions={
        <Button kind="outline" href="/kiosk" icon="left">
          {kioskMessages(language)('back')}
        </Button>
      }
    >
      <div className="kiosk-offline" data-offline>
        <h1>{rich(t('title'))}</h1>
        <p>{rich(t('text'))}</p>
        <div className="row" data-offline-floors>
          {floors.map((floor, index) => (
            <button
              key={floor}
              type="button"
              className="btn sub"
              data-floor={floor}
              aria-pressed={index === 0 ? 'true' : 'false'}
            >
              <span>{rich(kioskMessages(language)('floor', { floor }))}</span>
            </button>
          ))}
        </div>
        {floors.map((floor, index) => (
          <div key={floor} className="offline-places" data-floor-places={floor} hidden={index > 0}>
            {placesOn(floor).map((service) => (
              <button key={service.id} type="button" className="line-tile" data-place={service.id}>
                {placeText(service, language, inventory)}
                <small>{placePurpose(service, language, inventory)}</small>
              </button>
            ))}
          </div>
        ))}
      </div>
      <div className="kiosk-word" data-offline-ticket hidden>
        <h1>{rich(t('yours'))}</h1>
        <p className="offline-number num" data-offline-number />
        <p data-offline-place />
        <p>{rich(t('wait'))}</p>
        <Button href="/kiosk">{kioskMessages(language)('finish')}</Button>
      </div>
      <div className="kiosk-word" data-offline-none hidden>
        <h1>{rich(t('none'))}</h1>
        <p>{rich(t('noneText'))}</p>
      </div>
    </KioskPage>
  );
}
