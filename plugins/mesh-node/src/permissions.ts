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
import { RESOURCE_TYPE_MESH_SERVICE } from '@meshport/plugin-mesh-common';
import { z } from 'zod';

/**
 * What a decision on `mesh.service.read` is about: one service in one cluster, a workload
 * there, or a namespace (its name is '' then). A service of several clusters is asked
 * about once per cluster, so that a policy on clusters never shows an instance of
 * another one.
 */
export interface MeshServiceResource {
  readonly cluster: string;
  /** Name of the cluster set. */
  readonly set: string;
  readonly namespace: string;
  readonly name: string;
  /** Owners (entity refs) of all entities that the service belongs to. */
  readonly owners: readonly string[];
  /**
   * Owners (entity refs) that the namespace itself names, by the annotation or label
   * configured as `mesh.ownership.namespaceKey`.
   */
  readonly namespaceOwners: readonly string[];
  /** Meshes that have, declare or refuse its workloads. */
  readonly meshes: readonly string[];
}

/** Decisions are applied in memory; the query form of a rule is a filter. */
export type MeshServiceFilter = (service: MeshServiceResource) => boolean;

/** Resources that `mesh.service.read` is decided on. */
export const meshServiceResourceRef = createPermissionResourceRef<
  MeshServiceResource,
  MeshServiceFilter
>().with({ pluginId: 'mesh', resourceType: RESOURCE_TYPE_MESH_SERVICE });

type Matches<Params> = (
  service: MeshServiceResource,
  params: Params,
) => boolean;

/** The query form of a rule from its in-memory form, so that both always agree. */
function asFilter<Params>(matches: Matches<Params>) {
  return (params: Params): MeshServiceFilter =>
    service =>
      matches(service, params);
}

function names(description: string) {
  return z.array(z.string()).describe(description);
}

const ownedBy: Matches<{ claims: string[] }> = (service, { claims }) =>
  service.owners.some(owner => claims.includes(owner));

const isServiceOwner = createPermissionRule({
  name: 'IS_SERVICE_OWNER',
  description: 'Allow services of entities that one of the claims owns',
  resourceRef: meshServiceResourceRef,
  paramsSchema: z.object({
    claims: names('Entity refs, such as the ownership refs of the user'),
  }),
  apply: ownedBy,
  toQuery: asFilter(ownedBy),
});

const inOwnedNamespace: Matches<{ claims: string[] }> = (
  { namespaceOwners },
  { claims },
) => namespaceOwners.some(owner => claims.includes(owner));

const isNamespaceOwner = createPermissionRule({
  name: 'IS_NAMESPACE_OWNER',
  description:
    'Allow whatever is in namespaces that name one of the claims as their owner',
  resourceRef: meshServiceResourceRef,
  paramsSchema: z.object({
    claims: names('Entity refs, such as the ownership refs of the user'),
  }),
  apply: inOwnedNamespace,
  toQuery: asFilter(inOwnedNamespace),
});

const inNamespace: Matches<{ namespaces: string[] }> = (
  service,
  { namespaces },
) => namespaces.includes(service.namespace);

const hasNamespace = createPermissionRule({
  name: 'HAS_NAMESPACE',
  description: 'Allow services in one of the namespaces',
  resourceRef: meshServiceResourceRef,
  paramsSchema: z.object({
    namespaces: names('Names of Kubernetes namespaces'),
  }),
  apply: inNamespace,
  toQuery: asFilter(inNamespace),
});

const inOneOfClusters: Matches<{ clusters: string[] }> = (
  service,
  { clusters },
) => clusters.includes(service.cluster);

const inCluster = createPermissionRule({
  name: 'IN_CLUSTER',
  description: 'Allow services in one of the clusters',
  resourceRef: meshServiceResourceRef,
  paramsSchema: z.object({
    clusters: names('Names of clusters as the Kubernetes plugin knows them'),
  }),
  apply: inOneOfClusters,
  toQuery: asFilter(inOneOfClusters),
});

const inOneOfSets: Matches<{ sets: string[] }> = (service, { sets }) =>
  sets.includes(service.set);

const inSet = createPermissionRule({
  name: 'IN_SET',
  description: 'Allow services in one of the cluster sets',
  resourceRef: meshServiceResourceRef,
  paramsSchema: z.object({ sets: names('Names of cluster sets') }),
  apply: inOneOfSets,
  toQuery: asFilter(inOneOfSets),
});

const inOneOfMeshes: Matches<{ meshes: string[] }> = (service, { meshes }) =>
  service.meshes.some(mesh => meshes.includes(mesh));

const hasMesh = createPermissionRule({
  name: 'HAS_MESH',
  description: 'Allow services that one of the meshes has, declares or refuses',
  resourceRef: meshServiceResourceRef,
  paramsSchema: z.object({ meshes: names('Meshes: istio, linkerd, ...') }),
  apply: inOneOfMeshes,
  toQuery: asFilter(inOneOfMeshes),
});

/** Rules that policies can decide `mesh.service.read` with. */
export const meshServiceRules = {
  isServiceOwner,
  isNamespaceOwner,
  hasNamespace,
  inCluster,
  inSet,
  hasMesh,
};

const conditionExports = createConditionExports({
  resourceRef: meshServiceResourceRef,
  rules: meshServiceRules,
});

/** Conditions on services, for authors of permission policies. */
export const meshServiceConditions = conditionExports.conditions;

/** Wraps conditions on services into what a policy returns. */
export function createMeshServiceConditionalDecision(
  permission: ResourcePermission<typeof RESOURCE_TYPE_MESH_SERVICE>,
  conditions: PermissionCriteria<
    PermissionCondition<typeof RESOURCE_TYPE_MESH_SERVICE>
  >,
): ConditionalPolicyDecision {
  return conditionExports.createConditionalDecision(permission, conditions);
}
