import { type ZodType, z } from 'zod';
import { limits } from './bodies.ts';
import type { RouteDescription } from './route.ts';

type Json = { readonly [key: string]: unknown };

/** A description in OpenAPI 3.1, ready to be turned into JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Json>>;
  readonly components: Json;
}

const error = z.strictObject({ error: z.strictObject({ code: z.string(), sentence: z.string() }) });

const refusals = {
  '400': '形の違う問い合わせ',
  '404': '見つからないもの',
  '413': '大きすぎる問い合わせ',
  '429': '問い合わせが多すぎるとき。Retry-After の秒数だけ待ってください',
} as const;

function schemaOf(type: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io });
  return schema;
}

function parametersOf(type: ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (type === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(type, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }));
}

function operationOf({ method, schema, document }: RouteDescription): Json {
  const content = (body: unknown) => ({ 'application/json': { schema: body } });
  return {
    summary: document.summary,
    parameters: [...parametersOf(schema?.params, 'path'), ...parametersOf(schema?.query, 'query')],
    ...(schema?.body &&
      method !== 'GET' && { requestBody: { required: true, content: content(schemaOf(schema.body, 'input')) } }),
    responses: {
      '200': { description: document.summary, content: content(schemaOf(document.response, 'output')) },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          status,
          { description, content: content({ $ref: '#/components/schemas/Error' }) },
        ]),
      ),
    },
  };
}

/** Describes routes in OpenAPI 3.1, from the very schemas that check their requests. */
export function openApiDocument(
  routes: readonly RouteDescription[],
  about: { readonly title: string; readonly version: string },
): OpenApiDocument {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.url.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  const description = `問い合わせの本文は JSON で、${limits.json / 1024} KB までです。知らない項目のある問い合わせは断ります。`;
  return {
    openapi: '3.1.0',
    info: { ...about, description },
    paths,
    components: { schemas: { Error: schemaOf(error, 'output') } },
  };
}
