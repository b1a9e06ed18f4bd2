import { z } from 'zod';
import { meshContract } from './contract';
import { NAMED_SHAPES } from './namedShapes';
import { requestContract } from './requestContract';

type Json = Record<string, unknown>;

/** What the document tells of a route, whichever part of the contract it is in. */
interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  readonly permission: { readonly name: string };
  readonly needsCatalog?: boolean;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
}

const ROUTES: readonly (readonly [string, Route])[] = [
  ...Object.entries(meshContract),
  ...Object.entries(requestContract),
];

function reference(name: string): string {
  return `#/components/schemas/${name}`;
}

function pascalCase(operationId: string): string {
  return (
    operationId.charAt(0).toLocaleUpperCase('en-US') + operationId.slice(1)
  );
}

/** Name of what an operation answers: a named shape, else one of its own. */
function responseName(operationId: string, route: Route): string {
  const named = Object.entries(NAMED_SHAPES).find(
    ([, schema]) => schema === route.response,
  );
  return named?.[0] ?? `${pascalCase(operationId)}Answer`;
}

/** OpenAPI 3.1 uses JSON Schema 2020-12 as it is; only names of its own are left out. */
function withoutNames({ $schema, $id, ...schema }: Json): Json {
  return schema;
}

function jsonSchema(schema: z.ZodType): Json {
  return withoutNames(z.toJSONSchema(schema, { io: 'output' }));
}

function componentSchemas(routes: readonly (readonly [string, Route])[]): Json {
  const registry = z.registry<{ id: string }>();
  const shapes = new Map(Object.entries(NAMED_SHAPES));
  for (const [id, route] of routes) {
    shapes.set(responseName(id, route), route.response);
  }
  for (const [id, schema] of shapes) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    uri: reference,
  });
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, schema]) => [id, withoutNames(schema)]),
  );
}

function shapeOf(schema: z.ZodType): Record<string, z.ZodType> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}

function parameters(schema: z.ZodType, place: 'path' | 'query'): Json[] {
  return Object.entries(shapeOf(schema)).map(([name, value]) => {
    const { description, ...schemaOfValue } = jsonSchema(value);
    return {
      name,
      in: place,
      required: place === 'path' || !value.safeParse(undefined).success,
      ...(description ? { description } : {}),
      schema: schemaOfValue,
    };
  });
}

function error(description: string): Json {
  return {
    description,
    content: {
      'application/json': { schema: { $ref: reference('Error') } },
    },
  };
}

/** A refusal says why; nothing of it has been done. */
function changeResponses(hasId: boolean): Json {
  return {
    403: error('The permission is missing, or nobody may do this'),
    409: error('Not as things are now; the message says why'),
    413: error('The body is too large'),
    ...(hasId
      ? { 404: error('There is no such thing, or it may not be seen') }
      : {}),
  };
}

function postOperation(operationId: string, route: Route): Json {
  const { body = z.object({}), path } = route;
  return {
    operationId,
    summary: route.summary,
    description: `Needs the permission ${route.permission.name}.`,
    security: [{ token: [] }],
    parameters: parameters(route.params, 'path'),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: withoutNames(z.toJSONSchema(body, { io: 'input' })),
        },
      },
    },
    responses: {
      200: {
        description: 'What is so now',
        content: {
          'application/json': {
            schema: { $ref: reference(responseName(operationId, route)) },
          },
        },
      },
      400: error('Something given is wrong; the message names it'),
      401: error('Nobody is signed in'),
      ...changeResponses(path.includes(':')),
    },
  };
}

function operation(operationId: string, route: Route): Json {
  if (route.method === 'POST') return postOperation(operationId, route);
  const permission = route.permission.name;
  const isList = !route.path.includes(':');
  return {
    operationId,
    summary: route.summary,
    description: `Needs the permission ${permission}.`,
    security: [{ token: [] }],
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
    ],
    responses: {
      200: {
        description: 'What is known, with how current it is',
        headers: { ETag: { schema: { type: 'string' } } },
        content: {
          'application/json': {
            schema: { $ref: reference(responseName(operationId, route)) },
          },
        },
      },
      304: { description: 'Nothing has changed since the answer of that ETag' },
      400: error('A parameter is wrong; the message names it'),
      401: error('Nobody is signed in'),
      ...(isList
        ? { 403: error(`The permission ${permission} is missing`) }
        : { 404: error('There is no such thing, or it may not be seen') }),
      ...(route.needsCatalog
        ? { 503: error('The catalog has not been read yet; ask again') }
        : {}),
    },
  };
}

/** `/v1/clusters/:cluster` -> `/v1/clusters/{cluster}`. */
function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

/** Several methods may share a path. */
function pathsOf(): Json {
  const paths: Record<string, Json> = {};
  for (const [id, route] of ROUTES) {
    const path = openApiPath(route.path);
    const method = route.method.toLocaleLowerCase('en-US');
    paths[path] = { ...paths[path], [method]: operation(id, route) };
  }
  return paths;
}

/** The contract as an OpenAPI 3.1 document; `openapi.yaml` is this as YAML. */
export function createOpenApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meshport',
      version: '1',
      description:
        'Service mesh state of all clusters, read from memory: no request asks a cluster, but for those that work out or make changes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/mesh' }],
    paths: pathsOf(),
    components: {
      schemas: componentSchemas(ROUTES),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}
