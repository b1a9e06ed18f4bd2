import type {
  ConditionalPolicyDecision,
  PermissionCondition,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_MESH_REQUEST,
  type RequestKind,
} from '@meshport/plugin-mesh-common';
import { z } from 'zod';

/** What decisions on `mesh.request.read` and `mesh.request.approve` are about. */
export interface MeshRequestResource {
  readonly kind: RequestKind;
  readonly clusters: readonly string[];
  /** Names of the cluster sets of these clusters. */
  readonly sets: readonly string[];
  readonly namespace: string;
  /** Entity ref. */
  readonly requestedBy: string;
  /** Owners (entity refs) of what it concerns. */
  readonly owners: readonly string[];
}

/** Decisions are applied in memory; the query form of a rule is a filter. */
export type MeshRequestFilter = (request: MeshRequestResource) => boolean;

/** Resources that `mesh.request.read` and `mesh.request.approve` are decided on. */
export const meshRequestResourceRef = createPermissionResourceRef<
  MeshRequestResource,
  MeshRequestFilter
>().with({ pluginId: 'mesh', resourceType: RESOURCE_TYPE_MESH_REQUEST });

type Matches<Params> = (
  request: MeshRequestResource,
  params: Params,
) => boolean;

/** The query form of a rule from its in-memory form, so that both always agree. */
function asFilter<Params>(matches: Matches<Params>) {
  return (params: Params): MeshRequestFilter =>
    request =>
      matches(request, params);
}

function names(description: string) {
  return z.array(z.string()).describe(description);
}

const matchesIsRequester: Matches<{ claims: string[] }> = (
  { requestedBy },
  { claims },
) => claims.includes(requestedBy);

const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow requests that one of the claims has filed',
  resourceRef: meshRequestResourceRef,
  paramsSchema: z.object({
    claims: names('Entity refs, such as the ownership refs of the user'),
  }),
  apply: matchesIsRequester,
  toQuery: asFilter(matchesIsRequester),
});

const matchesConcernsOwner: Matches<{ claims: string[] }> = (
  { owners },
  { claims },
) => owners.some(owner => claims.includes(owner));

const concernsOwner = createPermissionRule({
  name: 'CONCERNS_OWNER',
  description: 'Allow requests about what one of the claims owns',
  resourceRef: meshRequestResourceRef,
  paramsSchema: z.object({
    claims: names('Entity refs, such as the ownership refs of the user'),
  }),
  apply: matchesConcernsOwner,
  toQuery: asFilter(matchesConcernsOwner),
});

const matchesIsOfKind: Matches<{ kinds: string[] }> = ({ kind }, { kinds }) =>
  kinds.includes(kind);

const isOfKind = createPermissionRule({
  name: 'IS_OF_KIND',
  description: 'Allow requests of one of the kinds',
  resourceRef: meshRequestResourceRef,
  paramsSchema: z.object({
    kinds: names('Kinds of requests, such as workload-restart'),
  }),
  apply: matchesIsOfKind,
  toQuery: asFilter(matchesIsOfKind),
});

const matchesInCluster: Matches<{ clusters: string[] }> = (
  request,
  { clusters },
) => request.clusters.every(cluster => clusters.includes(cluster));

const inCluster = createPermissionRule({
  name: 'IN_CLUSTER',
  description: 'Allow requests that concern only some of the clusters',
  resourceRef: meshRequestResourceRef,
  paramsSchema: z.object({
    clusters: names('Names of clusters as the Kubernetes plugin knows them'),
  }),
  apply: matchesInCluster,
  toQuery: asFilter(matchesInCluster),
});

const matchesInSet: Matches<{ sets: string[] }> = (request, { sets }) =>
  request.sets.every(set => sets.includes(set));

const inSet = createPermissionRule({
  name: 'IN_SET',
  description: 'Allow requests that concern only some of the cluster sets',
  resourceRef: meshRequestResourceRef,
  paramsSchema: z.object({ sets: names('Names of cluster sets') }),
  apply: matchesInSet,
  toQuery: asFilter(matchesInSet),
});

const matchesInNamespace: Matches<{ namespaces: string[] }> = (
  { namespace },
  { namespaces },
) => namespaces.includes(namespace);

const inNamespace = createPermissionRule({
  name: 'IN_NAMESPACE',
  description: 'Allow requests in one of the namespaces',
  resourceRef: meshRequestResourceRef,
  paramsSchema: z.object({
    namespaces: names('Names of Kubernetes namespaces'),
  }),
  apply: matchesInNamespace,
  toQuery: asFilter(matchesInNamespace),
});

/**
 * Rules that policies can decide on requests with. One over clusters or sets holds where
 * all clusters of the request are among those: a decision is about the request as a whole.
 */
export const meshRequestRules = {
  isRequester,
  concernsOwner,
  isOfKind,
  inCluster,
  inSet,
  inNamespace,
};

const conditionExports = createConditionExports({
  resourceRef: meshRequestResourceRef,
  rules: meshRequestRules,
});

/** Conditions on requests, for authors of permission policies. */
export const meshRequestConditions = conditionExports.conditions;

/** Wraps conditions on requests into what a policy returns. */
export function createMeshRequestConditionalDecision(
  permission: ResourcePermission<typeof RESOURCE_TYPE_MESH_REQUEST>,
  conditions: PermissionCriteria<
    PermissionCondition<typeof RESOURCE_TYPE_MESH_REQUEST>
  >,
): ConditionalPolicyDecision {
  return conditionExports.createConditionalDecision(permission, conditions);
}
