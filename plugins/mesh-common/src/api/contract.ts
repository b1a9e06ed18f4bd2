import type { Permission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import {
  clusterSchema,
  clusterSetSchema,
  clusterStatusSchema,
  clusterSummarySchema,
  healthSchema,
} from '../model/cluster';
import {
  exportStateSchema,
  exportViewSchema,
  linkSchema,
  linkStateSchema,
} from '../model/export';
import { dependenciesSchema, graphSchema } from '../model/graph';
import { membershipStateSchema } from '../model/membership';
import {
  namespaceDetailsSchema,
  namespaceSummarySchema,
  ownedBySchema,
} from '../model/namespace';
import {
  entityMeshSchema,
  serviceDetailsSchema,
  serviceSummarySchema,
} from '../model/service';
import { metricsAnswerSchema } from '../model/serviceMetrics';
import { setupSchema } from '../model/setup';
import { sourceSchema } from '../model/source';
import {
  meshPlatformReadPermission,
  meshServiceReadPermission,
} from '../permissions';

/** One route: everything that router, client and OpenAPI document need to know. */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET';
  /** Express style, relative to the plugin: `/v1/clusters/:cluster`. */
  readonly path: string;
  readonly summary: string;
  readonly permission: Permission;
  /** Some of its answers need the catalog, and fail until it has been read. */
  readonly needsCatalog?: boolean;
  readonly params: Params;
  readonly query: Query;
  readonly response: Response;
}

function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Response extends z.ZodType,
>(value: Route<Params, Query, Response>): Route<Params, Query, Response> {
  return value;
}

/** Most rows that one page of a list holds. */
export const MAX_PAGE_SIZE = 200;

const none = z.strictObject({});

/**
 * A repeatable query parameter: `?owner=a&owner=b` or `?owner=a,b`. Without any value
 * (`?owner=`) it is not asked for, as where it is left out.
 */
function listParameter<Item extends z.ZodType>(item: Item) {
  return z.preprocess(value => {
    const values = (Array.isArray(value) ? value : [value])
      .filter(given => given !== undefined)
      .flatMap(given =>
        typeof given === 'string' ? given.split(',') : [given],
      )
      .filter(given => given !== '');
    return values.length > 0 ? values : undefined;
  }, z.array(item).max(100).optional());
}

const names = listParameter(z.string().max(253));

const page = {
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(50),
};

/** Turns the order of `sort` round with `desc`; what is alike stays in order of names. */
const order = z.enum(['asc', 'desc']).default('asc');

/** Text that the names of a row contain, whatever the case. */
const q = z.string().max(253).optional();

const states = listParameter(membershipStateSchema);

const entityParams = z.strictObject({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

const serviceParams = z.strictObject({
  set: z.string(),
  namespace: z.string(),
  name: z.string(),
});

const chartWindow = z.enum(['15m', '1h', '3h', '6h', '12h', '24h']);

/** Part of the past that charts show. */
const span = {
  window: chartWindow.default('1h'),
  /** Seconds between two points; default such that a chart has no more than it can show. */
  step: z.coerce.number().int().min(15).max(3600).optional(),
  /** ISO 8601; the end of the window. Default: now, which moves on. */
  at: z.iso.datetime({ offset: true }).optional(),
};

/** Also tell of gateways between clusters and of waypoints, which are folded otherwise. */
const gateways = z.enum(['true', 'false']).default('false');

/** How much of the calls around a service is told. */
const around = {
  /** How many calls away from it; callers and callees alike. */
  depth: z.coerce.number().int().min(1).max(3).default(1),
  /** Time that calls are counted over; that of the configuration where it is left out. */
  window: chartWindow.optional(),
  /** ISO 8601; the end of that time. Now, where it is left out. */
  at: z.iso.datetime({ offset: true }).optional(),
  gateways,
};

/** Most nodes that a graph holds. */
export const MAX_GRAPH_NODES = 500;

/** A page of a list; `total` counts what the caller may read. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().optional(),
    total: z.number(),
    sets: z.array(clusterSetSchema),
    clusters: z.array(clusterSummarySchema),
    sources: z.array(sourceSchema),
  });
}

/**
 * The HTTP API of the plugin `mesh`: the single source that the router mounts, the
 * client is derived from and `openapi.yaml` is emitted from.
 */
export const meshContract = {
  listClusters: route({
    method: 'GET',
    path: '/v1/clusters',
    summary: 'Clusters, their meshes and how current they are',
    permission: meshPlatformReadPermission,
    params: none,
    query: z.strictObject({
      ...page,
      q,
      set: names,
      /** Clusters in which one of the meshes is installed. */
      mesh: names,
      status: listParameter(clusterStatusSchema),
      /**
       * `place`: sets in their order, in each the configured order; `status`: what can
       * be read least first; `meshed`: the share of pods in a mesh.
       */
      sort: z
        .enum(['place', 'name', 'status', 'pods', 'meshed'])
        .default('place'),
      order,
    }),
    response: listOf(clusterSchema),
  }),
  getCluster: route({
    method: 'GET',
    path: '/v1/clusters/:cluster',
    summary: 'One cluster',
    permission: meshPlatformReadPermission,
    params: z.strictObject({ cluster: z.string() }),
    query: none,
    response: clusterSchema,
  }),
  getSetup: route({
    method: 'GET',
    path: '/v1/setup',
    summary:
      'How well each cluster can be read, what is missing, and what it costs',
    permission: meshPlatformReadPermission,
    params: none,
    query: none,
    response: setupSchema,
  }),
  getEntity: route({
    method: 'GET',
    path: '/v1/entities/:kind/:namespace/:name',
    summary: 'The mesh state of the services of one catalog entity',
    permission: meshServiceReadPermission,
    needsCatalog: true,
    params: entityParams,
    query: none,
    response: entityMeshSchema,
  }),
  getEntityMetrics: route({
    method: 'GET',
    path: '/v1/entities/:kind/:namespace/:name/metrics',
    summary:
      'Traffic of the services of one catalog entity over time, and their error budgets',
    permission: meshServiceReadPermission,
    needsCatalog: true,
    params: entityParams,
    query: z.strictObject(span),
    response: metricsAnswerSchema,
  }),
  getEntityDependencies: route({
    method: 'GET',
    path: '/v1/entities/:kind/:namespace/:name/dependencies',
    summary:
      'Callers and callees of the services of one catalog entity, over all clusters',
    permission: meshServiceReadPermission,
    needsCatalog: true,
    params: entityParams,
    query: z.strictObject(around),
    response: dependenciesSchema,
  }),
  listServices: route({
    method: 'GET',
    path: '/v1/services',
    summary: 'Services of all cluster sets',
    permission: meshServiceReadPermission,
    needsCatalog: true,
    params: none,
    query: z.strictObject({
      ...page,
      /** Entity refs of owners; a service of any of them is listed. */
      owner: names,
      q,
      set: names,
      cluster: names,
      namespace: names,
      /** Services that one of the meshes has, declares or refuses. */
      mesh: names,
      state: states,
      health: listParameter(healthSchema),
      /**
       * `state`: what needs someone first; `clusters`: in how many it runs; `health`:
       * what fails first; `rate` (requests per second), `success` (0..1) and `p99`:
       * what has none comes last, whatever the order.
       */
      sort: z
        .enum([
          'state',
          'name',
          'namespace',
          'set',
          'clusters',
          'owner',
          'health',
          'rate',
          'success',
          'p99',
        ])
        .default('namespace'),
      order,
    }),
    response: listOf(serviceSummarySchema),
  }),
  getService: route({
    method: 'GET',
    path: '/v1/services/:set/:namespace/:name',
    summary: 'One service of one cluster set',
    permission: meshServiceReadPermission,
    params: serviceParams,
    query: none,
    response: serviceDetailsSchema,
  }),
  getServiceMetrics: route({
    method: 'GET',
    path: '/v1/services/:set/:namespace/:name/metrics',
    summary: 'Traffic of one service over time, and its error budget',
    permission: meshServiceReadPermission,
    params: serviceParams,
    query: z.strictObject(span),
    response: metricsAnswerSchema,
  }),
  getServiceDependencies: route({
    method: 'GET',
    path: '/v1/services/:set/:namespace/:name/dependencies',
    summary: 'Callers and callees of one service, over all clusters',
    permission: meshServiceReadPermission,
    params: serviceParams,
    query: z.strictObject(around),
    response: dependenciesSchema,
  }),
  getGraph: route({
    method: 'GET',
    path: '/v1/graph',
    summary: 'Who calls whom: the worst and the heaviest calls first',
    permission: meshServiceReadPermission,
    params: none,
    query: z.strictObject({
      /** Calls of which one end is in one of these, or is called so. */
      set: names,
      cluster: names,
      namespace: names,
      q,
      /** Meshes that saw the calls. */
      mesh: names,
      limit: z.coerce.number().int().min(1).max(MAX_GRAPH_NODES).default(200),
      gateways,
    }),
    response: graphSchema,
  }),
  listNamespaces: route({
    method: 'GET',
    path: '/v1/namespaces',
    summary:
      'Namespaces of all clusters: what they ask for, and what is enrolled',
    permission: meshServiceReadPermission,
    needsCatalog: true,
    params: none,
    query: z.strictObject({
      ...page,
      q,
      set: names,
      cluster: names,
      /** Entity refs of owners; a namespace of any of them is listed. */
      owner: names,
      ownedBy: listParameter(ownedBySchema),
      /** Namespaces that ask for one of the meshes, or have something in it. */
      mesh: names,
      state: states,
      /** `state`: what needs someone first; `meshed`: the share of pods in a mesh. */
      sort: z
        .enum([
          'name',
          'cluster',
          'state',
          'owner',
          'services',
          'workloads',
          'pods',
          'meshed',
        ])
        .default('name'),
      order,
    }),
    response: listOf(namespaceSummarySchema),
  }),
  getNamespace: route({
    method: 'GET',
    path: '/v1/namespaces/:cluster/:namespace',
    summary: 'One namespace of one cluster, with its workloads',
    permission: meshServiceReadPermission,
    params: z.strictObject({ cluster: z.string(), namespace: z.string() }),
    query: none,
    response: namespaceDetailsSchema,
  }),
  listExports: route({
    method: 'GET',
    path: '/v1/exports',
    summary: 'Services that are offered to other clusters, and what arrived',
    permission: meshServiceReadPermission,
    params: none,
    query: z.strictObject({
      ...page,
      q,
      set: names,
      /** Offered by one of these, or to one of them. */
      cluster: names,
      namespace: names,
      mechanism: names,
      state: listParameter(exportStateSchema),
      /** `state`: what cannot be used first; `from`: the order of clusters. */
      sort: z
        .enum(['state', 'name', 'namespace', 'set', 'mechanism', 'from'])
        .default('state'),
      order,
    }),
    response: listOf(exportViewSchema),
  }),
  listLinks: route({
    method: 'GET',
    path: '/v1/links',
    summary: 'Connections between clusters, and what passes through them',
    permission: meshPlatformReadPermission,
    params: none,
    query: z.strictObject({
      ...page,
      q,
      /** Of one of the ends. */
      set: names,
      cluster: names,
      mesh: names,
      state: listParameter(linkStateSchema),
      /** `from` and `to`: the order of clusters; `state`: what is down first. */
      sort: z
        .enum(['state', 'from', 'to', 'mesh', 'services'])
        .default('state'),
      order,
    }),
    response: listOf(linkSchema),
  }),
} as const;

/** The routes by operation id. */
export type MeshContract = typeof meshContract;

/** Operation ids of the API. */
export type MeshOperation = keyof MeshContract;

/** What an operation answers. */
export type MeshResponse<Operation extends MeshOperation> = z.infer<
  MeshContract[Operation]['response']
>;

/** What a caller gives to an operation: path parameters and query. */
export interface MeshRequestInput<Operation extends MeshOperation> {
  params: z.infer<MeshContract[Operation]['params']>;
  query?: Partial<z.infer<MeshContract[Operation]['query']>>;
}

/** Channel of the signal that says that something has changed. */
export const MESH_SIGNAL_CHANNEL = 'mesh';

/**
 * Message on {@link MESH_SIGNAL_CHANNEL}: a hint to ask again, never data.
 * `version` grows by one with every change; `changed` names the kind of change.
 */
export interface MeshSignal {
  [key: string]: string | number;
  changed: 'models';
  version: number;
}
