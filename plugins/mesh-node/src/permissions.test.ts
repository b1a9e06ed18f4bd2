import {
  type MeshServiceResource,
  meshServiceConditions,
  meshServiceRules,
} from './permissions';

function aService(fields: Partial<MeshServiceResource> = {}) {
  return {
    cluster: 'north',
    set: 'live',
    namespace: 'shop',
    name: 'cart',
    owners: ['group:default/shop'],
    namespaceOwners: ['group:default/mall'],
    meshes: ['istio'],
    ...fields,
  };
}

describe('rules on services', () => {
  const rules = [
    {
      name: 'isServiceOwner',
      rule: meshServiceRules.isServiceOwner,
      yes: { claims: ['user:default/a', 'group:default/shop'] },
      no: { claims: ['group:default/other'] },
    },
    {
      name: 'isNamespaceOwner',
      rule: meshServiceRules.isNamespaceOwner,
      yes: { claims: ['group:default/mall'] },
      no: { claims: ['group:default/shop'] },
    },
    {
      name: 'hasNamespace',
      rule: meshServiceRules.hasNamespace,
      yes: { namespaces: ['shop'] },
      no: { namespaces: ['sho'] },
    },
    {
      name: 'inCluster',
      rule: meshServiceRules.inCluster,
      yes: { clusters: ['south', 'north'] },
      no: { clusters: ['south'] },
    },
    {
      name: 'inSet',
      rule: meshServiceRules.inSet,
      yes: { sets: ['live'] },
      no: { sets: [] },
    },
    {
      name: 'hasMesh',
      rule: meshServiceRules.hasMesh,
      yes: { meshes: ['istio'] },
      no: { meshes: ['linkerd'] },
    },
  ] as const;

  it.each(rules)('$name agrees in memory and as a filter', row => {
    const service = aService();
    const rule = row.rule as {
      apply(resource: MeshServiceResource, params: object): boolean;
      toQuery(params: object): unknown;
    };
    const filter = (params: object) =>
      rule.toQuery(params) as (resource: MeshServiceResource) => boolean;
    expect(rule.apply(service, row.yes)).toBe(true);
    expect(rule.apply(service, row.no)).toBe(false);
    expect(filter(row.yes)(service)).toBe(true);
    expect(filter(row.no)(service)).toBe(false);
  });

  it('nobody owns a service without owners', () => {
    const service = aService({ owners: [] });
    expect(meshServiceRules.isServiceOwner.apply(service, { claims: [] })).toBe(
      false,
    );
  });

  it('offers conditions to policies', () => {
    expect(meshServiceConditions.inSet({ sets: ['live'] })).toEqual({
      rule: 'IN_SET',
      resourceType: 'mesh-service',
      params: { sets: ['live'] },
    });
  });
});
