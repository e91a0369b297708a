import { z } from 'zod';
import {
  answerDocuments,
  answerGuide,
  describeInventory,
  describeProcedure,
  documentsAnswer,
  documentsQuestion,
  guideAnswer,
  guideQuestion,
  listProcedures,
  procedureDetail,
  procedureList,
  publicInventory,
} from '#api';
import { availabilityDescription } from '#booking';
import type { Inventory } from '#inventory';
import {
  type Application,
  json,
  notFound,
  type OpenApiDocument,
  openApiDocument,
  type RouteDescription,
  text,
} from '#platform/http';
import { packageVersion } from '#platform/package';
import { congestionDescription, machineFeedDescription, machineMessagesDescription } from '#reception';

/** Anyone may ask; the answers hold nothing that is for staff alone. */
const open = { action: 'api:read', rate: 'public' } as const;
const noQuery = z.strictObject({});

const guide = {
  ...open,
  method: 'POST',
  url: '/api/v1/guide',
  schema: { body: guideQuestion, query: noQuery },
  document: { summary: '答えから、必要な手続きと次の質問を返します', response: guideAnswer },
} as const satisfies RouteDescription;

const documents = {
  ...open,
  method: 'POST',
  url: '/api/v1/documents',
  schema: { body: documentsQuestion, query: noQuery },
  document: { summary: '手続きごとの持ち物を返します', response: documentsAnswer },
} as const satisfies RouteDescription;

const procedures = {
  ...open,
  method: 'GET',
  url: '/api/v1/procedures',
  schema: { query: noQuery },
  document: { summary: '手続きの一覧を返します', response: procedureList },
} as const satisfies RouteDescription;

const procedure = {
  ...open,
  method: 'GET',
  url: '/api/v1/procedures/:id',
  schema: { params: z.strictObject({ id: z.string().max(64) }), query: noQuery },
  document: { summary: '手続き1つの内容を返します', response: procedureDetail },
} as const satisfies RouteDescription;

const inventory = {
  ...open,
  method: 'GET',
  url: '/api/v1/inventory',
  schema: { query: noQuery },
  document: { summary: '公開している台帳の全体を返します。ETag は版を表します', response: publicInventory },
} as const satisfies RouteDescription;

function describe(routes: readonly RouteDescription[]): OpenApiDocument {
  const inOrder = routes.toSorted((one, other) => (one.url < other.url ? -1 : 1));
  return openApiDocument(inOrder, { title: 'ひとまど API', version: packageVersion() });
}

/** The description of the whole HTTP API, as `/api/openapi.json` gives it, for those who need it without a server. */
export function apiDescription(): OpenApiDocument {
  return describe([
    guide,
    documents,
    procedures,
    procedure,
    inventory,
    congestionDescription,
    availabilityDescription,
    machineMessagesDescription,
    machineFeedDescription,
  ]);
}

/** Adds the questions other programs may ask, and the description of every route that is described anywhere. */
export function registerApi(app: Application, current: () => Inventory): void {
  const inventoryText = remembered((of) => JSON.stringify(describeInventory(of)));
  const list = remembered(listProcedures);
  app.route({ ...guide, handle: ({ body }) => json(answerGuide(current(), body, 'public')) });
  app.route({ ...documents, handle: ({ body }) => json(answerDocuments(current(), body, 'public')) });
  app.route({ ...procedures, handle: () => json(list(current()), { cache: 0, tag: current().revision }) });
  app.route({
    ...procedure,
    handle: ({ params }) => {
      const found = describeProcedure(current(), params.id);
      return found === undefined ? notFound() : json(found, { cache: 0 });
    },
  });
  app.route({
    ...inventory,
    handle: () => {
      const revision = current();
      return text(inventoryText(revision), 'application/json; charset=utf-8', { cache: 0, tag: revision.revision });
    },
  });
  app.route({
    ...open,
    method: 'GET',
    url: '/api/openapi.json',
    handle: () => json(describe(app.described()), { cache: 0 }),
  });
}

/** Works a view of the inventory out once for each revision. */
function remembered<View>(view: (inventory: Inventory) => View): (inventory: Inventory) => View {
  let last: { readonly of: Inventory; readonly view: View } | undefined;
  return (of) => {
    if (last?.of !== of) last = { of, view: view(of) };
    return last.view;
  };
}
