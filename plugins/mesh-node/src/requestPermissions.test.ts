import {
  meshRequestRules,
  type MeshRequestFilter,
  type MeshRequestResource,
} from './requestPermissions';

const request: MeshRequestResource = {
  kind: 'workload-restart',
  clusters: ['west', 'east'],
  sets: ['live'],
  namespace: 'shop',
  requestedBy: 'user:default/dana',
  owners: ['group:default/shop'],
};
const { isRequester, concernsOwner, isOfKind } = meshRequestRules;
const { inCluster, inSet, inNamespace } = meshRequestRules;

describe('rules on requests', () => {
  it.each([
    [isRequester, { claims: ['user:default/dana'] }, true],
    [isRequester, { claims: ['group:default/shop'] }, false],
    [concernsOwner, { claims: ['group:default/shop'] }, true],
    [concernsOwner, { claims: ['user:default/dana'] }, false],
    [isOfKind, { kinds: ['workload-restart'] }, true],
    [isOfKind, { kinds: ['service-export'] }, false],
    [inCluster, { clusters: ['east', 'west', 'north'] }, true],
    // Of a request of two clusters, one is not enough.
    [inCluster, { clusters: ['west'] }, false],
    [inSet, { sets: ['live'] }, true],
    [inSet, { sets: [] }, false],
    [inNamespace, { namespaces: ['shop'] }, true],
    [inNamespace, { namespaces: ['other'] }, false],
  ])('$name: case %#', (rule, params, expected) => {
    expect(rule.apply(request, params as never)).toBe(expected);
    const filter = rule.toQuery(params as never) as MeshRequestFilter;
    expect(filter(request)).toBe(expected);
  });
});
