import type { JsonObject } from '../KubeObject.ts';
import {
  apiVersionOf,
  type KindRegistry,
  type ResourceKind,
} from '../kinds.ts';
import { REVIEW_GROUPS } from './reviewKinds.ts';

const OBJECT_VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
const SUBRESOURCE_VERBS = ['get', 'patch', 'update'];

export const AGGREGATED_TYPE =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether the client asks for all groups in one answer. */
export function wantsAggregated(accept: string | undefined): boolean {
  return (accept ?? '')
    .split(',')
    .some(
      offer =>
        offer.includes('g=apidiscovery.k8s.io') &&
        offer.includes('v=v2') &&
        !offer.includes('v=v2beta1') &&
        offer.includes('as=APIGroupDiscoveryList'),
    );
}

export function apiVersions(address: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [
      { clientCIDR: '0.0.0.0/0', serverAddress: address },
    ],
  };
}

export function apiGroupList(kinds: KindRegistry): JsonObject {
  const groups = groupNames(kinds).map(name => describeGroup(kinds, name));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

/** One group, or `undefined` when nothing in it is served. */
export function apiGroup(
  kinds: KindRegistry,
  name: string,
): JsonObject | undefined {
  if (!groupNames(kinds).includes(name)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(kinds, name) };
}

export function apiResourceList(
  kinds: KindRegistry,
  group: string,
  version: string,
): JsonObject | undefined {
  const served = kindsIn(kinds, group, version);
  const reviews = REVIEW_GROUPS[group] ?? [];
  if (served.length === 0 && reviews.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: apiVersionOf(group, version),
    resources: [
      ...served.flatMap(resourceEntries),
      ...reviews.map(({ plural, kind }) => ({
        name: plural,
        singularName: kind.toLowerCase(),
        namespaced: false,
        kind,
        verbs: ['create'],
      })),
    ],
  };
}

/** Aggregated discovery, of the core group for `/api` or of all others for `/apis`. */
export function aggregatedDiscovery(
  kinds: KindRegistry,
  options: { core: boolean },
): JsonObject {
  const groups = options.core ? [''] : groupNames(kinds);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(group => ({
      metadata: group === '' ? {} : { name: group },
      versions: versionsOf(kinds, group).map(version => ({
        version,
        resources: aggregatedResources(kinds, group, version),
        freshness: 'Current',
      })),
    })),
  };
}

function aggregatedResources(
  kinds: KindRegistry,
  group: string,
  version: string,
): JsonObject[] {
  const reviews = REVIEW_GROUPS[group] ?? [];
  return [
    ...kindsIn(kinds, group, version).map(kind => ({
      resource: kind.plural,
      responseKind: { group, version, kind: kind.kind },
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: kind.singular,
      verbs: verbsOf(kind),
      ...optional('shortNames', kind.shortNames),
      ...optional('categories', kind.categories),
      ...optional(
        'subresources',
        sortedSubresources(kind).map(subresource => ({
          subresource,
          responseKind: subresourceKind(kind, subresource, version),
          verbs: SUBRESOURCE_VERBS,
        })),
      ),
    })),
    ...reviews.map(({ plural, kind }) => ({
      resource: plural,
      responseKind: { group, version, kind },
      scope: 'Cluster',
      singularResource: kind.toLowerCase(),
      verbs: ['create'],
    })),
  ];
}

function sortedSubresources(kind: ResourceKind): string[] {
  return [...(kind.subresources ?? [])].sort();
}

function subresourceKind(
  kind: ResourceKind,
  subresource: string,
  version: string,
): JsonObject {
  return subresource === 'scale'
    ? { group: 'autoscaling', version: 'v1', kind: 'Scale' }
    : { group: kind.group, version, kind: kind.kind };
}

function resourceEntries(kind: ResourceKind): JsonObject[] {
  return [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: verbsOf(kind),
      ...optional('shortNames', kind.shortNames),
      ...optional('categories', kind.categories),
    },
    ...sortedSubresources(kind).map(subresource => ({
      name: `${kind.plural}/${subresource}`,
      singularName: '',
      namespaced: kind.namespaced,
      ...(subresource === 'scale'
        ? { group: 'autoscaling', version: 'v1', kind: 'Scale' }
        : { kind: kind.kind }),
      verbs: SUBRESOURCE_VERBS,
    })),
  ];
}

/** A real server offers no deletion of all namespaces at once. */
function verbsOf(kind: ResourceKind): string[] {
  return kind.group === '' && kind.plural === 'namespaces'
    ? OBJECT_VERBS.filter(verb => verb !== 'deletecollection')
    : OBJECT_VERBS;
}

function optional(
  field: string,
  list: readonly unknown[] | undefined,
): JsonObject {
  return list && list.length > 0 ? { [field]: list } : {};
}

export function groupNames(kinds: KindRegistry): string[] {
  const names = new Set([
    ...kinds.all().map(kind => kind.group),
    ...Object.keys(REVIEW_GROUPS),
  ]);
  names.delete('');
  return [...names];
}

/** Served versions of a group, the preferred one first: v1, v2 before v1beta1, before v1alpha3. */
export function versionsOf(kinds: KindRegistry, group: string): string[] {
  const versions = new Set(
    kinds
      .all()
      .filter(kind => kind.group === group)
      .flatMap(kind => kind.versions),
  );
  if (REVIEW_GROUPS[group]) versions.add('v1');
  return [...versions].sort((a, b) => versionRank(b) - versionRank(a));
}

function versionRank(version: string): number {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) return 0;
  const [, major, stage, minor = '0'] = match;
  const stageRank = stage === undefined ? 2 : Number(stage === 'beta');
  return stageRank * 1_000_000 + Number(major) * 1_000 + Number(minor);
}

function describeGroup(kinds: KindRegistry, name: string): JsonObject {
  const versions = versionsOf(kinds, name).map(version => ({
    groupVersion: apiVersionOf(name, version),
    version,
  }));
  return { name, versions, preferredVersion: versions[0] };
}

export function kindsIn(
  kinds: KindRegistry,
  group: string,
  version: string,
): ResourceKind[] {
  return kinds
    .all()
    .filter(kind => kind.group === group && kind.versions.includes(version));
}
