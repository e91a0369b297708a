import { z } from 'zod';
import { changesInFile, packJson, sheetsOf, workbookOf } from '#inventory';
import { UserError } from '#platform/errors';
import {
  type Application,
  file,
  notFound,
  page,
  type Result,
  redirect,
  type Staff,
  UploadedFile,
} from '#platform/http';
import { FilesPage } from './pages/files.tsx';
import { setPath } from './pages/parts.tsx';
import { edit, read, type StudioDesk } from './route-parts.ts';

const mostBytes = 20 * 1024 * 1024;
const types = {
  'tanaoroshi.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'inventory.json': 'application/json; charset=utf-8',
} as const;

/** Adds the page on which the inventory goes out as tables and comes back changed. */
export function addFileRoutes(app: Application, { service, studio, frame, may }: StudioDesk): void {
  function filesPage(staff: Staff, problem: readonly string[] = [], notice: string | null = null): Result {
    return page(
      <FilesPage staff={frame(staff)} mayEdit={may(staff, 'inventory:edit')} problem={problem} notice={notice} />,
      { status: problem.length > 0 ? 422 : 200 },
    );
  }

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/files',
    handle: ({ subject }) => (subject.kind === 'staff' ? filesPage(subject) : notFound()),
  });

  app.route({
    ...read,
    method: 'GET',
    url: '/inventory/files/:name',
    schema: { params: z.object({ name: z.enum(['tanaoroshi.xlsx', 'inventory.json']) }) },
    handle: async ({ params: { name } }) => {
      const { records } = service.current();
      const bytes = name === 'inventory.json' ? Buffer.from(packJson(records)) : await workbookOf(sheetsOf(records));
      return file(bytes, { type: types[name], name });
    },
  });

  app.route({
    ...edit,
    method: 'POST',
    url: '/inventory/files',
    upload: mostBytes,
    schema: { body: z.object({ file: z.instanceof(UploadedFile).optional() }) },
    handle: async ({ body, subject }) => {
      if (subject.kind !== 'staff') return notFound();
      if (body.file === undefined || body.file.bytes?.length === 0)
        return filesPage(subject, ['ファイルをえらんでください。']);
      const { name, bytes } = body.file;
      if (bytes === null) return filesPage(subject, ['ファイルが大きすぎます(20MBまで)。シートを分けてください。']);
      try {
        const changes = await changesInFile(service.current().records, name, bytes);
        if (changes.length === 0)
          return filesPage(subject, [], '公開している台帳と同じです。変わるところはありません。');
        const by = subject.staffId;
        const set = await studio.begin(by, `${name} の取り込み`.slice(0, 100), '表で直したところです。');
        for (const { kind, id, before, value } of changes) {
          await studio.save({ changeSet: set.id, kind, id, version: 0, base: before, published: before, value, by });
        }
        return redirect(setPath(set.id));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return filesPage(subject, String(error.sentence).split('\n'));
      }
    },
  });
}
