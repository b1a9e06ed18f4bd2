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

/** One rule over a list of names; both its forms always agree. */
function ruleOf<Name extends string>(
  name: string,
  description: string,
  {
    parameter,
    matches,
  }: {
    parameter: Name;
    matches: (request: MeshRequestResource, names: string[]) => boolean;
  },
) {
  const paramsSchema = z.object({ [parameter]: z.array(z.string()) } as Record<
    Name,
    z.ZodArray<z.ZodString>
  >);
  type Params = Record<Name, string[]>;
  return createPermissionRule({
    name,
    description,
    resourceRef: meshRequestResourceRef,
    paramsSchema,
    apply: (request, params) => matches(request, (params as Params)[parameter]),
    toQuery:
      (params): MeshRequestFilter =>
      request =>
        matches(request, (params as Params)[parameter]),
  });
}

/**
 * Rules that policies can decide on requests with. One over clusters or sets holds where
 * all clusters of the request are among those: a decision is about the request as a whole.
 */
export const meshRequestRules = {
  isRequester: ruleOf(
    'IS_REQUESTER',
    'Allow requests that one of the claims has filed',
    {
      parameter: 'claims',
      matches: ({ requestedBy }, claims) => claims.includes(requestedBy),
    },
  ),
  concernsOwner: ruleOf(
    'CONCERNS_OWNER',
    'Allow requests about what one of the claims owns',
    {
      parameter: 'claims',
      matches: ({ owners }, claims) =>
        owners.some(owner => claims.includes(owner)),
    },
  ),
  isOfKind: ruleOf('IS_OF_KIND', 'Allow requests of one of the kinds', {
    parameter: 'kinds',
    matches: ({ kind }, kinds) => kinds.includes(kind),
  }),
  inCluster: ruleOf(
    'IN_CLUSTER',
    'Allow requests that concern only some of the clusters',
    {
      parameter: 'clusters',
      matches: (request, clusters) =>
        request.clusters.every(cluster => clusters.includes(cluster)),
    },
  ),
  inSet: ruleOf(
    'IN_SET',
    'Allow requests that concern only some of the cluster sets',
    {
      parameter: 'sets',
      matches: (request, sets) => request.sets.every(set => sets.includes(set)),
    },
  ),
  inNamespace: ruleOf(
    'IN_NAMESPACE',
    'Allow requests in one of the namespaces',
    {
      parameter: 'namespaces',
      matches: ({ namespace }, namespaces) => namespaces.includes(namespace),
    },
  ),
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
