import { createContext, createElement, type ReactElement, useContext } from 'react';
import type { LocalText } from '#platform/i18n';

/** What every page says about the city that it speaks for; opening and closing time as `08:45`. */
export interface City {
  readonly name: LocalText;
  readonly phone: string;
  readonly open: string;
  readonly close: string;
}

/** Stands where nobody has said which city it is: in the gallery, and in tests of single pages. */
const someCity: City = {
  name: { ja: '見本市', easy: '見本市(みほんし)', en: 'Sample City', zh: '样本市', ko: '견본시', vi: 'Thành phố Mẫu' },
  phone: '0166-00-0000',
  open: '08:45',
  close: '17:15',
};

const CityContext = createContext(someCity);

/** A page that speaks for this city. */
export function speakingFor(city: City, page: ReactElement): ReactElement {
  return createElement(CityContext.Provider, { value: city }, page);
}

/** The city that the page speaks for. */
export function useCity(): City {
  return useContext(CityContext);
}
