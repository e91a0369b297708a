import { z } from 'zod';
import { type Application, cookieNames, localPath, page, redirect, setCookie } from '#platform/http';
import { languages } from '#platform/i18n';
import { GalleryPage } from '#ui';

const year = 365 * 24 * 3600;
const languageIds = languages.map(({ id }) => id);
const surfaces = ['resident', 'kiosk', 'tablet', 'staff', 'display', 'print'] as const;

/** What belongs to every page: the choice of the language, and the gallery of all components for those who design. */
export function addInterfaceRoutes(app: Application): void {
  app.route({
    method: 'POST',
    url: '/language',
    action: 'interface:language',
    rate: 'public',
    schema: { body: z.object({ language: z.enum(languageIds), return: z.string().max(2000).default('/') }) },
    handle: ({ body }) =>
      redirect(localPath(body.return, '/'), {
        cookies: [setCookie(cookieNames.language, body.language, { maxAge: year })],
      }),
  });
  app.route({
    method: 'GET',
    url: '/gallery/:surface',
    action: 'interface:gallery',
    rate: 'public',
    schema: { params: z.object({ surface: z.enum(surfaces) }) },
    handle: ({ params, language }) => page(<GalleryPage language={language} surface={params.surface} />),
  });
}
