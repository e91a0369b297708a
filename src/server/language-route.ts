import { z } from 'zod';
import { type Application, cookieNames, localPath, redirect, setCookie } from '#platform/http';
import { languages } from '#platform/i18n';

const year = 365 * 24 * 3600;
const languageIds = languages.map(({ id }) => id);

/** `POST /language` keeps the chosen language in a cookie and leads back to the page it was chosen on. */
export function addLanguageRoute(app: Application): void {
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
}
