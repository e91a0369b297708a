import type { LocalText } from '#platform/i18n';

/** What every page says about the city that it speaks for. */
export const city: { readonly name: LocalText; readonly service: LocalText; readonly phone: string } = {
  name: {
    ja: '旭川市',
    easy: '旭川市(あさひかわし)',
    en: 'Asahikawa City',
    zh: '旭川市',
    ko: '아사히카와시',
    vi: 'Thành phố Asahikawa',
  },
  service: {
    ja: '旭川市 手続き案内',
    easy: '旭川市(あさひかわし)',
    en: 'Asahikawa City',
    zh: '旭川市 手续指南',
    ko: '아사히카와시 절차 안내',
    vi: 'Thành phố Asahikawa',
  },
  phone: '0166-26-1111',
};
