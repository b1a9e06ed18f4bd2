import { z } from 'zod';
import {
  clusterSchema,
  clusterSetSchema,
  clusterSummarySchema,
  meshInstallationSchema,
} from '../model/cluster';
import {
  fixSchema,
  membershipSchema,
  postureSchema,
  reasonSchema,
} from '../model/membership';
import {
  namespaceDetailsSchema,
  namespaceSummarySchema,
  namespaceWorkloadSchema,
  writerSchema,
} from '../model/namespace';
import {
  budgetWindowSchema,
  goldenSchema,
  metricSeriesSchema,
  objectivesSchema,
} from '../model/golden';
import {
  changeSchema,
  dependenciesSchema,
  driftSchema,
  edgeSchema,
  graphNodeSchema,
  graphSchema,
  verdictSchema,
} from '../model/graph';
import { objectRefSchema } from '../model/reference';
import {
  entityMeshSchema,
  serviceDetailsSchema,
  serviceInstanceSchema,
  serviceSummarySchema,
  serviceViewSchema,
  workloadViewSchema,
} from '../model/service';
import {
  metricsAnswerSchema,
  serviceMetricsSchema,
  toolLinkSchema,
} from '../model/serviceMetrics';
import { setupClusterSchema, setupSchema } from '../model/setup';
import { sourceSchema } from '../model/source';
import { textSchema } from '../model/text';
import { meshContract, type Route } from './contract';

type Json = Record<string, unknown>;

const errorSchema = z.object({
  // Backstage adds a cause, and in development a stack.
  error: z.looseObject({ name: z.string(), message: z.string() }),
  request: z.object({ method: z.string(), url: z.string() }).optional(),
  response: z.object({ statusCode: z.number() }),
});

/** Shapes that the document names once and refers to; the rest is written out. */
const NAMED_SHAPES: Readonly<Record<string, z.ZodType>> = {
  BudgetWindow: budgetWindowSchema,
  Change: changeSchema,
  Cluster: clusterSchema,
  ClusterSet: clusterSetSchema,
  ClusterSummary: clusterSummarySchema,
  Dependencies: dependenciesSchema,
  Drift: driftSchema,
  Edge: edgeSchema,
  EntityMesh: entityMeshSchema,
  Error: errorSchema,
  Fix: fixSchema,
  Golden: goldenSchema,
  Graph: graphSchema,
  GraphNode: graphNodeSchema,
  Membership: membershipSchema,
  MetricSeries: metricSeriesSchema,
  MetricsAnswer: metricsAnswerSchema,
  MeshInstallation: meshInstallationSchema,
  NamespaceDetails: namespaceDetailsSchema,
  NamespaceSummary: namespaceSummarySchema,
  NamespaceWorkload: namespaceWorkloadSchema,
  Objectives: objectivesSchema,
  ObjectRef: objectRefSchema,
  Posture: postureSchema,
  Reason: reasonSchema,
  ServiceDetails: serviceDetailsSchema,
  ServiceInstance: serviceInstanceSchema,
  ServiceMetrics: serviceMetricsSchema,
  ServiceSummary: serviceSummarySchema,
  ServiceView: serviceViewSchema,
  Setup: setupSchema,
  SetupCluster: setupClusterSchema,
  Source: sourceSchema,
  Text: textSchema,
  ToolLink: toolLinkSchema,
  Verdict: verdictSchema,
  WorkloadView: workloadViewSchema,
  Writer: writerSchema,
};

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

function operation(operationId: string, route: Route): Json {
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

/** The contract as an OpenAPI 3.1 document; `openapi.yaml` is this as YAML. */
export function createOpenApiDocument(): Json {
  const routes: [string, Route][] = Object.entries(meshContract);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meshport',
      version: '1',
      description:
        'Service mesh state of all clusters, read from memory: no request asks a cluster.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/mesh' }],
    paths: Object.fromEntries(
      routes.map(([id, route]) => [
        openApiPath(route.path),
        { [route.method.toLocaleLowerCase('en-US')]: operation(id, route) },
      ]),
    ),
    components: {
      schemas: componentSchemas(routes),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}
