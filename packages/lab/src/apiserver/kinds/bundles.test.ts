import { BUNDLE_NAMES, bundleOf, isBundleName, registryOf } from './bundles.ts';

describe('bundles of kinds', () => {
  it('have no kind in common with each other or with Kubernetes itself', () => {
    const own = registryOf([]).all().length;
    const added = BUNDLE_NAMES.map(
      name => registryOf([name]).all().length - own,
    );
    const all = registryOf(BUNDLE_NAMES).all();
    expect(all).toHaveLength(added.reduce((sum, n) => sum + n, own));
  });

  it.each(BUNDLE_NAMES)(
    '%s adds kinds with a status and ones without',
    name => {
      const kinds = registryOf([name])
        .all()
        .filter(kind => kind.custom);
      expect(kinds.length).toBeGreaterThan(1);
      expect(kinds.every(({ generation }) => generation)).toBe(true);
      expect(kinds.some(k => k.subresources?.includes('status'))).toBe(true);
    },
  );

  it.each([
    ['a gateway of Istio', 'networking.istio.io/v1', 'Gateway', 'istio'],
    [
      'a gateway of the Gateway API',
      'gateway.networking.k8s.io/v1',
      'Gateway',
      'gateway-api',
    ],
    ['an older version', 'policy.linkerd.io/v1beta1', 'Server', 'linkerd'],
    ['what comes with Kubernetes', 'apps/v1', 'Deployment', undefined],
    ['what nothing brings', 'example.test/v1', 'Widget', undefined],
  ])('know what %s comes with', (_title, apiVersion, kind, expected) => {
    expect(bundleOf({ apiVersion, kind })).toBe(expected);
  });

  it('are known by name', () => {
    expect(isBundleName('linkerd')).toBe(true);
    expect(['toString', '', 7, undefined].filter(isBundleName)).toEqual([]);
  });
});
